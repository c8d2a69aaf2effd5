"""A questionnaire that was filled in on paper is keyed in twice, compared, and becomes one.

Room: workflows.

    begin (first, second) -> two drafts -> compare -> choose, difference by difference -> join
          -> the first keying with every decision in its log; the second one is destroyed

Spec: docs/spec/keying.md, docs/adr/0138-two-keyings-become-one.md.
Promise: nothing is decided by the program: where two keyings differ, a person chooses, and who
    chose what stands in the sealed record.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from survey_app.interview import EmptyKind, Interview
from survey_app.workflows.collect import DraftSitting, resume, start
from survey_app.workflows.field_laptop.laptop import Laptop, Person
from survey_app.workflows.interviewing.draft_state import Chosen, Paper
from survey_app.workflows.interviewing.keying_errors import (
    KeyedAlreadyError,
    NoNumberError,
    NoPairError,
    StillDifferentError,
)
from survey_app.workflows.interviewing.keyings import is_same_number, keyed, other_keying

LONGEST_NUMBER = 40
_Standing = tuple[str, EmptyKind | None]
_NOT_COMPARED = frozenset({None, "note", "upload"})  # paper holds no file


class Which(StrEnum):
    """What a person decided: one of the two, or neither, to be answered anew."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


@dataclass(frozen=True)
class Difference:
    """One place where two keyings differ; `rows` are the numbers of rows of a repeat, if it is one.

    `first` and `second` are the values as they stand in the two interviews.
    """

    ref: str
    first: str
    second: str
    rows: tuple[int, int] | None = None


@dataclass(frozen=True)
class Pair:
    """The two keyings of one paper, open."""

    first: DraftSitting
    second: DraftSitting

    @property
    def paper(self) -> Paper:
        """Return the paper, with what was decided so far."""
        if self.first.paper is None:
            raise NoPairError
        return self.first.paper


def begin(
    laptop: Laptop, person: Person, form_id: str, language: str, *, number: str, keying: int
) -> DraftSitting:
    """Begin to key a paper in, the first time (1) or the second time (2).

    The second of the two keyings has the version of the form that the other one has: a pack
    that came in between does not change the paper.

    Raises: NoNumberError, KeyedAlreadyError, and what `collect.start` raises.
    """
    number = " ".join(number.split())[:LONGEST_NUMBER]
    if not number:
        raise NoNumberError
    version = ""
    for _, state in keyed(laptop, person):
        paper = state.paper
        if paper is None or state.form_id != form_id or not is_same_number(paper.number, number):
            continue
        if paper.keying in {0, keying}:
            raise KeyedAlreadyError(number=number)
        version = state.form_hash
    return start(laptop, person, form_id, language, paper=Paper(number, keying), form_hash=version)


def pairs(laptop: Laptop, person: Person) -> Mapping[str, str]:
    """Return the drafts of second keyings by those of first ones, where she has both."""
    firsts = [
        (draft_id, other_keying(laptop, person, state))
        for draft_id, state in keyed(laptop, person)
        if state.paper is not None and state.paper.keying == 1
    ]
    return {first: second for first, second in firsts if second is not None}


def open_pair(laptop: Laptop, person: Person, first: str) -> Pair:
    """Return both keyings, open. Raises: NoPairError, and what `collect.resume` raises."""
    second = pairs(laptop, person).get(first)
    if second is None:
        raise NoPairError
    return Pair(resume(laptop, person, first), resume(laptop, person, second))


def differences(pair: Pair) -> tuple[Difference, ...]:
    """Return where the two differ and nobody has decided yet, in the order of the form."""
    one, two = pair.first.interview, pair.second.interview
    decided = {chosen.ref for chosen in pair.paper.chosen}
    found = (*_different_rows(one, two), *_different_answers(one, two))
    open_rows = [each.ref for each in found if each.rows is not None and each.ref not in decided]
    return tuple(
        each
        for each in found
        if each.ref not in decided
        and (each.rows is not None or not _is_within_any(each.ref, open_rows))
    )


def choose(pair: Pair, person: Person, choices: Mapping[str, Which]) -> tuple[Difference, ...]:
    """Take decisions about differences by their reference; each is noted with who made it.

    Return those that do not stand now, because they do not fit what else was decided; they are
    not noted. A reference at which the two do not differ is passed by.
    """
    wanted = [(one, choices[one.ref]) for one in differences(pair) if one.ref in choices]
    before = {one.ref: _standing(pair.first, one.ref) for one, _ in wanted if one.rows is None}
    for difference, which in wanted:
        _apply(pair, difference, which)
    for difference, which in wanted:  # some fit only since a later one was taken
        if difference.rows is None and which is Which.SECOND:
            _take(pair, difference.ref)
    unfit = tuple(one for one, which in wanted if not _stands(pair, one, which, before))
    noted = [
        Chosen(one.ref, str(which), person.person_id) for one, which in wanted if one not in unfit
    ]
    if noted:
        pair.first.decided(replace(pair.paper, chosen=(*pair.paper.chosen, *noted)))
    return unfit


def join(pair: Pair) -> DraftSitting:
    """Make one of the two; the second keying is destroyed in the same commit.

    Files and notes, which are not compared, come along where only the second one has them, and
    the sealed boxes of private parts, which nobody here can open, as they are.

    Raises: StillDifferentError, AttachmentDamagedError, InterviewFullError.
    """
    if differences(pair):
        raise StillDifferentError(number=pair.paper.number)
    _bring_along(pair)
    pair.first.decided(replace(pair.paper, keying=0), ends=pair.second.draft_id)
    return pair.first


def _bring_along(pair: Pair) -> None:
    """Give the first keying the files, sealed boxes and researcher's notes that it lacks."""
    one, two = pair.first.interview, pair.second.interview
    pair.first.private.take_in(pair.second.private.boxes)
    for ref in (ref for screen in two.screens() for ref in screen.refs if one.exists(ref)):
        file, note = two.value(ref), two.comment(ref)
        if two.question(ref).control == "upload" and file and not one.value(ref):
            pair.first.attach(ref, pair.second.files.open(file))
        if note and note not in one.comment(ref):
            one.remark(ref, "\n".join(filter(None, (one.comment(ref), note))))


def to_answer_anew(sitting: DraftSitting) -> tuple[str, ...]:
    """Return the questions at which neither keying was right and nothing stands yet."""
    chosen = () if sitting.paper is None else sitting.paper.chosen
    interview = sitting.interview
    return tuple(
        one.ref
        for one in chosen
        if one.which == Which.NEITHER
        and interview.exists(one.ref)
        and not interview.value(one.ref)
        and interview.empty(one.ref) is None
    )


def _different_rows(one: Interview, two: Interview) -> Iterator[Difference]:
    refs = dict.fromkeys(
        screen.repeat_ref
        for interview in (one, two)
        for screen in interview.screens()
        if screen.kind == "repeat"
    )
    for ref in refs:
        if not (_has_place(one, ref) and _has_place(two, ref)):
            continue
        rows = (one.count_repeats(ref), two.count_repeats(ref))
        if rows[0] != rows[1]:
            yield Difference(ref, str(rows[0]), str(rows[1]), rows)


def _has_place(interview: Interview, repeat_ref: str) -> bool:
    return interview.exists(repeat_ref.rpartition("/")[0])


def _different_answers(one: Interview, two: Interview) -> Iterator[Difference]:
    refs = dict.fromkeys(
        ref for each in (one, two) for screen in each.screens() for ref in screen.refs
    )
    for ref in refs:
        if not (one.exists(ref) and two.exists(ref)) or _is_passed_by(one, ref):
            continue
        if (one.value(ref), one.empty(ref)) != (two.value(ref), two.empty(ref)):
            yield Difference(ref, one.value(ref), two.value(ref))


def _is_passed_by(interview: Interview, ref: str) -> bool:
    return interview.question(ref).control in _NOT_COMPARED or interview.readonly(ref)


def _is_within_any(ref: str, repeats: list[str]) -> bool:
    return any(ref.startswith(f"{repeat}[") for repeat in repeats)


def _stands(
    pair: Pair, difference: Difference, which: Which, before: Mapping[str, _Standing]
) -> bool:
    """Say whether the first keying holds what was decided; what it does not ask holds it unseen."""
    ref, one = difference.ref, pair.first.interview
    if difference.rows is not None:
        return which is not Which.SECOND or one.count_repeats(ref) == difference.rows[1]
    if not one.exists(ref) or not one.relevant(ref) or which is Which.NEITHER:
        return True
    decided = before[ref] if which is Which.FIRST else _standing(pair.second, ref)
    return _standing(pair.first, ref) == decided


def _standing(sitting: DraftSitting, ref: str) -> _Standing:
    return sitting.interview.value(ref), sitting.interview.empty(ref)


def _apply(pair: Pair, difference: Difference, which: Which) -> None:
    if difference.rows is not None:
        if which is Which.SECOND:
            _take_rows(pair, difference.ref, *difference.rows)
        return
    if which is Which.NEITHER:
        pair.first.answer({difference.ref: None}, {difference.ref: EmptyKind.ANSWERED})
    elif which is Which.SECOND:
        _take(pair, difference.ref)


def _take_rows(pair: Pair, repeat_ref: str, here: int, there: int) -> None:
    """Give the first keying the rows of the second one, with all that they hold."""
    for _ in range(here, there):
        pair.first.add_repeat(repeat_ref)
    for place in range(here, there, -1):
        pair.first.remove_repeat(f"{repeat_ref}[{place}]")
    two = pair.second.interview
    for screen in two.screens():
        for ref in screen.refs:
            one = pair.first.interview
            if ref.startswith(f"{repeat_ref}[") and one.exists(ref) and not _is_passed_by(two, ref):
                _take(pair, ref)


def _take(pair: Pair, ref: str) -> None:
    """Give the first keying what the second one has at a place, also that nothing stands there."""
    two = pair.second.interview
    kind = two.empty(ref)
    if kind is not None and kind in two.question(ref).empties:
        pair.first.answer({}, {ref: kind})
    else:
        value = two.value(ref)
        unmarked = {} if value else {ref: EmptyKind.ANSWERED}
        pair.first.answer({ref: value or None}, unmarked)
