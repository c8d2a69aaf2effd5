"""Drafts, records and views: what is bound, what is hidden, what is refused."""

import dataclasses
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.canonical import sha256_hex
from survey_app.vault import kem, sealing
from survey_app.vault.context import Context, context_bytes, read_context, split_prefixed
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import BODY_BLOCK, VIEW_BLOCK, pad, unpad
from survey_app.vault.records import (
    SealedDraft,
    SealedRecord,
    SealedView,
    draft_box,
    open_draft,
    open_draft_in_context,
    open_sealed,
    row_digest,
    seal_record,
    seal_view,
)

SEED = bytes(range(32))
PUBLIC = kem.public_of(SEED)
DRAFT_KEY = b"U" * 32
FORM = sha256_hex(b"form")
CONTEXT = Context(study="st", device="de", record="re", revision=3, form=FORM)
TEXTS = st.text(max_size=40)


def _draft(plaintext=b"answer", draft_id="dr", revision=1, owner="ow"):
    return draft_box(
        DRAFT_KEY, draft_id, revision, plaintext, owner=owner, study="st", device="de", form=FORM
    )


@given(st.binary(max_size=9000))
def test_opening_a_draft_gives_back_what_was_sealed(plaintext):
    assert open_draft(DRAFT_KEY, _draft(plaintext)) == plaintext


@given(st.binary(max_size=9000))
def test_opening_a_record_or_view_gives_back_what_was_sealed(plaintext):
    assert open_sealed(SEED, seal_record(PUBLIC, plaintext, CONTEXT)).plaintext == plaintext
    assert open_sealed(SEED, seal_view(PUBLIC, plaintext, CONTEXT)).plaintext == plaintext


def test_what_is_opened_says_what_it_is():
    opened = open_sealed(SEED, seal_view(PUBLIC, b"x", CONTEXT))
    assert opened.context == dataclasses.replace(CONTEXT, kind="view", key=kem.key_id(PUBLIC))
    draft = open_draft_in_context(DRAFT_KEY, _draft(revision=7)).context
    assert (draft.revision, draft.kind, draft.record, draft.key) == (7, "draft", "dr", "ow")


@pytest.mark.parametrize("part", ["body", "envelope"])
def test_every_byte_of_a_view_matters_and_every_change_gives_the_same_error(part):
    sealed = seal_view(PUBLIC, b"answer", CONTEXT)
    data = getattr(sealed, part)
    said = set()
    for at in range(len(data)):
        altered = bytearray(data)
        altered[at] ^= 1 << at % 8
        with pytest.raises(SealBrokenError) as refused:
            open_sealed(SEED, dataclasses.replace(sealed, **{part: bytes(altered)}))
        said.add(str(refused.value))
    assert len(said) == 1


@pytest.mark.parametrize("part", ["body", "key"])
def test_every_byte_of_a_draft_matters(part):
    sealed = _draft()
    data = getattr(sealed, part)
    for at in range(len(data)):
        altered = bytearray(data)
        altered[at] ^= 1 << at % 8
        with pytest.raises(SealBrokenError):
            open_draft(DRAFT_KEY, dataclasses.replace(sealed, **{part: bytes(altered)}))


@given(st.data())
def test_any_other_bytes_in_place_of_a_part_are_refused(data):
    sealed = seal_record(PUBLIC, b"answer", CONTEXT)
    part = data.draw(st.sampled_from(["body", "envelope"]))
    whole = getattr(sealed, part)
    change = data.draw(
        st.sampled_from(
            [whole[:-1], whole + b"\0", whole[1:], b"", whole[:1], whole + whole, whole[::-1]]
        )
        | st.binary(max_size=50)
    )
    with pytest.raises(SealBrokenError):
        open_sealed(SEED, dataclasses.replace(sealed, **{part: change}))


def test_the_parts_of_two_records_cannot_be_exchanged():
    one = seal_record(PUBLIC, b"one", CONTEXT)
    two = seal_record(PUBLIC, b"two", dataclasses.replace(CONTEXT, record="r2"))
    newer = seal_record(PUBLIC, b"new", dataclasses.replace(CONTEXT, revision=4))
    for mixed in (
        SealedRecord(one.record_id, two.body, two.envelope),
        SealedRecord(one.record_id, two.body, one.envelope),
        SealedRecord(one.record_id, one.body, two.envelope),
        SealedRecord(one.record_id, newer.body, one.envelope),
        SealedRecord(one.record_id, one.body, newer.envelope),
    ):
        with pytest.raises(SealBrokenError):
            open_sealed(SEED, mixed)


def test_a_record_cannot_pass_as_a_view_nor_a_view_as_a_record():
    record = seal_record(PUBLIC, b"x", CONTEXT)
    view = seal_view(PUBLIC, b"x", CONTEXT)
    with pytest.raises(SealBrokenError):
        open_sealed(SEED, SealedView(record.record_id, record.body, record.envelope))
    with pytest.raises(SealBrokenError):
        open_sealed(SEED, SealedRecord(view.view_id, view.body, view.envelope))


def test_a_draft_cannot_change_its_owner_or_its_name():
    sealed = _draft()
    for other in ({"owner": "someone"}, {"draft_id": "other"}, {"owner": "ow/dr", "draft_id": ""}):
        with pytest.raises(SealBrokenError):
            open_draft(DRAFT_KEY, dataclasses.replace(sealed, **other))


@pytest.mark.parametrize("lie", [{"record": "other"}, {"kind": "record"}])
def test_an_envelope_that_tells_another_context_than_its_row_is_refused(lie):
    """Whoever seals can put any context inside; the row it lies in must agree with it."""

    def sealed(context):
        return SealedView(
            "re",
            *sealing.seal_body(
                b"x",
                context,
                VIEW_BLOCK,
                partial(sealing.wrap_to_public, PUBLIC, kind="view", name="re"),
            ),
        )

    honest = dataclasses.replace(CONTEXT, kind="view", key=kem.key_id(PUBLIC))
    assert open_sealed(SEED, sealed(honest)).plaintext == b"x"
    with pytest.raises(SealBrokenError):
        open_sealed(SEED, sealed(dataclasses.replace(honest, **lie)))


@pytest.mark.parametrize("lie", [{"record": "other"}, {"kind": "view"}, {"key": "someone"}])
def test_a_draft_that_tells_another_context_than_its_row_is_refused(lie):
    def sealed(context):
        wrap = partial(sealing.wrap_under_key, DRAFT_KEY, kind="draft", name="dr/ow")
        return SealedDraft("dr", "ow", *sealing.seal_body(b"x", context, BODY_BLOCK, wrap))

    honest = dataclasses.replace(CONTEXT, record="dr", kind="draft", key="ow")
    assert open_draft(DRAFT_KEY, sealed(honest)) == b"x"
    with pytest.raises(SealBrokenError):
        open_draft(DRAFT_KEY, sealed(dataclasses.replace(honest, **lie)))


def test_another_key_opens_nothing():
    with pytest.raises(SealBrokenError):
        open_draft(b"V" * 32, _draft())
    with pytest.raises(SealBrokenError):
        open_sealed(kem.new_seed(), seal_record(PUBLIC, b"x", CONTEXT))
    with pytest.raises(SealBrokenError):
        open_sealed(DRAFT_KEY, seal_record(PUBLIC, b"x", CONTEXT))


def test_a_row_shows_no_part_of_its_context():
    sealed = seal_record(PUBLIC, b"answer", dataclasses.replace(CONTEXT, study="study-in-clear"))
    draft = draft_box(
        DRAFT_KEY, "dr", 41, b"answer", owner="ow", study="study-in-clear", device="de", form=FORM
    )
    for data in (sealed.body, sealed.envelope, draft.body, draft.key):
        assert b"study-in-clear" not in data
        assert FORM.encode() not in data


def test_lengths_tell_neither_how_much_was_said_nor_how_often_it_was_saved():
    def lengths(plaintext, revision):
        context = dataclasses.replace(CONTEXT, revision=revision)
        record, view = (
            seal_record(PUBLIC, plaintext, context),
            seal_view(PUBLIC, plaintext, context),
        )
        draft = _draft(plaintext, revision=revision)
        return [
            len(part)
            for part in (
                record.body,
                record.envelope,
                view.body,
                view.envelope,
                draft.body,
                draft.key,
            )
        ]

    assert lengths(b"", 1) == lengths(b"x" * 1000, 100_000)
    record = seal_record(PUBLIC, b"x" * 5000, CONTEXT)
    assert len(record.body) == 2 * 4096 + 16
    assert len(seal_view(PUBLIC, b"x" * 1024, CONTEXT).body) == 2 * 1024 + 16


def test_two_sealings_of_the_same_text_share_no_bytes_and_no_digest():
    one, two = seal_record(PUBLIC, b"x", CONTEXT), seal_record(PUBLIC, b"x", CONTEXT)
    assert one.body != two.body
    assert one.envelope[1:] != two.envelope[1:]
    assert row_digest(one) != row_digest(two)


FIELDS = st.fixed_dictionaries(
    {
        "study": TEXTS,
        "device": TEXTS,
        "record": TEXTS,
        "revision": st.integers(0, 2**64 - 1),
        "form": TEXTS,
        "kind": TEXTS,
        "key": TEXTS,
    }
)


@given(FIELDS, FIELDS)
def test_contexts_are_equal_only_where_their_bytes_are(one, two):
    first, second = Context(**one), Context(**two)
    assert (context_bytes(first) == context_bytes(second)) == (first == second)
    assert read_context(context_bytes(first)) == first


@given(FIELDS, st.sampled_from(["study", "device", "record", "revision", "form", "kind", "key"]))
def test_removing_or_changing_any_one_field_changes_the_bytes(fields, name):
    context = Context(**fields)
    value = fields[name]
    other = value ^ 1 if name == "revision" else value + "x"
    empty = 0 if name == "revision" else ""
    changed = dataclasses.replace(context, **{name: other})
    emptied = dataclasses.replace(context, **{name: empty})
    assert context_bytes(changed) != context_bytes(context)
    assert (context_bytes(emptied) == context_bytes(context)) == (value == empty)


def test_letters_moved_between_neighbouring_fields_change_the_bytes():
    one = Context(study="ab", device="c", record="", revision=0, form="")
    two = Context(study="a", device="bc", record="", revision=0, form="")
    assert context_bytes(one) != context_bytes(two)


@given(st.binary(max_size=80))
def test_bytes_that_are_no_context_are_refused(data):
    with pytest.raises(SealBrokenError):
        read_context(data)


def test_a_length_beyond_the_end_is_refused():
    for data in (b"\0" * 7, b"\xff" * 8, (5).to_bytes(8, "big") + b"four"):
        with pytest.raises(SealBrokenError):
            split_prefixed(data)


@given(st.binary(max_size=200), st.integers(1, 64))
def test_padding_is_undone_and_fills_whole_blocks(data, block):
    padded = pad(data, block)
    assert len(padded) % block == 0
    assert len(padded) - len(data) <= block
    assert unpad(padded, block) == data


@pytest.mark.parametrize(
    "padded", [b"", b"\0\0\0\0", b"ab\x80", b"a\x80\0x", b"abc\x80\0\0\0\0", b"abcd"]
)
def test_padding_of_another_form_is_refused(padded):
    with pytest.raises(SealBrokenError):
        unpad(padded, 4)
