"""A part of a finished interview is destroyed without opening any, and stays destroyed."""

import dataclasses
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sealed_interviews import PUBLIC, SEED

from survey_app.canonical import length_prefixed
from survey_app.vault import kem, sealing
from survey_app.vault.amendments import (
    SealedAmendment,
    amendment_name,
    open_amendment,
    seal_parted_amendment,
)
from survey_app.vault.context import (
    PARTED_AMENDMENT,
    PARTED_RECORD,
    Context,
    split_prefixed,
)
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import BODY_BLOCK, pad
from survey_app.vault.parts import SHRED_BYTES, Parted, joined, new_shreds, shredded, taken_apart
from survey_app.vault.records import (
    SealedRecord,
    open_sealed,
    row_digest,
    seal_parted_record,
    seal_record,
)
from survey_app.vault.rewrapping import rewrap_to

CONTEXT = Context(study="s", device="d", record="r", revision=1, form="f")
PARTS = {(0,): b"the rest", (2,): b"her age", (1, 2): b"a reason", (3,): b""}
PARTED = Parted(b"main", 4, PARTS)
KEYS = st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True).map(sorted).map(tuple)


def _whole(parted):
    return seal_parted_record(PUBLIC, parted, CONTEXT)


@given(st.dictionaries(KEYS, st.binary(max_size=200), max_size=5), st.sets(st.integers(0, 5)))
def test_what_was_not_destroyed_comes_back_and_what_was_does_not(parts, gone):
    key, bound, shreds = b"K" * 32, b"bound", new_shreds(6)
    body = joined(key, bound, shreds, Parted(b"main", 6, parts))
    opened = taken_apart(key, bound, shredded(shreds, gone), body)
    assert opened.main == b"main"
    assert opened.parts == {at: data for at, data in parts.items() if not gone & set(at)}


def test_a_record_in_parts_opens_with_the_study_seed_only():
    sealed = _whole(PARTED)
    opened = open_sealed(SEED, sealed)
    assert (opened.plaintext, opened.parts) == (b"main", PARTS)
    assert (opened.context.kind, opened.context.record) == (PARTED_RECORD, "r")
    with pytest.raises(SealBrokenError):
        open_sealed(bytes(32), sealed)


def test_the_study_key_and_all_that_is_left_do_not_open_a_destroyed_part():
    sealed = _whole(PARTED)
    left = dataclasses.replace(sealed, shreds=shredded(sealed.shreds, {2}))
    _, bound, body = sealing.open_made_body(
        left.body,
        left.envelope,
        BODY_BLOCK,
        lambda one: sealing.unwrap_with_seed(SEED, one, kind=PARTED_RECORD, name="r"),
    )
    assert b"her age" not in body
    assert b"a reason" not in body
    assert sealed.shreds[2 * SHRED_BYTES : 3 * SHRED_BYTES] not in b"".join(
        (left.body, left.envelope, left.shreds, bound, body)
    )
    assert set(open_sealed(SEED, left).parts) == {(0,), (3,)}


def test_a_study_key_that_changes_brings_no_destroyed_part_back():
    sealed = _whole(PARTED)
    left = dataclasses.replace(sealed, shreds=shredded(sealed.shreds, {0, 2}))
    new = kem.new_seed()
    again = rewrap_to(SEED, kem.public_of(new), left)
    assert open_sealed(new, again).parts == {(3,): b""}


@pytest.mark.parametrize("at", [0, 2 * SHRED_BYTES, 3 * SHRED_BYTES + 31])
def test_a_shred_that_was_altered_is_refused(at):
    sealed = _whole(PARTED)
    altered = bytearray(sealed.shreds)
    altered[at] ^= 1
    with pytest.raises(SealBrokenError):
        open_sealed(SEED, dataclasses.replace(sealed, shreds=bytes(altered)))


def test_shreds_of_another_record_and_of_another_length_are_refused():
    sealed, other = _whole(PARTED), _whole(PARTED)
    for shreds in (
        other.shreds,
        sealed.shreds[:-SHRED_BYTES],
        sealed.shreds + bytes(SHRED_BYTES),
        sealed.shreds[SHRED_BYTES:],
        b"",
    ):
        with pytest.raises(SealBrokenError):
            open_sealed(SEED, dataclasses.replace(sealed, shreds=shreds))


def test_a_record_of_one_part_is_not_read_as_one_in_parts():
    old = seal_record(PUBLIC, b"x", CONTEXT)
    with pytest.raises(SealBrokenError):
        open_sealed(SEED, dataclasses.replace(old, shreds=new_shreds(4)))


def test_the_digest_of_a_row_tells_that_a_part_was_destroyed():
    sealed = _whole(PARTED)
    left = dataclasses.replace(sealed, shreds=shredded(sealed.shreds, {1}))
    assert row_digest(left) != row_digest(sealed)


def test_a_row_tells_the_number_of_places_in_large_steps_and_no_part_by_its_size():
    few = _whole(Parted(b"", 3, {(2,): b"x"}))
    many = _whole(Parted(b"", 120, {(at,): b"x" * 50 for at in range(3)}))
    assert len(few.shreds) == len(many.shreds)
    assert len(few.body) == len(many.body) == BODY_BLOCK + 16


def test_parts_cannot_be_exchanged_within_a_body():
    """Each is bound to its places and to what the body says it is."""
    key, shreds = b"K" * 32, new_shreds(3)
    body = joined(key, b"one", shreds, Parted(b"", 3, {(1,): b"a", (2,): b"b"}))
    with pytest.raises(SealBrokenError):
        taken_apart(key, b"other", shreds, body)
    size, main, first, second = split_prefixed(body)
    swapped = [
        length_prefixed(split_prefixed(first)[0], split_prefixed(second)[1]),
        length_prefixed(split_prefixed(second)[0], split_prefixed(first)[1]),
    ]
    for altered in (
        length_prefixed(size, main, *swapped),
        length_prefixed(size),
        length_prefixed(size, main, b""),
        length_prefixed(size, main, length_prefixed(b"")),
        b"",
    ):
        with pytest.raises(SealBrokenError):
            taken_apart(key, b"one", shreds, altered)
    shared = shreds[:SHRED_BYTES] * 3  # even where two places had one shred, each knows its own
    body = joined(key, b"one", shared, Parted(b"", 3, {(1,): b"a"}))
    size, main, only = split_prefixed(body)
    moved = length_prefixed((2).to_bytes(4, "big"), split_prefixed(only)[1])
    with pytest.raises(SealBrokenError):
        taken_apart(key, b"one", shared, length_prefixed(size, main, moved))


@pytest.mark.parametrize("lie", [{"record": "r2"}, {"kind": "record"}])
def test_a_row_in_parts_that_tells_another_context_is_refused(lie):
    shreds = new_shreds(1)

    def record(context):
        wrap = partial(sealing.wrap_to_public, PUBLIC, kind=PARTED_RECORD, name="r")
        return SealedRecord("r", *_sealed(context, wrap), shreds)

    def amendment(context):
        name = amendment_name("r", "a")
        wrap = partial(sealing.wrap_to_public, PUBLIC, kind=PARTED_AMENDMENT, name=name)
        return SealedAmendment("a", "r", *_sealed(context, wrap), shreds)

    def _sealed(context, wrap):
        return sealing.seal_made_body(
            lambda key, bound: joined(key, bound, shreds, Parted(b"x", 1)),
            context,
            BODY_BLOCK,
            wrap,
        )

    for kind, make, opens in (
        (PARTED_RECORD, record, open_sealed),
        (PARTED_AMENDMENT, amendment, open_amendment),
    ):
        honest = dataclasses.replace(CONTEXT, kind=kind, key=kem.key_id(PUBLIC))
        assert opens(SEED, make(honest)).plaintext == b"x"
        with pytest.raises(SealBrokenError):
            opens(SEED, make(dataclasses.replace(honest, **lie)))


def test_an_amendment_in_parts_speaks_for_its_own_interview_and_place_only():
    one, other = (seal_parted_amendment(PUBLIC, "a", PARTED, CONTEXT) for _ in range(2))
    assert open_amendment(SEED, one).parts == PARTS
    for change in (
        {"amendment_id": "b"},
        {"record_id": "r2"},
        {"body": other.body},
        {"envelope": other.envelope},
        {"shreds": other.shreds},
        {"shreds": b""},
    ):
        with pytest.raises(SealBrokenError):
            open_amendment(SEED, dataclasses.replace(one, **change))


def test_every_part_is_padded_to_the_same_steps():
    key, shreds = b"K" * 32, new_shreds(1)
    sizes = {
        len(joined(key, b"", shreds, Parted(b"", 1, {(0,): bytes(size)}))) for size in range(64)
    }
    assert len(sizes) == 1
    assert len(pad(bytes(64), 64)) == 128
