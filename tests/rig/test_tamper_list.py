"""Whatever is turned, cut, swapped or put back is refused, and the refusal tells nothing.

A stride through all bits; `python3 scripts/bench.py fuzz` turns every one.
"""

import dataclasses
import itertools
from functools import partial

import pytest
from rig import tamper
from sealed_interviews import DEVICE_SEED, DRAFT_KEY, PUBLIC, SEED, entry

from survey_app.errors import SurveyError
from survey_app.vault import attachments, kem, sealing, signing
from survey_app.vault.amendments import (
    SealedAmendment,
    amendment_name,
    open_amendment,
    seal_amendment,
)
from survey_app.vault.attachments import attachment_box, seal_attachment
from survey_app.vault.chain import EMPTY, follow, verify_chain
from survey_app.vault.context import AMENDMENT, Context
from survey_app.vault.errors import ChainError, SealBrokenError
from survey_app.vault.kept import kept_box, open_kept
from survey_app.vault.padding import BODY_BLOCK
from survey_app.vault.records import (
    SealedRecord,
    SealedView,
    draft_box,
    open_draft,
    open_sealed,
    seal_record,
    seal_view,
)

NAMES = (
    "record", "view", "draft", "kept answer", "amendment", "record in parts", "amendment in parts",
    "attachment of a draft", "attachment", "age file",
    "slot", "recovery slot", "log entry", "bundle", "study pack",
)  # fmt: skip


@pytest.fixture(scope="module")
def things(stages):
    made = {thing.name: thing for thing in tamper.things(stages.study)}
    assert tuple(made) == NAMES
    return made


@pytest.mark.parametrize("name", NAMES)
def test_untouched_it_opens(things, name):
    assert things[name].open(things[name].parts) is not None


@pytest.mark.parametrize("attack", [tamper.flips, tamper.cuts])
@pytest.mark.parametrize("name", NAMES)
def test_every_turned_bit_and_every_cut_is_refused_alike(things, name, attack):
    thing, said = things[name], set()
    step = 1 + sum(map(len, thing.parts)) * (8 if attack is tamper.flips else 1) // 400
    for altered in attack(thing.parts, step | 1):
        with pytest.raises(SurveyError) as refused:
            thing.open(altered)
        said.add((refused.value.code, str(refused.value)))
    ((code, _),) = said
    assert {code} == thing.refusals


@pytest.mark.parametrize("name", ["bundle", "study pack"])
def test_a_turned_bit_in_the_first_line_is_refused_like_any_other(things, name):
    thing = things[name]
    (whole,) = thing.parts
    for altered in tamper.flips((whole[:25],)):
        with pytest.raises(SurveyError) as refused:
            thing.open((altered[0] + whole[25:],))
        assert {refused.value.code} == thing.refusals


FIELDS = {"study": "s2", "device": "d2", "record": "r2", "revision": 2, "form": "f2"}
HONEST = Context(study="s", device="d", record="r", revision=1, form="f")


def _others():
    return [dataclasses.replace(HONEST, **{name: value}) for name, value in FIELDS.items()]


@pytest.mark.parametrize("other", _others(), ids=FIELDS)
@pytest.mark.parametrize("seal", [seal_record, seal_view])
def test_two_rows_that_differ_in_one_field_cannot_lend_each_other_a_part(seal, other):
    one, two = seal(PUBLIC, b"one", HONEST), seal(PUBLIC, b"two", other)
    for mixed in (
        dataclasses.replace(one, body=two.body),
        dataclasses.replace(one, envelope=two.envelope),
        dataclasses.replace(two, body=one.body),
    ):
        with pytest.raises(SealBrokenError):
            open_sealed(SEED, mixed)


def test_what_is_sealed_in_full_and_what_is_anonymised_cannot_stand_for_each_other():
    whole, part = seal_record(PUBLIC, b"x", HONEST), seal_view(PUBLIC, b"x", HONEST)
    for mixed in (
        SealedView("r", whole.body, whole.envelope),
        SealedRecord("r", part.body, part.envelope),
        SealedView("r", part.body, whole.envelope),
        SealedRecord("r", whole.body, part.envelope),
    ):
        with pytest.raises(SealBrokenError):
            open_sealed(SEED, mixed)


def test_an_older_state_of_a_draft_cannot_lend_its_body_to_a_newer_key():
    """A whole older row opens: only the counter inside and the log tell that it is older."""

    def state(revision, owner="o"):
        return draft_box(
            DRAFT_KEY, "d", revision, b"x", owner=owner, study="s", device="d", form="f"
        )

    first, second, hers = state(1), state(2), state(1, owner="p")
    for mixed in (
        dataclasses.replace(second, body=first.body),
        dataclasses.replace(second, key=first.key),
        dataclasses.replace(hers, owner="o"),
        dataclasses.replace(first, owner="p"),
    ):
        with pytest.raises(SealBrokenError):
            open_draft(DRAFT_KEY, mixed)


def test_a_kept_answer_opens_in_its_own_row_and_for_its_own_interview_only():
    def piece(name, record):
        return kept_box(DRAFT_KEY, name, b"x", record=record, study="s", device="d", form="f")

    one = piece("k", "r")
    for other in ({"kept_id": "k2"}, {"record_id": "r2"}, {"body": piece("k", "r").body}):
        with pytest.raises(SealBrokenError):
            open_kept(DRAFT_KEY, dataclasses.replace(one, **other))


def test_an_amendment_speaks_for_its_own_interview_and_in_its_own_place_only():
    one = seal_amendment(PUBLIC, "a", b"x", HONEST)
    other = seal_amendment(PUBLIC, "a", b"y", HONEST)
    for change in (
        {"amendment_id": "b"},
        {"record_id": "r2"},
        {"body": other.body},
        {"envelope": other.envelope},
    ):
        with pytest.raises(SealBrokenError):
            open_amendment(SEED, dataclasses.replace(one, **change))


@pytest.mark.parametrize("lie", [{"record": "r2"}, {"kind": "record"}])
def test_an_amendment_that_tells_another_context_than_its_row_is_refused(lie):
    """Whoever seals can put any context inside; the row it lies in must agree with it."""

    def sealed(context):
        name = amendment_name("r", "a")
        wrap = partial(sealing.wrap_to_public, PUBLIC, kind=AMENDMENT, name=name)
        return SealedAmendment("a", "r", *sealing.seal_body(b"x", context, BODY_BLOCK, wrap))

    honest = dataclasses.replace(HONEST, kind=AMENDMENT, key=kem.key_id(PUBLIC))
    assert open_amendment(SEED, sealed(honest)).plaintext == b"x"
    with pytest.raises(SealBrokenError):
        open_amendment(SEED, sealed(dataclasses.replace(honest, **lie)))


def test_an_attachment_opens_under_its_own_name_owner_and_interview_only():
    waiting = attachment_box(DRAFT_KEY, "photo.jpg", b"x", HONEST, owner="o")
    again = attachment_box(DRAFT_KEY, "photo.jpg", b"y", HONEST, owner="o")
    for row, name, owner in (
        (waiting, "other.jpg", "o"),
        (waiting, "photo.jpg", "p"),
        (dataclasses.replace(waiting, draft_id="r2"), "photo.jpg", "o"),
        (dataclasses.replace(waiting, body=again.body), "photo.jpg", "o"),
    ):
        with pytest.raises(SealBrokenError):
            attachments.open_draft_attachment(DRAFT_KEY, row, name, owner=owner)
    sealed = seal_attachment(PUBLIC, "photo.jpg", b"x", HONEST)
    other = seal_attachment(PUBLIC, "photo.jpg", b"y", HONEST)
    for mixed in (
        dataclasses.replace(sealed, record_id="r2"),
        dataclasses.replace(sealed, attachment_id=other.attachment_id[::-1]),
        dataclasses.replace(sealed, body=other.body),
    ):
        with pytest.raises(SealBrokenError):
            attachments.open_attachment(SEED, mixed)


def test_a_log_in_any_other_order_with_a_gap_a_repetition_or_a_fork_is_refused():
    key, entries, head = signing.verify_key_of(DEVICE_SEED), [], EMPTY
    for name in "abc":
        entries.append(entry("finalise", name)(head))
        head = follow(head, entries[-1])
    assert verify_chain(entries, key).count == 3
    fork = entry("withdraw", "b")(follow(EMPTY, entries[0]))
    for count in (1, 2, 3, 4):
        for course in itertools.product([*entries, fork], repeat=count):
            if list(course) in (entries[:1], entries[:2], entries, [entries[0], fork]):
                continue
            with pytest.raises(ChainError):
                verify_chain(list(course), key)
