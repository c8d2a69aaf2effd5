"""Amendments live and end with their interview."""

import pytest
from sealed_interviews import (
    DEVICE_SEED,
    PUBLIC,
    SEED,
    attachment,
    draft,
    entry,
    record,
    view,
)

from survey_app.store.errors import NotInStoreError, StoreAlteredError, WithdrawnError
from survey_app.store.interviews import shred_record
from survey_app.store.taking_back import TakenBack
from survey_app.vault.amendments import (
    amendment_digest,
    open_amendment,
    seal_amendment,
    seal_parted_amendment,
)
from survey_app.vault.attachments import attachment_digest
from survey_app.vault.context import Context
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.parts import Parted
from survey_app.vault.records import open_sealed, row_digest, seal_parted_record
from survey_app.vault.signing import verify_key_of

KEY = verify_key_of(DEVICE_SEED)


def _amendment(record_id, name="a1", text=b"she wished it"):
    context = Context("s", "d", record_id, 2, "f")
    return seal_amendment(PUBLIC, name, text, context)


def _finish(store, name):
    sealed, anonymised, photo = record(name), view(name), attachment(name, b"photo" * 900)
    rows = (row_digest(sealed), row_digest(anonymised), attachment_digest(photo))
    store.put_draft(draft(name))
    store.finalise(name, sealed, anonymised, entry("finalise", name, rows), attachments=[photo])
    return photo


def _amend(store, record_id):
    sealed, anonymised = _amendment(record_id), view(record_id, b"amended")
    rows = (amendment_digest(sealed), row_digest(anonymised))
    store.amend(sealed, anonymised, entry("amend", record_id, rows))
    return sealed


def _taken(record_id, places=(), files=()):
    return TakenBack(
        _amendment(record_id, "a2"),
        view(record_id, b"without"),
        lambda operation, rows: entry(operation, record_id, rows),
        frozenset(places),
        files,
    )


def test_an_amendment_comes_back_and_opens_with_the_study_seed_only(store):
    _finish(store, "r")
    sealed = _amend(store, "r")
    assert store.amendments() == [sealed]
    assert open_amendment(SEED, sealed).plaintext == b"she wished it"
    with pytest.raises(SealBrokenError):
        open_amendment(bytes(32), sealed)
    assert store.audit(KEY) == store.log_head()


def test_an_amendment_of_what_is_not_here_or_was_withdrawn_is_refused(store):
    with pytest.raises(NotInStoreError):
        _amend(store, "nobody")
    store.withdraw("gone", entry("withdraw", "gone"))
    with pytest.raises(WithdrawnError):
        _amend(store, "gone")
    assert store.amendments() == []


def test_files_taken_back_leave_no_key_in_any_file(store, tmp_path):
    photo, other = _finish(store, "r"), _finish(store, "other")
    store.take_back(_taken("r", files=None))
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert photo.envelope[900:916] not in left
    assert other.envelope[900:916] in left
    assert store.attachments("r") == []
    assert store.audit(KEY) == store.log_head()
    assert store.quick_look(KEY) == store.log_head()


def test_a_part_taken_back_is_wiped_in_the_record_and_in_every_earlier_amendment(store, tmp_path):
    parted = Parted(b"main", 3, {(2,): b"her age"})
    context = Context("s", "d", "r", 1, "f")
    whole, anonymised = seal_parted_record(PUBLIC, parted, context), view("r")
    said = seal_parted_amendment(PUBLIC, "a1", parted, context)
    rows = (row_digest(whole), row_digest(anonymised))
    store.put_draft(draft("r"))
    store.finalise("r", whole, anonymised, entry("finalise", "r", rows))
    rows = (amendment_digest(said), row_digest(view_now := view("r", b"now")))
    store.amend(said, view_now, entry("amend", "r", rows))
    store.take_back(_taken("r", {2}))
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for row in (whole, said):
        assert row.shreds[64:96] not in left
        assert row.shreds[32:64] in left
    (record_now,) = store.records()
    assert open_sealed(SEED, record_now).parts == {}
    assert [open_amendment(SEED, one).parts for one in store.amendments()] == [{}, {}]
    assert store.audit(KEY) == store.log_head()
    assert store.quick_look(KEY) == store.log_head()
    store.withdraw("r", entry("withdraw", "r"))
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert whole.shreds[32:64] not in left
    assert said.shreds[32:64] not in left


def test_a_shred_altered_behind_the_log_is_noticed(store):
    whole, anonymised = (
        seal_parted_record(PUBLIC, Parted(b"", 1), Context("s", "d", "r", 1, "f")),
        view("r"),
    )
    rows = (row_digest(whole), row_digest(anonymised))
    store.put_draft(draft("r"))
    store.finalise("r", whole, anonymised, entry("finalise", "r", rows))
    store._writer.write(lambda db: shred_record(db, "r", {0}))
    with pytest.raises(StoreAlteredError):
        store.audit(KEY)


@pytest.mark.parametrize("field", ["body", "envelope"])
def test_every_altered_byte_of_an_amendment_is_refused(field):
    sealed = _amendment("r")
    whole = getattr(sealed, field)
    for at in range(0, len(whole), 97):
        data = bytearray(whole)
        data[at] ^= 1
        other = type(sealed)(**{**vars(sealed), field: bytes(data)})
        with pytest.raises(SealBrokenError):
            open_amendment(SEED, other)


def test_an_amendment_speaks_for_its_own_record_only():
    sealed = _amendment("r")
    for moved in ({"record_id": "other"}, {"amendment_id": "a2"}):
        with pytest.raises(SealBrokenError):
            open_amendment(SEED, type(sealed)(**{**vars(sealed), **moved}))
