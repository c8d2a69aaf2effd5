"""What goes in comes out, all or nothing, and what was withdrawn stays away."""

import sqlite3
import threading

import pytest
from sealed_interviews import DEVICE_SEED, DRAFT_KEY, OWNER, SEED, draft, entry, record, view

from survey_app.store import Store
from survey_app.store.errors import (
    AlreadyInStoreError,
    NotInStoreError,
    StoreClosedError,
    WithdrawnError,
)
from survey_app.vault.chain import EMPTY, verify_chain
from survey_app.vault.errors import ChainError
from survey_app.vault.records import open_draft, open_sealed, row_digest
from survey_app.vault.signing import verify_key_of


def test_a_draft_comes_back_in_its_last_state(store):
    store.put_draft(draft("a", b"one"))
    store.put_draft(draft("a", b"two"))
    (found,) = store.drafts(OWNER)
    assert open_draft(DRAFT_KEY, found) == b"two"
    assert store.draft("a") == found


def test_a_person_is_given_her_own_drafts_only(store):
    store.put_draft(draft("a"))
    store.put_draft(draft("b", owner="someone"))
    assert [found.draft_id for found in store.drafts(OWNER)] == ["a"]


def test_a_discarded_draft_is_gone(store):
    store.put_draft(draft("a"))
    store.delete_draft("a")
    store.delete_draft("a")
    assert store.draft("a") is None


def test_finishing_turns_the_draft_into_a_record_and_a_view(store):
    store.put_draft(draft("a"))
    sealed, anonymised = record("r"), view("r")
    head = store.finalise("a", sealed, anonymised, entry("finalise", "r"))
    assert store.draft("a") is None
    assert store.records() == [sealed]
    assert store.views() == [anonymised]
    assert store.count_records() == 1
    assert open_sealed(SEED, store.records()[0]).plaintext == b"answer"
    assert verify_chain(store.log_entries(), verify_key_of(DEVICE_SEED)) == head == store.log_head()


def test_an_interview_is_finished_once(store):
    store.put_draft(draft("a"))
    store.finalise("a", record("r"), view("r"), entry("finalise", "r"))
    with pytest.raises(NotInStoreError):
        store.finalise("a", record("r2"), view("r2"), entry("finalise", "r2"))
    store.put_draft(draft("b"))
    with pytest.raises(AlreadyInStoreError):
        store.finalise("b", record("r"), view("r"), entry("finalise", "r"))
    assert store.draft("b") is not None
    assert (store.count_records(), store.log_head().count) == (1, 1)


def test_finishing_that_fails_at_its_last_step_changes_nothing(store):
    store.put_draft(draft("a"))
    for broken in (lambda _head: b"no entry", lambda head: entry("finalise")(EMPTY)[:-1] + b"x"):
        with pytest.raises(ChainError):
            store.finalise("a", record("r"), view("r"), broken)
    assert store.draft("a") is not None
    assert store.records() == store.views() == store.log_entries() == []


def test_a_reviewed_view_takes_the_place_of_the_first(store):
    store.put_draft(draft("a"))
    sealed, first = record("r"), view("r")
    digests = [row_digest(sealed), row_digest(first)]
    store.finalise("a", sealed, first, entry("finalise", "r", digests))
    store.put_view(view("r", b"cleared"), entry("review", "r"))
    assert [open_sealed(SEED, each).plaintext for each in store.views()] == [b"cleared"]
    assert store.log_head().count == 2
    with pytest.raises(NotInStoreError):
        store.put_view(view("other"), entry("review"))


def test_a_withdrawn_interview_is_gone_and_never_comes_back(store):
    for name in ("a", "b"):
        store.put_draft(draft(name))
        store.finalise(name, record(name), view(name), entry("finalise", name))
    head = store.withdraw("a", entry("withdraw", "a"))
    assert [each.record_id for each in store.records()] == ["b"]
    assert [each.view_id for each in store.views()] == ["b"]
    assert store.withdrawn() == ["a"]
    assert store.withdraw("a", entry("withdraw", "a")) == head
    store.put_draft(draft("again"))
    with pytest.raises(WithdrawnError):
        store.finalise("again", record("a"), view("a"), entry("finalise", "a"))
    with pytest.raises(WithdrawnError):
        store.put_view(view("a"), entry("review"))
    assert store.draft("again") is not None


def test_a_withdrawal_that_arrives_before_the_interview_keeps_it_out(store):
    store.withdraw("later", entry("withdraw", "later"))
    store.put_draft(draft("a"))
    with pytest.raises(WithdrawnError):
        store.finalise("a", record("later"), view("later"), entry("finalise", "later"))


def test_slots_and_settings_are_kept_and_replaced(store):
    store.put_slot("one", b"first")
    store.put_slot("one", b"second")
    store.put_slot("two", b"third")
    store.delete_slot("two")
    assert store.slots() == [b"second"]
    assert store.get_meta("study") is None
    store.set_meta("study", b"1")
    store.set_meta("study", b"2")
    assert store.get_meta("study") == b"2"


def test_bundles_are_numbered_and_keep_their_receipts(store):
    assert store.add_bundle("b1", ["m1", "m2", "m1"], b"manifest", entry("export")) == 1
    assert store.add_bundle("b2", ["m3"], b"") == 2
    store.set_receipt("b1", "stick", b"seen")
    store.set_receipt("b1", "stick", b"seen again")
    store.set_receipt("b1", "hub", b"signed")
    first, second = store.bundles()
    assert (first.seq, first.bundle_id, first.members) == (1, "b1", ("m1", "m2"))
    assert first.receipts == {"hub": b"signed", "stick": b"seen again"}
    assert (second.manifest, second.receipts) == (b"", {})
    assert store.packed_members() == {"m1", "m2", "m3"}
    with pytest.raises(AlreadyInStoreError):
        store.add_bundle("b1", ["m9"], b"")
    with pytest.raises(NotInStoreError):
        store.set_receipt("unknown", "hub", b"")
    assert store.packed_members() == {"m1", "m2", "m3"}


def test_everything_is_there_after_closing_and_opening_again(opened):
    first = opened()
    first.put_draft(draft("a"))
    first.put_draft(draft("b"))
    first.finalise("a", record("r"), view("r"), entry("finalise", "r"))
    kept = (first.drafts(OWNER), first.records(), first.views(), first.log_entries())
    first.close()
    second = opened()
    assert (second.drafts(OWNER), second.records(), second.views(), second.log_entries()) == kept


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    with pytest.raises(StoreClosedError):
        store.put_draft(draft("a"))
    with pytest.raises(StoreClosedError):
        store.drafts(OWNER)


def test_what_many_threads_save_at_once_is_all_kept(store):
    failures = []

    def save(who):
        try:
            for number in range(20):
                store.put_draft(draft(f"{who}-{number}", owner=f"o{who}"))
                store.append_log(entry("save", f"{who}-{number}"))
        except Exception as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=save, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [len(store.drafts(f"o{who}")) for who in range(8)] == [20] * 8
    assert verify_chain(store.log_entries(), verify_key_of(DEVICE_SEED)).count == 160


def test_one_callers_failure_does_not_touch_the_others_in_the_same_commit(store):
    wait = threading.Event()
    results = {}

    def slow(_head):
        wait.wait(5)
        raise ChainError(number=1)

    def attempt(name, verb, *arguments):
        try:
            verb(*arguments)
            results[name] = None
        except ChainError as error:
            results[name] = error

    threads = [
        threading.Thread(target=attempt, args=("slow", store.append_log, slow)),
        *(
            threading.Thread(target=attempt, args=(f"{n}", store.put_draft, draft(f"{n}")))
            for n in range(6)
        ),
        threading.Thread(target=attempt, args=("bad", store.append_log, slow)),
    ]
    for thread in threads:
        thread.start()
    wait.set()
    for thread in threads:
        thread.join()
    assert len(store.drafts(OWNER)) == 6
    assert {name for name, error in results.items() if error} == {"slow", "bad"}


def test_no_column_in_clear_holds_an_answer(store, tmp_path):
    store.put_draft(draft("a", b"MARKER" * 50))
    store.close()
    with sqlite3.connect(tmp_path / "vault" / "interviews.db") as connection:
        columns = {
            (table, column[1], column[2])
            for (table,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' "
                "ESCAPE '\\'"
            )
            for column in connection.execute(f"PRAGMA table_info({table})")
        }
    connection.close()
    assert {(table, name) for table, name, kind in columns if kind == "TEXT"} == {
        ("recovery", "slot_id"),
        ("drafts", "draft_id"),
        ("drafts", "owner"),
        ("draft_keys", "draft_id"),
        ("handovers", "draft_id"),
        ("handovers", "to_owner"),
        ("handover_keys", "draft_id"),
        ("handed_keys", "draft_id"),
        ("records", "record_id"),
        ("record_keys", "record_id"),
        ("record_shreds", "record_id"),
        ("views", "view_id"),
        ("view_keys", "view_id"),
        ("kept", "kept_id"),
        ("kept", "record_id"),
        ("kept_keys", "kept_id"),
        ("draft_attachments", "attachment_id"),
        ("draft_attachments", "draft_id"),
        ("draft_attachment_keys", "attachment_id"),
        ("attachments", "attachment_id"),
        ("attachments", "record_id"),
        ("attachment_keys", "attachment_id"),
        ("amendments", "amendment_id"),
        ("amendments", "record_id"),
        ("amendment_keys", "amendment_id"),
        ("amendment_shreds", "amendment_id"),
        ("withdrawn", "record_id"),
        ("slots", "slot_id"),
        ("meta", "name"),
        ("bundles", "bundle_id"),
        ("bundle_members", "member"),
        ("bundle_members", "bundle_id"),
        ("receipts", "bundle_id"),
        ("receipts", "target"),
    }
    assert Store.open(tmp_path / "vault", ballast_bytes=1 << 16).close() is None
