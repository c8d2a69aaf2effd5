"""Defaults that their question could never hold as an answer.

Room: xlsform (floor 4).
Spec: ODK XForms 1.0, "data types".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from types import MappingProxyType

from survey_app.i18n.marking import N_
from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.parameters import parameters_of
from survey_app.xlsform.references import expression_cells
from survey_app.xlsform.rulebook import value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.workbook import SURVEY, Row, Workbook

_WHOLE = re.compile(r"[+-]?\d{1,18}\Z")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\Z")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?\Z")
_HIGHEST, _FARTHEST = 90, 180
_LINES = {"geotrace": 2, "geoshape": 3}


def check_defaults(workbook: Workbook) -> Iterator[Finding]:
    """Yield each default, written as a plain value, that its type cannot be."""
    computed = {cell.row.number for cell in expression_cells(workbook) if cell.column == "default"}
    for row in workbook.questions():
        kind, text = kind_of(row.get("type")), row.get("default")
        if kind is None or not text or row.number in computed or kind.place != "question":
            continue
        holds, meant = _FITS.get(kind.name, (None, ""))
        if holds is not None and not holds(text.strip("'\"")):
            yield _wrong(row, kind, text, meant)
        elif kind.name == "range":
            yield from _outside(row, kind, text)


def _wrong(row: Row, kind: Kind, text: str, meant: str) -> Finding:
    return at_cell(
        value_rules.WRONG_DEFAULT, SURVEY, row, "default", found=text, kind=kind.name, meant=meant
    )


def _outside(row: Row, kind: Kind, text: str) -> Iterator[Finding]:
    given = parameters_of(row)
    try:
        low, high = float(given.get("start", "1")), float(given.get("end", "10"))
    except ValueError:
        return
    if not low <= float(text.strip("'\"")) <= high:
        yield _wrong(row, kind, text, f"{low:g} … {high:g}")


def _is_date(text: str) -> bool:
    found = _DATE.match(text)
    try:
        return found is not None and bool(date(*(int(part) for part in found.groups())))
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    found = _TIME.match(text)
    try:
        hour, minute, second = (int(part or 0) for part in found.groups()) if found else (24, 0, 0)
        return bool(time(hour, minute, second).isoformat())
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    day, _, hour = text.replace(" ", "T", 1).partition("T")
    return _is_date(day) and (not hour or _is_time(hour))


def _is_place(text: str) -> bool:
    try:
        numbers = [float(part) for part in text.split()]
    except ValueError:
        return False
    if not 2 <= len(numbers) <= 4:  # noqa: PLR2004 - latitude, longitude, altitude, accuracy
        return False
    return abs(numbers[0]) <= _HIGHEST and abs(numbers[1]) <= _FARTHEST


def _is_line(text: str, least: int) -> bool:
    places = [part for part in text.split(";") if part.strip()]
    return len(places) >= least and all(map(_is_place, places))


def _matching(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.match(text) is not None


_Fit = tuple[Callable[[str], bool], str]
_FITS: Mapping[str, _Fit] = MappingProxyType(
    {
        "integer": (_matching(_WHOLE), N_("a whole number such as 5")),
        "decimal": (_matching(_DECIMAL), N_("a number such as 5 or 0.5, with a point")),
        "range": (_matching(_DECIMAL), N_("a number such as 5 or 0.5, with a point")),
        "date": (_is_moment, N_("a day that there is, such as 2026-11-26, or today()")),
        "time": (_is_time, N_("a time such as 14:30, or now()")),
        "datetime": (_is_moment, N_("a moment such as 2026-11-26T14:30, or now()")),
        "geopoint": (_is_place, N_("latitude and longitude, as in 31.5 74.3")),
        "geotrace": (
            lambda text: _is_line(text, _LINES["geotrace"]),
            N_("two places or more with a semicolon between them, each as in 31.5 74.3"),
        ),
        "geoshape": (
            lambda text: _is_line(text, _LINES["geoshape"]),
            N_("three places or more with a semicolon between them, each as in 31.5 74.3"),
        ),
    }
)
