"""An attachment opens as what it is and where it belongs, or not at all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sealed_interviews import DRAFT_KEY, FORM, OWNER, PUBLIC, SEED

from survey_app.vault.age import decrypt_file
from survey_app.vault.attachments import (
    attachment_box,
    attachment_digest,
    open_attachment,
    open_draft_attachment,
    rescue_draft_attachment,
    seal_attachment,
)
from survey_app.vault.context import Context
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.framing import SMALLEST_STEP, frame, framed_end, unframe
from survey_app.vault.kem import public_of

NAME = "abcdefghijklmnop.jpg"
CONTEXT = Context(study="s", device="d", record="r1", revision=3, form=FORM)
DATA = b"\xff\xd8 a photograph " * 5000


def _boxed(data=DATA, name=NAME, context=CONTEXT):
    return attachment_box(DRAFT_KEY, name, data, context, owner=OWNER)


@pytest.mark.parametrize("size", [0, 1, 4000, 65_536, 70_001])
def test_what_was_attached_to_a_draft_comes_back(size):
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)
    assert open_draft_attachment(DRAFT_KEY, _boxed(data), NAME, owner=OWNER) == data


def test_what_was_sealed_comes_back_with_its_name_and_context():
    opened = open_attachment(SEED, seal_attachment(PUBLIC, NAME, DATA, CONTEXT))
    assert (opened.name, opened.data) == (NAME, DATA)
    assert (opened.context.record, opened.context.revision) == ("r1", 3)


def test_a_sealed_attachment_is_an_age_file_that_begins_with_the_attachment():
    sealed = seal_attachment(PUBLIC, NAME, DATA, CONTEXT)
    assert decrypt_file(sealed.envelope + sealed.body, SEED).startswith(DATA)


def test_a_row_shows_neither_the_name_nor_the_kind_of_an_attachment():
    for row in (_boxed(), seal_attachment(PUBLIC, NAME, DATA, CONTEXT)):
        shown = repr(row).encode() + row.body
        assert NAME.partition(".")[0].encode() not in shown
        assert b"jpg" not in row.attachment_id.encode()


def test_every_altered_part_gives_the_same_error():
    boxed, sealed = _boxed(), seal_attachment(PUBLIC, NAME, DATA, CONTEXT)
    for at in (0, 17, 65_600, len(boxed.body) - 1):
        altered = bytearray(boxed.body)
        altered[at] ^= 1
        with pytest.raises(SealBrokenError):
            open_draft_attachment(DRAFT_KEY, replace(boxed, body=bytes(altered)), NAME, owner=OWNER)
    for part in ("envelope", "body"):
        for at in range(0, len(getattr(sealed, part)), 977):
            altered = bytearray(getattr(sealed, part))
            altered[at] ^= 1
            with pytest.raises(SealBrokenError):
                open_attachment(SEED, replace(sealed, **{part: bytes(altered)}))


def test_an_attachment_cannot_stand_in_for_another():
    one, two = _boxed(), _boxed(b"another", "qrstuvwxyzabcdef.jpg")
    other_draft = _boxed(context=replace(CONTEXT, record="r2"))
    for wrong in (
        replace(one, body=two.body, key=two.key),
        replace(two, attachment_id=one.attachment_id),
        replace(one, body=other_draft.body, key=other_draft.key),
        replace(other_draft, draft_id="r1"),
    ):
        with pytest.raises(SealBrokenError):
            open_draft_attachment(DRAFT_KEY, wrong, NAME, owner=OWNER)
    for name, owner, key in (
        ("other", OWNER, DRAFT_KEY),
        (NAME, "x", DRAFT_KEY),
        (NAME, OWNER, b"V" * 32),
    ):
        with pytest.raises(SealBrokenError):
            open_draft_attachment(key, one, name, owner=owner)


def test_a_sealed_attachment_belongs_to_its_record_and_key():
    one = seal_attachment(PUBLIC, NAME, DATA, CONTEXT)
    two = seal_attachment(PUBLIC, NAME, DATA, replace(CONTEXT, record="r2"))
    with pytest.raises(SealBrokenError):
        open_attachment(SEED, replace(two, record_id="r1"))
    with pytest.raises(SealBrokenError):
        open_attachment(SEED, replace(one, body=two.body, envelope=two.envelope))
    with pytest.raises(SealBrokenError):
        open_attachment(bytes(32), one)
    other = bytes(reversed(SEED))
    assert open_attachment(other, seal_attachment(public_of(other), NAME, b"x", CONTEXT)).data


def test_the_digest_of_a_row_covers_all_of_it():
    one = seal_attachment(PUBLIC, NAME, DATA, CONTEXT)
    others = {
        attachment_digest(replace(one, attachment_id="x")),
        attachment_digest(replace(one, body=one.body + b"x")),
        attachment_digest(replace(one, envelope=one.envelope + b"x")),
    }
    assert attachment_digest(one) not in others
    assert len(others) == 3


@given(st.integers(min_value=0, max_value=30_000_000))
def test_a_size_is_told_to_about_a_sixteenth(size):
    data = bytes(size % 90_000)
    framed = frame(data, b"s")
    assert unframe(framed) == (data, b"s")
    assert len(framed) <= max(4096, (len(data) + 17) * 17 // 16 + 4096) * 9 // 8


@given(st.binary(max_size=64))
def test_bytes_that_are_no_frame_are_refused(data):
    with pytest.raises(SealBrokenError):
        unframe(data)


@pytest.mark.parametrize("bad", [(), (0,), (1,), (2,), (0, 2), (1, 2)])
def test_of_a_damaged_attachment_of_a_draft_each_whole_chunk_is_there_in_its_place(bad):
    data, chunk = bytes(range(1, 251)) * 600, 65_536
    boxed = _boxed(data)
    altered = bytearray(boxed.body)
    for at in bad:
        altered[at * (chunk + 16)] ^= 1
    left = rescue_draft_attachment(
        DRAFT_KEY, replace(boxed, body=bytes(altered)), NAME, owner=OWNER
    )
    end = len(data) if 2 not in bad else 2 * chunk
    expected = bytearray(data[:end])
    for at in set(bad) - {2}:
        expected[at * chunk : (at + 1) * chunk] = bytes(chunk)
    assert left.data == expected
    assert [start for start, _ in left.gaps] == [at * chunk for at in bad]


def test_chunks_of_another_row_or_in_another_order_are_no_part_of_what_is_left():
    data, size = bytes(range(1, 251)) * 600, 65_552
    boxed, other = _boxed(data), _boxed(bytes(len(data)))
    body = boxed.body
    swapped = body[size : 2 * size] + body[:size] + body[2 * size :]
    spliced = other.body[:size] + body[size:]
    shorter = body[:size] + body[2 * size :]
    for changed, gaps in ((swapped, 2), (spliced, 1), (shorter, 1), (body[: 2 * size], 1)):
        left = rescue_draft_attachment(DRAFT_KEY, replace(boxed, body=changed), NAME, owner=OWNER)
        assert len(left.gaps) == gaps
        assert not left.data.strip(bytes(1)) or left.data.strip(bytes(1)) in data
    for name, owner, key in (
        ("ponmlkjihgfedcba.jpg", OWNER, DRAFT_KEY),
        (NAME, "somebody", DRAFT_KEY),
        (NAME, OWNER, bytes(32)),
    ):
        with pytest.raises(SealBrokenError):
            rescue_draft_attachment(key, boxed, name, owner=owner)
    for row in (replace(boxed, draft_id="r2"), replace(boxed, key=other.key[:-1])):
        with pytest.raises(SealBrokenError):
            rescue_draft_attachment(DRAFT_KEY, row, NAME, owner=OWNER)


def test_what_fills_a_step_to_its_last_byte_comes_back():
    data = b"x" * (SMALLEST_STEP - len(b"s") - 16)
    framed = frame(data, b"s")
    assert len(framed) == SMALLEST_STEP
    assert unframe(framed) == (data, b"s")
    assert framed_end(framed, 1) == len(data)


@pytest.mark.parametrize("end", [5000, (1 << 64) - 1])
def test_an_end_that_is_not_that_of_a_frame_tells_no_length(end):
    framed = frame(b"x" * 100, b"s")
    assert framed_end(framed, 1) == 100
    for wrong, stated in ((framed, 2), (framed[:-16] + end.to_bytes(8, "big") + framed[-8:], 1)):
        with pytest.raises(SealBrokenError):
            framed_end(wrong, stated)


def test_damage_behind_the_data_leaves_no_gap_in_it():
    data = bytes(range(256)) * 4096
    boxed, chunk = _boxed(data), 65_536 + 16
    at = len(data) // 65_536 * chunk
    rotten = boxed.body[:at] + bytes([boxed.body[at] ^ 1]) + boxed.body[at + 1 :]
    left = rescue_draft_attachment(DRAFT_KEY, replace(boxed, body=rotten), NAME, owner=OWNER)
    assert (left.data, left.gaps) == (data, ())
