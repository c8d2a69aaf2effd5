"""Headings that become attributes of the form, and cells that held what nobody sees.

Room: xlsform (floor 4).
Spec: XLSForm, "namespaces"; W3C XML 1.0, "names" and "characters".
"""

import re
from collections.abc import Iterator

from survey_app.xform.names import WELL_KNOWN
from survey_app.xlsform.headings import KNOWN_SHEETS
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.rulebook import value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell, at_sheet
from survey_app.xlsform.workbook import CHOICES, SURVEY, Column, Workbook

_ATTRIBUTES = ("bind::", "body::", "control::", "instance::", "attribute::")
_NAME = re.compile(r"[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?\Z")
_DECLARED = re.compile(r"([^\W\d][\w.-]*)\s*=")
_OWN = frozenset({"sdc", "sa", "xml", "jr", "orx", "odk", "h", "ev", "xsd", "entities"})


_TAKEN_EVERYWHERE, _TAKEN_AT_GROUPS = "bind::tag", "instance::tag"
"""A name that pyxform needs itself where it writes an element."""


def check_attributes(workbook: Workbook) -> Iterator[Finding]:
    """Yield attributes that no form can carry, and cells with control characters."""
    known = {*_OWN, *WELL_KNOWN, *_DECLARED.findall(workbook.settings.get("namespaces", ""))}
    for column in workbook.survey.columns:
        yield from _attribute(column, known)
        yield from _taken(workbook, column)
    for column in workbook.choices.columns:
        yield from _choice_column(workbook, column, known)
    for sheet in workbook.sheets.values():
        for row in sheet.rows if sheet.name in KNOWN_SHEETS else ():
            for name in row.cleaned:
                yield at_cell(value_rules.CONTROL_CHARACTER, sheet.name, row, name)


def _attribute(column: Column, known: set[str]) -> Iterator[Finding]:
    if not column.name.startswith(_ATTRIBUTES):
        return
    attribute = column.name.split("::")[1]
    prefix = attribute.partition(":")[0] if ":" in attribute else ""
    if not _NAME.match(attribute):
        yield at_sheet(value_rules.BAD_ATTRIBUTE, SURVEY, column.heading, found=column.heading)
    elif prefix and prefix not in known:
        yield at_sheet(
            value_rules.UNKNOWN_PREFIX, SURVEY, column.heading, found=column.heading, prefix=prefix
        )


def _taken(workbook: Workbook, column: Column) -> Iterator[Finding]:
    """Yield the cells that become an attribute whose name pyxform needs itself."""
    if column.name not in {_TAKEN_EVERYWHERE, _TAKEN_AT_GROUPS}:
        return
    for row in workbook.survey.rows:
        kind = kind_of(row.get("type")) if row.get(column.name) else None
        if kind and (column.name == _TAKEN_EVERYWHERE or kind.place == "begin"):
            yield at_cell(
                value_rules.TAKEN_ATTRIBUTE, SURVEY, row, column.name, found=column.heading
            )


def _choice_column(workbook: Workbook, column: Column, known: set[str]) -> Iterator[Finding]:
    """Yield a column of the choices whose name no form can write, where it is filled."""
    name = column.name
    if "::" in name or " " in name or not any(row.get(name) for row in workbook.choices.rows):
        return
    prefix = name.partition(":")[0] if ":" in name else ""
    if name and (not _NAME.match(name) or (prefix and prefix not in known)):
        yield at_sheet(value_rules.BAD_ATTRIBUTE, CHOICES, column.heading, found=column.heading)
