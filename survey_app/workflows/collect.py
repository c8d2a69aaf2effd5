"""An interview on the laptop: from the first answer to the receipt.

Room: workflows.

    start -> DraftSitting -- answer, go, repeat, strike: draft sealed and committed each time --
          -> finish: record and view sealed, draft and its key destroyed, one transaction

Spec: docs/spec/draft.md, docs/spec/sealed-record.md.
Promise: when a method of DraftSitting returns, what it took is on the disk, encrypted.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from survey_app.disclosure.free_text.suggest import Readings
from survey_app.disclosure.planning.spoken import screen_answers
from survey_app.errors import SurveyError
from survey_app.interview import EmptyKind, Interview, Problem, Validity, begin
from survey_app.interview import resume as resume_interview
from survey_app.interview.private import private_parts
from survey_app.media import Media, kind_named
from survey_app.store.errors import NotInStoreError
from survey_app.vault.attachments import DraftAttachment, attachment_digest
from survey_app.vault.records import (
    SealedDraft,
    draft_box,
    open_draft_in_context,
    row_digest,
    seal_parted_record,
    seal_view,
)
from survey_app.workflows.errors import (
    NoConsentError,
    NoSuchDraftError,
    NoSuchFormError,
    ReasonNeededError,
)
from survey_app.workflows.field_laptop.laptop import (
    InstalledForm,
    Laptop,
    Person,
    context_of,
    find_form,
    log_entry,
    the_device,
)
from survey_app.workflows.interviewing.anonymised_side import anonymised_side, read_texts
from survey_app.workflows.interviewing.attaching import (
    BOUNDS,
    Attachments,
    Bounds,
    asked_family,
    checked,
    files_by_question,
    new_name,
)
from survey_app.workflows.interviewing.attaching_errors import AttachmentDamagedError
from survey_app.workflows.interviewing.beginning import environment_of, presets_of, take_first
from survey_app.workflows.interviewing.draft_state import DraftState, Paper, draft_bytes, state_of
from survey_app.workflows.interviewing.keeping import kept_for, left_by
from survey_app.workflows.interviewing.keyings import refuse_uncompared
from survey_app.workflows.interviewing.private import PrivateParts, kept_back
from survey_app.workflows.interviewing.receipts import new_receipt_code
from survey_app.workflows.interviewing.record_content import record_parts
from survey_app.workflows.interviewing.rescuing import what_is_left
from survey_app.workflows.interviewing.sitting import Sitting, Value
from survey_app.xform import FormDef

_NOTHING_ASKED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Receipt:
    """What she may keep: a code that looks like a phone number."""

    code: str


class DraftSitting(Sitting):
    """An interview whose every change is an encrypted draft in the store before it is shown.

    Rules: only its owner opens it; the revision grows by one with each commit; a commit takes the
    place of the state that this sitting knows and of no other; after `finish` or `discard`, here or
    elsewhere, the sitting is over and every call raises NoSuchDraftError.
    `media` are the files of the form in the version it was begun with.
    """

    def __init__(
        self,
        laptop: Laptop,
        person: Person,
        interview: Interview,
        state: DraftState,
        *,
        draft_id: str,
        media: Mapping[str, bytes],
        revision: int = 0,
        kept: bytes | None = None,
        bounds: Bounds = BOUNDS,
    ) -> None:
        super().__init__(interview, state.screen, draft_id=draft_id, media=media)
        self._laptop = laptop
        self._person = person
        self._state = state
        self._revision = revision
        self._kept = kept  # the body of the draft as this sitting knows it
        self._over = False
        self._readings = Readings()
        self._files = Attachments(
            laptop, person, draft_id, state.form_hash, bounds, pieces=state.pieces
        )
        self.private = PrivateParts(laptop, person, state)

    @property
    def files(self) -> Attachments:
        """Return the photographs and recordings of this draft."""
        return self._files

    @property
    def reopened(self) -> bool:
        """Say whether it began as a submission that somebody wants to change."""
        return self._state.reopened

    def answer(
        self, values: Mapping[str, Value], empties: Mapping[str, EmptyKind] | None = None
    ) -> tuple[Problem, ...]:
        """Take answers and kinds of empty, as every sitting does; texts are read on the way."""
        problems = super().answer(values, empties)
        texts = {ref: self.interview.value(ref) for ref in values}
        read_texts(self.interview.form, texts, self._readings)
        return problems

    def attach(self, ref: str, data: bytes) -> tuple[Problem, ...]:
        """Answer an upload question with a file; return what is wrong with the answer.

        An earlier file of the question is destroyed. Raises: the errors of `checked`;
        InterviewFullError; StoreFullError, and then the earlier answer stands.
        """
        self._still_open()
        media = checked(self.interview.question(ref), data, self.files.bounds)
        self.files.refuse_too_many(media, self.interview.value(ref))
        return self._take(ref, media)

    def keep_what_is_left(self, ref: str) -> None:
        """Put what can still be heard in the place of a recording; the record says so."""
        self._still_open()
        before = self.interview.value(ref)
        asked = asked_family(self.interview.question(ref))
        data = what_is_left(self.files.left_of(before), before, asked)
        if not data:
            raise AttachmentDamagedError
        self._take(ref, Media(kind_named(before), data), gaps=True)

    def _take(self, ref: str, media: Media, *, gaps: bool = False) -> tuple[Problem, ...]:
        state = self._state
        name, before = new_name(media.kind), self.interview.save()
        outcome = self.interview.answer(ref, name)
        if outcome.validity in {Validity.READ_ONLY, Validity.WRONG_TYPE}:
            return (Problem(ref, outcome.validity),)
        try:
            self._state = replace(state, gaps=(*state.gaps, name)) if gaps else state
            self._put(self.files.box(name, media, self._revision + 1))
        except SurveyError:
            # no answer may name a file that is not there
            self._state = state
            self.interview = _resumed(self._laptop, self._person, self.interview.form, before)
            raise
        return () if outcome.ok else (Problem(ref, outcome.validity),)

    def attach_more(self, ref: str, data: bytes, *, behind: int) -> None:
        """Keep a piece of a recording that still runs, whatever was typed meanwhile with it.

        Raises: PieceOutOfPlaceError, AttachmentTooLargeError, InterviewFullError; StoreFullError.
        """
        self._still_open()
        name = self.interview.value(ref)
        self._put(self.files.piece(name, data, behind, self._revision + 1))
        self.files.goes_on(name, len(data))

    def finish(self, reason: str = "") -> Receipt:
        """Seal the interview for ever and return the receipt, which is shown once.

        `reason` says why a finished interview was changed; it goes into the log alone.

        Raises: NotComparedError, OtherVersionError; NoConsentError; ReasonNeededError;
        NoSuchDraftError when it is over already.
        """
        self._still_open()
        if self._state.paper is not None:
            refuse_uncompared(self._laptop, self._person, self._state)
        if not self.may_keep():
            raise NoConsentError
        if self.wants_reason and not reason.strip():
            raise ReasonNeededError
        form, before = self.interview.form, self.interview.save()
        try:
            receipt = self._sealed(reason.strip())
            self._over = True
        finally:
            if not self._over:  # it goes on as it was
                self.interview = _resumed(self._laptop, self._person, form, before)
        return receipt

    def _sealed(self, reason: str) -> Receipt:
        """Put the sealed interview in the place of its draft. The open one is spent by it."""
        if self.wants_reason:
            self.interview.trail.noted("change reason", reason=reason)
        form, spoken = self.interview.form, screen_answers(self.interview)
        boxes, submission = self.private.finished(self.interview), self.interview.spend()
        receipt, record_id = Receipt(new_receipt_code()), secrets.token_hex(16)
        context = context_of(self._laptop, record_id, 1, submission.form_hash)
        record = seal_parted_record(
            self._laptop.study.study_key,
            record_parts(
                form,
                submission,
                receipt.code,
                self._state.day,
                private=boxes,
                paper=self._state.paper,
                gaps=[name for name in submission.attachments if name in self._state.gaps],
            ),
            context,
        )
        view = anonymised_side(
            self._person,
            form,
            submission,
            record=record_id,
            receipt=receipt.code,
            spoken=spoken,
            readings=self._readings,
        )
        files = files_by_question(submission, record_id)
        view = replace(kept_back(view, private_parts(form), boxes), files=files)
        sealed_view = seal_view(self._person.site_key, view.to_bytes(), context)
        attached = tuple(self.files.sealed(submission.attachments, context))
        rows = (row_digest(record), row_digest(sealed_view), *map(attachment_digest, attached))
        self._laptop.store.finalise(
            self.draft_id,
            record,
            sealed_view,
            log_entry(self._person, "finalise", record_id, rows),
            left=left_by(self._laptop, self._person, form, submission, record_id),
            attachments=attached,
        )
        return receipt

    def discard(self) -> None:
        """Destroy the draft and its key."""
        self._still_open()
        self._laptop.store.delete_draft(self.draft_id)
        self._over = True

    @property
    def paper(self) -> Paper | None:
        """Return which paper questionnaire is keyed in here, None for an interview."""
        return self._state.paper

    def decided(self, paper: Paper, *, ends: str = "") -> None:
        """Note what was decided between two keyings; `ends` is the keying that goes with it."""
        self._state = replace(self._state, paper=paper)
        self._put(None, ends=ends)

    def _still_open(self) -> None:
        if self._over:
            raise NoSuchDraftError

    def _shorten(self, name: str, length: int) -> None:
        with self.files.shortened(name, length):
            self._commit()

    def _spare(self, names: Collection[str]) -> None:
        self.files.spare(names)

    def _commit(self) -> None:
        self._put(None)

    def _put(self, attached: DraftAttachment | None, *, ends: str = "") -> None:
        self._still_open()
        self._revision += 1
        names = self.interview.attachments()
        dropped = self.files.unnamed(names) if self.files.any else ()
        state = self.files.noted(self.private.noted(self._state), names, attached)
        box = draft_box(
            self._person.interviews(),
            self.draft_id,
            self._revision,
            draft_bytes(state, self.screen_key, self.interview.save()),
            owner=self._person.person_id,
            study=self._laptop.study.study_id,
            device=the_device(self._laptop).device_id,
            form=self._state.form_hash,
        )
        try:
            self._laptop.store.put_draft(
                box, attached, dropped, ends=ends, guard=self._person.keys_hold, over=self._kept
            )
        except NotInStoreError as error:  # ended, handed over or gone on with elsewhere
            self._over = True
            raise NoSuchDraftError from error
        self._kept = box.body
        self.files.committed(attached, dropped)


def start(
    laptop: Laptop,
    person: Person,
    form_id: str,
    language: str,
    asked_first: Mapping[str, str] = _NOTHING_ASKED,
    *,
    paper: Paper | None = None,
    form_hash: str = "",
) -> DraftSitting:
    """Begin an interview; its first draft is committed before this returns.

    It begins with the presets of the study pack. `asked_first` are the values of those that the
    pack leaves to the laptop; what the pack does not name so is not taken. `paper` is the
    questionnaire that is keyed in, where it is no interview; `form_hash` asks for an earlier
    version of the form than the newest.

    Raises: NoSuchFormError, InterviewerNeededError; PresetNotTakenError, and nothing was begun.
    """
    person.interviews()
    installed = find_form(laptop, form_id, form_hash) if form_hash else _installed(laptop, form_id)
    interview = begin(
        installed.definition,
        environment_of(laptop, person),
        language=language,
        presets=presets_of(laptop, installed),
        kept=kept_for(laptop, person, installed.definition),
    )
    take_first(laptop, interview, asked_first)
    first = interview.screens()[0].key
    today = laptop.clock.now().date().isoformat()
    state = DraftState(form_id, installed.definition.form_hash, today, first, b"", paper=paper)
    return sit_down(laptop, person, interview, state, installed.files)


def sit_down(
    laptop: Laptop,
    person: Person,
    interview: Interview,
    state: DraftState,
    media: Mapping[str, bytes],
) -> DraftSitting:
    """Return the interview under a new draft's name, saved at the screen that `state` names."""
    sitting = DraftSitting(
        laptop, person, interview, state, draft_id=secrets.token_hex(16), media=media
    )
    sitting.go(state.screen)
    return sitting


def resume(laptop: Laptop, person: Person, draft_id: str) -> DraftSitting:
    """Return the interview of a draft where it was left.

    Raises: NoSuchDraftError, NoSuchFormError, InterviewerNeededError, SealBrokenError.
    """
    sealed = _draft(laptop, person, draft_id)
    opened = open_draft_in_context(person.interviews(), sealed)
    state = state_of(opened.plaintext)
    installed = find_form(laptop, state.form_id, state.form_hash)
    interview = _resumed(laptop, person, installed.definition, state.saved)
    return DraftSitting(
        laptop,
        person,
        interview,
        state,
        draft_id=draft_id,
        media=installed.files,
        revision=opened.context.revision,
        kept=sealed.body,
    )


def _draft(laptop: Laptop, person: Person, draft_id: str) -> SealedDraft:
    found = laptop.store.draft(draft_id)
    if found is None or found.owner != person.person_id:
        raise NoSuchDraftError
    return found


def _installed(laptop: Laptop, form_id: str) -> InstalledForm:
    if form_id not in laptop.forms:
        raise NoSuchFormError(form=form_id)
    return laptop.forms[form_id]


def _resumed(laptop: Laptop, person: Person, form: FormDef, saved: bytes) -> Interview:
    kept = kept_for(laptop, person, form)
    return resume_interview(form, saved, environment_of(laptop, person), kept=kept)
