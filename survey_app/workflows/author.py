"""The author's leg: from a folder with a questionnaire to a form that can be packed.

Room: workflows.

    forms/<form_id>/form.md + translations/<lang>/LC_MESSAGES/form-<form_id>.po -> CompiledForm

Spec: docs/spec/form-columns.md, docs/spec/translation-files.md.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from survey_app.canonical import sha256_hex
from survey_app.i18n.catalogues import po_path
from survey_app.i18n.errors import CatalogueError
from survey_app.i18n.locales import LANGUAGES
from survey_app.workflows.files import write_new_file
from survey_app.workflows.form_findings.engine import aside_sentences, engine_findings
from survey_app.workflows.form_findings.offer import map_findings, offer_findings, offer_sentences
from survey_app.workflows.form_findings.plan import joined, plan_findings
from survey_app.xform.definition import FormDef
from survey_app.xform.parsing import parse
from survey_app.xlsform.checking import Checked, checked
from survey_app.xlsform.errors import (
    FormHasErrorsError,
    LossyConversionError,
    NoWorkbookError,
    TargetExistsError,
)
from survey_app.xlsform.files.reading import read_workbook, workbook_data, workbook_from_bytes
from survey_app.xlsform.files.writing import lost_sheet, workbook_bytes
from survey_app.xlsform.outline import Outline
from survey_app.xlsform.outline import outline as outline_of
from survey_app.xlsform.rulebook.every_rule import OWN_RULES, TEXT_RULES
from survey_app.xlsform.rulebook.findings import Finding, at_sheet
from survey_app.xlsform.rulebook.text_rules import UNREADABLE_TEXTS
from survey_app.xlsform.shelf import Shelf, key_of
from survey_app.xlsform.spoken import languages_of
from survey_app.xlsform.to_xform.compiled import CompiledForm
from survey_app.xlsform.translating.translation import Translation, read_translation
from survey_app.xlsform.versions.changes import Change
from survey_app.xlsform.versions.difference import differences
from survey_app.xlsform.workbook import SURVEY, Workbook

WORKBOOK_NAMES = ("form.md", "form.xlsx", "form.csv", "form.xls")
MEDIA = "media"
_LONGEST_NAME = 150
"""Unit: bytes. A file system takes 255, and a longer name ends with a digest of the whole."""


@dataclass(frozen=True)
class AuthoredForm:
    """A questionnaire as its author keeps it: workbook, translations, media.

    `key` is the hash of all of it; `damaged` says which translations cannot be read.
    """

    path: Path
    workbook: Workbook
    translations: Mapping[str, Translation]
    files: Mapping[str, bytes]
    key: str
    damaged: tuple[Finding, ...] = ()


def load_form(
    folder: Path,
    translations: Path,
    *,
    fielding: bool = False,
    shelf: Shelf | None = None,
    without: Collection[str] = (),
) -> CompiledForm:
    """Return the compiled form of `folder`, in every language that is ready for the field.

    A language of the translation files whose respondent texts are not all there and fresh is
    left out of the form and named in `incomplete`; texts that nobody reviewed are in, and named
    in `unreviewed`. With `fielding` a finding that only matters to a study stops it as well.
    The translation files of the languages `without` are not read.

    Raises: FormHasErrorsError, WorkbookUnreadableError, NoWorkbookError, CatalogueError.
    """
    form = open_form(folder, translations)
    if without:
        kept = {tag: one for tag, one in form.translations.items() if tag not in without}
        form, shelf = replace(form, translations=kept), None
    checked = _examined(form, shelf)
    in_the_way = [one for one in checked.findings if _stops(one, fielding=fielding)]
    if in_the_way or checked.form is None:
        first = f"{in_the_way[0].place}: {in_the_way[0].message}" if in_the_way else ""
        count = len(in_the_way)
        raise FormHasErrorsError(form=form.workbook.form_id, count=count, first=first)
    return checked.form


def check_folder(
    folder: Path, translations: Path, *, shelf: Shelf | None = None
) -> tuple[Finding, ...]:
    """Return everything to mend in the questionnaire of `folder` and its translations.

    A damaged file of translations is one finding more; it hides none of the others.

    Raises: WorkbookUnreadableError, NoWorkbookError.
    """
    form = _opened(folder, translations)
    return (*form.damaged, *_examined(form, shelf).findings)


def outline(folder: Path, translations: Path, *, shelf: Shelf | None = None) -> Outline:
    """Return the form of `folder` at a glance.

    Raises: as `load_form`.
    """
    compiled = load_form(folder, translations, shelf=shelf)
    shown = outline_of(open_form(folder, translations).workbook, compiled)
    form = parse(compiled.xform, compiled.files)
    return replace(shown, not_offered=offer_sentences(form), set_aside=aside_sentences(form))


def _examined(form: AuthoredForm, shelf: Shelf | None) -> Checked:
    """Return the findings and the compiled form, from the shelf when they stand there."""
    kept = shelf.find(form.key, form.files) if shelf is not None else None
    if kept is not None:
        return kept
    made = checked(form.workbook, form.translations, names=form.files.keys(), files=form.files)
    if made.definition is not None:
        plan = plan_findings(form.workbook, made.definition)
        told = _told_by_the_form(form, made.definition)
        made = replace(made, findings=(*joined(made.findings, plan), *told))
    if shelf is not None:
        shelf.keep(form.key, made)
    return made


def _told_by_the_form(form: AuthoredForm, definition: FormDef) -> tuple[Finding, ...]:
    """Return what the offer and the reading of a form tell."""
    offered = (*offer_findings(form.workbook, definition), *map_findings(form.files))
    return (*offered, *engine_findings(form.workbook, definition))


def _stops(finding: Finding, *, fielding: bool) -> bool:
    """Say whether a finding keeps the form from being loaded; texts only cost a language."""
    if finding.severity == "warning" or finding.rule in TEXT_RULES:
        return False
    return fielding or finding.severity == "error" or finding.rule in OWN_RULES


def compare(old: Path, new: Path) -> tuple[Change, ...]:
    """Return how the questionnaire `new` differs from `old`; folders or workbooks.

    Raises: WorkbookUnreadableError, NoWorkbookError.
    """
    place, newer = find_workbook(old), find_workbook(new)
    media, newer_media = _media(place.parent / MEDIA), _media(newer.parent / MEDIA)
    return differences(read_workbook(place), read_workbook(newer), media, newer_media)


def errors_of(form: Path) -> tuple[Finding, ...]:
    """Return what keeps the questionnaire `form` from being used, its translations aside.

    Raises: WorkbookUnreadableError, NoWorkbookError.
    """
    opened = _opened(form, form / "no translations")
    return tuple(one for one in _examined(opened, None).findings if one.severity == "error")


def convert(source: Path, target: Path, *, force: bool = False) -> int:
    """Write the workbook at `source` as `target`; return how many cells were written.

    `target` is put in place only when it reads back as what was read.

    Raises: TargetExistsError, LossyConversionError, FileNotWrittenError, WorkbookKindError,
    SheetNameError.
    """
    if target.exists() and not force:
        raise TargetExistsError(file=target.name)
    workbook = read_workbook(source)
    data = workbook_bytes(workbook, target)
    lost = lost_sheet(workbook, workbook_from_bytes(data, target.name))
    if lost:
        raise LossyConversionError(file=source.name, sheet=lost)
    write_new_file(target, data)
    return sum(len(row.cells) for sheet in workbook.sheets.values() for row in sheet.rows)


def open_form(folder: Path, translations: Path) -> AuthoredForm:
    """Return what the author keeps in `folder`; the workbook itself may be named instead.

    Raises: WorkbookUnreadableError, NoWorkbookError, CatalogueError.
    """
    form = _opened(folder, translations)
    for tag, file in translation_files(form.workbook, translations).items():
        if form.damaged:
            read_translation(file, tag)  # says by itself what is wrong with it
    return form


def _opened(folder: Path, translations: Path) -> AuthoredForm:
    path = find_workbook(folder)
    data = workbook_data(path)
    workbook = workbook_from_bytes(data, path.name)
    files = _media(path.parent / MEDIA)
    texts: dict[str, Translation] = {}
    damaged: list[Finding] = []
    paths = translation_files(workbook, translations)
    for tag, file in paths.items():
        try:
            texts[tag] = read_translation(file, tag)
        except CatalogueError as error:
            named = {"language": LANGUAGES[tag].english_name, "reason": error.message()}
            damaged.append(at_sheet(UNREADABLE_TEXTS, SURVEY, **named))
    read = {tag: paths[tag].read_bytes() for tag in texts}
    return AuthoredForm(
        path, workbook, texts, files, key_of(path.name, data, read, files), tuple(damaged)
    )


def find_workbook(folder: Path) -> Path:
    """Return the one workbook in `folder`, or `folder` itself when it is a file.

    Raises: NoWorkbookError.
    """
    if folder.is_file():
        return folder
    found = [folder / name for name in WORKBOOK_NAMES if (folder / name).is_file()]
    if len(found) != 1:
        raise NoWorkbookError(folder=str(folder), count=len(found))
    return found[0]


def translation_files(workbook: Workbook, translations: Path) -> Mapping[str, Path]:
    """Return the translation files of a form, by tag: those that are there."""
    own = languages_of(workbook).source.tag
    paths = {tag: po_path(translations, tag, form_domain(workbook.form_id)) for tag in LANGUAGES}
    return {tag: path for tag, path in paths.items() if tag != own and path.exists()}


def form_domain(form_id: str) -> str:
    """Return the name of a form's translation files.

    >>> form_domain("khan_2024"), form_domain("../My form")
    ('form-khan_2024', 'form-.._My_form')
    """
    name = re.sub(r"[^\w.-]", "_", form_id)
    if len(name.encode()) > _LONGEST_NAME:
        begins = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
        name = f"{begins}-{sha256_hex(form_id.encode())[:8]}"
    return f"form-{name}"


def _media(folder: Path) -> Mapping[str, bytes]:
    if not folder.is_dir():
        return {}
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    return {path.name: path.read_bytes() for path in files if not path.name.startswith(".")}
