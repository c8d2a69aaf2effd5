"""From the answers of an interview to one row a respondent and one table a roster.

Room: microdata (floor 4).
Spec: docs/spec/view.md section 2.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from survey_app.microdata.cells import Cell, Record, Row
from survey_app.xform.empties import EmptyKind

if TYPE_CHECKING:
    from survey_app.xform.definition import FormDef


_EMPTY: Mapping[int, Cell] = {kind: Cell(None, kind) for kind in EmptyKind if kind}
_NOT_HERS = _EMPTY[EmptyKind.NOT_APPLICABLE]


class AnswerLike(Protocol):
    """One answer as the interview hands it over.

    Shape: `ref` is an absolute path with positions, `/data/children[2]/age`; `name` is unique
    in the form.
    """

    @property
    def ref(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102
    @property
    def empty(self) -> int: ...  # noqa: D102


def flatten(form: "FormDef", answers: Iterable[AnswerLike]) -> Record:
    """Return the answers as a table.

    Shape: every question of the form has a cell; one that no answer speaks of does not apply
    to her. A roster has as many rows as the interview had; a repeat inside a repeat is one
    roster, its rows in the order of the interview.
    """
    values: dict[str, Cell] = {}
    rows: dict[str, dict[str, dict[str, Cell]]] = {}
    for answer in answers:
        question = form.questions[answer.name]
        cell = _cell(answer)
        if question.repeat is None:
            values[answer.name] = cell
        else:
            row = row_of(answer.ref, question.repeat)
            rows.setdefault(name_of(question.repeat), {}).setdefault(row, {})[answer.name] = cell
    return Record(_in_form_order(form, values, None), _tables(form, rows))


def cells_of(form: "FormDef", answers: Iterable[AnswerLike]) -> Row:
    """Return the cells of those answers that stand outside of every roster, and no others."""
    return {
        answer.name: _cell(answer)
        for answer in answers
        if form.questions[answer.name].repeat is None
    }


def name_of(path: str) -> str:
    """Return the last name of a path: how a repeat is called in a table.

    >>> name_of("/data/children")
    'children'
    """
    return path.rpartition("/")[2]


def row_of(ref: str, repeat: str) -> str:
    """Return which row of the repeat an answer stands in: its path down to the repeat.

    >>> row_of("/data/children[2]/health/sick", "/data/children")
    '/data/children[2]'
    """
    return "/".join(ref.split("/")[: repeat.count("/") + 1])


def _cell(answer: AnswerLike) -> Cell:
    if answer.value:
        return Cell(answer.value)
    return _EMPTY.get(answer.empty) or Cell(None, answer.empty or EmptyKind.NOT_APPLICABLE)


def _tables(
    form: "FormDef", rows: Mapping[str, Mapping[str, Mapping[str, Cell]]]
) -> Mapping[str, tuple[Row, ...]]:
    repeats = dict.fromkeys(
        question.repeat for question in form.questions.values() if question.repeat is not None
    )
    return {
        name_of(repeat): tuple(
            _in_form_order(form, row, repeat) for row in rows.get(name_of(repeat), {}).values()
        )
        for repeat in repeats
    }


def _in_form_order(form: "FormDef", cells: Mapping[str, Cell], repeat: str | None) -> Row:
    return {name: cells.get(name, _NOT_HERS) for name in _columns(form).get(repeat, ())}


def _columns(form: "FormDef") -> Mapping[str | None, list[str]]:
    """Return the questions of each roster, and under None those of the respondent, in order."""
    known = form.keep("columns of a table")
    if "columns" not in known:
        columns: dict[str | None, list[str]] = {}
        for name, question in form.questions.items():
            if question.control != "note":
                columns.setdefault(question.repeat, []).append(name)
        known["columns"] = columns
    return cast("Mapping[str | None, list[str]]", known["columns"])
