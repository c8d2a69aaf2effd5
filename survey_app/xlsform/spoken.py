"""Which languages a workbook speaks, and in which columns.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 1 (languages).
Promise: every column of texts belongs to exactly one language; none is passed over.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE
from survey_app.xlsform.headings import (
    MEDIA_COLUMNS,
    TEXT_COLUMNS,
    base_name,
    written_language,
)
from survey_app.xlsform.workbook import Row, Sheet, Workbook

_TAG = re.compile(r"\(\s*([A-Za-z][A-Za-z0-9-]*)\s*\)\s*\Z")
_REGION = re.compile(r"-(?:[a-z]{2}|[0-9]{3})\Z")
_WORD = re.compile(r"\w+")

Columns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Spoken:
    """One language of a workbook: its tag, its name inside the form, and its columns.

    `survey` and `choices` give for each kind of text or media the columns that hold it, the
    one that names the language first.
    """

    tag: str
    name: str
    survey: Columns = field(default_factory=dict)
    choices: Columns = field(default_factory=dict)

    def cell(self, sheet: str, row: Row, base: str) -> tuple[str, str]:
        """Return the column and the text of `base` at a row; empty texts when it has none."""
        columns = (self.survey if sheet == "survey" else self.choices).get(base, ())
        for name in columns:
            if text := row.get(name):
                return name, text
        return columns[0] if columns else "", ""


@dataclass(frozen=True)
class Languages:
    """The language a workbook is written in, and the further ones it has columns for."""

    source: Spoken
    others: tuple[Spoken, ...]


def language_named(written: str) -> tuple[str, str]:
    """Return the tag and the name of a language as a heading or a setting writes it.

    Languages of the program have one name each, however a heading writes it: in English, in the
    language itself, or in both, with a tag (of a region, too) or without. Any other keeps its own.

    >>> language_named("English"), language_named("Urdu (ur)"), language_named("Français (fr)")
    (('en', 'English (en)'), ('ur', 'Urdu (ur)'), ('fr', 'Français (fr)'))
    >>> language_named("اُردو (ur)"), language_named("Urdu - اردو")
    (('ur', 'Urdu (ur)'), ('ur', 'Urdu (ur)'))
    >>> language_named("اردو (Urdu)"), language_named("Urdu (ur-PK)")
    (('ur', 'Urdu (ur)'), ('ur', 'Urdu (ur)'))
    >>> language_named("Pashto"), language_named("Roman Urdu (ur)")
    (('pashto', 'Pashto'), ('roman-urdu-ur', 'Roman Urdu (ur)'))
    """
    name = " ".join(written.split())
    found = _TAG.search(name)
    tag = found[1].lower() if found else ""
    words = _words(name[: found.start()] if found else name)
    for known in LANGUAGES.values():
        names = {known.tag, *_words(known.english_name), *_words(known.name)}
        if words <= names and (_REGION.sub("", tag) in names or (words and not found)):
            return known.tag, known.itext_name
    spelt = re.sub(r"\W+", "-", name.lower()).strip("-")
    return (tag if tag and tag not in LANGUAGES else spelt or "und"), name


def _words(name: str) -> set[str]:
    """Return the words of a language's name; signs on letters (اُردو, أردو) make no other word."""
    parts = unicodedata.normalize("NFD", name.lower())
    letters = "".join(one for one in parts if not unicodedata.combining(one))
    return set(_WORD.findall(letters))


def languages_of(workbook: Workbook) -> Languages:
    """Return the languages of `workbook`: that of `default_language`, else English, first.

    Columns that name no language are in the first one. A workbook that names languages in all
    its columns, but never English, is written in the one named first.
    """
    survey, choices = _by_language(workbook.survey), _by_language(workbook.choices)
    found = list(dict.fromkeys([*survey, *choices]))
    first = _first(workbook, [name for name in found if name])
    spoken = [
        Spoken(
            language_named(name)[0],
            name,
            _joined(survey, name, first=first),
            _joined(choices, name, first=first),
        )
        for name in dict.fromkeys([first, *filter(None, found)])
    ]
    return Languages(spoken[0], _told_apart(spoken))


def source_column(workbook: Workbook, sheet: Sheet, base: str) -> str:
    """Return the name of the column of `sheet` with the texts of `base`, or nothing."""
    source = languages_of(workbook).source
    columns = source.survey if sheet.name == "survey" else source.choices
    return next(iter(columns.get(base, ())), "")


def _first(workbook: Workbook, named: list[str]) -> str:
    """Return the name of the language the workbook is written in."""
    wanted = workbook.settings.get("default_language", "")
    english = LANGUAGES[SOURCE_LANGUAGE].itext_name
    bare = any(
        not written_language(column.name)
        for sheet in (workbook.survey, workbook.choices)
        for column in sheet.columns
        if base_name(column.name) in TEXT_COLUMNS
    )
    chosen = language_named(wanted)[1] if wanted and wanted.lower() != "default" else ""
    if chosen and (bare or chosen in named):
        return chosen
    return english if bare or english in named or not named else named[0]


def _by_language(sheet: Sheet) -> Mapping[str, dict[str, list[str]]]:
    """Return for each language of a sheet, "" for none, its columns by kind of text."""
    found: dict[str, dict[str, list[str]]] = {}
    for column in sheet.columns:
        base = base_name(column.name)
        if base in {*TEXT_COLUMNS, *MEDIA_COLUMNS}:
            written = written_language(column.name)
            name = language_named(written)[1] if written else ""
            columns = found.setdefault(name, {}).setdefault(base, [])
            if column.name not in columns:
                columns.append(column.name)
    return found


def _joined(
    found: Mapping[str, dict[str, list[str]]], name: str, *, first: str
) -> Mapping[str, tuple[str, ...]]:
    own = found.get(name, {})
    bare = found.get("", {}) if name == first else {}
    bases = dict.fromkeys([*own, *bare])
    return MappingProxyType({base: (*own.get(base, ()), *bare.get(base, ())) for base in bases})


def _told_apart(spoken: list[Spoken]) -> tuple[Spoken, ...]:
    """Return the languages after the first, each with a tag of its own."""
    return tuple(_others(spoken))


def _others(spoken: list[Spoken]) -> Iterator[Spoken]:
    taken = {spoken[0].tag}
    for place, one in enumerate(spoken[1:], start=2):
        tag = one.tag if one.tag not in taken else f"{one.tag}-{place}"
        taken.add(tag)
        yield Spoken(tag, one.name, one.survey, one.choices)
