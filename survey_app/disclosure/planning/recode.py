"""Make one value coarser, as its method says.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 3.
Promise: what cannot be made coarser is kept back, never passed through; doing it twice
changes nothing; no label depends on other people's answers.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from survey_app.disclosure.planning.bands import band_of, number_of
from survey_app.disclosure.planning.methods import Method

Hierarchy = Mapping[str, Sequence[str]]
Pseudonym = Callable[[str], str]

_YEAR = re.compile(r"(\d{4})(?:\b|-|T)")
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:\D|$)")
_LAST_MONTH = 12
_QUARTER = re.compile(r"\d{4}-Q[1-4]")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T|\Z)")


def recode(
    method: Method,
    value: str,
    *,
    hierarchy: Hierarchy | None = None,
    pseudonym: Pseudonym | None = None,
    shift: int | None = None,
) -> str | None:
    """Return `value` after `method`, or None when it has to be kept back.

    `hierarchy` maps a choice to its parent groups, nearest first. `pseudonym` turns a value
    into a keyed name for it; without one, a pseudonym cannot be made and the value is
    kept back. What `means` and `swap` ask for needs all women, so it is done with the file of
    all: a number stays a number here, an answer stays. `shift` is by how many days all dates of
    this woman go back; without it a date that is to be shifted is kept back.

    >>> from survey_app.disclosure.planning.methods import read_method
    >>> recode(read_method("band:18,25,35"), "30"), recode(read_method("top:4"), "7")
    ('25–34', '4+')
    >>> recode(read_method("level:1"), "theft", hierarchy={"theft": ["property"]})
    'property'
    >>> recode(read_method("drop"), "Rukhsana") is None
    True
    """
    label: str | None = None
    match method.verb:
        case "keep" | "swap":
            label = value
        case "means":
            label = None if number_of(value) is None else value
        case "pseudonym" if pseudonym is not None:
            label = pseudonym(value)
        case "level":
            label = _level(int(method.arguments[0]), value, hierarchy or {})
        case "count":
            label = _chosen(value, hierarchy or {})
        case "date":
            label = _date(method.arguments[0], value, shift)
        case "band" | "top" | "bottom" | "round":
            label = _number(method, value)
    return label


def _chosen(value: str, hierarchy: Hierarchy) -> str | None:
    """Return how many choices were made; a number that is no choice is a count already."""
    codes = value.split()
    if len(codes) == 1 and codes[0] not in hierarchy:
        return codes[0] if codes[0].isascii() and codes[0].isdecimal() else None
    return str(len(codes)) if all(code in hierarchy for code in codes) else None


def _level(level: int, value: str, hierarchy: Hierarchy) -> str | None:
    """Return the groups of the chosen codes at `level`, each once, in a fixed order."""
    groups: set[str] = set()
    for code in value.split():
        group = _group(level, code, hierarchy)
        if group is None:
            return None
        groups.add(group)
    return " ".join(sorted(groups)) if groups else None


def _group(level: int, code: str, hierarchy: Hierarchy) -> str | None:
    if code in hierarchy:
        chain = (code, *hierarchy[code])
        return chain[level] if level < len(chain) else None
    groups = {parents[level - 1] for parents in hierarchy.values() if 0 < level <= len(parents)}
    return code if code in groups else None


def _date(precision: str, value: str, shift: int | None) -> str | None:
    if precision == "shift":
        return None if shift is None else _shifted(value, shift)
    return _year(value) if precision == "year" else _quarter(value)


def _shifted(value: str, days: int) -> str | None:
    """Return the day, without its time, so many days earlier."""
    match = _DAY.match(value)
    try:
        day = date.fromisoformat(match.group(1)) if match else None
        return None if day is None else (day - timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None


def _year(value: str) -> str | None:
    match = _YEAR.match(value)
    return match.group(1) if match else None


def _quarter(value: str) -> str | None:
    if _QUARTER.fullmatch(value):
        return value
    match = _MONTH.match(value)
    if match is None or not 1 <= int(match.group(2)) <= _LAST_MONTH:
        return None
    return f"{match.group(1)}-Q{(int(match.group(2)) + 2) // 3}"


def _number(method: Method, value: str) -> str | None:
    if method.verb == "band":
        return band_of(value, method.numbers)
    step = int(method.arguments[0])
    number = number_of(value)
    if method.verb == "top":
        return _top(step, value, number)
    if method.verb == "bottom":
        return _bottom(step, value, number)
    return None if number is None else _rounded(number, step)


def _top(limit: int, value: str, number: Decimal | None) -> str | None:
    if number is None:
        return value if value == f"{limit}+" else None
    return f"{limit}+" if number >= limit else f"{number.normalize():f}"


def _bottom(limit: int, value: str, number: Decimal | None) -> str | None:
    if number is None:
        return value if value == f"<={limit}" else None
    return f"<={limit}" if number <= limit else f"{number.normalize():f}"


def _rounded(number: Decimal, step: int) -> str:
    return str(int((number / step).quantize(Decimal(1), ROUND_HALF_UP)) * step)
