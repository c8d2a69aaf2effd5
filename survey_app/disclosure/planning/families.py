"""The children of one mother as one label: `{3–5, 6–9}`.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 6.
Promise: the order of the children is lost; a family is one unit and never rows.
"""

from collections.abc import Sequence

from survey_app.microdata.cells import Cell

UNKNOWN_CHILD = "?"


def pattern_of(cells: Sequence[Cell]) -> str:
    """Return the label of a family from one banded value of each child.

    >>> pattern_of([Cell("6–9"), Cell("3–5"), Cell(None, 91)])
    '{3–5, 6–9, ?}'
    """
    known = sorted(cell.value for cell in cells if cell.value is not None)
    unknown = [UNKNOWN_CHILD] * (len(cells) - len(known))
    return "{" + ", ".join([*known, *unknown]) + "}"


def size_of(label: str) -> int | None:
    """Return the number of children in a pattern, or None when the label is no pattern.

    >>> size_of("{3–5, 6–9, ?}"), size_of("{}"), size_of("4+")
    (3, 0, None)
    """
    if not (label.startswith("{") and label.endswith("}")):
        return None
    return len(label.split(", ")) if len(label) > 2 else 0  # noqa: PLR2004 - the two braces
