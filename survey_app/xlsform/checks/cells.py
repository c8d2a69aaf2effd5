"""Cells that do nothing without another, or say what no program knows.

Room: xlsform (floor 4).
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from survey_app.i18n.marking import N_
from survey_app.xform.kinds import KNOWN_TYPES
from survey_app.xlsform.headings import base_name
from survey_app.xlsform.kinds import METADATA, Kind, kind_of
from survey_app.xlsform.parameters import Wanted
from survey_app.xlsform.rulebook import value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.workbook import SURVEY, Row, Workbook

_NEEDED = (("constraint_message", "constraint"), ("required_message", "required"))
_WORDS: Mapping[str, Wanted] = MappingProxyType(
    {
        "autoplay": Wanted(re.compile(r"(?:audio|video)\Z"), N_("audio or video")),
        "bind::jr:preload": Wanted(
            re.compile(r"(?:timestamp|date|property|uid)\Z"), N_("timestamp, date, property or uid")
        ),
        "bind::type": Wanted(
            re.compile(rf"(?:\w+:)?(?:{'|'.join(KNOWN_TYPES)})\Z"),
            N_("a type of the standard, such as string, int, decimal, date or geopoint"),
        ),
        "disabled": Wanted(re.compile(r"(?:yes|no|true|false)\Z", re.IGNORECASE), N_("yes or no")),
        "rows": Wanted(re.compile(r"0*[1-9]\d*\Z"), N_("a whole number above 0")),
    }
)


def check_cells(workbook: Workbook) -> Iterator[Finding]:
    """Yield cells without effect, groups without questions and names that are nearly another."""
    for row in workbook.questions():
        yield from _alone(row)
        yield from _words(row)
        kind = kind_of(row.get("type"))
        if kind is not None and kind.place == "question":
            yield from _emptied(row, kind)
    yield from _empty_groups(workbook)
    yield from _names_by_case(workbook)


def _alone(row: Row) -> Iterator[Finding]:
    """Yield messages of a rule that the question does not have."""
    for message, needed in _NEEDED:
        written = next((name for name in row.cells if base_name(name) == message), "")
        if written and not row.get(needed):
            yield at_cell(
                value_rules.MESSAGE_ALONE, SURVEY, row, written, column=message, needed=needed
            )


def _words(row: Row) -> Iterator[Finding]:
    for column, wanted in _WORDS.items():
        found = row.get(column)
        if found and not wanted.pattern.match(found):
            yield at_cell(
                value_rules.WRONG_WORD,
                SURVEY,
                row,
                column,
                column=column,
                found=found,
                meant=wanted.meant,
            )


def _emptied(row: Row, kind: Kind) -> Iterator[Finding]:
    """Yield a trigger that has nothing to set: it takes the answer away."""
    if row.get("trigger") and not row.get("calculation") and kind.name not in METADATA:
        found, trigger = row.get("name"), row.get("trigger")
        yield at_cell(
            value_rules.EMPTYING_TRIGGER, SURVEY, row, "trigger", found=found, trigger=trigger
        )


def _empty_groups(workbook: Workbook) -> Iterator[Finding]:
    opened: Row | None = None
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        place = kind.place if kind is not None else ""
        if place == "end" and opened is not None and kind is not None:
            found = opened.get("name")
            yield at_cell(
                value_rules.EMPTY_GROUP, SURVEY, opened, "type", kind=kind.name, found=found
            )
        opened = row if place == "begin" else None


def _names_by_case(workbook: Workbook) -> Iterator[Finding]:
    first: dict[str, Row] = {}
    for row in workbook.questions():
        name, kind = row.get("name"), kind_of(row.get("type"))
        if not name or (kind is not None and kind.place == "end"):
            continue
        known = first.setdefault(name.lower(), row)
        if known.get("name") != name:
            yield at_cell(
                value_rules.NEARLY_DOUBLE_NAME,
                SURVEY,
                row,
                "name",
                found=name,
                meant=known.get("name"),
                first=known.number,
            )
