"""The disclosure plan, as far as the columns alone can contradict it.

Room: xlsform (floor 4). The disclosure room reads the compiled plan and has the last word.
Spec: docs/spec/form-columns.md section 4.
Promise: a blank or unknown role never reads as harmless.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from survey_app.xlsform.headings import THEME, THEMES
from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.rulebook import plan_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell, at_sheet
from survey_app.xlsform.workbook import CHOICES, SETTINGS, SURVEY, Row, Workbook

ROLES = ("direct", "quasi", "sensitive", "text", "safe", "meta")
MOST_KEYS = 6
LEAST_K = 3
AUDIENCES = ("team", "partner", "public")

_NUMBER = r"-?\d+(?:\.\d+)?"
_METHOD = re.compile(
    rf"(?:(?P<plain>drop|keep|review|count|pseudonym)"
    rf"|band:(?P<bands>{_NUMBER}(?:,\s*{_NUMBER})*)"
    rf"|(?P<cut>top|bottom|round):{_NUMBER}"
    rf"|level:(?P<level>[012])"
    rf"|(?P<date>date):(?:year|quarter|shift)"
    rf"|(?P<geo>geo):\w+"
    rf"|(?P<means>means)"
    rf"|(?P<swap>swap):[1-9][0-9]?)\Z"
)
_HIDING = frozenset({"drop", "pseudonym"})
_IDENTIFYING = frozenset(
    {"geopoint", "geotrace", "geoshape", "image", "audio", "video", "file", "barcode"}
    | {"deviceid", "phonenumber", "email", "username", "background-audio", "start-geopoint"}
)
_NUMERIC = frozenset({"integer", "decimal", "range", "calculate", "hidden", "text"})
_DATED = frozenset({"date", "datetime", "calculate", "hidden", "start", "end", "today"})
_CHOSEN = frozenset({"select_one", "select_multiple", "rank", "calculate", "hidden"})
_AVERAGED = frozenset({"integer", "decimal", "range", "calculate"})
_SWAPPED = frozenset({"select_one"})
_COUNTED = frozenset({"repeat", "group", "integer", "calculate", "select_multiple"})
_WHOLE = ("sdc_k", "sdc_l", "sdc_table_min", "sdc_parcel", "sdc_population")


def check_protection(workbook: Workbook) -> Iterator[Finding]:
    """Yield where role, method, rank, sensitivity and settings contradict each other."""
    has_roles = workbook.survey.has("sdc_role")
    if not has_roles:
        yield from _no_roles(workbook)
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.place != "end":
            if has_roles:
                yield from _role(row, kind)
            yield from _method(workbook, row, kind)
            yield from _rank(row)
            if row.get("sdc_seek").lower() not in {"", "yes", "no"}:
                yield at_cell(
                    plan_rules.BAD_SEEK, SURVEY, row, "sdc_seek", found=row.get("sdc_seek")
                )
    yield from _ranks_together(workbook)
    yield from _settings(workbook)


def _no_roles(workbook: Workbook) -> Iterator[Finding]:
    kinds = [kind_of(row.get("type")) for row in workbook.questions()]
    count = sum(kind is not None and _holds_an_answer(kind) for kind in kinds)
    if count:
        yield at_sheet(plan_rules.NO_ROLES, SURVEY, count=count)


def _role(row: Row, kind: Kind) -> Iterator[Finding]:
    role, name = row.get("sdc_role"), row.get("name")
    if role and role not in ROLES:
        yield at_cell(plan_rules.UNKNOWN_ROLE, SURVEY, row, "sdc_role", found=role)
    if not role and _holds_an_answer(kind):
        yield at_cell(plan_rules.NO_ROLE, SURVEY, row, "sdc_role", found=name)


def _holds_an_answer(kind: Kind) -> bool:
    carries_none = kind.name in {"note", "csv-external", "xml-external", "audit"}
    return kind.place == "question" and not carries_none


def _method(workbook: Workbook, row: Row, kind: Kind) -> Iterator[Finding]:
    method, name = row.get("sdc_method"), row.get("name")
    found = _METHOD.match(method)
    if method and found is None:
        yield at_cell(plan_rules.UNKNOWN_METHOD, SURVEY, row, "sdc_method", found=method)
        return
    yield from _against_role(row, kind, method)
    if found is None:
        return
    if found["bands"] and not _rises(found["bands"]):
        yield at_cell(plan_rules.BAD_BANDS, SURVEY, row, "sdc_method", found=name)
    if not _fits(found, kind):
        yield at_cell(
            plan_rules.METHOD_DOES_NOT_FIT,
            SURVEY,
            row,
            "sdc_method",
            method=method,
            type=kind.name,
        )
    elif found["level"] in {"1", "2"} and kind.list_name:
        yield from _levels(workbook, row, kind.list_name, f"sdc_level{found['level']}")


def _against_role(row: Row, kind: Kind, method: str) -> Iterator[Finding]:
    role, name = row.get("sdc_role"), row.get("name")
    if role in {"direct", ""} and method and method not in _HIDING and _holds_an_answer(kind):
        yield at_cell(plan_rules.DIRECT_KEPT, SURVEY, row, "sdc_method", found=name, method=method)
    elif role == "quasi" and (method in {"", "keep", "review", "means"} or method[:4] == "swap"):
        yield at_cell(plan_rules.QUASI_NOT_COARSE, SURVEY, row, "sdc_method", found=name)
    elif kind.name in _IDENTIFYING and method not in {"", "drop"} and role != "text":
        yield at_cell(
            plan_rules.IDENTIFYING_KIND, SURVEY, row, "sdc_method", type=kind.name, method=method
        )
    elif _could_leave_unread(role, method, kind):
        yield at_cell(plan_rules.TEXT_NOT_REVIEWED, SURVEY, row, "sdc_method", found=name)


def _could_leave_unread(role: str, method: str, kind: Kind) -> bool:
    if role == "text":
        return method not in {"review", "drop"}
    return kind.name == "text" and role in {"sensitive", "safe", "meta"} and method == "keep"


def _rises(bands: str) -> bool:
    numbers = [Decimal(number.strip()) for number in bands.split(",")]
    return all(low < high for low, high in pairwise(numbers))


def _fits(found: re.Match[str], kind: Kind) -> bool:
    if found["bands"] or found["cut"]:
        return kind.name in _NUMERIC
    if found["level"] is not None:
        return kind.name in _CHOSEN or kind.name.startswith("select")
    if found["date"]:
        return kind.name in _DATED
    if found["means"] or found["swap"]:
        return kind.name in (_AVERAGED if found["means"] else _SWAPPED)
    return found["plain"] != "count" or kind.name in _COUNTED


def _levels(workbook: Workbook, row: Row, list_name: str, column: str) -> Iterator[Finding]:
    for choice in workbook.choices.rows:
        if choice.get("list_name") == list_name and not choice.get(column):
            yield at_cell(
                plan_rules.LEVEL_NOT_FILLED,
                CHOICES,
                choice,
                column,
                method=row.get("sdc_method"),
                column=column,
                list=list_name,
                choice=choice.get("name"),
            )


def _rank(row: Row) -> Iterator[Finding]:
    rank = row.get("sdc_rank")
    if not rank:
        return
    if rank not in set("123456") or row.get("sdc_role") != "quasi":
        yield at_cell(plan_rules.BAD_RANK, SURVEY, row, "sdc_rank", found=rank)
    if row.get("sensitivity") == "S3":
        yield at_cell(plan_rules.SEVERE_RANKED, SURVEY, row, "sdc_rank", found=row.get("name"))


def _ranks_together(workbook: Workbook) -> Iterator[Finding]:
    ranked = [row for row in workbook.questions() if row.get("sdc_rank")]
    if len(ranked) > MOST_KEYS:
        yield at_cell(
            plan_rules.TOO_MANY_KEYS,
            SURVEY,
            ranked[MOST_KEYS],
            "sdc_rank",
            count=len(ranked),
            limit=MOST_KEYS,
        )
    taken: set[str] = set()
    for row in ranked:
        if row.get("sdc_rank") in taken:
            yield at_cell(plan_rules.BAD_RANK, SURVEY, row, "sdc_rank", found=row.get("sdc_rank"))
        taken.add(row.get("sdc_rank"))


def _settings(workbook: Workbook) -> Iterator[Finding]:
    for row in workbook.sheet(SETTINGS).rows[:1]:
        for setting in _WHOLE:
            if row.get(setting) and not _is_whole(row.get(setting)):
                yield _bad_setting(row, setting)
        if _is_whole(row.get("sdc_k")) and int(row.get("sdc_k")) < LEAST_K:
            found = row.get("sdc_k")
            yield at_cell(
                plan_rules.K_TOO_SMALL, SETTINGS, row, "sdc_k", found=found, least=LEAST_K
            )
        if row.get("sdc_max_drop") and not _is_share(row.get("sdc_max_drop")):
            yield _bad_setting(row, "sdc_max_drop")
        if row.get("sdc_audience") not in {"", *AUDIENCES}:
            yield _bad_setting(row, "sdc_audience")
        if row.get(THEME) not in {"", *THEMES}:
            yield _bad_setting(row, THEME)


def _bad_setting(row: Row, setting: str) -> Finding:
    return at_cell(
        plan_rules.BAD_PLAN_SETTING, SETTINGS, row, setting, setting=setting, found=row.get(setting)
    )


def _is_share(text: str) -> bool:
    try:
        return 0 <= Decimal(text) <= 1
    except InvalidOperation:
        return False


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal()
