"""Photographs and recordings live and end with their interview, and leave nothing behind."""

import sqlite3
from types import SimpleNamespace

import pytest
from sealed_interviews import (
    DEVICE_SEED,
    DRAFT_KEY,
    OWNER,
    SEED,
    attachment,
    draft,
    draft_attachment,
    entry,
    record,
    view,
)
from sqlite_utils import Database

from survey_app.store import schema
from survey_app.store.errors import AlreadyInStoreError, StoreAlteredError, StoreFullError
from survey_app.vault.attachments import (
    attachment_digest,
    open_attachment,
    open_draft_attachment,
)
from survey_app.vault.records import row_digest
from survey_app.vault.signing import verify_key_of

KEY = verify_key_of(DEVICE_SEED)
MARKER = b"MARKER-of-a-photograph-77aa"
PHOTO = MARKER * 9000


def _bytes_in(folder):
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def _pieces(key):
    """Return parts that no other key has: every age head begins alike."""
    return [key[at : at + 16] for at in (len(key) // 3, len(key) // 2, len(key) - 16)]


def _finish(store, name, *data):
    sealed, anonymised = record(name), view(name)
    attached = [attachment(name, one, f"photo{at}.jpg") for at, one in enumerate(data)]
    digests = (row_digest(sealed), row_digest(anonymised), *map(attachment_digest, attached))
    store.put_draft(draft(name))
    store.finalise(name, sealed, anonymised, entry("finalise", name, digests), attachments=attached)
    return attached


def test_an_attachment_of_a_draft_comes_back(store):
    store.put_draft(draft("a"), draft_attachment("a", PHOTO))
    ((row, size),) = store.draft_attachment_sizes("a").items()
    found = store.draft_attachment(row)
    assert open_draft_attachment(DRAFT_KEY, found, "photo.jpg", owner=OWNER) == PHOTO
    assert len(PHOTO) < size < len(PHOTO) * 1.2
    assert store.draft_attachment("none") is None


def test_an_attachment_and_the_state_that_names_it_come_in_together_or_not_at_all(store):
    store.put_draft(draft("a", b"one"), draft_attachment("a", PHOTO))
    with pytest.raises(AlreadyInStoreError):
        store.put_draft(draft("a", b"two"), draft_attachment("a", b"the same name"))
    assert len(store.draft_attachment_sizes("a")) == 1
    assert store.draft("a").body != draft("a", b"two").body
    with pytest.raises(AlreadyInStoreError):  # no attachment without its draft
        store.put_draft(draft("b"), draft_attachment("elsewhere", PHOTO))
    assert store.draft("b") is None


def test_a_replaced_attachment_is_destroyed_with_its_key(store, tmp_path):
    first = draft_attachment("a", PHOTO)
    store.put_draft(draft("a"), first)
    assert all(piece in _bytes_in(tmp_path) for piece in _pieces(first.key))
    second = draft_attachment("a", b"other", "other.jpg")
    store.put_draft(draft("a"), second, dropped=[first.attachment_id])
    assert list(store.draft_attachment_sizes("a")) == [second.attachment_id]
    assert not any(piece in _bytes_in(tmp_path) for piece in _pieces(first.key))


def test_finishing_or_discarding_destroys_every_attachment_of_the_draft(store, tmp_path):
    for name in ("a", "b"):
        boxed = draft_attachment(name, PHOTO)
        store.put_draft(draft(name), boxed)
        if name == "a":
            store.finalise(name, record("r"), view("r"), entry("finalise", "r"))
        else:
            store.delete_draft(name)
        assert store.draft_attachment_sizes(name) == {}
        left = _bytes_in(tmp_path)
        assert not any(piece in left for piece in _pieces(boxed.key))
        assert boxed.body[100:200] not in left


def test_a_sealed_attachment_opens_with_the_study_seed(store):
    _finish(store, "r", PHOTO, b"sound")
    found = {opened.name: opened.data for opened in map(_open, store.attachments("r"))}
    assert found == {"photo0.jpg": PHOTO, "photo1.jpg": b"sound"}
    assert store.attachments("other") == []


def _open(sealed):
    return open_attachment(SEED, sealed)


def test_a_withdrawal_wipes_the_attachments_with_their_keys(store, tmp_path):
    (gone,) = _finish(store, "r1", PHOTO)
    (kept,) = _finish(store, "r2", PHOTO)
    held = _bytes_in(tmp_path)
    assert all(piece in held for piece in _pieces(gone.envelope))
    store.withdraw("r1", entry("withdraw", "r1"))
    left = _bytes_in(tmp_path)
    assert store.attachments("r1") == []
    assert not any(piece in left for piece in _pieces(gone.envelope))
    assert gone.body[100:200] not in left
    assert all(piece in left for piece in _pieces(kept.envelope))
    assert store.audit(KEY) == store.log_head()


def test_no_byte_of_an_attachment_is_in_a_file_at_any_moment(store, tmp_path):
    store.put_draft(draft("a"), draft_attachment("a", PHOTO))
    assert MARKER not in _bytes_in(tmp_path)
    _finish(store, "r", PHOTO)
    assert MARKER not in _bytes_in(tmp_path)
    store.close()
    assert MARKER not in _bytes_in(tmp_path)


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM attachment_keys",
        "UPDATE attachments SET body = zeroblob(length(body))",
        "UPDATE attachment_keys SET wrapped = zeroblob(length(wrapped))",
        "UPDATE attachments SET record_id = 'r2'",
        "INSERT INTO attachments SELECT 'new', record_id, body FROM attachments",
    ],
)
def test_an_attachment_altered_behind_the_log_is_noticed(opened, store, tmp_path, deed):
    _finish(store, "r1", b"photo")
    _finish(store, "r2")
    assert store.audit(KEY) == store.log_head()
    store.close()
    db = Database(tmp_path / "vault" / "interviews.db")
    db.execute(deed)
    db.close()
    with pytest.raises(StoreAlteredError):
        opened().audit(KEY)


def test_a_photograph_never_uses_up_the_room_that_answers_need(store, monkeypatch):
    store.put_draft(draft("a", b"one"))
    left = SimpleNamespace(free=(4 << 20) + len(PHOTO))
    monkeypatch.setattr("survey_app.store.folder.shutil.disk_usage", lambda _folder: left)
    with pytest.raises(StoreFullError):
        store.put_draft(draft("a"), draft_attachment("a", PHOTO))
    store.put_draft(draft("a", b"two"))
    store.put_draft(draft("a", b"three"), draft_attachment("a", b"small"))
    assert len(store.draft_attachment_sizes("a")) == 1


def test_a_store_of_the_first_version_opens_and_goes_on(opened, tmp_path):
    folder = tmp_path / "vault"
    folder.mkdir()
    db = Database(sqlite3.connect(folder / "interviews.db", isolation_level=None))
    schema._MIGRATIONS.apply(db, stop_before="m0003_attachments")
    assert "attachments" not in db.table_names()
    old = draft("a", b"before")
    db.execute("INSERT INTO drafts VALUES (?, ?, ?)", [old.draft_id, old.owner, old.body])
    db.execute("INSERT INTO draft_keys VALUES (?, ?)", [old.draft_id, bytes(4096) + old.key])
    db.close()
    store = opened()
    assert store.draft("a") == old
    store.put_draft(old, draft_attachment("a", PHOTO))
    _finish(store, "r", PHOTO)
    assert store.audit(KEY).count == 1
