"""An interview to practise with: every question and rule of the form, kept nowhere.

Room: workflows.

    form of the laptop -> Practice -- answer, go, repeat, strike: in memory alone -- -> gone

Promise: it holds no store, no key, no person and no study, so nothing of it can be sealed, packed
    or backed up, whatever a page does with it. It is no DraftSitting: the type checker refuses it
    wherever something is kept or finished.
Spec: docs/adr/0131-a-practice-holds-no-key.md.
"""

import random
import secrets
import uuid
from collections.abc import Collection, Mapping
from types import MappingProxyType

from survey_app.clock import Clock
from survey_app.interview import Environment, Interview, Problem, Validity, begin
from survey_app.media.webm import in_one, is_a_voice
from survey_app.vault.signing import is_signed
from survey_app.workflows.errors import NoSuchFormError
from survey_app.workflows.field_laptop.laptop import Laptop
from survey_app.workflows.interviewing.attaching import BOUNDS, MEBIBYTE, Bounds, checked, new_name
from survey_app.workflows.interviewing.attaching_errors import (
    AttachmentTooLargeError,
    InterviewFullError,
    NoSuchAttachmentError,
    PieceOutOfPlaceError,
)
from survey_app.workflows.interviewing.beginning import presets_of, take_first
from survey_app.workflows.interviewing.sitting import Sitting
from survey_app.xform import FormDef

NOBODY = "practice"
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class FilesInMemory:
    """What was attached in a practice: it goes with it."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._held: dict[str, bytes] = {}

    def open(self, name: str) -> bytes:
        """Return the bytes of a file. Raises: NoSuchAttachmentError."""
        raw = self.raw(name)
        return in_one(raw) if is_a_voice(raw) else raw

    def raw(self, name: str) -> bytes:
        """Return what came for a file, take behind take. Raises: NoSuchAttachmentError."""
        if name not in self._held:
            raise NoSuchAttachmentError
        return self._held[name]

    def go_on_behind(self, name: str, length: int) -> None:
        """Do nothing: pieces follow what is held."""

    def size(self, name: str) -> int:
        """Return how many bytes a file has, 0 when it is not here."""
        return len(self._held.get(name, b""))

    def holds(self, name: str) -> bool:
        """Say whether a file of that name is attached."""
        return name in self._held

    def damaged(self, name: str) -> bool:
        """Say no: nothing lies on a disk."""
        del name
        return False

    def put(self, name: str, data: bytes, replaced: str) -> None:
        """Attach a file in the place of another. Raises: InterviewFullError."""
        others = sum(len(held) for one, held in self._held.items() if one != replaced)
        if others + len(data) > self.bounds.interview:
            raise InterviewFullError(mebibytes=self.bounds.interview // MEBIBYTE)
        self._held.pop(replaced, None)
        self._held[name] = data

    def keep_only(self, names: Collection[str]) -> None:
        """Let go of every file that is not named."""
        self._held = {name: data for name, data in self._held.items() if name in names}


class Practice(Sitting):
    """One practice that is open now. Nothing that is done to it is kept anywhere."""

    def __init__(
        self,
        interview: Interview,
        *,
        media: Mapping[str, bytes] = _NO_FILES,
        bounds: Bounds = BOUNDS,
    ) -> None:
        first = interview.screens()[0].key
        super().__init__(interview, first, draft_id=secrets.token_hex(16), media=media)
        self._files = FilesInMemory(bounds)
        self._spared: frozenset[str] = frozenset()

    @property
    def files(self) -> FilesInMemory:
        """Return what was attached; it goes with the practice."""
        return self._files

    @property
    def reopened(self) -> bool:
        """Say no: a finished interview is never practised with."""
        return False

    def attach(self, ref: str, data: bytes) -> tuple[Problem, ...]:
        """Answer an upload question with a file, under the rules of an interview.

        Raises: the errors of `checked`; InterviewFullError.
        """
        media, before = checked(self.interview.question(ref), data), self.interview.value(ref)
        name = new_name(media.kind)
        self._files.put(name, media.data, before)
        outcome = self.interview.answer(ref, name)
        if outcome.validity in {Validity.READ_ONLY, Validity.WRONG_TYPE}:
            return (Problem(ref, outcome.validity),)
        return () if outcome.ok else (Problem(ref, outcome.validity),)

    def attach_more(self, ref: str, data: bytes, *, behind: int) -> None:
        """Go on with a recording, under the rules of an interview.

        Raises: PieceOutOfPlaceError, AttachmentTooLargeError, InterviewFullError.
        """
        name = self.interview.value(ref)
        if not data or not self._files.holds(name) or self._files.size(name) != behind:
            raise PieceOutOfPlaceError
        if behind + len(data) > self._files.bounds.file:
            raise AttachmentTooLargeError(mebibytes=self._files.bounds.file // MEBIBYTE)
        self._files.put(name, self._files.raw(name) + data, name)

    def keep_what_is_left(self, ref: str) -> None:
        """Change nothing: nothing of a practice lies on a disk."""

    def _shorten(self, name: str, length: int) -> None:
        self._files.put(name, self._files.raw(name)[:length], name)

    def _spare(self, names: Collection[str]) -> None:
        self._spared = frozenset(names)

    def _commit(self) -> None:
        """Keep nothing; let go of the files that no answer names."""
        self._files.keep_only({*self.interview.attachments(), *self._spared})


def practise(
    laptop: Laptop, form_id: str, language: str, asked_first: Mapping[str, str] = _NOTHING
) -> Practice:
    """Return a practice with a form of the laptop; it begins as an interview would.

    Nothing that earlier interviews left is in it: what women said is not for practising.

    Raises: NoSuchFormError; PresetNotTakenError.
    """
    if form_id not in laptop.forms:
        raise NoSuchFormError(form=form_id)
    installed = laptop.forms[form_id]
    interview = begin(
        installed.definition,
        nobodys_environment(laptop.clock),
        language=language,
        presets=presets_of(laptop, installed),
    )
    take_first(laptop, interview, asked_first)
    return Practice(interview, media=installed.files)


def try_out(form: FormDef, language: str, clock: Clock) -> Practice:
    """Return a practice with a form that belongs to no study."""
    return Practice(begin(form, nobodys_environment(clock), language=language))


def nobodys_environment(clock: Clock) -> Environment:
    """Return what a practice takes from outside: neither a person nor a laptop is named."""
    return Environment(
        clock=clock,
        random=random.SystemRandom(),
        new_uuid=lambda: str(uuid.uuid4()),
        user=NOBODY,
        device=NOBODY,
        is_signed=is_signed,
    )
