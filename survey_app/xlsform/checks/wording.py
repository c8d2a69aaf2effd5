"""Translations of a form: is every text there, fresh, whole and read by a second person?

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md section 5 (the gate).
"""

from collections.abc import Iterator, Mapping, Sequence

from survey_app.i18n.locales import LANGUAGES
from survey_app.xlsform.headings import base_name
from survey_app.xlsform.rulebook import text_rules
from survey_app.xlsform.rulebook.findings import Finding, Rule, at_cell, at_sheet
from survey_app.xlsform.spoken import languages_of
from survey_app.xlsform.translating.texts import SourceText, source_texts
from survey_app.xlsform.translating.tongues import Texts, Tongue, spoken
from survey_app.xlsform.translating.translation import TextState, state_of
from survey_app.xlsform.workbook import SURVEY, Workbook

_FEW = 5
"""Gaps that are always listed one by one."""
_RULE_OF: Mapping[TextState, Rule] = {
    TextState.MISSING: text_rules.MISSING_TEXT,
    TextState.STALE: text_rules.STALE_TEXT,
    TextState.FUZZY: text_rules.FUZZY_TEXT,
    TextState.BROKEN: text_rules.BROKEN_TEXT,
}


def check_wording(workbook: Workbook, texts: Texts) -> Iterator[Finding]:
    """Yield what stands between each language and the field."""
    sources, languages = source_texts(workbook), languages_of(workbook)
    in_workbook = {one.tag: one for one in languages.others}
    for tag in sorted(set(texts) - {languages.source.tag, *in_workbook}):
        yield from _language(workbook, tag, sources, texts[tag])
    for tongue in spoken(workbook, texts)[0][1:]:
        if tongue.tag in in_workbook:
            heard = [source for source in sources if source.is_respondent]
            yield from _unsigned(tongue, heard, texts.get(tongue.tag, {}))
            yield from _of_workbook(tongue, len(heard))


def _unsigned(
    tongue: Tongue, heard: Sequence[SourceText], texts: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what the texts of a workbook's language wait for: a file to be signed in, or a reader.

    What the file holds already is not asked for again.
    """
    states = {source.ctx: state_of(source, texts) for source in heard}
    gaps = {source.ctx for source in tongue.gaps}
    unreviewed = sum(state is TextState.UNREVIEWED for state in states.values())
    if any(not state.is_usable for ctx, state in states.items() if ctx not in gaps):
        known = tongue.tag in LANGUAGES
        rule = text_rules.TEXT_IN_SHEET if known else text_rules.STRANGE_LANGUAGE
        yield at_sheet(rule, SURVEY, language=tongue.name)
    elif unreviewed:
        yield at_sheet(text_rules.UNREVIEWED_TEXT, SURVEY, language=tongue.name, count=unreviewed)


def _of_workbook(tongue: Tongue, heard: int) -> Iterator[Finding]:
    """Yield what a language with columns of its own lacks; it is in the form all the same.

    Of a language that is hardly begun the gaps are counted, not listed.
    """
    hardly_begun = 2 * len(tongue.gaps) > heard and len(tongue.gaps) > _FEW
    if hardly_begun:
        count, first = len(tongue.gaps), tongue.gaps[0]
        yield at_cell(
            text_rules.HARDLY_BEGUN,
            first.sheet,
            first.row,
            _column_of(tongue, first),
            count=count,
            language=tongue.name,
            ctx=first.ctx,
        )
    for gap in () if hardly_begun else tongue.gaps:
        yield at_cell(
            text_rules.GAPS_IN_SHEET,
            gap.sheet,
            gap.row,
            _column_of(tongue, gap),
            language=tongue.name,
            ctx=gap.ctx,
        )


def _column_of(tongue: Tongue, gap: SourceText) -> str:
    """Return the column in which a text of `tongue` is missing."""
    base = base_name(gap.column)
    known = tongue.columns.cell(gap.sheet, gap.row, base)[0] if tongue.columns else ""
    return known or f"{base}::{tongue.name}"


def _language(
    workbook: Workbook, tag: str, sources: Sequence[SourceText], texts: Mapping[str, str]
) -> Iterator[Finding]:
    name = LANGUAGES[tag].english_name if tag in LANGUAGES else tag
    heard = [source for source in sources if source.is_respondent]
    if heard and not texts:
        yield at_sheet(text_rules.NO_TRANSLATION, SURVEY, language=name, count=len(heard))
        return
    states = {source.ctx: state_of(source, texts) for source in sources}
    file = f"form-{workbook.form_id}.po"
    for source in heard:
        rule = _RULE_OF.get(states[source.ctx])
        if rule is not None:
            yield at_cell(
                rule,
                source.sheet,
                source.row,
                source.column,
                ctx=source.ctx,
                language=name,
                file=file,
            )
    unreviewed = sum(states[source.ctx] is TextState.UNREVIEWED for source in heard)
    if unreviewed:
        yield at_sheet(text_rules.UNREVIEWED_TEXT, SURVEY, language=name, count=unreviewed)
    english = [
        source
        for source in sources
        if not source.is_respondent and not states[source.ctx].is_usable
    ]
    if english:
        yield at_sheet(
            text_rules.STAFF_TEXT, SURVEY, language=name, count=len(english), ctx=english[0].ctx
        )
