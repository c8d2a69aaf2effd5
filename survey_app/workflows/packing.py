"""The coordinator's signed pack: forms that are ready for the field, presets, who helps.

Room: workflows. The laptop's side of it is `enrol`, which needs nothing that compiles a form.

    create_study -> make_pack -> (USB stick)

Spec: docs/spec/study-pack.md.
Promise: a real study carries no text that nobody reviewed; no secret of it goes into a pack.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from survey_app.bundle.enrolment import make_ticket
from survey_app.canonical import sha256_hex
from survey_app.workflows.author import load_form
from survey_app.workflows.care_settings import CareSettings
from survey_app.workflows.errors import (
    FormNotReadyError,
    FormTwiceError,
    NoTranslationsError,
    PresetUnknownError,
)
from survey_app.workflows.files import write_new_file
from survey_app.workflows.packs import NO_CARE, pack_bytes
from survey_app.workflows.studies import StudyCard, open_key, read_study
from survey_app.xform.parsing import parse
from survey_app.xlsform.compiled import CompiledForm
from survey_app.xlsform.shelf import user_shelf

NO_PRESETS: Mapping[str, str] = MappingProxyType({})


def make_pack(
    study_folder: Path,
    passphrase: str,
    *,
    form_folders: Sequence[Path],
    translations: Path,
    out: Path | None = None,
    presets: Mapping[str, str] = NO_PRESETS,
    care: CareSettings = NO_CARE,
) -> Path:
    """Return the path of a new signed pack; a copy stays in the study's folder.

    `out` is the file to write; left out, only the study's own copy is made. For a real study
    every respondent text must be translated into each language that the study has a cover title
    in, and reviewed; a demo may carry drafts. `presets` are values that every interview begins
    with, by the name of the question; a blank one is asked on the first page of the laptop. `care`
    says who helps, and how many interviews a day are enough.

    Raises: FormNotReadyError, FormTwiceError, PresetUnknownError, NoTranslationsError,
        NoStudyError, WrongPassphraseError, FileNotWrittenError.
    """
    card = read_study(study_folder)
    authority = open_key(study_folder, "authority", passphrase)
    if not translations.is_dir():
        raise NoTranslationsError(folder=str(translations))
    forms = [_ready_form(folder, translations, card) for folder in form_folders]
    _refuse_twice(forms)
    _refuse_unknown(presets, forms)
    ticket = make_ticket(authority, card.study_id)
    data = pack_bytes(card, forms, ticket, authority, presets, care=care)
    kept = study_folder / "packs" / f"{sha256_hex(data)}.pack"
    write_new_file(kept, data)
    if out is None:
        return kept
    write_new_file(out, data)
    return out


def _ready_form(folder: Path, translations: Path, card: StudyCard) -> CompiledForm:
    form = load_form(
        folder, translations, fielding=not card.demo, shelf=user_shelf() if card.demo else None
    )
    promised = () if card.demo else tuple(tag for tag, cover in card.cover_titles.items() if cover)
    absent = [tag for tag in promised if tag not in (*form.languages, *form.incomplete)]
    missing = ", ".join((*form.incomplete, *absent))
    if missing:
        raise FormNotReadyError(
            form=form.form_id, why=f"texts are missing ({missing})", folder=str(folder)
        )
    waiting = ", ".join(form.unreviewed)
    if waiting and not card.demo:
        raise FormNotReadyError(
            form=form.form_id, why=f"texts await native review ({waiting})", folder=str(folder)
        )
    return form


def _refuse_twice(forms: Sequence[CompiledForm]) -> None:
    seen: set[str] = set()
    for form in forms:
        if form.form_id in seen:
            raise FormTwiceError(form=form.form_id)
        seen.add(form.form_id)


def _refuse_unknown(presets: Mapping[str, str], forms: Sequence[CompiledForm]) -> None:
    if not presets:
        return
    names = {name for form in forms for name in parse(form.xform, form.files).questions}
    for name in presets:
        if name not in names:
            raise PresetUnknownError(name=name)
