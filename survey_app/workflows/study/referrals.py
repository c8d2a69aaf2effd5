"""The people and places that help: from the study's list to the card she may take with her.

Room: workflows.

    referrals.csv -> Referral -> study pack -> Laptop.care.referrals -> page and printed card

Spec: docs/spec/referrals.md.
Promise: a line without a number, without a name in each language of the list or without the day
    of its last check is refused, and in a real study a number that nobody can have called, so that
    no card sends her to nobody.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import cast

from survey_app.canonical import Json
from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE
from survey_app.workflows.places import shipped_referrals
from survey_app.workflows.study.care_errors import (
    ReferralNotCalledError,
    ReferralsLettersError,
    ReferralsUnreadableError,
)

FRESH_FOR = timedelta(days=90)
_NUMBER, _CHECKED = "number", "checked"
_ALWAYS = frozenset({SOURCE_LANGUAGE, "ur"})
"""Languages that no list may lack."""
_SEPARATORS = ",;\t"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LOST_LETTERS = re.compile("[?]{2}|\N{REPLACEMENT CHARACTER}")
_LOST_DIGITS = re.compile(
    r"[0-9][.,]?[0-9]*E[+]?[0-9]+", re.IGNORECASE
)  # 9.2E+11, of a spreadsheet


@dataclass(frozen=True)
class Referral:
    """One who helps: name and note by language, the number to call, the day it was last tried."""

    names: Mapping[str, str]
    notes: Mapping[str, str]
    number: str
    checked: date


def read_referrals(data: bytes) -> tuple[Referral, ...]:
    """Return the lines of a list as a study writes it, in order.

    Shape:  CSV in UTF-8 with a header: name_en, name_ur, number, note_en, note_ur, checked. In the
            header stands what parts the columns: commas, semicolons or tabs. A further language of
            the program may have its columns too; without them its card has the English names.
    Raises: ReferralsUnreadableError, ReferralsLettersError, naming the line that does not fit.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReferralsLettersError(line=data.count(b"\n", 0, error.start) + 1) from error
    header = text.partition("\n")[0]
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=max(_SEPARATORS, key=header.count)))
    except csv.Error as error:
        raise ReferralsUnreadableError(line=1) from error
    return tuple(_referral(row, line) for line, row in enumerate(rows, start=2))


def refuse_uncalled(referrals: Sequence[Referral], today: date) -> None:
    """Return quietly when somebody can have called every number, as a real study promises.

    One day in hand is left for machines in other zones.

    Raises: ReferralNotCalledError for a number of the example, or a check that is still to come.
    """
    invented = {_dialled(one.number) for one in read_referrals(shipped_referrals().read_bytes())}
    for one in referrals:
        if _dialled(one.number) in invented or one.checked - today > timedelta(days=1):
            raise ReferralNotCalledError(number=one.number)


def _dialled(number: str) -> str:
    """Return what is pressed on a telephone: `۰۰۰-0001` and `0000001` are one number."""
    return "".join(str(int(one)) for one in number if one.isdecimal())


def oldest_check(referrals: Sequence[Referral]) -> date | None:
    """Return the day of the check that is longest ago, None for an empty list."""
    return min((one.checked for one in referrals), default=None)


def is_stale(referrals: Sequence[Referral], today: date) -> bool:
    """Say whether a number was not tried for more than three months."""
    oldest = oldest_check(referrals)
    return oldest is not None and today - oldest > FRESH_FOR


def referral_to_json(one: Referral) -> Json:
    """Return a referral as canonical JSON can hold it."""
    return {
        "names": dict(one.names),
        "notes": dict(one.notes),
        _NUMBER: one.number,
        _CHECKED: one.checked.isoformat(),
    }


def referral_from_json(data: Json) -> Referral:
    """Return the referral that `referral_to_json` described. Raises: KeyError, ValueError."""
    fields = cast("Mapping[str, Json]", data)
    return Referral(
        names=MappingProxyType(dict(cast("Mapping[str, str]", fields["names"]))),
        notes=MappingProxyType(dict(cast("Mapping[str, str]", fields["notes"]))),
        number=str(fields[_NUMBER]),
        checked=date.fromisoformat(str(fields[_CHECKED])),
    )


def _referral(row: Mapping[str, str | None], line: int) -> Referral:
    try:
        checked = date.fromisoformat(_cell(row, _CHECKED))
    except ValueError as error:
        raise ReferralsUnreadableError(line=line) from error
    written = [tag for tag in LANGUAGES if tag in _ALWAYS or f"name_{tag}" in row]
    names = {tag: _cell(row, f"name_{tag}") for tag in written}
    notes = {tag: _cell(row, f"note_{tag}") for tag in written}
    number = _cell(row, _NUMBER)
    if not all(names.values()) or not number or _LOST_DIGITS.fullmatch(number):
        raise ReferralsUnreadableError(line=line)
    if not all(_is_in_its_letters(name, tag) for tag, name in names.items()):
        raise ReferralsLettersError(line=line)
    if any(map(_LOST_LETTERS.search, (*names.values(), *notes.values()))):
        raise ReferralsLettersError(line=line)
    return Referral(MappingProxyType(names), MappingProxyType(notes), number, checked)


def _is_in_its_letters(name: str, tag: str) -> bool:
    """Say whether a name can be read in its language: a spreadsheet may leave ???? of Urdu."""
    if LANGUAGES[tag].direction != "rtl":
        return True
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in name)


def _cell(row: Mapping[str, str | None], column: str) -> str:
    return (row.get(column) or "").strip()
