"""An interview that is open now, whatever becomes of it: what a page may do with it.

Room: workflows.

    Sitting <- collect.DraftSitting (kept as an encrypted draft, can be finished)
            <- practice.Practice    (kept nowhere, cannot be finished)

Promise: what ends in a record is a method of DraftSitting alone, so that the type checker
    keeps everything else out of a bundle.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from survey_app.interview import EmptyKind, Interview, Problem, RowTakenOut
from survey_app.media.webm import is_a_voice
from survey_app.workflows.interviewing.attaching import Bounds
from survey_app.workflows.interviewing.attaching_errors import AnotherFileKeptError

CONSENT = "consent_given"
YES = ("yes", "1", "true")
Value = str | Sequence[str] | None


class Files(Protocol):
    """The photographs and recordings of an open interview, as its page reads them."""

    bounds: Bounds

    def open(self, name: str) -> bytes:
        """Return the bytes of a file. Raises: NoSuchAttachmentError."""

    def size(self, name: str) -> int:
        """Return about how many bytes a file has, 0 when it is not here."""

    def raw(self, name: str) -> bytes:
        """Return what came for a file, take behind take. Raises: as `open`."""

    def go_on_behind(self, name: str, length: int) -> None:
        """Let pieces follow the `length` bytes that are kept of a file."""

    def holds(self, name: str) -> bool:
        """Say whether a file of that name is attached."""

    def damaged(self, name: str) -> bool:
        """Say whether something of a file does not open any more."""


class Sitting(ABC):
    """One interview that is open now. What a method took is kept as far as it ever will be.

    `media` are the files of the form in the version it was begun with.
    """

    def __init__(
        self, interview: Interview, screen_key: str, *, draft_id: str, media: Mapping[str, bytes]
    ) -> None:
        self.draft_id = draft_id
        self.media = media
        self.interview = interview
        self.screen_key = screen_key
        self._recorder_of: dict[str, str] = {}  # by the name of the file
        self.erased: set[str] = set()  # wishes to erase that were done, as their pages named them
        self._takes: dict[str, tuple[str, int]] = {}  # by recorder: its file, the bytes before it

    @property
    @abstractmethod
    def files(self) -> Files:
        """Return what is attached."""

    @property
    @abstractmethod
    def reopened(self) -> bool:
        """Say whether it began as a submission that somebody wants to change."""

    @abstractmethod
    def attach(self, ref: str, data: bytes) -> tuple[Problem, ...]:
        """Answer an upload question with a file; return what is wrong with the answer."""

    def attach_recording(
        self, ref: str, data: bytes, *, recorder: str, goes_on: bool = False
    ) -> tuple[Problem, ...]:
        """Keep all that `recorder` heard until now, in the place of what it sent before.

        With `goes_on` a person wants it behind what is kept, as a further take of the same answer.

        Raises: AnotherFileKeptError when something else is kept: nobody was asked to remove that;
        the errors of `attach` and `attach_more`.
        """
        held = self.interview.value(ref)
        if self.before_take(ref, recorder):
            return self._rest_of_take(ref, data, recorder)
        if self.files.holds(held) and self._recorder_of.get(held) != recorder:
            if not goes_on:
                raise AnotherFileKeptError
            return self._next_take(ref, data, recorder)
        problems = self.attach(ref, data)
        self._recorder_of[self.interview.value(ref)] = recorder
        return problems

    def _next_take(self, ref: str, data: bytes, recorder: str) -> tuple[Problem, ...]:
        name = self.interview.value(ref)
        before = self.files.raw(name)
        if not (is_a_voice(before) and is_a_voice(data)):
            raise AnotherFileKeptError
        self.files.go_on_behind(name, len(before))
        self.attach_more(ref, data, behind=len(before))
        self._recorder_of[name], self._takes[recorder] = recorder, (name, len(before))
        return ()

    def _rest_of_take(self, ref: str, data: bytes, recorder: str) -> tuple[Problem, ...]:
        before, kept = self.before_take(ref, recorder), self.files.raw(self.interview.value(ref))
        if not data.startswith(kept[before:]):
            raise AnotherFileKeptError
        if rest := data[len(kept) - before :]:
            self.attach_more(ref, rest, behind=len(kept))
        return ()

    def before_take(self, ref: str, recorder: str) -> int:
        """Return how many bytes are kept before the take of `recorder`; 0 where it is the first."""
        name, before = self._takes.get(recorder, ("", 0))
        return before if name and name == self.interview.value(ref) else 0

    def erase_take(self, ref: str, recorder: str) -> None:
        """Destroy what `recorder` said behind an earlier take, which stays."""
        name = self.interview.value(ref)
        self._shorten(name, self.before_take(ref, recorder))
        del self._takes[recorder], self._recorder_of[name]
        self.erased.add(recorder)

    @abstractmethod
    def _shorten(self, name: str, length: int) -> None:
        """Destroy what is kept of a file behind its first `length` bytes."""

    def was_recorded_by(self, name: str, recorder: str) -> bool:
        """Say whether the file `name` is what `recorder` sent in this sitting."""
        return bool(recorder) and self._recorder_of.get(name) == recorder

    @abstractmethod
    def attach_more(self, ref: str, data: bytes, *, behind: int) -> None:
        """Keep what a recording brought since its first `behind` bytes were kept.

        Raises: PieceOutOfPlaceError when something else is kept, or more, or less of it.
        """

    @abstractmethod
    def keep_what_is_left(self, ref: str) -> None:
        """Put what can still be heard of a damaged recording in its place.

        Raises: AttachmentDamagedError when nothing can.
        """

    @abstractmethod
    def _commit(self) -> None:
        """Keep what the interview holds now."""

    @abstractmethod
    def _spare(self, names: Collection[str]) -> None:
        """Keep the files `names` of removed instances, and no others that no answer names."""

    def answer(
        self, values: Mapping[str, Value], empties: Mapping[str, EmptyKind] | None = None
    ) -> tuple[Problem, ...]:
        """Take answers and kinds of empty; return what is wrong with these references.

        A value that cannot be (letters for a number) is not taken and the old one stays;
        what breaks a constraint is kept, so that nothing typed is lost.
        """
        problems: list[Problem] = []
        for ref, value in values.items():
            outcome = self.interview.answer(ref, value)
            if not outcome.ok:
                problems.append(Problem(ref, outcome.validity))
        for ref, kind in (empties or {}).items():
            self.interview.mark_empty(ref, kind)
        self._commit()
        return tuple(problems)

    def go(self, screen_key: str) -> None:
        """Remember which screen is shown; what was removed on the last one stays removed."""
        self.screen_key = screen_key
        self.interview.trail.visited(screen_key)
        self._spare(())
        self._commit()

    def set_language(self, tag: str) -> None:
        """Go on in another language; answers stay."""
        self.interview.set_language(tag)
        self._commit()

    def add_repeat(self, ref: str) -> str:
        """Add an instance (a child) and return its reference."""
        added = self.interview.add_repeat(ref)
        self._commit()
        return added

    def remove_repeat(self, ref: str) -> RowTakenOut:
        """Take an instance away, return what `put_back` wants; its files wait until `go`."""
        before = self.interview.attachments()
        taken = self.interview.rows.take_out(ref)
        self._spare(set(before) - set(self.interview.attachments()))
        self._commit()
        return taken

    def put_back(self, taken: RowTakenOut) -> None:
        """Put an instance back where it stood, with all it held. Raises: RepeatFixedError."""
        self.interview.rows.put_back(taken)
        self._commit()

    def move_repeat(self, ref: str, place: int) -> None:
        """Give an instance another place among the others, counted from 1."""
        self.interview.rows.move(ref, place)
        self._commit()

    def strike(self, ref: str) -> None:
        """Remove an answer at her wish; it may be answered again."""
        self.interview.strike(ref)
        self._commit()

    def stop(self) -> None:
        """End the interview here: what was not reached counts as stopped."""
        self.interview.stop()
        self._commit()

    def go_on(self) -> None:
        """Take a stop back: it was a slip, or she wishes to go on after all."""
        self.interview.stop(here=False)
        self._commit()

    def may_keep(self) -> bool:
        """Say whether she has consented, in forms that ask (`consent_given`)."""
        question = self.interview.form.questions.get(CONSENT)
        return question is None or self.interview.value(question.path) in YES

    @property
    def wants_reason(self) -> bool:
        """Say whether the form asks why a finished interview was changed."""
        return self.reopened and self.interview.trail.wants_reasons
