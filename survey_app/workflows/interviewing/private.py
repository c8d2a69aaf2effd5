"""The parts she answers alone: sealed at every answer, in a draft that cannot open them.

Room: workflows.

    enter -> PrivateTalk -- answer: sealed to the study, and without what identifies to the
             coordinator; both boxes into the draft, one commit -- leave: the answers are forgotten

Spec: docs/spec/private-part.md; docs/adr/0125-private-answers-sealed-at-once.md.
Promise: an answer given here stands in no draft and in no anonymised side, but in a box that no
key of this laptop opens; a part that was refused leaves a box of the same size.
"""

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from survey_app.canonical import Json, canonical_json
from survey_app.disclosure.deidentified.views import View, protected_answers
from survey_app.disclosure.planning.plan import plan_of
from survey_app.interview import EmptyKind, Interview, Problem, Screen
from survey_app.interview.private import (
    PrivatePart,
    answers_of,
    apart,
    piece_of,
    private_parts,
)
from survey_app.microdata.cells import Cell, row_to_json
from survey_app.vault.private import seal_private
from survey_app.workflows.field_laptop.laptop import Laptop, Person, context_of
from survey_app.workflows.interviewing.beginning import environment_of
from survey_app.workflows.interviewing.draft_state import DraftState, SealedPart
from survey_app.xform import FormDef

Value = str | Sequence[str] | None
_KEPT_BACK = Cell(None, EmptyKind.REDACTED)


class OpenInterview(Protocol):
    """An open interview, as far as a private part wants to know it."""

    interview: Interview
    private: "PrivateParts"
    screen_key: str

    def go(self, screen_key: str) -> None:
        """Commit the draft at this screen."""

    def set_language(self, tag: str) -> None:
        """Go on in another language."""


class PrivateParts:
    """The private parts of one open interview, and the boxes that were sealed for them."""

    def __init__(self, laptop: Laptop, person: Person, state: DraftState) -> None:
        self._laptop = laptop
        self._person = person
        self._sealed: dict[str, SealedPart] = {one.part_id: one for one in state.private}

    def noted(self, state: DraftState) -> DraftState:
        """Return the state of the draft with the boxes as they are now."""
        return replace(state, private=self.boxes)

    def part_at(self, interview: Interview, screen: Screen) -> PrivatePart | None:
        """Return the part that `screen` stands for."""
        found = (one for one in private_parts(interview.form) if one.path == screen.key)
        return next(found, None)

    def second(self, interview: Interview) -> Interview:
        """Return the interview a second time, in memory alone, its private parts open."""
        return apart(interview, environment_of(self._laptop, self._person))

    def hold(self, interview: Interview, part: PrivatePart, part_id: str) -> None:
        """Seal what `interview` has in `part`; the next commit of the draft keeps it."""
        place = list(self._sealed).index(part_id) if part_id in self._sealed else len(self._sealed)
        study = self._laptop.study
        context = context_of(self._laptop, part_id, place + 1, interview.form.form_hash)
        piece = piece_of(interview, part)
        whole: dict[str, Json] = {"path": part.path, "xml": piece.decode()}
        leaving = _protected(interview.form, part, piece)
        self._sealed[part_id] = SealedPart(
            part_id,
            part.name,
            _text(seal_private(study.study_key, canonical_json(whole), context).to_bytes()),
            _text(seal_private(study.analyst_key, canonical_json(leaving), context).to_bytes()),
        )

    @property
    def boxes(self) -> tuple[SealedPart, ...]:
        """Return the boxes that were sealed so far."""
        return tuple(self._sealed.values())

    def take_in(self, others: Sequence[SealedPart]) -> None:
        """Take in the boxes of another keying of the same paper, before those that are here.

        Nobody can compare what is in them: where both say something, these here count.
        """
        self._sealed = {one.part_id: one for one in (*others, *self.boxes)}

    def finished(self, interview: Interview) -> tuple[SealedPart, ...]:
        """Return the boxes of the finished interview: for every part at least one."""
        there = {one.name for one in self._sealed.values()}
        missing = [part for part in private_parts(interview.form) if part.name not in there]
        for part in missing:
            self.hold(interview, part, secrets.token_hex(16))
        return self.boxes


class PrivateTalk:
    """One private part while she is in it. Every change is sealed and committed before it returns.

    `leave` forgets the answers; after that, and after the process ended, they are in the boxes
    alone.
    """

    def __init__(self, sitting: OpenInterview, part: PrivatePart, interview: Interview) -> None:
        self._sitting = sitting
        self._part_id = secrets.token_hex(16)
        self.part = part
        self.interview = interview
        self.screen_key = ""
        self._seal()

    def screens(self) -> tuple[Screen, ...]:
        """Return the screens of the part that can be reached now."""
        inside = f"{self.part.path}/"
        return tuple(one for one in self.interview.screens() if f"{one.key}/".startswith(inside))

    def answer(
        self,
        values: Mapping[str, Value],
        empties: Mapping[str, EmptyKind] | None = None,
    ) -> tuple[Problem, ...]:
        """Take answers and kinds of empty; return what is wrong with these references."""
        outcomes = {ref: self.interview.answer(ref, value) for ref, value in values.items()}
        for ref, kind in (empties or {}).items():
            self.interview.mark_empty(ref, kind)
        self._seal()
        return tuple(Problem(ref, one.validity) for ref, one in outcomes.items() if not one.ok)

    def leave_out(self) -> None:
        """Note that the part was not begun: what stands first in it was not asked."""
        refs = [ref for screen in self.screens() for ref in screen.refs]
        asked = [ref for ref in refs if self.interview.question(ref).control not in {None, "note"}]
        self.answer({}, dict.fromkeys(asked, EmptyKind.NOT_ASKED))

    def set_language(self, tag: str) -> None:
        """Go on in another language, here and after the part."""
        self.interview.set_language(tag)
        self._sitting.set_language(tag)

    def _seal(self) -> None:
        self._sitting.private.hold(self.interview, self.part, self._part_id)
        self._sitting.go(self._sitting.screen_key)


def enter(sitting: OpenInterview, part: PrivatePart) -> PrivateTalk:
    """Begin a private part of the open interview; its first box is committed on return.

    Raises: NoSuchDraftError, StoreFullError.
    """
    return PrivateTalk(sitting, part, sitting.private.second(sitting.interview))


def kept_back(view: View, form_parts: Sequence[PrivatePart], boxes: Sequence[SealedPart]) -> View:
    """Return the anonymised side without anything of the private parts, their boxes beside it."""
    if not form_parts:
        return view
    names = {name for part in form_parts for name in part.names}
    return replace(
        view,
        values={name: _KEPT_BACK if name in names else cell for name, cell in view.values.items()},
        texts=tuple(text for text in view.texts if text.variable not in names),
        private=tuple(one.for_coordinator for one in boxes),
    )


def _protected(form: FormDef, part: PrivatePart, piece: bytes) -> Json:
    """Return the answers of the part as the plan lets them leave; a free text never does."""
    return row_to_json(protected_answers(plan_of(form), form, answers_of(form, part, piece)))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
