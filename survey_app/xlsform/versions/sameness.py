"""What two versions of a questionnaire say alike though they are written differently.

Room: xlsform (floor 4).
Spec: docs/spec/form-changes.md.
"""

import re
from collections.abc import Iterator, Mapping

from survey_app.xlsform.headings import base_name, written_language
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.spoken import language_named
from survey_app.xlsform.workbook import Row
from survey_app.xpath.errors import XPathError
from survey_app.xpath.lexer import tokens

NOTHING = "–"
"""What is shown in the place of an empty cell."""

_EXPRESSIONS = frozenset(
    {"relevant", "constraint", "calculation", "choice_filter", "repeat_count"}
    | {"required", "read_only"}
)
_YES_OR_NO = {"yes": "true()", "true": "true()", "no": "false()", "false": "false()"}
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")


def different(
    before: Mapping[str, str], after: Mapping[str, str], both: frozenset[str] | None = None
) -> Iterator[tuple[str, str, str]]:
    """Yield each column whose cell differs, with what it was and is.

    With `both`, texts in a language that only one version speaks are passed over: that is one
    change of its own.
    """
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, ""), after.get(name, "")
        written = written_language(name) if both is not None else ""
        if old != new and not (written and language_named(written)[1] not in (both or ())):
            yield name, old or NOTHING, new or NOTHING


def says_the_same(column: str, old: str, new: str) -> bool:
    """Say whether two cells of a column of expressions are one expression.

    >>> says_the_same("relevant", "${a}=1 and ${b} = 2", "${ a } = 1  and ${b}=2")
    True
    >>> says_the_same("relevant", "${a} = 'x y'", "${a} = 'xy'")
    False
    """
    return base_name(column) in _EXPRESSIONS and _pieces(old) == _pieces(new)


def holds_no_answer(row: Row) -> bool:
    """Say whether a row is only read: a note that works nothing out."""
    kind = kind_of(row.get("type"))
    silent = not row.get("calculation") and not row.get("default")
    return kind is not None and kind.name == "note" and silent


def is_group(row: Row) -> bool:
    """Say whether a row begins a group that does not repeat."""
    kind = kind_of(row.get("type"))
    return kind is not None and (kind.name, kind.place) == ("group", "begin")


def _pieces(written: str) -> list[str]:
    text = _YES_OR_NO.get(written.strip().lower(), _REFERENCE.sub(r"$[\1]", written))
    try:
        return [token.text for token in tokens(text)]
    except XPathError:
        return [written]
