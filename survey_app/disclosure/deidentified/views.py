"""From a finished interview to its de-identified view.

Room: disclosure (floor 5).
Spec: docs/spec/view.md.
Promise: a direct identifier, a value that the plan does not name, and a value that was for the
screen only are not in a view; free texts wait in it for a reader.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from survey_app.canonical import Json, NotCanonicalError, canonical_json, read_canonical_json
from survey_app.disclosure.deidentified.pending import PendingText, text_from_json, text_to_json
from survey_app.disclosure.errors import DamagedViewError
from survey_app.disclosure.free_text.folding import fold
from survey_app.disclosure.free_text.known import Seeking, seeking
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.suggest import Readings, proposals
from survey_app.disclosure.planning.methods import DROP
from survey_app.disclosure.planning.plan import Plan, Rule
from survey_app.disclosure.planning.protected_cells import Keyed, leaves, protected_cell
from survey_app.disclosure.planning.recode import Pseudonym
from survey_app.disclosure.planning.roles import Role, Shape
from survey_app.microdata.cells import Record, Row, row_from_json, row_to_json
from survey_app.microdata.errors import MalformedCellError
from survey_app.microdata.flat import AnswerLike, cells_of, flatten

if TYPE_CHECKING:
    from survey_app.xform.definition import FormDef

FORMAT = "survey-app view 1"

_WORDS_OF_A_NAME = 4


class Finished(Protocol):
    """A finished interview, as far as this room wants to know it."""

    @property
    def form_id(self) -> str: ...  # noqa: D102
    @property
    def form_version(self) -> str: ...  # noqa: D102
    @property
    def form_hash(self) -> str: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102
    @property
    def answers(self) -> Sequence[AnswerLike]: ...  # noqa: D102


@dataclass(frozen=True)
class View:
    """The anonymised side of one interview: coarse values, and texts that wait for a reader.

    Shape: `values` and `rosters` hold every variable of the plan that may leave, and no other.
    `receipt` is the code by which she can have everything withdrawn; `private` are sealed boxes
    with what she answered alone, which the coordinator opens. `files` are the random ids of
    rows with photographs and recordings by their question, for the day she takes one back.
    """

    record: str
    form_id: str
    form_version: str
    form_hash: str
    plan_hash: str
    language: str
    receipt: str
    values: Row
    rosters: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    texts: tuple[PendingText, ...] = ()
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    private: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """Return the view as JSON."""
        files: Mapping[str, Json] = {"files": dict(self.files)} if self.files else {}
        return {
            **files,
            **boxes_to_json(self.private),
            "format": FORMAT,
            "record": self.record,
            "form_id": self.form_id,
            "form_version": self.form_version,
            "form_hash": self.form_hash,
            "plan_hash": self.plan_hash,
            "language": self.language,
            "receipt": self.receipt,
            "values": row_to_json(self.values),
            "rosters": rosters_to_json(self.rosters),
            "texts": [text_to_json(text) for text in self.texts],
        }

    def to_bytes(self) -> bytes:
        """Return the one byte form of the view."""
        return canonical_json(self.to_json())

    @classmethod
    def from_json(cls, data: Json) -> "View":
        """Return the view that `to_json` wrote.

        Raises: DamagedViewError.
        """
        if not isinstance(data, Mapping) or data.get("format") != FORMAT:
            raise DamagedViewError(place="format")
        texts = data.get("texts")
        if not isinstance(texts, Sequence) or isinstance(texts, str):
            raise DamagedViewError(place="texts")
        values, rosters = tables_from_json(data)
        return cls(
            **heading_from_json(data),
            values=values,
            rosters=rosters,
            texts=tuple(text_from_json(text) for text in texts),
            files=_files_from_json(data.get("files", {})),
            private=boxes_from_json(data),
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "View":
        """Return the view that `to_bytes` wrote.

        Raises: DamagedViewError.
        """
        try:
            return cls.from_json(read_canonical_json(data))
        except NotCanonicalError as error:
            raise DamagedViewError(place="bytes") from error


def deidentify(
    plan: Plan,
    form: "FormDef",
    submission: Finished,
    *,
    record: str,
    receipt: str,
    spoken: Iterable[str] = (),
    pseudonym: Pseudonym | None = None,
    shift: int | None = None,
    readings: Readings | None = None,
) -> View:
    """Return the view of `submission` under `plan`.

    `spoken` are values that never left the screen, such as the nickname of a child: they are
    sought in the texts and then forgotten. `pseudonym` is keyed; without it the variables
    that ask for one are kept back. `shift` is by how many days all dates of this record go
    back where the plan shifts them; without it they are kept back, too. `readings` are the texts
    that were read before; what is missing in them is read now.

    Shape: the rows of a roster keep their order; nobody can lose a row by being protected. Of
    a roster that is only counted the rows stay, and nothing in them.
    """
    full = flatten(form, submission.answers)
    known = (*known_answers(plan, submission.answers, form), *spoken)
    keyed = Keyed(None if pseudonym is None else _written_one_way(pseudonym), shift)
    return View(
        record=record,
        form_id=submission.form_id,
        form_version=submission.form_version,
        form_hash=submission.form_hash,
        plan_hash=plan.hash,
        language=submission.language,
        receipt=receipt,
        values=_protected(plan, full.values, keyed),
        rosters={
            name: tuple(
                {} if name in plan.rosters else _protected(plan, row, keyed) for row in rows
            )
            for name, rows in full.rosters.items()
            if plan.rosters.get(name) != DROP
        },
        texts=tuple(_pending(plan, full, seeking(known), readings or Readings())),
    )


def protected_answers(plan: Plan, form: "FormDef", answers: Iterable[AnswerLike]) -> Row:
    """Return these answers, outside of rosters, as `deidentify` lets them leave, without a key.

    No text is read for it: of a text the plan lets nothing leave here.
    """
    return _protected(plan, cells_of(form, answers), Keyed(None, None))


def known_answers(
    plan: Plan, answers: Iterable[AnswerLike], form: "FormDef | None" = None
) -> tuple[str, ...]:
    """Return the values that must not be said again in a text, in the order they were given.

    Of a chosen place its names in `form` are sought, in every language, and not its code.
    """
    found = (
        name
        for answer in answers
        if answer.value and (rule := plan.rules.get(answer.name)) is not None and rule.seek
        for name in _names_of(rule, answer.value, form)
    )
    return tuple(dict.fromkeys(found))


def _names_of(rule: Rule, value: str, form: "FormDef | None") -> Iterable[str]:
    if rule.shape not in {Shape.CHOICE, Shape.CHOICES} or form is None:
        is_story = rule.role is Role.TEXT and len(value.split()) > _WORDS_OF_A_NAME
        return () if is_story else (value,)
    chosen = set(value.split())
    choices = form.questions[rule.name].choices_all()
    return [label for one in choices if one.value in chosen for label in one.labels.values()]


def boxes_to_json(boxes: Sequence[str]) -> dict[str, Json]:
    """Return sealed boxes as a field of JSON; none where there are none."""
    return {"private": list(boxes)} if boxes else {}


def boxes_from_json(data: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the sealed boxes of a view. Raises: DamagedViewError."""
    boxes = data.get("private", ())
    if not isinstance(boxes, Sequence) or isinstance(boxes, str):
        raise DamagedViewError(place="private")
    if not all(isinstance(box, str) for box in boxes):
        raise DamagedViewError(place="private")
    return tuple(map(str, boxes))


def rosters_to_json(rosters: Mapping[str, tuple[Row, ...]]) -> Json:
    """Return rosters as JSON: one list of rows a repeat."""
    return {name: [row_to_json(row) for row in rows] for name, rows in rosters.items()}


def heading_from_json(data: Mapping[str, Json]) -> dict[str, str]:
    """Return the texts that stand above the table of a view.

    Raises: DamagedViewError, naming the first that is missing.
    """
    heading = {}
    for name in (
        "record",
        "form_id",
        "form_version",
        "form_hash",
        "plan_hash",
        "language",
        "receipt",
    ):
        text = data.get(name)
        if not isinstance(text, str):
            raise DamagedViewError(place=name)
        heading[name] = text
    return heading


def _files_from_json(data: Json) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(data, Mapping):
        raise DamagedViewError(place="files")
    return {name: tuple(map(str, _rows(ids))) for name, ids in data.items()}


def tables_from_json(data: Mapping[str, Json]) -> tuple[Row, Mapping[str, tuple[Row, ...]]]:
    """Return the values and rosters of a view or a reviewed view.

    Raises: DamagedViewError.
    """
    rosters = data.get("rosters")
    if not isinstance(rosters, Mapping):
        raise DamagedViewError(place="rosters")
    try:
        tables = {
            name: tuple(row_from_json(row) for row in _rows(rows)) for name, rows in rosters.items()
        }
        return row_from_json(data.get("values")), tables
    except MalformedCellError as error:
        raise DamagedViewError(place="values") from error


def _rows(data: Json) -> Sequence[Json]:
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise DamagedViewError(place="rosters")
    return data


def _written_one_way(pseudonym: Pseudonym) -> Pseudonym:
    """Return `pseudonym` for values of which only letters and digits count, in any keyboard."""
    return lambda value: pseudonym("".join(filter(str.isalnum, fold(value).letters)))


def _protected(plan: Plan, row: Row, keyed: Keyed) -> Row:
    rules = ((name, plan.rules.get(name), cell) for name, cell in row.items())
    return {
        name: protected_cell(rule, cell, keyed)
        for name, rule, cell in rules
        if rule is not None and leaves(rule)
    }


def awaits_a_reader(rule: Rule | None) -> bool:
    """Say whether a text of this variable leaves only after somebody has read it."""
    return rule is not None and not rule.screen_only and rule.method.verb == "review"


def as_read(text: str) -> str:
    """Return a text as its reader will have it."""
    return unicodedata.normalize("NFC", text)


def _pending(
    plan: Plan, full: Record, wanted: Seeking, readings: Readings
) -> Iterable[PendingText]:
    yield from _texts_of(plan, full.values, wanted, readings)
    for roster, rows in full.rosters.items():
        for at, row in enumerate(() if roster in plan.rosters else rows):
            for text in _texts_of(plan, row, wanted, readings):
                yield replace(text, roster=roster, row=at)


def _marked(text: str, wanted: Seeking, readings: Readings) -> tuple[Span, ...]:
    """Return the places that may say who she is; all of a text over which the finder falls.

    A fault of ours costs no interview and hides nothing from the reader: she decides on every word.
    """
    try:
        return proposals(readings.of(text), wanted)
    except Exception:  # noqa: BLE001 - whatever it is, the interview can be finished
        return (Span(0, len(text), Kind.PERSON),)


def _texts_of(plan: Plan, row: Row, wanted: Seeking, readings: Readings) -> Iterable[PendingText]:
    for name, cell in row.items():
        rule = plan.rules.get(name)
        if rule is None or not awaits_a_reader(rule):
            continue
        if cell.value is not None and cell.value.strip():
            text = as_read(cell.value)
            found = _marked(text, wanted, readings)
            needs_second = plan.second_reader or rule.needs_second_reader
            yield PendingText(name, text, found, needs_second=needs_second)
