"""Translations that are read while the program runs, without a restart.

Room: i18n (floor 1).
Spec: docs/spec/translation-files.md.
Promise: a damaged file never reaches a page; the last good one stays, and it is said.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from babel import Locale

from survey_app.i18n.errors import CatalogueError
from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE, Language, language
from survey_app.i18n.placeholders import fill
from survey_app.i18n.po_files import NO_TEXTS, Texts, read_texts

SECONDS_BETWEEN_LOOKS = 1.0
NEVER = float("-inf")

_Stamp = tuple[int, int]


@dataclass(frozen=True)
class Translator:
    """The texts of one language and domain; looks for a newer file on each use.

    A text without a translation comes back as it was given. No method ever fails on what
    a translator wrote.
    """

    language: Language
    _texts: Callable[[], Texts]

    def gettext(self, msgid: str, /, **values: str | int) -> str:
        """Return the translation of `msgid`; `values` fill its placeholders, isolated."""
        return self._filled(self._form(None, msgid, 0) or msgid, values)

    def pgettext(self, context: str, msgid: str, /, **values: str | int) -> str:
        """Return the translation of `msgid` in `context`."""
        return self._filled(self._form(context, msgid, 0) or msgid, values)

    def ngettext(self, singular: str, plural: str, count: int, /, **values: str | int) -> str:
        """Return the translation whose plural form fits `count`."""
        found = self._form(None, singular, plural_form(self.language, count))
        if found is None:
            found = plural if plural_form(language(SOURCE_LANGUAGE), count) else singular
        return self._filled(found, values)

    def has(self, msgid: str, ctx: str | None = None) -> bool:
        """Say whether there is a usable translation of `msgid`."""
        return (ctx, msgid) in self._texts().forms

    def text(self, ctx: str) -> str | None:
        """Return the text of a context alone (the texts of forms), or nothing."""
        return self._texts().by_context.get(ctx)

    def _form(self, context: str | None, msgid: str, form: int) -> str | None:
        forms = self._texts().forms.get((context, msgid))
        return forms[min(form, len(forms) - 1)] if forms else None

    @staticmethod
    def _filled(text: str, values: Mapping[str, str | int]) -> str:
        return fill(text, values) if values else text


def untranslated() -> Translator:
    """Return what says every text as the program was written."""
    return Translator(language(SOURCE_LANGUAGE), lambda: NO_TEXTS)


def plural_form(language: Language, count: int) -> int:
    """Return the number of the plural form that `count` takes: 0 for one, 1 for many.

    >>> from survey_app.i18n.locales import LANGUAGES
    >>> [plural_form(LANGUAGES["ur"], count) for count in (0, 1, 2)]
    [1, 0, 1]
    """
    return int(Locale.parse(language.region).plural_form(abs(count)) != "one")


@dataclass
class _Watched:
    """One PO file: its last good texts, and what is wrong with it now."""

    path: Path
    texts: Texts = NO_TEXTS
    problem: CatalogueError | None = None
    stamp: _Stamp | None = None
    looked_at: float = NEVER
    lock: Lock = field(default_factory=Lock)

    def current(self, now: float) -> Texts:
        """Return the texts, having looked for a newer file if the last look is old."""
        is_first = self.stamp is None and self.looked_at == NEVER
        is_due = now - self.looked_at >= SECONDS_BETWEEN_LOOKS
        if is_due and self.lock.acquire(blocking=is_first):
            try:
                self._look()
                self.looked_at = now
            finally:
                self.lock.release()
        return self.texts

    def _look(self) -> None:
        stamp = _stamp_of(self.path)
        if stamp == self.stamp and self.looked_at > NEVER:
            return
        try:
            self.texts = read_texts(self.path)
            self.problem = None
        except CatalogueError as error:
            self.problem = error
        self.stamp = stamp


class Catalogues:
    """All translations below one folder: `<root>/<tag>/LC_MESSAGES/<domain>.po`.

    A file is looked at when it is used, at most once a second; it is read again only when
    its time or its size changed.
    """

    def __init__(self, root: Path, ticks: Callable[[], float] = time.monotonic) -> None:
        self._root = root
        self._ticks = ticks
        self._watched: dict[tuple[str, str], _Watched] = {}
        self._lock = Lock()

    def translator(self, tag: str, domain: str = "messages") -> Translator:
        """Return the translator of the language `tag` for `domain`.

        Raises: UnknownLanguageError.
        """
        spoken = language(tag)
        watched = self._watch(tag, domain)
        if watched is None:
            return Translator(spoken, lambda: NO_TEXTS)
        watched.current(self._ticks())
        return Translator(spoken, lambda: watched.current(self._ticks()))

    def translators(self) -> tuple[Translator, ...]:
        """Return one translator for every language of the program."""
        return tuple(map(self.translator, LANGUAGES))

    def problems(self) -> tuple[CatalogueError, ...]:
        """Return what is wrong with the files that are in use, as they are now."""
        found: list[CatalogueError] = []
        for watched in list(self._watched.values()):
            texts = watched.current(self._ticks())
            if watched.problem is not None:
                found.append(watched.problem)
            found.extend(texts.set_aside)
        return tuple(found)

    def _watch(self, tag: str, domain: str) -> _Watched | None:
        known = self._watched.get((tag, domain))
        if known is not None:
            return known
        path = po_path(self._root, tag, domain)
        with self._lock:
            known = self._watched.get((tag, domain))
            if known is None and (tag != SOURCE_LANGUAGE or path.exists()):
                known = self._watched[tag, domain] = _Watched(path)
            return known


def po_path(root: Path, tag: str, domain: str = "messages") -> Path:
    """Return where the translations of `domain` into `tag` live.

    >>> po_path(Path("translations"), "ur", "form-x").as_posix()
    'translations/ur/LC_MESSAGES/form-x.po'
    """
    return root / tag / "LC_MESSAGES" / f"{domain}.po"


def _stamp_of(path: Path) -> _Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
