"""Which recording speaks which text: a list that goes stale by itself when the text changes.

Room: xlsform (floor 4).
Spec: docs/spec/recordings.md.
Promise: a recording of other words than those on the page is never attached to them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import cast

from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    read_canonical_json,
    sha256_hex,
)
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.translating.texts import SourceText, source_texts
from survey_app.xlsform.translating.tongues import Tongue
from survey_app.xlsform.workbook import CHOICES, SURVEY, Workbook

LIST = "recordings.json"
FORMAT = "survey-app recordings 1"
VALUE = "${"


class Heard(Enum):
    """How a text stands: recorded, recorded in other words, or not at all."""

    RECORDED = "recorded"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True)
class Recording:
    """A file, and the mark of the text it speaks."""

    file: str
    mark: str


@dataclass(frozen=True)
class Prompt:
    """One text to be spoken, in the order of the form."""

    ctx: str
    text: str
    heard: Heard
    file: str = ""


Recordings = Mapping[str, Mapping[str, Recording]]
"""By language, then by context."""
NO_RECORDINGS: Recordings = MappingProxyType({})


def mark_of(text: str) -> str:
    """Return the mark of a text: any other text has another.

    >>> mark_of("Yes") == mark_of("Yes "), len(mark_of("Yes"))
    (False, 64)
    """
    return sha256_hex(text.encode())


def read_recordings(files: Mapping[str, bytes]) -> Recordings:
    """Return the list among the files of a form; a damaged one holds no recording."""
    try:
        whole = cast("Mapping[str, Json]", read_canonical_json(files[LIST]))
        if whole["format"] != FORMAT:
            return NO_RECORDINGS
        tongues = cast("Mapping[str, Mapping[str, Sequence[str]]]", whole["languages"])
        return {
            tag: {ctx: Recording(*map(str, pair)) for ctx, pair in one.items()}
            for tag, one in tongues.items()
        }
    except (NotCanonicalError, KeyError, TypeError, AttributeError, ValueError):
        return NO_RECORDINGS


def recordings_bytes(recordings: Recordings) -> bytes:
    """Return the list as the file beside the recordings."""
    tongues: dict[str, Json] = {
        tag: {ctx: [one.file, one.mark] for ctx, one in sorted(inside.items())}
        for tag, inside in sorted(recordings.items())
    }
    return canonical_json({"format": FORMAT, "languages": tongues})


def with_recording(recordings: Recordings, tag: str, ctx: str, one: Recording) -> Recordings:
    """Return the list with one recording more, in the place of an earlier one."""
    return {**recordings, tag: {**recordings.get(tag, {}), ctx: one}}


def prompts(
    workbook: Workbook, tongue: Tongue, recordings: Recordings, files: Collection[str]
) -> tuple[Prompt, ...]:
    """Return every text that is spoken to her, each once, in the order in which it is asked.

    A text with an answer in it cannot be recorded before it is asked and is not among them.
    """
    known = recordings.get(tongue.tag, {})
    found: dict[str, Prompt] = {}
    for source in _spoken(workbook):
        text = tongue.places.get(source.place, "")
        if text and VALUE not in text and source.ctx not in found:
            found[source.ctx] = _prompt(source.ctx, text, known, files)
    return tuple(found.values())


def with_sounds(
    workbook: Workbook, tongues: Sequence[Tongue], files: Collection[str], recordings: Recordings
) -> list[Tongue]:
    """Return the languages with the files of the recordings that speak their present texts."""
    if not recordings:
        return list(tongues)
    return [
        replace(
            tongue,
            sounds={
                source.place: one.file
                for source in _labels(workbook)
                if (one := _current(source, tongue, recordings.get(tongue.tag, {}))) is not None
                and one.file in files
            },
        )
        for tongue in tongues
    ]


def _prompt(ctx: str, text: str, known: Mapping[str, Recording], files: Collection[str]) -> Prompt:
    one = known.get(ctx)
    if one is None or one.file not in files:
        return Prompt(ctx, text, Heard.MISSING)
    heard = Heard.RECORDED if one.mark == mark_of(text) else Heard.STALE
    return Prompt(ctx, text, heard, one.file)


def _current(
    source: SourceText, tongue: Tongue, known: Mapping[str, Recording]
) -> Recording | None:
    one = known.get(source.ctx)
    text = tongue.places.get(source.place, "")
    return one if one is not None and one.mark == mark_of(text) else None


def _labels(workbook: Workbook) -> Iterator[SourceText]:
    return (
        source
        for source in source_texts(workbook)
        if source.is_respondent and source.sheet in {SURVEY, CHOICES} and source.place[2] == "label"
    )


def _spoken(workbook: Workbook) -> Iterator[SourceText]:
    """Yield the labels of questions, each followed by those of its choices."""
    labels = list(_labels(workbook))
    lists: dict[str, list[SourceText]] = {}
    for source in labels:
        if source.sheet == CHOICES:
            lists.setdefault(source.row.get("list_name"), []).append(source)
    for source in labels:
        kind = kind_of(source.row.get("type"))
        if source.sheet == SURVEY and (kind is None or kind.place == "question"):
            yield source
            yield from lists.get(kind.list_name if kind is not None else "", ())
