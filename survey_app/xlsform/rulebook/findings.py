"""One thing to mend in a workbook: where it stands, what it is, what to do.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6 lists every code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey_app.canonical import Json
from survey_app.xlsform.workbook import Row

Severity = Literal["error", "study", "warning"]


@dataclass(frozen=True)
class Rule:
    """What can be found: its code, how much it matters, the sentence and the remedy."""

    code: str
    severity: Severity
    msgid: str
    remedy: str


def error_rule(code: str, msgid: str, remedy: str) -> Rule:
    """Return a rule whose finding keeps the form from the field."""
    return Rule(code, "error", msgid, remedy)


def study_rule(code: str, msgid: str, remedy: str) -> Rule:
    """Return a rule whose finding leaves a good XLSForm, yet one no study may field."""
    return Rule(code, "study", msgid, remedy)


def warning_rule(code: str, msgid: str, remedy: str) -> Rule:
    """Return a rule whose finding asks for a second look."""
    return Rule(code, "warning", msgid, remedy)


@dataclass(frozen=True)
class Finding:
    """A rule that a cell breaks.

    `row` counts as in a spreadsheet; 0 is the whole sheet. `is_softened` says that the form
    compiles all the same, `is_hardened` that this is what the form is refused for.
    """

    rule: Rule
    sheet: str
    row: int = 0
    column: str = ""
    line: int = 0
    details: Mapping[str, str | int] = field(default_factory=dict)
    is_softened: bool = False
    is_hardened: bool = False

    @property
    def code(self) -> str:
        """Return the code of the rule."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """Return `error` for what no program can use, `study` for what no study may field.

        A rule of the standard that pyxform itself does not apply to this very form is softened
        to `study`, one for which it refuses the form is hardened to `error`; a `warning` asks
        for a second look.
        """
        if self.is_hardened:
            return "error"
        return "study" if self.is_softened and self.rule.severity == "error" else self.rule.severity

    @property
    def message(self) -> str:
        """Return what is wrong, in English."""
        return self.said()[0]

    @property
    def remedy(self) -> str:
        """Return what to do, in English."""
        return self.said()[1]

    @property
    def place(self) -> str:
        """Return where it stands, as one looks for it in the file."""
        parts = [self.sheet]
        if self.row:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts) + (f" (line {self.line})" if self.line else "")

    def said(self, translate: Callable[[str], str] = lambda text: text) -> tuple[str, str]:
        """Return sentence and remedy in the language of `translate`."""
        return self._filled(self.rule.msgid, translate), self._filled(self.rule.remedy, translate)

    def as_json(self) -> Mapping[str, Json]:
        """Return the finding for a script."""
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "line": self.line,
            "message": self.message,
            "remedy": self.remedy,
        }

    def _filled(self, msgid: str, translate: Callable[[str], str]) -> str:
        details = dict(self.details)
        if "meant" in details:  # often a phrase of ours
            details["meant"] = translate(str(details["meant"]))
        try:
            return translate(msgid).format(**details)
        except (KeyError, IndexError, ValueError):
            return msgid.format(**self.details)


def at_cell(rule: Rule, sheet: str, row: Row, column: str = "", /, **details: str | int) -> Finding:
    """Return the finding that `rule` makes at a cell."""
    return Finding(rule, sheet, row.number, column, row.line, details)


def at_sheet(rule: Rule, sheet: str, column: str = "", /, **details: str | int) -> Finding:
    """Return the finding that `rule` makes about a whole sheet or a heading."""
    return Finding(rule, sheet, 1 if column else 0, column, 0, details)
