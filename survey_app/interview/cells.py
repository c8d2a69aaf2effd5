"""What stands in a row of a list of choices, and what of an answer is still offered.

Room: interview.
"""

from collections.abc import Set as AbstractSet

from survey_app.xform.definition import QuestionDef
from survey_app.xpath.nodes import Node


def cell(row: Node, column: str) -> str:
    """Return the text of a column of a row; the column may be a path of several steps."""
    if "/" not in column and column != ".":
        cells = row.named(column)
        return cells[0].text() if cells else ""
    here = row
    for step in column.split("/"):
        if step in {"", "."}:
            continue
        cells = here.named(step)
        if not cells:
            return ""
        here = cells[0]
    return here.text()


def still_offered(question: QuestionDef | None, said: str, offered: AbstractSet[str]) -> str:
    """Return what of an answer is among what is offered; one choice may have blanks in its name."""
    if question is not None and question.control == "select1":
        return said if said in offered else ""
    return " ".join(name for name in said.split(" ") if name in offered)
