"""Translations of a form: is every text there, fresh, whole and read by a second person?

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md section 5 (the gate).
"""

from collections.abc import Iterator, Mapping, Sequence

from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE
from survey_app.xlsform import text_rules
from survey_app.xlsform.findings import Finding, Rule, at_cell, at_sheet
from survey_app.xlsform.texts import SourceText, source_texts
from survey_app.xlsform.tongues import Texts
from survey_app.xlsform.translation import TextState, state_of
from survey_app.xlsform.workbook import SURVEY, Workbook

_RULE_OF: Mapping[TextState, Rule] = {
    TextState.MISSING: text_rules.MISSING_TEXT,
    TextState.STALE: text_rules.STALE_TEXT,
    TextState.FUZZY: text_rules.FUZZY_TEXT,
    TextState.BROKEN: text_rules.BROKEN_TEXT,
}


def check_wording(workbook: Workbook, texts: Texts) -> Iterator[Finding]:
    """Yield what stands between each language and the field."""
    sources = source_texts(workbook)
    for tag in sorted(set(texts) - {SOURCE_LANGUAGE}):
        yield from _language(workbook, tag, sources, texts[tag])


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
