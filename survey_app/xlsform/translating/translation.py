"""The translation of one form into one language, as its file holds it.

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md.
Promise: an edit on either side makes a review mark stale by itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import polib

from survey_app.canonical import length_prefixed, sha256_hex
from survey_app.i18n.errors import CatalogueError
from survey_app.i18n.lint import lint
from survey_app.i18n.po_files import text_of
from survey_app.i18n.po_lines import po_damage
from survey_app.xlsform.translating.texts import SourceText

_REVIEW = re.compile(r"^review\s+(?P<mark>[0-9a-f]{8})\s+by\s+(?P<name>\S+)", re.MULTILINE)
_OPEN_REFERENCE = re.compile(r"\$\{(?![^{}$]+\})")
_REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


class TextState(Enum):
    """How far a translation of one text has come; only the last is done."""

    MISSING = "missing"
    STALE = "stale"
    FUZZY = "fuzzy"
    BROKEN = "broken"
    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"

    @property
    def is_usable(self) -> bool:
        """Say whether the text may be shown: the last two states."""
        return self in {TextState.UNREVIEWED, TextState.REVIEWED}


@dataclass(frozen=True)
class Translated:
    """One entry: the English it was made from, the text, and its marks."""

    source: str
    text: str
    fuzzy: bool = False
    reviewed: bool = False


@dataclass(frozen=True)
class Translation(Mapping[str, str]):
    """All entries of one form and language; as a mapping, context to text.

    Fuzzy and empty entries are in `entries` but not in the mapping.
    """

    tag: str
    entries: Mapping[str, Translated] = field(default_factory=dict)

    def __getitem__(self, ctx: str) -> str:
        """Return the text of `ctx`; KeyError when it has none that could be shown."""
        entry = self.entries[ctx]
        if entry.fuzzy or not entry.text:
            raise KeyError(ctx)
        return entry.text

    def __iter__(self) -> Iterator[str]:
        """Yield the contexts that have a text."""
        return (ctx for ctx, entry in self.entries.items() if entry.text and not entry.fuzzy)

    def __len__(self) -> int:
        """Return how many contexts have a text."""
        return sum(1 for _ in self)


def state_of(source: SourceText, texts: Mapping[str, str]) -> TextState:
    """Return how far the translation of `source` is.

    A plain mapping carries no marks: what it holds counts as fresh and unreviewed.
    """
    if not isinstance(texts, Translation):
        return _state_of_text(source, texts.get(source.ctx, ""))
    entry = texts.entries.get(source.ctx)
    if entry is None or not entry.text:
        return TextState.MISSING
    if entry.fuzzy:
        return TextState.FUZZY
    if entry.source != source.text:
        return TextState.STALE
    state = _state_of_text(source, entry.text)
    return TextState.REVIEWED if state.is_usable and entry.reviewed else state


def references(text: str) -> frozenset[str]:
    """Return the questions whose answers a text shows, as `${name}`.

    >>> sorted(references("How old is ${child}?"))
    ['child']
    """
    return frozenset(_REFERENCE.findall(text))


def has_open_reference(text: str) -> bool:
    """Say whether a `${` in the text has no name or no end.

    >>> has_open_reference("${age"), has_open_reference("${}"), has_open_reference("${age}")
    (True, True, False)
    """
    return bool(_OPEN_REFERENCE.search(text))


def read_translation(path: Path, tag: str) -> Translation:
    """Return the translation in the PO file at `path`; an empty one when there is no file.

    Raises: CatalogueError, the first damage found.
    """
    if not path.exists():
        return Translation(tag)
    entries = {
        entry.msgctxt: Translated(entry.msgid, entry.msgstr, entry.fuzzy, is_reviewed(entry, tag))
        for entry in read_po_entries(path)
        if entry.msgctxt and not entry.obsolete
    }
    return Translation(tag, entries)


def read_po_entries(path: Path) -> polib.POFile:
    """Return the file at `path` with all its comments, having looked at each line of it.

    Raises: CatalogueError.
    """
    text = text_of(path)
    damage = po_damage(text, path.name)
    if damage:
        raise damage[0]
    try:
        return polib.pofile(text, wrapwidth=0)
    except (OSError, ValueError) as error:
        raise CatalogueError(file=path.name) from error


def review_mark(msgid: str, msgstr: str) -> str:
    """Return the mark of a reviewed pair of texts: 8 hexadecimal letters.

    >>> review_mark("Yes", "ہاں") == review_mark("Yes", "جی ہاں")
    False
    """
    return sha256_hex(length_prefixed(msgid.encode(), msgstr.encode()))[:8]


def is_reviewed(entry: polib.POEntry, tag: str = "ur") -> bool:
    """Say whether a review line of the entry fits its texts, in the language `tag`, as they are.

    A text in which the lint finds an error counts as unreviewed, whoever signed it.
    """
    mark = review_mark(entry.msgid, entry.msgstr)
    signed = any(found["mark"] == mark for found in _REVIEW.finditer(entry.tcomment))
    return signed and is_clean(entry.msgid, entry.msgstr, tag)


def is_clean(source: str, text: str, tag: str = "ur") -> bool:
    """Say whether the lint finds no error in `text`; warnings are for a person to weigh.

    >>> is_clean("Yes", "ہاں"), is_clean("Is it so?", "ایسا ہے?")
    (True, False)
    """
    return all(remark.rule.severity != "error" for remark in lint(source, text, tag=tag))


def _state_of_text(source: SourceText, text: str) -> TextState:
    if not text:
        return TextState.MISSING
    if references(text) != references(source.text) or has_open_reference(text):
        return TextState.BROKEN
    return TextState.UNREVIEWED
