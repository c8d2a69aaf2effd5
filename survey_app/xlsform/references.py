"""What the expressions of a workbook refer to, found in their syntax trees.

Room: xlsform (floor 4).
Spec: XLSForm `${name}`; W3C XPath 1.0 as the xpath room reads it.
Promise: places count characters of the cell as it is written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.translating.translation import references
from survey_app.xlsform.workbook import ENTITIES, SETTINGS, SURVEY, Row, Workbook
from survey_app.xpath.errors import XPathError
from survey_app.xpath.parser import parse
from survey_app.xpath.syntax import (
    Axis,
    Call,
    Comparison,
    Expression,
    Literal,
    NameTest,
    Path,
    walk,
)

EXPRESSION_COLUMNS = (
    "relevant",
    "constraint",
    "calculation",
    "required",
    "read_only",
    "choice_filter",
    "repeat_count",
    "default",
)
LAST_SAVED = "last-saved#"
ENTITY_EXPRESSIONS = ("label", "create_if", "update_if", "entity_id")
_WORDS = frozenset({"yes", "no", "true", "false"})
_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_REFERENCE = re.compile(r"\$\{[^}]*\}")
CURLY = "\u2018\u2019\u201c\u201d"
_STRAIGHT = str.maketrans(CURLY, "''\"\"")
"""Curly quotes of word processors, which pyxform makes straight."""
_CALL = re.compile(r"(?<![\w:.-])[A-Za-z][\w:.-]*\s*\(")


@dataclass(frozen=True)
class Cell:
    """One cell that holds an expression."""

    row: Row
    column: str
    text: str
    sheet: str = SURVEY

    @property
    def references(self) -> frozenset[str]:
        """Return the questions named in it, without those of the record saved last."""
        return frozenset(name for name in references(self.text) if not name.startswith(LAST_SAVED))

    @property
    def saved_references(self) -> frozenset[str]:
        """Return the questions of the record saved last that are named in it."""
        named = references(self.text)
        return frozenset(
            name.removeprefix(LAST_SAVED) for name in named if name.startswith(LAST_SAVED)
        )

    def tree(self) -> Expression:
        """Return its syntax tree, each `${name}` read as the absolute path `/name`.

        Raises: XPathError of the xpath room.
        """
        found = _parsed(self.text)
        if isinstance(found, XPathError):
            raise found
        return found

    def parts(self) -> Iterator[Expression]:
        """Yield the parts of its tree; none where it cannot be read: another check says that."""
        found = _parsed(self.text)
        if not isinstance(found, XPathError):
            yield from walk(found)


def forget_trees() -> None:
    """Let go of the trees that a check read: a server that goes on needs none of them."""
    _parsed.cache_clear()


def kinds_by_name(workbook: Workbook) -> Mapping[str, Kind]:
    """Return the kind of each question and group that has a known one; of two, the first."""
    kinds: dict[str, Kind] = {}
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.place != "end":
            kinds.setdefault(row.get("name"), kind)
    return kinds


def expression_cells(workbook: Workbook) -> Iterator[Cell]:
    """Yield the cells of the survey sheet that the engine will evaluate."""
    for row in workbook.questions():
        for column in EXPRESSION_COLUMNS:
            text = row.get(column)
            if text and _is_expression(column, text, row):
                yield Cell(row, column, text)


def every_expression_cell(workbook: Workbook) -> Iterator[Cell]:
    """Yield the cells of all sheets that the engine will evaluate."""
    yield from expression_cells(workbook)
    for row in workbook.sheet(SETTINGS).rows[:1]:
        if row.get("instance_name"):
            yield Cell(row, "instance_name", row.get("instance_name"), SETTINGS)
    for row in workbook.sheet(ENTITIES).rows:
        for column in ENTITY_EXPRESSIONS:
            if row.get(column):
                yield Cell(row, column, row.get(column), ENTITIES)


def reference_name(expression: Expression) -> str:
    """Return the question that a tree of `Cell.tree` stands for, empty when it is none."""
    if not isinstance(expression, Path) or not expression.absolute or len(expression.steps) != 1:
        return ""
    test = expression.steps[0].test
    return test.name if isinstance(test, NameTest) else ""


def compared(part: Expression) -> Iterator[tuple[str, str]]:
    """Yield the question and the value that a comparison or a `selected()` holds together."""
    if isinstance(part, Comparison) and part.operator == "=":
        for one, other in ((part.left, part.right), (part.right, part.left)):
            if reference_name(one) and isinstance(other, Literal):
                yield reference_name(one), other.text
    if isinstance(part, Call) and part.name == "selected" and len(part.arguments) > 1:
        answers, value = part.arguments[:2]
        if reference_name(answers) and isinstance(value, Literal):
            yield reference_name(answers), value.text


def is_triggered(cell: Cell) -> bool:
    """Say whether the cell is calculated only when another answer changes, not for good."""
    return cell.column == "calculation" and bool(cell.row.get("trigger"))


def lasting_references(cell: Cell) -> frozenset[str]:
    """Return the questions a cell looks at, without those of other rows of a repeat.

    `indexed-repeat()` and filtered paths name one row by its number, often the row before.
    """
    try:
        tree = cell.tree()
    except XPathError:
        return cell.references
    other = {
        reference_name(part)
        for call in walk(tree)
        if isinstance(call, Call) and call.name == "indexed-repeat"
        for part in call.arguments[:1]
    }
    return cell.references - other


def bare_names(expression: Expression) -> Iterator[str]:
    """Yield the names that a choice filter reads from the choices, outside other lists."""
    inside = {
        id(part)
        for outer in walk(expression)
        if isinstance(outer, Path)
        for step in outer.steps
        for predicate in step.predicates
        for part in walk(predicate)
    }
    for part in walk(expression):
        if not isinstance(part, Path) or part.absolute or part.start or id(part) in inside:
            continue
        first = part.steps[0]
        if first.axis is Axis.CHILD and isinstance(first.test, NameTest) and len(part.steps) == 1:
            yield first.test.name


@lru_cache(maxsize=16_384)  # more than one check meets: each of its rules reads every cell again
def _parsed(text: str) -> Expression | XPathError:
    try:
        return parse(_REFERENCE.sub(_as_path, text.translate(_STRAIGHT)))
    except XPathError as error:
        return error


def _as_path(found: re.Match[str]) -> str:
    """Return a path of the same length, so that places stay what they are."""
    name = found.group()[2:-1].replace("#", "_").strip()
    if not _NAME.match(name):
        name = "_" * len(name)  # said at the row of that name
    return f" /{name}".ljust(len(found.group()))


def _is_expression(column: str, text: str, row: Row) -> bool:
    if column in {"required", "read_only", "relevant"} and text.lower() in _WORDS:
        return False
    kind = kind_of(row.get("type"))
    if column == "choice_filter":  # elsewhere pyxform does not look at it
        return kind is None or kind.name.startswith(("select", "rank"))
    if column != "default":
        return True
    if kind is not None and kind.name in {"image", "audio", "video", "file"}:
        return False
    return bool(_REFERENCE.search(text) or _CALL.search(text))
