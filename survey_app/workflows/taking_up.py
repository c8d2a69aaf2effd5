"""A submission that somebody hands in becomes an open interview again, to be changed.

Room: workflows.

    submission.xml and its files -> look_at -> edit -> draft under her key -> collect.DraftSitting

Spec: docs/spec/submission.md, "Back into an interview"; docs/adr/0078.
Promise: nothing sealed on this laptop is opened; what is taken up is sealed as every draft is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from survey_app.i18n.locales import LANGUAGES
from survey_app.interview import (
    Arrival,
    Interview,
    edit,
    form_id_of,
    look_at,
    read_submission,
    unfit,
)
from survey_app.interview.private import private_parts, without_private
from survey_app.media.errors import (
    MediaDamagedError,
    NotAFilmError,
    NotAPictureError,
    NotASoundError,
)
from survey_app.workflows.collect import DraftSitting, sit_down
from survey_app.workflows.errors import NoSuchFormError, SubmissionOpenError
from survey_app.workflows.field_laptop.laptop import InstalledForm, Laptop, Person, find_form
from survey_app.workflows.interviewing.attaching_errors import (
    AttachmentTooLargeError,
    InterviewFullError,
    NotForAFileError,
)
from survey_app.workflows.interviewing.beginning import environment_of
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.interviewing.draft_state import DraftState
from survey_app.workflows.interviewing.private import PrivateParts
from survey_app.xform.definition import FormDef

_OF_THE_FILE = (
    NotAPictureError,
    NotASoundError,
    NotAFilmError,
    MediaDamagedError,
    AttachmentTooLargeError,
    InterviewFullError,
    NotForAFileError,
)
FileNamed = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Fit:
    """How a submission fits a form, told by places alone.

    `set_aside` has no place in the form; `unfit` stands, and could not be answered so; `files`
    are the names of the files that answers name.
    """

    arrival: Arrival
    same_form: bool
    form_version: str
    set_aside: tuple[str, ...]
    unfit: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class TakenUp:
    """The interview that was opened, how it fits, and the files that did not come or fit."""

    sitting: DraftSitting
    fit: Fit
    files_missing: tuple[str, ...]


def fit_of(form: FormDef, interview: Interview, xml: bytes) -> Fit:
    """Return how a submission fits `form`; `interview` is what `edit` made of it."""
    arrival = look_at(form, xml)
    submission = read_submission(form, xml)
    return Fit(
        arrival=arrival,
        same_form=arrival.form_hash == form.form_hash,
        form_version=form.version,
        set_aside=arrival.set_aside,
        unfit=unfit(interview, submission),
        files=submission.attachments,
    )


def take_up(
    laptop: Laptop, person: Person, xml: bytes, file_named: FileNamed, *, language: str = ""
) -> TakenUp:
    """Open the submission `xml` as an interview of this person.

    `file_named` gives the bytes of a file that an answer names, None for one that did not come.

    The form is that of the submission where a pack on this laptop has it, else the newest
    version. Files are cleaned and named anew, as every file is; what she answered alone is
    sealed again at once, and stands in no draft.

    Raises: SubmissionDamagedError, NoSuchFormError, SubmissionOpenError, InterviewerNeededError,
    StoreFullError; then nothing was opened.
    """
    person.interviews()
    installed = _form_for(laptop, xml)
    form = installed.definition
    arrival = look_at(form, xml)
    _refuse_twice(laptop, person, arrival.instance_id)
    tongue = _tongue(form, (language, arrival.language))
    environment = environment_of(laptop, person)
    interview = edit(form, xml, environment, language=tongue)
    fit = fit_of(form, interview, xml)
    first = interview.screens()[0].key
    day = laptop.clock.now().date().isoformat()
    state = DraftState(form.form_id, form.form_hash, day, first, b"", reopened=True)
    if private_parts(form):  # sealed again before anything is kept
        boxes = PrivateParts(laptop, person, state).finished(interview)
        state = replace(state, private=boxes)
        interview = without_private(interview, environment)
    sitting = sit_down(laptop, person, interview, state, installed.files)
    return TakenUp(sitting, fit, tuple(_bring_files(sitting, xml, file_named)))


def _form_for(laptop: Laptop, xml: bytes) -> InstalledForm:
    """Return the version that the submission was made with, else the newest of its form."""
    form_id = form_id_of(xml)
    newest = laptop.forms.get(form_id)
    if newest is None:
        raise NoSuchFormError(form=form_id)
    made_with = look_at(newest.definition, xml).form_hash
    try:
        return find_form(laptop, form_id, made_with)
    except NoSuchFormError:
        return newest


def _refuse_twice(laptop: Laptop, person: Person, instance_id: str) -> None:
    if instance_id and any(card.replaces == instance_id for card in drafts(laptop, person)):
        raise SubmissionOpenError


def _tongue(form: FormDef, wished: Sequence[str]) -> str:
    """Return the first language of those wished for, then of all, that the form speaks."""
    spoken = [tag for tag in LANGUAGES if not form.languages or form.language_for(tag)]
    return next((tag for tag in (*wished, *spoken) if tag in spoken), "")


def _bring_files(sitting: DraftSitting, xml: bytes, file_named: FileNamed) -> Iterator[str]:
    """Attach the files that answers name; yield the names of those that stay away."""
    interview = sitting.interview
    submission = read_submission(interview.form, xml)
    for answer in submission.answers:
        name = answer.value.strip()
        if name not in submission.attachments or not interview.exists(answer.ref):
            continue
        if interview.value(answer.ref) == name and not _attached(
            sitting, answer.ref, file_named(name)
        ):
            yield name


def _attached(sitting: DraftSitting, ref: str, data: bytes | None) -> bool:
    if data is None:
        return False
    try:
        return not sitting.attach(ref, data)
    except _OF_THE_FILE:
        return False
