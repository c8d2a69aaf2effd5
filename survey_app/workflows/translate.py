"""The translator's leg: from the program and its forms to files, and back into both.

Room: workflows.

    extract -> messages.pot, form-<id>.pot -> merge -> <lang>/LC_MESSAGES/*.po
            -> (a translator, then a reviewer) -> check -> the field

Spec: docs/spec/translation-files.md.
Promise: a file is written whole or not at all, and never when it could not be read in full.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polib

import survey_app
from survey_app.clock import Clock
from survey_app.i18n.catalogues import po_path
from survey_app.i18n.extraction import extract_messages
from survey_app.i18n.locales import language
from survey_app.i18n.po_merging import Merged, merge_by_text
from survey_app.workflows.author import WORKBOOK_NAMES, find_workbook, form_domain
from survey_app.workflows.files import write_new_file
from survey_app.xlsform.errors import ReviewerNeededError
from survey_app.xlsform.files.reading import read_workbook
from survey_app.xlsform.spoken import languages_of
from survey_app.xlsform.translating.po_merge import Trivial, merge_form, renames_of
from survey_app.xlsform.translating.po_template import form_template
from survey_app.xlsform.translating.review import sign_all
from survey_app.xlsform.translating.texts import column_texts, source_texts
from survey_app.xlsform.translating.translation import read_po_entries
from survey_app.xlsform.workbook import Workbook

APP = "messages"
MAPPING = "babel.cfg"
PACKAGE = Path(survey_app.__file__).parent


@dataclass(frozen=True)
class FormWords:
    """A questionnaire, as far as its words go."""

    workbook: Workbook

    @property
    def domain(self) -> str:
        """Return the name of its translation files."""
        return form_domain(self.workbook.form_id)


def app_template(translations: Path) -> bytes:
    """Return the template of all words of the program, as it stands now."""
    return extract_messages(PACKAGE, translations / MAPPING)


def extract_app(translations: Path) -> tuple[Path, bool]:
    """Write `messages.pot`; return its path, and whether anything in it changed.

    Raises: FileNotWrittenError.
    """
    path = translations / f"{APP}.pot"
    data = app_template(translations)
    changed = not path.exists() or path.read_bytes() != data
    if changed:
        write_new_file(path, data)
    return path, changed


def extract_form(form: Path, translations: Path) -> Path:
    """Write the template of a questionnaire, for a translator who starts a language.

    Raises: WorkbookUnreadableError, NoWorkbookError, FileNotWrittenError.
    """
    words = form_words(form)
    path = translations / f"{words.domain}.pot"
    write_new_file(path, _bytes(form_template(words.workbook)))
    return path


def merge_app(translations: Path, tag: str) -> Merged:
    """Bring the program's translation into `tag` up to `messages.pot`, and write it.

    Raises: CatalogueError, FileNotWrittenError, UnknownLanguageError.
    """
    template = read_po_entries(translations / f"{APP}.pot")
    path = po_path(translations, tag, APP)
    merged = merge_by_text(template, _existing(path, tag))
    write_new_file(path, _bytes(merged.file))
    return merged


def merge_form_texts(
    form: Path, translations: Path, tag: str, *, trivial: Trivial | None = None
) -> Merged:
    """Bring a questionnaire's translation into `tag` up to its workbook, and write it.

    Raises: CatalogueError, NoSuchTextError, ReviewerNeededError, FileNotWrittenError.
    """
    if trivial is not None and trivial.contexts and not trivial.reviewer.strip():
        raise ReviewerNeededError
    words = form_words(form)
    path = po_path(translations, tag, words.domain)
    merged = merge_form(
        form_template(words.workbook),
        _existing(path, tag),
        renames=renames_of(words.workbook),
        trivial=trivial,
    )
    _take_over(words.workbook, tag, merged.file)
    write_new_file(path, _bytes(merged.file))
    return merged


def _take_over(workbook: Workbook, tag: str, file: polib.POFile) -> None:
    """Fill what the file lacks from the workbook's own columns in that language: drafts."""
    found = [one for one in languages_of(workbook).others if one.tag == tag]
    if not found:
        return
    texts = dict(column_texts(workbook, found[0]))
    columns = {source.ctx: texts.get(source.place, "") for source in source_texts(workbook)}
    for entry in file:
        if not entry.msgstr and not entry.obsolete:
            entry.msgstr = columns.get(entry.msgctxt or "", "")


def review_form_texts(
    form: Path,
    translations: Path,
    tag: str,
    contexts: Collection[str],
    *,
    reviewer: str,
    clock: Clock,
) -> tuple[str, ...]:
    """Sign texts of a questionnaire as read by `reviewer`; all she hears when none is named.

    Returns the contexts that were signed; empty and fuzzy ones cannot be.

    Raises: CatalogueError, NoSuchTextError, ReviewerNeededError, FileNotWrittenError.
    """
    words = form_words(form)
    path = po_path(translations, tag, words.domain)
    file = read_po_entries(path)
    chosen = contexts or [
        source.ctx for source in source_texts(words.workbook) if source.is_respondent
    ]
    day = clock.now().date()
    signed = sign_all(file, chosen, reviewer, day, name=path.name, tag=tag)
    if signed:
        write_new_file(path, _bytes(file))
    return signed


def form_words(form: Path) -> FormWords:
    """Return the words of the questionnaire in the folder `form`.

    Raises: WorkbookUnreadableError, NoWorkbookError.
    """
    return FormWords(read_workbook(find_workbook(form)))


def form_folders(forms: Path) -> tuple[Path, ...]:
    """Return the folders below `forms` that hold a questionnaire."""
    folders = sorted(path for path in forms.iterdir() if path.is_dir()) if forms.is_dir() else []
    return tuple(
        folder for folder in folders if any((folder / name).is_file() for name in WORKBOOK_NAMES)
    )


def _existing(path: Path, tag: str) -> polib.POFile:
    """Return the file at `path`, or a new one with its header."""
    if path.exists():
        return read_po_entries(path)
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": f"survey_app {path.stem}",
        "Last-Translator": "draft, awaiting native review",
        "Language-Team": language(tag).english_name,
        "Language": tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return file


def _bytes(file: polib.POFile) -> bytes:
    return f"{str(file).rstrip()}\n".encode()
