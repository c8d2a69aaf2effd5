"""Read a PO file strictly: every line must be a line of a PO file.

Room: i18n (floor 1).
Spec: docs/spec/translation-files.md section 2.
Promise: what the usual readers accept with a letter cut off is refused here, with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from survey_app.i18n.errors import (
    CatalogueCharacterError,
    CatalogueDuplicateError,
    CatalogueError,
    CatalogueLineError,
    CatalogueOrderError,
    CataloguePluralError,
)

_UNKEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""No form can hold these, and where one stands readers of PO files begin another line."""
_ESCAPED_UNKEPT = re.compile(r"(?<!\\)(?:\\\\)*(\\[abfvx0-7])")
_STRING = r'"(?:[^"\\]|\\(?:[abfnrtv"\\]|[0-7]{1,3}|x[0-9a-fA-F]{1,2}))*"'
_LINE = re.compile(
    rf"(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[(?P<form>\d)\])?)[ \t]+)?"
    rf"(?P<string>{_STRING})[ \t]*\Z"
)
_NPLURALS = re.compile(r"nplurals\s*=\s*(\d)")
_FOLLOWS = {
    "msgctxt": {""},
    "msgid": {"", "msgctxt"},
    "msgid_plural": {"msgid"},
    "msgstr": {"msgid"},
}
_ENDS = re.compile(r"msgstr|msgstr\[\d\]")


@dataclass
class _Entry:
    """An entry while its lines are being read."""

    line: int
    parts: dict[str, str] = field(default_factory=dict)
    last: str = ""

    @property
    def identity(self) -> tuple[str | None, str | None]:
        return self.parts.get("msgctxt"), self.parts.get("msgid")

    @property
    def forms(self) -> int:
        return sum(part.startswith("msgstr[") for part in self.parts)

    @property
    def is_whole(self) -> bool:
        if "msgid_plural" in self.parts:
            return self.forms > 0 and "msgstr" not in self.parts
        return "msgid" in self.parts and "msgstr" in self.parts


def po_damage(text: str, file: str) -> tuple[CatalogueError, ...]:
    r"""Return everything that makes `text` no sound PO file, in the order of its lines.

    Comments and retired entries (`#~`) are not looked at.

    >>> [str(found) for found in po_damage('msgid "a"\nmsgstr "b', "x.po")][0][:22]
    'Line 2 of x.po is dama'
    """
    return tuple(_Reader(file).damage(text))


class _Reader:
    """One pass over the lines of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.seen: dict[tuple[str | None, str | None], int] = {}
        self.nplurals: int | None = None

    def damage(self, text: str) -> Iterator[CatalogueError]:
        entry: _Entry | None = None
        for number, raw in enumerate(text.split("\n"), start=1):
            line = raw.strip(" \t")
            unkept = _unkept(line)
            if unkept:
                yield CatalogueCharacterError(file=self.file, line=number, found=unkept)
            if not line or line.startswith("#"):
                if entry is not None and (not line or entry.is_whole):
                    yield from self._closed(entry)
                    entry = None
                continue
            found = _LINE.match(line)
            if found is None:
                yield CatalogueLineError(file=self.file, line=number)
                entry = None
                continue
            keyword = found["keyword"] or ""
            if keyword in {"msgctxt", "msgid"} and entry is not None and _ENDS.match(entry.last):
                yield from self._closed(entry)
                entry = None
            if entry is None:
                entry = _Entry(line=number)
            if not _accepts(entry, keyword):
                yield CatalogueOrderError(file=self.file, line=number)
                entry = None
                continue
            _add(entry, keyword, found["string"][1:-1])
        if entry is not None:
            yield from self._closed(entry)

    def _closed(self, entry: _Entry) -> Iterator[CatalogueError]:
        if not entry.is_whole:
            yield CatalogueOrderError(file=self.file, line=entry.line)
            return
        first = self.seen.setdefault(entry.identity, entry.line)
        if first != entry.line:
            yield CatalogueDuplicateError(file=self.file, line=entry.line, first=first)
        if entry.identity == (None, ""):
            promised = _NPLURALS.search(entry.parts["msgstr"])
            self.nplurals = int(promised[1]) if promised else None
        elif "msgid_plural" in entry.parts and self.nplurals not in {None, entry.forms}:
            yield CataloguePluralError(
                file=self.file, line=entry.line, found=entry.forms, needed=self.nplurals or 0
            )


def _unkept(line: str) -> str:
    """Return the name of the first character of a line that no text can keep; "" when none is."""
    found = _UNKEPT.search(line)
    if found:
        return f"U+{ord(found[0]):04X}"
    escaped = None if line.startswith("#") else _ESCAPED_UNKEPT.search(line)
    return escaped[1] if escaped else ""


def _accepts(entry: _Entry, keyword: str) -> bool:
    if not keyword:
        return bool(entry.last)
    if keyword in entry.parts:
        return False
    if keyword.startswith("msgstr["):
        return entry.last == "msgid_plural" or entry.last.startswith("msgstr[")
    return entry.last in _FOLLOWS[keyword]


def _add(entry: _Entry, keyword: str, string: str) -> None:
    if keyword:
        entry.parts[keyword] = string
        entry.last = keyword
    else:
        entry.parts[entry.last] += string
