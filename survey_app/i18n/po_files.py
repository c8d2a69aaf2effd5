"""From the bytes of a PO file to the texts that may be shown.

Room: i18n (floor 1).
Spec: docs/spec/translation-files.md.
Promise: a text that would fail when it is filled in is set aside here, not on the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from survey_app.i18n.errors import (
    CatalogueError,
    CatalogueMissingError,
    CataloguePlaceholderError,
    CatalogueUnreadableError,
)
from survey_app.i18n.placeholders import same_placeholders
from survey_app.i18n.po_lines import po_damage

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Texts:
    """The usable texts of one file: not empty, not fuzzy, placeholders as in the source."""

    forms: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    by_context: Mapping[str, str] = field(default_factory=dict)
    set_aside: tuple[CatalogueError, ...] = ()


NO_TEXTS = Texts()


def read_texts(path: Path) -> Texts:
    """Return the usable texts of the PO file at `path`.

    Raises: CatalogueError, the first damage found; a damaged file is not used in part.
    """
    text = text_of(path)
    damage = po_damage(text, path.name)
    if damage:
        raise damage[0]
    try:
        catalogue = read_po(StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as error:
        raise CatalogueError(file=path.name) from error
    return _usable(list(catalogue), path.name)


def text_of(path: Path) -> str:
    """Return what stands in the file at `path`, without the mark that Windows puts before it.

    Line ends are those of this program, whichever editor wrote the file. It is UTF-8, whatever
    its header says: that is what an editor leaves as it found it.

    Raises: CatalogueMissingError, CatalogueUnreadableError.
    """
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError as error:
        raise CatalogueMissingError(file=path.name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueUnreadableError(file=path.name) from error


def _usable(messages: list[Message], file: str) -> Texts:
    forms: dict[Key, tuple[str, ...]] = {}
    by_context: dict[str, str] = {}
    set_aside: list[CatalogueError] = []
    for message in messages:
        sources, translations = _all_forms(message.id), _all_forms(message.string)
        if not message.id or message.fuzzy or not all(translations):
            continue
        if not all(_fits(sources, translation) for translation in translations):
            set_aside.append(CataloguePlaceholderError(file=file, line=message.lineno or 0))
            continue
        forms[message.context, sources[0]] = translations
        if message.context is not None:
            by_context[message.context] = translations[0]
    return Texts(MappingProxyType(forms), MappingProxyType(by_context), tuple(set_aside))


def _all_forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    if text is None:
        return ("",)
    return (text,) if isinstance(text, str) else tuple(text)


def _fits(sources: tuple[str, ...], translation: str) -> bool:
    """Say whether one of the source forms has the placeholders of `translation`.

    "1 day" and "{n} days" are forms of one message: a plural may leave the number out.
    """
    return any(same_placeholders(source, translation) for source in sources)


def damage_of(path: Path) -> Iterator[CatalogueError]:
    """Yield everything that is wrong with the PO file at `path`, set-aside texts included."""
    try:
        text = text_of(path)
    except CatalogueUnreadableError as unreadable:
        yield unreadable
        return
    damage = po_damage(text, path.name)
    yield from damage
    if not damage:
        yield from read_texts(path).set_aside
