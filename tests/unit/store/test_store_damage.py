"""A row that rotted or lost its own is told, and keeps no other from its way."""

import sqlite3
from contextlib import closing

from sealed_interviews import OWNER, draft, draft_attachment

from survey_app.store.rekeying import KeyChange


def _altered(folder, deed):
    with closing(sqlite3.connect(folder / "interviews.db")) as db, db:
        db.execute(deed)


def test_a_rotten_name_keeps_no_row_beside_it_from_its_way(opened, tmp_path):
    store = opened()
    for name in "ab":
        store.put_draft(draft(name))
        store.put_slot(name, name.encode())
        store.change_keys(KeyChange(recoveries={name: b"sealed"}))
    store.close()
    rotten = "= CAST(x'ff' AS TEXT) WHERE"
    for deed in (
        f"UPDATE drafts SET owner {rotten} draft_id = 'a'",
        f"UPDATE slots SET slot_id {rotten} slot_id = 'a'",
        f"UPDATE recovery SET slot_id {rotten} slot_id = 'a'",
    ):
        _altered(tmp_path / "vault", deed)
    store = opened()
    assert store.drafts(OWNER) == [one for one in store.all_drafts() if one.draft_id == "b"]
    assert sorted(store.slots()) == [b"a", b"b"]
    assert store.recoveries().keys() > {"b"}
    (read,) = store.slot_ids() - {"b"}
    store.change_keys(KeyChange(gone_slots=[read], gone_recoveries=[read]))
    assert store.slots() == [b"b"]
    assert store.recoveries().keys() == {"b"}


def test_a_draft_whose_key_is_gone_is_still_counted(opened, tmp_path):
    store = opened()
    store.put_draft(draft("a"), draft_attachment("a", b"photo"))
    assert not store.damaged_pages()
    store.close()
    for table in ("draft_attachment_keys", "draft_keys"):
        _altered(tmp_path / "vault", f"DELETE FROM {table}")
    store = opened()
    for found in (*store.drafts(OWNER), *store.all_drafts(), store.draft("a")):
        assert (found.draft_id, found.key) == ("a", b"")
    (row,) = store.draft_attachment_sizes("a")
    assert store.draft_attachment(row).key == b""
    assert not store.damaged_pages()
    store.delete_draft("a")
    assert not store.all_drafts()


def test_a_key_that_opens_nothing_any_more_is_damage(opened, tmp_path):
    store = opened()
    store.put_draft(draft("a"))
    store.close()
    _altered(tmp_path / "vault", "DELETE FROM drafts")
    assert opened().damaged_pages()


def test_slots_that_say_the_same_name_or_a_strange_one_stay_where_they_are(opened):
    store = opened()
    for name in "ab":
        store.put_slot(name, b'{"id":"a"}')
    store.put_slot("c", b'{"id":"d"}')
    store.change_keys(KeyChange())
    assert store.slot_ids() == set("abc")
    assert len(store.slots()) == 3
    store.change_keys(KeyChange(gone_slots=["a", "c"]))
    assert store.slots() == [b'{"id":"a"}']
