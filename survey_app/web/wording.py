"""The words of a page: translated, with every inserted value kept apart from its neighbours.

Room: web. Templates call `_()` for markup and `gettext()` where only plain text may stand.
Promise: a value can neither break the page nor turn the line around it; a translator's
mistake in a placeholder never stops a page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from survey_app.errors import SurveyError
from survey_app.i18n.bidi import (
    has_right_to_left,
    isolate,
    keep_numbers,
    keep_signs,
    without_direction_characters,
)
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.locales import SOURCE_LANGUAGE

_ENGLISH = Markup('<bdi lang="en" dir="ltr">{}</bdi>')
"""Between right-to-left lines its full stop stood before it, and a reader spoke it as Urdu."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Wording:
    """All that a template needs to speak one language."""

    translator: Translator

    @property
    def lang(self) -> str:
        """Return the value of the `lang` attribute."""
        return self.translator.language.tag

    @property
    def direction(self) -> str:
        """Return the value of the `dir` attribute."""
        return self.translator.language.direction

    def markup(self, msgid: str, **values: object) -> Markup:
        """Return the sentence as markup; each value is escaped and isolated in `<bdi>`."""
        return self._spoken(msgid, self.translator.gettext(msgid), values)

    def ngettext(self, singular: str, plural: str, count: int, /, **values: object) -> Markup:
        """Return the sentence for `count` things as markup; `{count}` may stand in it.

        Its name is known to the extraction: both sentences are written where it is called.
        """
        text = self.translator.ngettext(singular, plural, count)
        return self._spoken(singular, text, {"count": count, **values})

    def gettext(self, msgid: str, **values: object) -> str:
        """Return the sentence as plain text, for attributes and titles."""
        filled = {name: str(value) for name, value in values.items()}
        return self.translator.gettext(msgid, **filled)

    def of_error(self, error: SurveyError) -> Markup:
        """Return what `error` says, in this language."""
        return self._spoken(error.msgid, self.translator.gettext(error.msgid), error.details)

    def _spoken(self, msgid: str, text: str, values: Mapping[str, object]) -> Markup:
        """Return `text`, which says `msgid`, as markup; where that is English still, as English."""
        if self.lang != SOURCE_LANGUAGE and not self.translator.has(msgid):
            return _ENGLISH.format(fill_markup(text, values))
        return fill_markup(keep_signs(text) if self.direction == "rtl" else text, values)


def fill_markup(text: str, values: Mapping[str, object]) -> Markup:
    """Return `text` with its `{placeholders}` filled by isolated values; never fails.

    >>> fill_markup("{n} < 5", {"n": "<b>"})
    Markup('<bdi>&lt;b&gt;</bdi> &lt; 5')
    >>> fill_markup("{unknown}", {})
    Markup('{unknown}')
    """
    pieces: list[Markup] = []
    rest = 0
    for found in _PLACEHOLDER.finditer(text):
        if found.group(1) in values:
            pieces += [escape(text[rest : found.start()]), bdi(values[found.group(1)])]
            rest = found.end()
    return Markup("").join([*pieces, escape(text[rest:])])


def bdi(value: object) -> Markup:
    """Return `value` as an isolated island; markup stays as it is inside.

    >>> bdi("0-18")
    Markup('<bdi>0-18</bdi>')
    """
    inside = value if isinstance(value, Markup) else _in_order(str(value))
    return Markup("<bdi>{}</bdi>").format(inside)


def _in_order(text: str) -> str:
    """Return what somebody typed without turns of its own, its numbers in their order."""
    plain = without_direction_characters(text)
    return keep_numbers(plain) if has_right_to_left(plain) else plain


def globals_of(wording: Callable[[], Wording]) -> dict[str, object]:
    """Return what every template may call; `wording` tells the language of this request."""
    return {
        "_": lambda msgid, **values: wording().markup(msgid, **values),
        "ngettext": lambda one, many, count, **values: wording().ngettext(
            one, many, count, **values
        ),
        "gettext": lambda msgid, **values: wording().gettext(msgid, **values),
        "bdi": bdi,
        "isolate": isolate,
    }
