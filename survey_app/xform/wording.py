"""Texts of a form: what is read out, with the places where answers appear in it.

Room: xform.
Spec: docs/spec/form-definition.md, "Texts".
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

MISSING = "-"
"""What compilers of forms write where a translation is absent."""

MEDIA = frozenset({"image", "big-image", "audio", "video"})
"""The forms of a text that name a file."""


@dataclass(frozen=True)
class Output:
    """A place in a text where the value of an expression appears."""

    source: str


Template: TypeAlias = tuple[str | Output, ...]
"""A text cut at its outputs."""


class Wording(NamedTuple):
    """A label, hint or message: written in place, or the id of a text in every language.

    `source` is the expression that names the text, where it has to be computed.
    """

    template: Template = ()
    text_id: str | None = None
    source: str | None = None


_MISSING: Template = (MISSING,)
_NO_TEXTS: Mapping[str, Mapping[str, Template]] = {}


@dataclass(frozen=True)
class Translations:
    """All texts with an id, by language, id and form ("" for the plain one, "guidance" ...)."""

    languages: tuple[str, ...] = ()
    default: str = ""
    texts: Mapping[str, Mapping[str, Mapping[str, Template]]] = field(default_factory=dict)

    @cached_property
    def outputs(self) -> Mapping[str, tuple[Output, ...]]:
        """Return the outputs of each text that has some, in any language and form."""
        found: dict[str, dict[Output, None]] = {}
        for texts in self.texts.values():
            for text_id, forms in texts.items():
                for template in forms.values():
                    if len(template) == 1 and isinstance(template[0], str):
                        continue
                    for part in template:
                        if isinstance(part, Output) and part.source:
                            found.setdefault(text_id, {})[part] = None
        return {text_id: tuple(parts) for text_id, parts in found.items()}

    def find(self, text_id: str, language: str, form: str = "") -> Template | None:
        """Return a text in `language`, else in the default one; None where there is none.

        A voice of another language than the text beside it is no help: sounds have no default.
        """
        forms = self.texts.get(language, _NO_TEXTS).get(text_id)
        found = None if forms is None else forms.get(form)
        if found and found != _MISSING:
            return found
        if language == self.default or form == "audio":
            return None
        return self.find(text_id, self.default, form)

    @cached_property
    def _media(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for texts in self.texts.values():
            for text_id, forms in texts.items():
                if len(forms) > 1 or "" not in forms:
                    found.setdefault(text_id, set()).update(forms.keys() & MEDIA)
        return {text_id: tuple(sorted(forms)) for text_id, forms in found.items() if forms}

    def media_of(self, text_id: str) -> tuple[str, ...]:
        """Return which kinds of media any language has for a text."""
        return self._media.get(text_id, ())

    @cached_property
    def ids(self) -> AbstractSet[str]:
        """Return the ids of the texts that any language has."""
        return frozenset().union(*self.texts.values())


def outputs_of(wording: Wording, translations: Translations) -> Sequence[Output]:
    """Return the places in a text, in any language, where the value of an expression appears."""
    if wording.text_id is not None:
        return translations.outputs.get(wording.text_id, ())
    return [part for part in wording.template if isinstance(part, Output) and part.source]


def plain(template: Template | None) -> str:
    """Return a template as one string, each output as the last step of its path in braces.

    >>> plain(("Age of ", Output("/data/child/name"), "?"))
    'Age of {name}?'
    """
    if template is None:
        return ""
    return "".join(
        part if isinstance(part, str) else "{" + part.source.strip().split("/")[-1] + "}"
        for part in template
    )
