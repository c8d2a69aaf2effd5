"""Which languages a compiled form speaks, and with which words.

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md section 5 (the gate).
Promise: she never meets a text in a language she did not choose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey_app.canonical import canonical_json, sha256_hex
from survey_app.i18n.locales import SOURCE_LANGUAGE
from survey_app.xlsform.texts import SourceText
from survey_app.xlsform.translation import TextState, state_of

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Tongue:
    """One language of a form: every text by context, and whether people reviewed it."""

    tag: str
    words: Mapping[str, str]
    is_reviewed: bool

    @property
    def text_hash(self) -> str:
        """Return the hash of every text of the form in this language."""
        return sha256_hex(canonical_json(self.words))


def spoken(sources: Sequence[SourceText], texts: Texts) -> tuple[list[Tongue], list[str]]:
    """Return the languages in which every respondent text is there, and the tags of the rest.

    English is always there, as the author wrote it. Texts for the researcher alone fall
    back to English.
    """
    as_written = {source.ctx: source.text for source in sources}
    english = Tongue(SOURCE_LANGUAGE, as_written, is_reviewed=True)
    tongues, left_out = [english], []
    for tag in sorted(set(texts) - {SOURCE_LANGUAGE}):
        tongue = _tongue(tag, sources, texts[tag])
        if tongue is None:
            left_out.append(tag)
        else:
            tongues.append(tongue)
    return tongues, left_out


def _tongue(tag: str, sources: Sequence[SourceText], texts: Mapping[str, str]) -> Tongue | None:
    states = {source.ctx: state_of(source, texts) for source in sources}
    heard = [source.ctx for source in sources if source.is_respondent]
    if not all(states[ctx].is_usable for ctx in heard):
        return None
    words = {
        source.ctx: texts[source.ctx] if states[source.ctx].is_usable else source.text
        for source in sources
    }
    return Tongue(tag, words, is_reviewed=all(states[ctx] is TextState.REVIEWED for ctx in heard))
