"""Whoever seals can put any statement inside: the row it lies in must agree with it.

Nothing here was altered after sealing. A person with the right keys seals one thing and says it
is another; every opener holds what is said inside against where it found it.
"""

from dataclasses import replace
from functools import partial

import pytest
from sealed_interviews import DEVICE_SEED, DRAFT_KEY, PUBLIC, SEED

from survey_app.canonical import length_prefixed
from survey_app.vault import kem, sealing, signing
from survey_app.vault import padding as blocks
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
from survey_app.vault.chain import EMPTY, follow, make_entry, verify_chain
from survey_app.vault.context import (
    ATTACHMENT,
    DRAFT,
    DRAFT_ATTACHMENT,
    KEPT,
    NOTEBOOK,
    PARTED_RECORD,
    PRIVATE,
    RECORD,
    VIEW,
    Context,
    context_bytes,
)
from survey_app.vault.epochs import STUDY_KEYS, Row, next_epoch, verify_epochs
from survey_app.vault.errors import ChainError, SealBrokenError, SignatureError
from survey_app.vault.framing import frame
from survey_app.vault.kept import SealedKept, open_kept, piece_name
from survey_app.vault.notebook import open_notebook
from survey_app.vault.parts import Parted, joined, new_shreds
from survey_app.vault.private import PRIVATE_BLOCK, SealedPrivate, open_private
from survey_app.vault.records import (
    SealedDraft,
    SealedRecord,
    SealedView,
    draft_name,
    open_draft,
    open_sealed,
)

TO_STUDY = kem.key_id(PUBLIC)
PHOTO = "photo.jpg"


def _body(context, wrap, block=blocks.BODY_BLOCK):
    return sealing.seal_body(b"x", context, block, wrap)


def _under(kind, name):
    return partial(sealing.wrap_under_key, DRAFT_KEY, kind=kind, name=name)


def _to(kind, name):
    return partial(sealing.wrap_to_public, PUBLIC, kind=kind, name=name)


def _draft(context):
    row = SealedDraft("r", "o", *_body(context, _under(DRAFT, draft_name("r", "o"))))
    return open_draft(DRAFT_KEY, row)


def _kept(context):
    row = SealedKept("k", "r", *_body(context, _under(KEPT, piece_name("k", "r"))))
    return open_kept(DRAFT_KEY, row)


def _notebook(context):
    row = length_prefixed(*_body(context, _under(NOTEBOOK, "r")))
    return open_notebook(DRAFT_KEY, row, owner="r")


def _record(context):
    return open_sealed(SEED, SealedRecord("r", *_body(context, _to(RECORD, "r"))))


def _view(context):
    made = _body(context, _to(VIEW, "r"), blocks.VIEW_BLOCK)
    return open_sealed(SEED, SealedView("r", *made))


def _private(context):
    return open_private(SEED, SealedPrivate("r", *_body(context, _to(PRIVATE, "r"), PRIVATE_BLOCK)))


def _in_parts(context):
    shreds = new_shreds(1)
    made = sealing.seal_made_body(
        lambda key, bound: joined(key, bound, shreds, Parted(b"x", 1)),
        context,
        blocks.BODY_BLOCK,
        _to(PARTED_RECORD, "r"),
    )
    return open_sealed(SEED, SealedRecord("r", *made, shreds))


def _draft_attachment(context, beside_the_key=None):
    row = attachment_id("r", PHOTO)
    said, told = (
        length_prefixed(context_bytes(one), PHOTO.encode())
        for one in (context, beside_the_key or context)
    )
    key, wrapping = sealing.wrapped_fresh_key(
        DRAFT_KEY, told, kind=DRAFT_ATTACHMENT, name=row_name(row, "o")
    )
    made = DraftAttachment(row, "r", seal_stream(key, frame(b"x", said)), wrapping)
    check_draft_attachment(DRAFT_KEY, made, owner="o")
    return made


def _attachment(context):
    said = length_prefixed(context_bytes(context), PHOTO.encode())
    head, payload = encrypt_parts(frame(b"x", said), [PUBLIC])
    return open_attachment(SEED, SealedAttachment(attachment_id("r", PHOTO), "r", payload, head))


ROWS = {
    DRAFT: (_draft, "o", ("kind", "record", "key")),
    KEPT: (_kept, "k", ("kind", "record", "key")),
    NOTEBOOK: (_notebook, "r", ("kind", "record")),
    RECORD: (_record, TO_STUDY, ("kind", "record")),
    VIEW: (_view, TO_STUDY, ("kind", "record")),
    PRIVATE: (_private, TO_STUDY, ("kind", "record")),
    PARTED_RECORD: (_in_parts, TO_STUDY, ("kind", "record")),
    DRAFT_ATTACHMENT: (_draft_attachment, "o", ("kind", "record", "key")),
    ATTACHMENT: (_attachment, TO_STUDY, ("kind", "record", "key")),
}


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind, row in ROWS.items() for field in row[2]]
)
def test_a_row_whose_seal_tells_another_context_is_refused(kind, field):
    sealed_and_opened, key, _ = ROWS[kind]
    honest = Context("s", "d", "r", 1, "f", kind, key)
    assert sealed_and_opened(honest) is not None
    with pytest.raises(SealBrokenError):
        sealed_and_opened(replace(honest, **{field: "other"}))


def test_an_entry_that_the_laptop_signed_with_another_number_does_not_follow():
    first = make_entry(EMPTY, operation="a", record="", rows=[], device_seed=DEVICE_SEED)
    head = follow(EMPTY, first)
    later = replace(head, count=head.count + 1)
    skipped = make_entry(later, operation="b", record="", rows=[], device_seed=DEVICE_SEED)
    with pytest.raises(ChainError):
        verify_chain([first, skipped], signing.verify_key_of(DEVICE_SEED))


def test_a_step_of_keys_that_the_study_signed_for_another_row_or_place_does_not_follow():
    row, seed = Row(STUDY_KEYS, ("study",)), b"A" * 32
    one, other = (next_epoch(seed, row, (), (name, b"analyst")) for name in (b"one", b"other"))
    of_the_other = next_epoch(seed, row, (other,), (b"two", b"analyst"))
    one_too_far = next_epoch(seed, row, (one, one), (b"two", b"analyst"))
    for forked in (of_the_other, one_too_far):
        with pytest.raises(SignatureError):
            verify_epochs(signing.verify_key_of(seed), row, (one, forked))


def test_an_attachment_says_the_same_in_its_body_and_beside_its_key():
    honest = Context("s", "d", "r", 1, "f", DRAFT_ATTACHMENT, "o")
    assert _draft_attachment(honest, honest)
    with pytest.raises(SealBrokenError):
        _draft_attachment(honest, replace(honest, revision=2))
