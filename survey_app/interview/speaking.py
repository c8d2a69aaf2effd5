"""What is read out at a place: labels, hints, messages, with answers in them.

Room: interview.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from survey_app.interview.asking import ask_text
from survey_app.interview.host import FormHost
from survey_app.interview.live import LiveNode
from survey_app.xform.definition import FormDef
from survey_app.xform.wording import Template, Wording
from survey_app.xpath.evaluation import Context
from survey_app.xpath.syntax import Call

NOTHING: Mapping[str, str] = MappingProxyType({})


class TextPart(NamedTuple):
    """A piece of a text; `is_value` for an answer that stands in it, to be isolated."""

    text: str
    is_value: bool = False


class Said(NamedTuple):
    """A text as it is said now: in pieces, and as one string."""

    parts: tuple[TextPart, ...]
    text: str


SILENCE = Said((), "")


class Speaker:
    """Says the texts of a form in one language at a time; falls back to the default one.

    A text without a value in it is put together once for the form and the language.
    """

    def __init__(self, form: FormDef, host: FormHost) -> None:
        self._form = form
        self._host = host
        self._language = form.default_language
        self._fixed = form.keep(f"texts in {self._language}")

    @property
    def language(self) -> str:
        """Return the language of the moment, as the form names it."""
        return self._language

    @language.setter
    def language(self, name: str) -> None:
        self._language = name
        self._fixed = self._form.keep(f"texts in {name}")

    def said(self, wording: Wording | None, node: LiveNode, form: str = "") -> Said:
        """Return a text at `node`. A wording lives as long as its form."""
        if wording is None:
            return SILENCE
        key = (id(wording), form) if form else id(wording)
        known = self._fixed.get(key)
        if isinstance(known, Said):
            return known
        plain = self._plain(wording, form)
        if plain is not None:
            self._fixed[key] = plain
            return plain
        parts = self._parts(wording, node, form)
        said = _said(parts)
        if wording.source is None and not any(part.is_value for part in parts):
            self._fixed[key] = said
        return said

    def parts(
        self, wording: Wording | None, node: LiveNode, form: str = ""
    ) -> tuple[TextPart, ...]:
        """Return the pieces of a text at `node`."""
        return self.said(wording, node, form).parts

    def say(self, wording: Wording | None, node: LiveNode, form: str = "") -> str:
        """Return a text at `node` as one string."""
        return self.said(wording, node, form).text

    def by_id(self, text_id: str, node: LiveNode, form: str = "") -> Said:
        """Return the text with this id, SILENCE when there is none."""
        found = self._form.translations.find(text_id, self._language, form)
        parts = self._filled(found or (), node)
        return _said(parts) if parts else SILENCE

    def media(self, wording: Wording | None, node: LiveNode) -> Mapping[str, str]:
        """Return the addresses of what is shown and heard with a text, by its form."""
        if wording is None or wording.text_id is None:
            return NOTHING
        return self.media_by_id(wording.text_id, node)

    def media_by_id(self, text_id: str, node: LiveNode) -> Mapping[str, str]:
        """Return the addresses that belong to the text with this id, by its form."""
        forms = self._form.translations.media_of(text_id)
        if not forms:
            return NOTHING
        said = {form: self.by_id(text_id, node, form).text for form in forms}
        return {form: address for form, address in said.items() if address}

    def is_fixed(self, text_id: str) -> bool:
        """Say whether the text with this id has no value in it, in any language."""
        return text_id not in self._form.translations.outputs

    def _plain(self, wording: Wording, form: str) -> Said | None:
        """Return a text that is the same everywhere; None where a value stands in it."""
        if wording.source is not None:
            return None
        found: Template | None = () if form else wording.template
        if wording.text_id is not None:
            found = self._form.translations.find(wording.text_id, self._language, form)
        if not found:
            return SILENCE
        text = found[0]
        return Said((TextPart(text),), text) if len(found) == 1 and isinstance(text, str) else None

    def _parts(self, wording: Wording, node: LiveNode, form: str) -> tuple[TextPart, ...]:
        if wording.source is not None:
            return self._named(wording.source, node, form)
        if wording.text_id is None:
            return () if form else self._filled(wording.template, node)
        found = self._form.translations.find(wording.text_id, self._language, form)
        return self._filled(found or (), node)

    def _named(self, source: str, node: LiveNode, form: str) -> tuple[TextPart, ...]:
        """Return a text that an expression names; where it works out an id, the text of that id."""
        tree = self._form.expression_at(source, node.path).tree
        if not isinstance(tree, Call) or tree.name != "jr:itext":
            computed = TextPart(self._computed(source, node), is_value=True)
            return () if form else (computed,)
        inside = source[source.index("(") + 1 : source.rindex(")")]
        found = self._form.translations.find(self._computed(inside, node), self._language, form)
        return self._filled(found or (), node)

    def _filled(self, template: Template, node: LiveNode) -> tuple[TextPart, ...]:
        return tuple(
            TextPart(part)
            if isinstance(part, str)
            else TextPart(self._computed(part.source, node), is_value=True)
            for part in template
        )

    def _computed(self, source: str, node: LiveNode) -> str:
        if not source:
            return ""
        expression = self._form.expression_at(source, node.path)
        if not expression.steady:
            self._host.turn(node, source)
        return ask_text(expression, Context(node, self._host))


def _said(parts: tuple[TextPart, ...]) -> Said:
    return Said(parts, parts[0].text if len(parts) == 1 else joined(parts))


def joined(parts: Sequence[TextPart]) -> str:
    """Return the pieces as one string."""
    return "".join(part.text for part in parts)
