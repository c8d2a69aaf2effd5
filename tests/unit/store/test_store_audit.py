"""What is done behind the log's back is noticed."""

import pytest
from sealed_interviews import DEVICE_SEED, draft, entry, record, view
from sqlite_utils import Database

from survey_app.store.errors import StoreAlteredError
from survey_app.store.interviews import guarded
from survey_app.vault.errors import ChainError
from survey_app.vault.records import row_digest
from survey_app.vault.signing import verify_key_of

KEY = verify_key_of(DEVICE_SEED)


def _finish(store, name):
    sealed, anonymised = record(name), view(name)
    store.put_draft(draft(name))
    rows = (row_digest(sealed), row_digest(anonymised))
    store.finalise(name, sealed, anonymised, entry("finalise", name, rows))


@pytest.fixture
def worked(store):
    for name in ("r1", "r2", "r3"):
        _finish(store, name)
    cleared = view("r2", b"cleared")
    store.put_view(cleared, entry("review", "r2", [row_digest(cleared)]))
    store.withdraw("r3", entry("withdraw", "r3"))
    store.withdraw("never-here", entry("withdraw", "never-here"))
    store.append_log(entry("pack", "bundle"))
    store.put_draft(draft("open"))
    return store


def test_honest_work_agrees_with_its_log(worked):
    assert worked.audit(KEY) == worked.log_head()
    assert worked.audit(KEY).count == 7


def test_an_empty_store_agrees_with_its_empty_log(store):
    assert store.audit(KEY).count == 0


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM record_keys WHERE record_id = 'r1'",
        "DELETE FROM view_keys WHERE view_id = 'r1'",
        "UPDATE records SET body = zeroblob(length(body)) WHERE record_id = 'r1'",
        "UPDATE record_keys SET wrapped = zeroblob(length(wrapped)) WHERE record_id = 'r1'",
        "UPDATE records SET body = (SELECT body FROM records WHERE record_id = 'r2')",
        "UPDATE views SET body = zeroblob(length(body)) WHERE view_id = 'r2'",
        "DELETE FROM withdrawn WHERE record_id = 'r3'",
        "INSERT INTO withdrawn VALUES ('r1')",
    ],
)
def test_a_deed_of_another_program_is_noticed(opened, worked, tmp_path, deed):
    worked.close()
    db = Database(tmp_path / "vault" / "interviews.db")
    db.execute(deed)
    db.close()
    with pytest.raises(StoreAlteredError):
        opened().audit(KEY)


@pytest.mark.parametrize("lost", [1, 4, 7])
def test_a_log_without_one_of_its_entries_is_noticed(opened, worked, tmp_path, lost):
    worked.close()
    db = Database(tmp_path / "vault" / "interviews.db")
    db.execute("DELETE FROM log WHERE n = ?", [lost])
    db.close()
    again = opened()
    if lost == 7:  # the end of a log is known by its head alone
        assert again.audit(KEY).count == 6
        return
    with pytest.raises(ChainError):
        again.audit(KEY)


def test_the_log_of_another_laptop_is_refused(worked):
    with pytest.raises(ChainError):
        worked.audit(verify_key_of(b"E" * 32))


def test_a_view_put_back_to_its_state_before_the_review_is_noticed(opened, store, tmp_path):
    _finish(store, "r1")
    (before,) = store.views()
    cleared = view("r1", b"cleared")
    store.put_view(cleared, entry("review", "r1", [row_digest(cleared)]))
    store.close()
    db = Database(tmp_path / "vault" / "interviews.db")
    db.execute("UPDATE views SET body = ?", [before.body])
    db.execute("UPDATE view_keys SET wrapped = ?", [guarded(before.envelope)])
    db.close()
    again = opened()
    assert again.views() == [before]
    with pytest.raises(StoreAlteredError):
        again.audit(KEY)
