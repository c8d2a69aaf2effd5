"""What opens and has another shape than anything that is sealed is damage, never a crash."""

from contextlib import nullcontext

import pytest
from sealed_interviews import DRAFT_KEY, PUBLIC, SEED

from survey_app.canonical import length_prefixed
from survey_app.vault import kem, sealing
from survey_app.vault.age import encrypt_parts
from survey_app.vault.age_stream import seal_stream
from survey_app.vault.attachments import (
    DraftAttachment,
    SealedAttachment,
    attachment_id,
    check_draft_attachment,
    open_attachment,
    row_name,
)
from survey_app.vault.context import (
    DRAFT_ATTACHMENT,
    NOTEBOOK,
    RECORD,
    Context,
    context_bytes,
    split_prefixed,
)
from survey_app.vault.covers import open_cover, seal_cover
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.framing import filled_size, frame, unframe
from survey_app.vault.handover import unpacked
from survey_app.vault.notebook import open_notebook
from survey_app.vault.padding import BODY_BLOCK
from survey_app.vault.private import read_private
from survey_app.vault.records import SealedRecord, open_sealed

KEY = bytes(32)
WRONG = {
    "one part": (KEY,),
    "three parts": (KEY, b"", b""),
    "a short key": (KEY[:31], b""),
    "a long key": (KEY + b"\0", b""),
}


@pytest.mark.parametrize("parts", WRONG.values(), ids=WRONG)
def test_a_wrapping_holds_a_key_of_its_length_and_a_statement_and_nothing_else(parts):
    payload = length_prefixed(*parts)
    wrapped = sealing.wrap_under_key(DRAFT_KEY, payload, kind="k", name="n")
    with pytest.raises(SealBrokenError):
        sealing.unwrapped_key(DRAFT_KEY, wrapped, kind="k", name="n")
    sealed = sealing.wrap_to_public(PUBLIC, payload, kind=RECORD, name="r")
    with pytest.raises(SealBrokenError):
        open_sealed(SEED, SealedRecord("r", b"body", sealed))


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_notebook_is_a_body_and_a_wrapping(pieces):
    with pytest.raises(SealBrokenError):
        open_notebook(DRAFT_KEY, length_prefixed(*[NOTEBOOK.encode()] * pieces), owner="o")


@pytest.mark.parametrize("pieces", [1, 2, 4])
def test_a_private_box_is_an_id_a_body_and_an_envelope(pieces):
    with pytest.raises(SealBrokenError):
        read_private(length_prefixed(*[b"x"] * pieces))


@pytest.mark.parametrize("pieces", [3, 4, 6])
def test_an_offer_is_a_draft_and_attachments_of_three_parts(pieces):
    with pytest.raises(SealBrokenError):
        unpacked("d", "o", length_prefixed(*[b"x"] * pieces), b"")


@pytest.mark.parametrize("said", [(), ("photo.jpg", "more")], ids=["no name", "two names"])
def test_what_an_attachment_states_is_its_context_and_one_name(said):
    context = Context("s", "d", "r", 1, "f", "attachment", kem.key_id(PUBLIC))
    statement = length_prefixed(context_bytes(context), *(name.encode() for name in said))
    head, payload = encrypt_parts(frame(b"x", statement), [PUBLIC])
    row = SealedAttachment(attachment_id("r", "photo.jpg"), "r", payload, head)
    with pytest.raises(SealBrokenError):
        open_attachment(SEED, row)


@pytest.mark.parametrize("parts", [(), (b"",), (b"ab", b""), (b"", b"ab"), (b"", b"", b"")])
def test_blank_parts_are_parts(parts):
    assert split_prefixed(length_prefixed(*parts)) == parts


@pytest.mark.parametrize("size", [0, 1, 15])
def test_a_frame_that_is_shorter_than_its_two_numbers_is_none(size):
    with pytest.raises(SealBrokenError):
        unframe(bytes(size))


def test_a_frame_whose_parts_overlap_is_none():
    whole = filled_size(16)
    stated = (whole - 16).to_bytes(8, "big")
    with pytest.raises(SealBrokenError):
        unframe(bytes(whole - 16) + (1).to_bytes(8, "big") + stated)


@pytest.mark.parametrize(
    ("size", "whole"), [(65_536, 65_536), (340_000, 360_448), (2**20 + 1, 1_179_648)]
)
def test_the_steps_of_filling_up_never_change(size, whole):
    assert filled_size(size) == whole


@pytest.mark.parametrize("size", [1, 255, 256, 4096, 4097, 65_536, 65_537, 1 << 20])
def test_filling_up_costs_at_most_a_sixteenth_of_what_is_large(size):
    assert size <= filled_size(size) <= size + max(4096, size // 8)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_seed_of_another_length_opens_nothing(size):
    sealed = kem.seal_to(PUBLIC, b"x", b"")
    with pytest.raises(SealBrokenError):
        kem.open_with(bytes(size), sealed, b"")
    with pytest.raises(SealBrokenError):
        kem.public_of(bytes(size))


def test_a_cover_that_would_be_longer_than_the_others_is_not_sealed():
    longest = bytes(BODY_BLOCK - 1)
    assert open_cover(seal_cover(longest, KEY, b""), KEY, b"") == longest
    with pytest.raises(ValueError, match=str(BODY_BLOCK)):
        seal_cover(bytes(BODY_BLOCK), KEY, b"")


@pytest.mark.parametrize(("named", "well"), [("photo.jpg", True), ("other.jpg", False)])
def test_a_draft_s_attachment_lies_in_the_row_of_its_name(named, well):
    row = attachment_id("r", "photo.jpg")
    context = Context("s", "d", "r", 1, "f", DRAFT_ATTACHMENT, "o")
    said = length_prefixed(context_bytes(context), named.encode())
    key, wrapping = sealing.wrapped_fresh_key(
        DRAFT_KEY, said, kind=DRAFT_ATTACHMENT, name=row_name(row, "o")
    )
    made = DraftAttachment(row, "r", seal_stream(key, frame(b"x", said)), wrapping)
    with nullcontext() if well else pytest.raises(SealBrokenError):
        check_draft_attachment(DRAFT_KEY, made, owner="o")
