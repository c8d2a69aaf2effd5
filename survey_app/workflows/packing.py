"""The coordinator's signed pack: forms that are ready for the field, presets, who helps.

Room: workflows. The laptop's side of it is `enrol`, which needs nothing that compiles a form.

    create_study -> make_pack -> (USB stick)

Spec: docs/spec/study-pack.md.
Promise: a real study carries no text that nobody reviewed; no secret of it goes into a pack.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType

from survey_app.bundle.address import read_hub
from survey_app.bundle.enrolment import make_ticket
from survey_app.bundle.errors import TargetAddressError
from survey_app.canonical import sha256_hex
from survey_app.i18n.locales import LANGUAGES
from survey_app.workflows.author import load_form
from survey_app.workflows.errors import (
    FormNotReadyError,
    FormTwiceError,
    NotAHubAddressError,
    NoTextsOfLanguageError,
    NoTranslationsError,
    PresetUnknownError,
)
from survey_app.workflows.files import write_new_file
from survey_app.workflows.study.care_settings import CareSettings
from survey_app.workflows.study.packs import NO_CARE, pack_bytes
from survey_app.workflows.study.studies import StudyCard, open_key, read_study
from survey_app.xform.parsing import parse
from survey_app.xlsform.shelf import user_shelf
from survey_app.xlsform.to_xform.compiled import CompiledForm

USUAL = Path("translations")
"""Where `survey-app form check` looks when it is told nothing."""
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
    hubs: Sequence[str] = (),
    left_out: Callable[[str, str], None] = lambda _form, _tag: None,
) -> Path:
    """Return the path of a new signed pack; a copy stays in the study's folder.

    `out` is the file to write; left out, only the study's own copy is made. For a real study
    every respondent text must be translated into each language that the study has a cover title
    in, and reviewed; a demo may carry drafts. `presets` are values that every interview begins
    with, by the name of the question; a blank one is asked on the first page of the laptop. `care`
    says who helps, and how many interviews a day are enough. `hubs` are addresses that laptops
    with this pack may send to, besides those on the study's card. A language in which nobody was
    promised to be asked, and whose texts are not all there (or, in a real study, not reviewed), is
    left out of the form: `left_out` is told the form and its tag.

    Raises: FormNotReadyError, NoTextsOfLanguageError, FormTwiceError, PresetUnknownError,
        NoTranslationsError, NotAHubAddressError, NoStudyError, WrongPassphraseError,
        FileNotWrittenError.
    """
    card = read_study(study_folder)
    card = _with_hubs(card, hubs_of(hubs))
    authority = open_key(study_folder, "authority", passphrase)
    if not translations.is_dir():
        raise NoTranslationsError(folder=str(translations))
    forms = [_ready_form(folder, translations, card) for folder in form_folders]
    for form in forms:
        for tag in form.incomplete:
            left_out(form.form_id, tag)
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


def hubs_of(addresses: Sequence[str]) -> tuple[str, ...]:
    """Return the hubs that laptops may send to, each written as the laptops compare it.

    A folder stays as it is. It is named from its root, as every laptop must find it: what is not
    is the address of a hub without its beginning.

    Raises: NotAHubAddressError for the address of a hub without its beginning or its key.

    >>> hubs_of(["/media/usb"])
    ('/media/usb',)
    """
    return tuple(one if _is_folder(one) else _hub(one) for one in addresses)


def _is_folder(place: str) -> bool:
    return PureWindowsPath(place).is_absolute() or PurePosixPath(place).is_absolute()


def _hub(address: str) -> str:
    label = address.partition("#")[0]
    try:
        hub = read_hub(address)
    except TargetAddressError as error:
        raise NotAHubAddressError(address=label) from error
    if not hub.key:
        raise NotAHubAddressError(address=label)
    return hub.full


def _with_hubs(card: StudyCard, hubs: Sequence[str]) -> StudyCard:
    """Return the card as the pack carries it; a hub made anew takes the place of its old key."""
    places = {one.partition("#")[0] for one in hubs}
    kept = [one for one in card.targets if one.partition("#")[0] not in places]
    return replace(card, targets=(*kept, *hubs))


def _ready_form(folder: Path, translations: Path, card: StudyCard) -> CompiledForm:
    form = _loaded(folder, translations, card)
    promised = () if card.demo else tuple(tag for tag, cover in card.cover_titles.items() if cover)
    absent = [tag for tag in promised if tag not in (*form.languages, *form.incomplete)]
    if absent:
        raise NoTextsOfLanguageError(
            form=form.form_id,
            language=LANGUAGES[absent[0]].english_name,
            tag=absent[0],
        )
    missing = ", ".join(tag for tag in form.incomplete if card.cover_titles.get(tag))
    told = f'"{folder}"' if translations == USUAL else f'"{folder}" --translations "{translations}"'
    if missing:
        raise FormNotReadyError(
            form=form.form_id, why=f"texts are missing ({missing})", folder=told
        )
    waiting = ", ".join(form.unreviewed)
    if waiting and not card.demo:
        raise FormNotReadyError(
            form=form.form_id, why=f"texts await native review ({waiting})", folder=told
        )
    return form


def _loaded(folder: Path, translations: Path, card: StudyCard) -> CompiledForm:
    """Return the form; a real study's without drafts in a language that nobody was promised."""
    if card.demo:
        return load_form(folder, translations, shelf=user_shelf())
    form = load_form(folder, translations, fielding=True)
    drafts = tuple(tag for tag in form.unreviewed if not card.cover_titles.get(tag))
    if not drafts:
        return form
    reviewed = load_form(folder, translations, fielding=True, without=drafts)
    return replace(reviewed, incomplete=(*reviewed.incomplete, *drafts))


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
