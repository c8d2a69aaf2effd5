"""What is read out at a place: labels, hints, messages, with answers in them.

Room: interview.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from survey_app.interview.asking import ask_text
from survey_app.interview.host import FormHost
from survey_app.interview.live import LiveNode
from survey_app.xform.definition import FormDef
from survey_app.xform.wording import Template, Wording
from survey_app.xpath.evaluation import Context

_NO_MEDIA: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class TextPart:
    """A piece of a text; `is_value` for an answer that stands in it, to be isolated."""

    text: str
    is_value: bool = False


class Speaker:
    """Says the texts of a form in one language at a time; falls back to the default one."""

    def __init__(self, form: FormDef, host: FormHost) -> None:
        self._form = form
        self._host = host
        self.language = form.default_language

    def parts(
        self, wording: Wording | None, node: LiveNode, form: str = ""
    ) -> tuple[TextPart, ...]:
        """Return the pieces of a text at `node`."""
        if wording is None:
            return ()
        if wording.source is not None:
            return () if form else (TextPart(self._computed(wording.source, node)),)
        if wording.text_id is None:
            return () if form else self._filled(wording.template, node)
        found = self._form.translations.find(wording.text_id, self.language, form)
        return self._filled(found or (), node)

    def say(self, wording: Wording | None, node: LiveNode, form: str = "") -> str:
        """Return a text at `node` as one string."""
        return "".join(part.text for part in self.parts(wording, node, form))

    def by_id(self, text_id: str, node: LiveNode, form: str = "") -> tuple[TextPart, ...]:
        """Return the pieces of the text with this id, none when there is none."""
        return self._filled(self._form.translations.find(text_id, self.language, form) or (), node)

    def media(self, wording: Wording | None, node: LiveNode) -> Mapping[str, str]:
        """Return the addresses of what is shown and heard with a text, by its form."""
        if wording is None or wording.text_id is None:
            return _NO_MEDIA
        return self.media_by_id(wording.text_id, node)

    def media_by_id(self, text_id: str, node: LiveNode) -> Mapping[str, str]:
        """Return the addresses that belong to the text with this id, by its form."""
        forms = self._form.translations.media_of(text_id)
        if not forms:
            return _NO_MEDIA
        said = {form: joined(self.by_id(text_id, node, form)) for form in forms}
        return {form: address for form, address in said.items() if address}

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


def joined(parts: Sequence[TextPart]) -> str:
    """Return the pieces as one string."""
    return "".join(part.text for part in parts)
