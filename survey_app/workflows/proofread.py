"""Proofread translations: damaged lines, missing texts, lint, review, in one list.

Room: workflows.
Spec: docs/spec/translation-files.md sections 5 and 7.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polib

from survey_app.canonical import Json
from survey_app.i18n.catalogues import po_path
from survey_app.i18n.lint import TWO_WORDINGS, Remark, lint
from survey_app.i18n.marking import N_
from survey_app.i18n.po_files import damage_of
from survey_app.workflows.translate import APP, app_template, form_words
from survey_app.xlsform.checks.wording import check_wording
from survey_app.xlsform.translating.texts import source_texts
from survey_app.xlsform.translating.translation import (
    is_reviewed,
    read_po_entries,
    read_translation,
)

UNREVIEWED = "CHECK-076"
STALE_TEMPLATE = "TEXT-001"
MISSING = "TEXT-002"
FUZZY = "TEXT-003"
NO_FILE = "TEXT-004"
OTHER_LANGUAGE = "TEXT-005"

SENTENCES: Mapping[str, str] = {
    STALE_TEMPLATE: N_("The template is stale. Run `survey-app translation extract`, then merge."),
    MISSING: N_("There is no translation yet."),
    FUZZY: N_("The translation is marked fuzzy. Read it against the English."),
    NO_FILE: N_("There is no such file. Run `survey-app translation merge`."),
    OTHER_LANGUAGE: N_(
        "Its header names another language than its folder. If it was copied from there, move it "
        "away and run `survey-app translation merge`; if not, mend Language in the header."
    ),
}


@dataclass(frozen=True)
class Note:
    """One thing to mend in a file of translations."""

    severity: Literal["error", "warning"]
    code: str
    file: str
    entry: str
    said: str
    line: int = 0

    def as_json(self) -> Mapping[str, Json]:
        """Return the note for a script."""
        return dict(vars(self))


@dataclass(frozen=True)
class Progress:
    """How far one file has come."""

    file: str
    tag: str
    texts: int
    translated: int
    fuzzy: int
    reviewed: int

    def as_json(self) -> Mapping[str, Json]:
        """Return the counts for a script."""
        return dict(vars(self))


def proofread_app(translations: Path, tag: str) -> tuple[Note, ...]:
    """Return what is to be mended in the program's own texts in `tag`."""
    template = translations / f"{APP}.pot"
    stale = not template.exists() or template.read_bytes() != app_template(translations)
    notes = [_note("error", STALE_TEMPLATE, template.name)] if stale else []
    path = po_path(translations, tag, APP)
    return (*notes, *_file(path, tag, lambda file: _app_entries(file, path.name, tag)))


def proofread_form(form: Path, translations: Path, tag: str) -> tuple[Note, ...]:
    """Return what is to be mended in a questionnaire's texts in `tag`.

    Raises: WorkbookUnreadableError, NoWorkbookError.
    """
    words = form_words(form)
    path = po_path(translations, tag, words.domain)
    heard = {source.ctx for source in source_texts(words.workbook) if source.is_respondent}
    notes = _file(path, tag, lambda file: _form_entries(file, path.name, heard, tag))
    if any(note.code.startswith("I18N") or note.code == NO_FILE for note in notes):
        return notes
    findings = check_wording(words.workbook, {tag: read_translation(path, tag)})
    return (
        *(
            Note(
                "error" if finding.severity == "error" else "warning",
                finding.code,
                path.name,
                _entry_of(finding.details),
                finding.message,
            )
            for finding in findings
        ),
        *notes,
    )


def progress(path: Path, tag: str) -> Progress:
    """Return how far the file at `path` has come.

    Raises: CatalogueError.
    """
    entries = [entry for entry in read_po_entries(path) if not entry.obsolete]
    return Progress(
        file=path.name,
        tag=tag,
        texts=len(entries),
        translated=sum(entry.translated() for entry in entries),
        fuzzy=sum(entry.fuzzy for entry in entries),
        reviewed=sum(is_reviewed(entry, tag) for entry in entries),
    )


def stops(note: Note, *, fielding: bool) -> bool:
    """Say whether a note keeps the texts from the people they are for."""
    return note.severity == "error" or (fielding and note.code == UNREVIEWED)


def _file(path: Path, tag: str, read: Callable[[polib.POFile], Iterator[Note]]) -> tuple[Note, ...]:
    if not path.exists():
        return (_note("error", NO_FILE, path.name),)
    damage = tuple(
        Note("error", found.code, path.name, "", found.message(), int(found.details.get("line", 0)))
        for found in damage_of(path)
    )
    if any(found.code != "I18N-008" for found in damage):
        return damage
    file = read_po_entries(path)
    return (*damage, *_headed(file, path.name, tag), *read(file))


def _headed(file: polib.POFile, name: str, tag: str) -> Iterator[Note]:
    """Yield a note where the header names another language: a file copied as a beginning."""
    named = re.split("[_@-]", file.metadata.get("Language", "").strip())[0].lower()
    if named not in {"", tag}:
        yield _note("error", OTHER_LANGUAGE, name)


def _app_entries(file: polib.POFile, name: str, tag: str) -> Iterator[Note]:
    for entry in file:
        if entry.obsolete:
            continue
        if entry.fuzzy:
            yield _note("error", FUZZY, name, entry.msgid, entry.linenum or 0)
        elif not entry.translated():
            yield _note("error", MISSING, name, entry.msgid, entry.linenum or 0)
        for source, text in _pairs(entry):
            for remark in lint(source, text, tag=tag):
                yield _remark(remark, name, entry)


def _form_entries(file: polib.POFile, name: str, heard: set[str], tag: str) -> Iterator[Note]:
    by_source: dict[str, dict[str, polib.POEntry]] = {}
    for entry in file:
        if entry.obsolete or not entry.msgstr:
            continue
        is_heard = entry.msgctxt in heard
        for remark in lint(entry.msgid, entry.msgstr, tag=tag, is_heard=is_heard):
            yield _remark(remark, name, entry)
        by_source.setdefault(entry.msgid, {}).setdefault(entry.msgstr, entry)
    for texts in by_source.values():
        if len(texts) > 1:
            yield _remark(Remark(TWO_WORDINGS, " / ".join(texts)), name, list(texts.values())[-1])


def _pairs(entry: polib.POEntry) -> Sequence[tuple[str, str]]:
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)] if entry.msgstr else []
    forms = sorted(entry.msgstr_plural.items())
    sources = [entry.msgid, entry.msgid_plural]
    return [(sources[min(int(form), 1)], text) for form, text in forms if text]


def _remark(remark: Remark, name: str, entry: polib.POEntry) -> Note:
    rule = remark.rule
    place = entry.msgctxt or entry.msgid
    return Note(rule.severity, rule.code, name, place, remark.said, entry.linenum or 0)


def _note(
    severity: Literal["error", "warning"], code: str, file: str, entry: str = "", line: int = 0
) -> Note:
    return Note(severity, code, file, entry, SENTENCES[code], line)


def _entry_of(details: Mapping[str, str | int]) -> str:
    return str(details.get("ctx", ""))
