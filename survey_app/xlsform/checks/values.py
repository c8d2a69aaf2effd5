"""The columns that are ours, apart from disclosure: values a program can rely on.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 3.
"""

from collections.abc import Iterator

from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.rulebook import plan_rules, value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.spelling import nearest
from survey_app.xlsform.translating.texts import RESEARCHER, RESPONDENT
from survey_app.xlsform.workbook import SURVEY, Row, Workbook

SENSITIVITIES = ("S0", "S1", "S2", "S3")
EMPTIES = ("refused", "dont_know", "not_asked")
LIFETIMES = ("screen",)

APPEARANCES = frozenset(
    {
        *("numbers", "multiline", "masked", "thousands-sep", "counter", "url", "minimal"),
        "about-date",
        *("search", "autocomplete", "columns", "columns-pack", "no-buttons", "likert", "quick"),
        *("quickcompact", "compact", "horizontal", "horizontal-compact", "label", "list"),
        *("list-nolabel", "table-list", "image-map", "field-list", "vertical", "no-ticks"),
        *("picker", "rating", "month-year", "year", "no-calendar", "islamic", "persian"),
        *("ethiopian", "coptic", "bikram-sambat", "myanmar", "new", "new-front", "draw"),
        *("annotate", "signature", "printer", "bearing", "maps", "placement-map", "hide-input"),
        *("front", "selfie", "no-collapse", "hidden-answer", "randomized", "spinner"),
        "closing",
        *("w1", "w2", "w3", "w4", "w5", "w6"),
    }
)


def check_values(workbook: Workbook) -> Iterator[Finding]:
    """Yield what is wrong with sensitivity, voice, empties, lifetime, purpose and the like."""
    names = {row.get("name") for row in workbook.questions()}
    wants_purpose = workbook.survey.has("purpose")
    wants_sensitivity = workbook.survey.has("sensitivity")
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is None or kind.place == "end":
            continue
        yield from _words(row)
        yield from _appearance(row)
        if row.get("was") and row.get("was") in names:
            yield at_cell(plan_rules.BAD_WAS, SURVEY, row, "was", found=row.get("was"))
        if kind.place == "question" and kind.is_asked and kind.name != "note":
            found = row.get("name")
            if wants_purpose and not row.get("purpose"):
                yield at_cell(plan_rules.NO_PURPOSE, SURVEY, row, "purpose", found=found)
            if wants_sensitivity and not row.get("sensitivity"):
                yield at_cell(plan_rules.NO_SENSITIVITY, SURVEY, row, "sensitivity", found=found)
        yield from _severe_text(row, kind)


def _words(row: Row) -> Iterator[Finding]:
    for column, rule, allowed in (
        ("sensitivity", plan_rules.BAD_SENSITIVITY, SENSITIVITIES),
        ("voice", plan_rules.BAD_VOICE, (RESPONDENT, RESEARCHER)),
        ("lifetime", plan_rules.BAD_LIFETIME, LIFETIMES),
    ):
        if row.get(column) and row.get(column) not in allowed:
            yield at_cell(rule, SURVEY, row, column, found=row.get(column))
    for word in row.get("empties").split():
        if word not in EMPTIES:
            yield at_cell(plan_rules.BAD_EMPTIES, SURVEY, row, "empties", found=word)


def _appearance(row: Row) -> Iterator[Finding]:
    appearance = row.get("appearance")
    if appearance.strip().startswith("search(") or " search(" in appearance:
        yield at_cell(value_rules.SEARCHED_LIST, SURVEY, row, "appearance")
    if "(" in appearance:
        return
    for word in appearance.split():
        counted = word.removeprefix("columns-").isdigit()
        if word not in APPEARANCES and not counted and not word.startswith(("ex:", "$")):
            meant = nearest(word, APPEARANCES) or "–"
            yield at_cell(
                plan_rules.UNKNOWN_APPEARANCE, SURVEY, row, "appearance", found=word, meant=meant
            )


def _severe_text(row: Row, kind: Kind) -> Iterator[Finding]:
    if kind.name == "text" and row.get("sensitivity") == "S3":
        yield at_cell(plan_rules.SEVERE_TEXT, SURVEY, row, "type", found=row.get("name"))
