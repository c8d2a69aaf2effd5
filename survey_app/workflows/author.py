"""The author's leg: from a folder with a questionnaire to a form that can be packed.

Room: workflows.

    forms/<form_id>/form.md + translations/<lang>/LC_MESSAGES/form-<form_id>.po -> CompiledForm

Spec: docs/spec/form-columns.md, docs/spec/translation-files.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from survey_app.i18n.catalogues import po_path
from survey_app.i18n.errors import CatalogueError
from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE
from survey_app.workflows.files import write_new_file
from survey_app.workflows.offer_findings import offer_findings, offer_sentences
from survey_app.workflows.plan_findings import plan_findings
from survey_app.xform.errors import FormError
from survey_app.xform.parsing import parse
from survey_app.xlsform.checking import check_form, check_sheets
from survey_app.xlsform.compiled import CompiledForm
from survey_app.xlsform.compiling import compile_form
from survey_app.xlsform.difference import Change, differences
from survey_app.xlsform.errors import (
    FormHasErrorsError,
    LossyConversionError,
    NoWorkbookError,
    TargetExistsError,
)
from survey_app.xlsform.findings import Finding, at_sheet
from survey_app.xlsform.outline import Outline
from survey_app.xlsform.outline import outline as outline_of
from survey_app.xlsform.reading import read_workbook, workbook_from_bytes
from survey_app.xlsform.rulebook import TEXT_RULES
from survey_app.xlsform.rules import NOT_COMPILED
from survey_app.xlsform.text_rules import UNREADABLE_TEXTS
from survey_app.xlsform.translation import Translation, read_translation
from survey_app.xlsform.workbook import SURVEY, Workbook
from survey_app.xlsform.writing import lost_sheet, workbook_bytes

WORKBOOK_NAMES = ("form.md", "form.xlsx", "form.csv")
MEDIA = "media"


@dataclass(frozen=True)
class AuthoredForm:
    """A questionnaire as its author keeps it: workbook, translations, media."""

    path: Path
    workbook: Workbook
    translations: Mapping[str, Translation]
    files: Mapping[str, bytes]


def load_form(folder: Path, translations: Path) -> CompiledForm:
    """Return the compiled form of `folder`, in every language that is ready for the field.

    A language whose respondent texts are not all there and fresh is left out of the form and
    named in `incomplete`; texts that nobody reviewed are in, and named in `unreviewed`.

    Raises: FormHasErrorsError, WorkbookUnreadableError, NoWorkbookError, CatalogueError.
    """
    form = open_form(folder, translations)
    found = check_sheets(form.workbook, files=form.files.keys())
    errors = [finding for finding in found if finding.severity == "error"]
    if errors:
        first = f"{errors[0].place}: {errors[0].message}"
        name = form.workbook.form_id or form.path.name
        raise FormHasErrorsError(form=name, count=len(errors), first=first)
    return compile_form(form.workbook, form.translations, files=form.files)


def check_folder(folder: Path, translations: Path) -> tuple[Finding, ...]:
    """Return everything to mend in the questionnaire of `folder` and its translations.

    A damaged file of translations is one finding more; it hides none of the others.

    Raises: WorkbookUnreadableError, NoWorkbookError.
    """
    path = find_workbook(folder)
    workbook = read_workbook(path)
    texts: dict[str, Translation] = {}
    damaged: list[Finding] = []
    for tag, file in translation_files(workbook.form_id, translations).items():
        try:
            texts[tag] = read_translation(file, tag)
        except CatalogueError as error:
            named = {"language": LANGUAGES[tag].english_name, "reason": error.message()}
            damaged.append(at_sheet(UNREADABLE_TEXTS, SURVEY, **named))
    files = _media(path.parent / MEDIA)
    found = (*damaged, *check_form(workbook, texts, files=files.keys()))
    if any(one.severity == "error" and one.rule not in TEXT_RULES for one in found):
        return found  # the plan can be read only from a form that compiles
    return (*found, *_plan_findings(workbook, texts, files))


def _plan_findings(
    workbook: Workbook, texts: Mapping[str, Translation], files: Mapping[str, bytes]
) -> tuple[Finding, ...]:
    """Return what the compiled form tells: of its plan, of what is not offered, or its error."""
    try:
        compiled = compile_form(workbook, texts, files=files)
        form = parse(compiled.xform, compiled.files)
        return (*plan_findings(workbook, form), *offer_findings(workbook, form))
    except (FormError, FormHasErrorsError) as error:
        return (at_sheet(NOT_COMPILED, SURVEY, reason=error.message()),)


def outline(folder: Path, translations: Path) -> Outline:
    """Return the form of `folder` at a glance.

    Raises: as `load_form`.
    """
    compiled = load_form(folder, translations)
    shown = outline_of(open_form(folder, translations).workbook, compiled)
    form = parse(compiled.xform, compiled.files)
    return replace(shown, not_offered=offer_sentences(form))


def compare(old: Path, new: Path) -> tuple[Change, ...]:
    """Return how the questionnaire `new` differs from `old`; folders or workbooks.

    Raises: WorkbookUnreadableError, NoWorkbookError.
    """
    return differences(read_workbook(find_workbook(old)), read_workbook(find_workbook(new)))


def convert(source: Path, target: Path, *, force: bool = False) -> int:
    """Write the workbook at `source` as `target`; return how many cells were written.

    `target` is put in place only when it reads back as what was read.

    Raises: TargetExistsError, LossyConversionError, FileNotWrittenError, WorkbookKindError.
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
    path = find_workbook(folder)
    workbook = read_workbook(path)
    return AuthoredForm(
        path=path,
        workbook=workbook,
        translations={
            tag: read_translation(file, tag)
            for tag, file in translation_files(workbook.form_id, translations).items()
        },
        files=_media(path.parent / MEDIA),
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


def translation_files(form_id: str, translations: Path) -> Mapping[str, Path]:
    """Return the translation files of a form, by tag: those that are there."""
    paths = {tag: po_path(translations, tag, form_domain(form_id)) for tag in LANGUAGES}
    return {tag: path for tag, path in paths.items() if tag != SOURCE_LANGUAGE and path.exists()}


def form_domain(form_id: str) -> str:
    """Return the name of a form's translation files.

    >>> form_domain("khan_2024")
    'form-khan_2024'
    """
    return f"form-{form_id}"


def _media(folder: Path) -> Mapping[str, bytes]:
    if not folder.is_dir():
        return {}
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    return {path.name: path.read_bytes() for path in files if not path.name.startswith(".")}
