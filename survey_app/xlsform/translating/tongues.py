"""Which languages a compiled form speaks, and with which words.

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md section 5 (the gate).
Promise: a language of the translation files is spoken whole or not at all; a language of the
workbook is spoken as its author wrote it, and never reviewed by that alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from survey_app.canonical import canonical_json, sha256_hex
from survey_app.i18n.locales import LANGUAGES
from survey_app.xlsform.spoken import Spoken, languages_of
from survey_app.xlsform.translating.texts import Place, SourceText, column_texts, source_texts
from survey_app.xlsform.translating.translation import TextState, state_of
from survey_app.xlsform.workbook import Workbook

Texts = Mapping[str, Mapping[str, str]]

_NO_TEXTS: Mapping[str, str] = MappingProxyType({})
_NO_SOUNDS: Mapping[Place, str] = MappingProxyType({})


@dataclass(frozen=True)
class Tongue:
    """One language of a form: every text by its context and by its place.

    `gaps` are texts of the respondent that have no translation: the form shows the text of
    the workbook's own language there. `columns` are those of the workbook, if it has any;
    `sounds` the files of recordings that speak these very texts.
    """

    tag: str
    name: str
    words: Mapping[str, str]
    places: Mapping[Place, str]
    is_reviewed: bool
    columns: Spoken | None = None
    gaps: tuple[SourceText, ...] = ()
    sounds: Mapping[Place, str] = field(default_factory=lambda: _NO_SOUNDS)

    @property
    def text_hash(self) -> str:
        """Return the hash of every text of the form in this language."""
        return sha256_hex(canonical_json(self.words))


def spoken(workbook: Workbook, texts: Texts) -> tuple[list[Tongue], list[str]]:
    """Return the languages a form is compiled in, its own first, and the tags of the rest.

    A language of `texts` alone is left out when a text the respondent would hear is missing;
    texts for the researcher fall back to the workbook's own language.
    """
    sources, languages = source_texts(workbook), languages_of(workbook)
    own = languages.source
    as_written = {source.place: source.text for source in sources}
    extra = {place: text for place, text in column_texts(workbook, own) if place not in as_written}
    words = _by_context(sources, as_written)
    tongues = [Tongue(own.tag, own.name, words, as_written | extra, is_reviewed=True, columns=own)]
    columns = {one.tag: one for one in languages.others}
    left_out: list[str] = []
    for tag in sorted({*texts, *columns} - {own.tag}):
        if tag in columns:
            tongues.append(_of_columns(workbook, columns[tag], sources, texts.get(tag, _NO_TEXTS)))
            continue
        tongue = _of_file(tag, sources, texts[tag])
        if tongue is None:
            left_out.append(tag)
        else:
            tongues.append(tongue)
    return tongues, left_out


def _of_file(tag: str, sources: Sequence[SourceText], texts: Mapping[str, str]) -> Tongue | None:
    states = [state_of(source, texts) for source in sources]
    pairs = list(zip(sources, states, strict=True))
    if not all(state.is_usable for source, state in pairs if source.is_respondent):
        return None
    places = {
        source.place: texts[source.ctx] if state.is_usable else source.text
        for source, state in pairs
    }
    return Tongue(
        tag, LANGUAGES[tag].itext_name, _by_context(sources, places), places, _is_reviewed(pairs)
    )


def _of_columns(
    workbook: Workbook, own: Spoken, sources: Sequence[SourceText], texts: Mapping[str, str]
) -> Tongue:
    """Return a language of the workbook; a text in a translation file goes before its cell."""
    places = dict(column_texts(workbook, own))
    pairs = [(source, state_of(source, texts)) for source in sources]
    gaps: list[SourceText] = []
    for source, state in pairs:
        if state.is_usable:
            places[source.place] = texts[source.ctx]
        elif source.place not in places:
            places[source.place] = source.text
            if source.is_respondent:
                gaps.append(source)
    words = _by_context(sources, places)
    return Tongue(own.tag, own.name, words, places, _is_reviewed(pairs), own, tuple(gaps))


def _is_reviewed(pairs: Sequence[tuple[SourceText, TextState]]) -> bool:
    return all(state is TextState.REVIEWED for source, state in pairs if source.is_respondent)


def _by_context(sources: Sequence[SourceText], places: Mapping[Place, str]) -> Mapping[str, str]:
    """Return the texts by context; where two questions share one, the row tells them apart."""
    words: dict[str, str] = {}
    for source in sources:
        ctx = source.ctx if source.ctx not in words else f"{source.ctx}@{source.row.number}"
        words[ctx] = places[source.place]
    return words
