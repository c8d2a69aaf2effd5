"""Whether the calculations of a questionnaire write its texts into the answers.

Room: xlsform (floor 4).
Spec: docs/spec/form-changes.md. They are worked out in the default language of the form.
"""

import re

from survey_app.xlsform.workbook import Workbook

_OF_A_CHOICE = re.compile(r"\bjr:(?:choice-name|itext)\s*\(")
_OF_ANYTHING = re.compile(r"\bjr:itext\s*\(")


def tells_choices(*workbooks: Workbook) -> bool:
    """Say whether an expression of one of them gives the text of a choice."""
    return any(_asks(workbook, _OF_A_CHOICE) for workbook in workbooks)


def tells_any_text(*workbooks: Workbook) -> bool:
    """Say whether an expression of one of them gives any text of the form by its name."""
    return any(_asks(workbook, _OF_ANYTHING) for workbook in workbooks)


def _asks(workbook: Workbook, call: re.Pattern[str]) -> bool:
    return any(call.search(text) for row in workbook.questions() for text in row.cells.values())
