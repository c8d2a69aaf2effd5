"""The photographs and recordings of one open interview.

Room: workflows. `Sitting` in `collect` owns one of these and commits what it makes.

    bytes of a question -> cleaned -> named at random -> sealed with the draft key -> store
    piece of a recording that still runs -> sealed as a row of its own behind the others -> store
    damaged on the disk -> what still opens, kept when a person says so
    finish -> opened one by one, sealed to the study key

Spec: docs/spec/attachment.md.
Promise: no byte of a file is written anywhere in clear; a file that no answer names goes with
the next commit.
"""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate, count

from survey_app.errors import SurveyError
from survey_app.interview import Submission
from survey_app.interview.attached import is_attachment_name
from survey_app.media import Family, Kind, Media, cleaned, family_of
from survey_app.media.errors import MediaDamagedError
from survey_app.media.webm import in_one, is_a_voice
from survey_app.vault.attachments import (
    DraftAttachment,
    Rescued,
    SealedAttachment,
    attachment_box,
    attachment_id,
    open_draft_attachment,
    rescue_draft_attachment,
    seal_attachment,
)
from survey_app.vault.context import Context
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.framing import filled_size
from survey_app.workflows.field_laptop.laptop import Laptop, Person, context_of
from survey_app.workflows.interviewing.attaching_errors import (
    AttachmentDamagedError,
    AttachmentTooLargeError,
    InterviewFullError,
    NoSuchAttachmentError,
    NotForAFileError,
    PieceOutOfPlaceError,
)
from survey_app.workflows.interviewing.draft_state import DraftState
from survey_app.xform.definition import QuestionDef

MEBIBYTE = 1 << 20
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_NAME_LETTERS = 16  # 80 bits: nobody guesses the name of a file, and none is given twice


@dataclass(frozen=True)
class Bounds:
    """The most bytes of one file, and of all files of an interview."""

    file: int = 20 * MEBIBYTE
    interview: int = 100 * MEBIBYTE


BOUNDS = Bounds()


def checked(question: QuestionDef, data: bytes, bounds: Bounds = BOUNDS) -> Media:
    """Return a file as it may answer `question`: of the right kind, without metadata.

    Raises: NotForAFileError, AttachmentTooLargeError, and the errors of `media.cleaned`.
    """
    if question.control != "upload":
        raise NotForAFileError
    if len(data) > bounds.file:
        raise AttachmentTooLargeError(mebibytes=bounds.file // MEBIBYTE)
    return cleaned(data, asked_family(question))


def asked_family(question: QuestionDef) -> Family:
    """Return what an upload question asks for."""
    return family_of(question.parameters.get("mediatype", ""))


def new_name(kind: Kind) -> str:
    """Return a name that says nothing but the kind of the file."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_NAME_LETTERS)) + f".{kind.suffix}"


def files_by_question(submission: Submission, record_id: str) -> Mapping[str, tuple[str, ...]]:
    """Return the rows of the attachments of a finished interview, by the question they answer."""
    found: dict[str, list[str]] = {}
    for answer in submission.answers:
        if answer.value in submission.attachments:
            found.setdefault(answer.name, []).append(attachment_id(record_id, answer.value))
    return {name: tuple(ids) for name, ids in found.items()}


class Attachments:
    """What is attached to one draft.

    Rules: a file comes in with the state of the draft that names it; a removed one is kept
    only while its removal can be undone. The pieces of a recording live and go with its beginning.
    """

    def __init__(
        self,
        laptop: Laptop,
        person: Person,
        draft_id: str,
        form_hash: str,
        bounds: Bounds,
        *,
        pieces: Mapping[str, int] | None = None,
    ) -> None:
        self._laptop = laptop
        self._person = person
        self._draft_id = draft_id
        self._form_hash = form_hash
        self._sizes = dict(laptop.store.draft_attachment_sizes(draft_id))
        self._spared: frozenset[str] = frozenset()
        self._told = pieces  # by the draft: how many rows each of its files has
        self._next: Mapping[str, int] = {}
        self._pieces: dict[str, list[str]] = {}  # the rows of each file that was asked for
        self._sound: set[str] = set()  # the rows that were sealed here, or opened
        self._coming: tuple[str, str, int] = ("", "", 0)  # its row, its file, the rows then
        self._running: tuple[str, int] = ("", 0)  # the file that came last, and its bytes
        self.bounds = bounds

    @property
    def any(self) -> bool:
        """Say whether anything is attached."""
        return bool(self._sizes)

    def refuse_too_many(self, media: Media, replaced: str) -> None:
        """Raise InterviewFullError when the interview would hold too many bytes."""
        freed = self.size(replaced)
        if sum(self._sizes.values()) - freed + filled_size(len(media.data)) > self.bounds.interview:
            raise InterviewFullError(mebibytes=self.bounds.interview // MEBIBYTE)

    def box(self, name: str, media: Media, revision: int) -> DraftAttachment:
        """Return the file sealed with the draft key, to be committed with the draft."""
        self._running = (name, len(media.data))
        return self._box(name, 0, media.data, revision)

    def piece(self, name: str, data: bytes, behind: int, revision: int) -> DraftAttachment:
        """Return what came of the recording `name` behind its first `behind` bytes, sealed.

        Raises: PieceOutOfPlaceError, AttachmentTooLargeError, InterviewFullError.
        """
        if not data or not self.holds(name) or self._running != (name, behind):
            raise PieceOutOfPlaceError
        if behind + len(data) > self.bounds.file:
            raise AttachmentTooLargeError(mebibytes=self.bounds.file // MEBIBYTE)
        if sum(self._sizes.values()) + filled_size(len(data)) > self.bounds.interview:
            raise InterviewFullError(mebibytes=self.bounds.interview // MEBIBYTE)
        return self._box(name, len(self._rows(name)), data, revision)

    def goes_on(self, name: str, length: int) -> None:
        """Take note that `length` bytes more of the recording `name` were committed."""
        self._running = (name, self._running[1] + length)

    def noted(
        self, state: DraftState, names: Collection[str], attached: DraftAttachment | None
    ) -> DraftState:
        """Return the state that tells how many rows each file has once `attached` is committed."""
        held = (name for name in (*names, *self._spared) if self.holds(name))
        rows = {name: len(self._rows(name)) for name in held}
        row, name, number = self._coming
        if attached is not None and attached.attachment_id == row:
            rows[name] = number
        self._next = rows
        return replace(state, pieces=rows) if rows else replace(state, pieces=None)

    def _box(self, name: str, nth: int, data: bytes, revision: int) -> DraftAttachment:
        box = attachment_box(
            self._person.interviews(),
            _piece(name, nth),
            data,
            context_of(self._laptop, self._draft_id, revision, self._form_hash),
            owner=self._person.person_id,
        )
        self._coming = (box.attachment_id, name, nth + 1)
        return box

    def unnamed(self, names: Collection[str]) -> tuple[str, ...]:
        """Return the rows that no answer names any more and nobody may bring back."""
        kept = {row for name in (*names, *self._spared) for row in self._rows(name)}
        return tuple(row for row in self._sizes if row not in kept)

    def committed(self, attached: DraftAttachment | None, dropped: Sequence[str]) -> None:
        """Take note of what the store holds now."""
        self._told = self._next
        for row in dropped:
            del self._sizes[row]
        if attached is None:
            return
        self._sizes[attached.attachment_id] = len(attached.body)
        self._sound.add(attached.attachment_id)
        row, name, number = self._coming
        if attached.attachment_id == row:
            self._pieces[name] = [self._row(_piece(name, nth)) for nth in range(number)]

    def spare(self, names: Collection[str]) -> None:
        """Keep the files `names`, and no others that are not named, until told otherwise."""
        self._spared = frozenset(names)

    def open(self, name: str) -> bytes:
        """Return the bytes of a file. Raises: NoSuchAttachmentError, AttachmentDamagedError."""
        raw = self.raw(name)
        if len(self._rows(name)) == 1:
            return raw
        if is_a_voice(raw):
            return in_one(raw)
        try:  # what came piece by piece is looked at as a whole for the first time
            return cleaned(raw, Family.FILE).data
        except MediaDamagedError as error:
            raise AttachmentDamagedError from error

    def raw(self, name: str) -> bytes:
        """Return what came for a file, take behind take. Raises: as `open`."""
        return b"".join(data for _, data in self.pieces_of(name))

    def go_on_behind(self, name: str, length: int) -> None:
        """Let pieces follow the `length` bytes that are kept of a file."""
        self._running = (name, length)

    @contextmanager
    def shortened(self, name: str, length: int) -> Iterator[None]:
        """Count no row of a file after its first `length` bytes; what commits then takes them."""
        sizes = list(accumulate(len(data) for _, data in self.pieces_of(name)))
        self._pieces[name] = self._rows(name)[: sizes.index(length) + 1]
        try:
            yield
        except SurveyError:
            self._pieces.clear()  # the draft tells them as before
            raise
        self._running = (name, length)

    def pieces_of(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Yield the name under which each row of a file is sealed, and what it holds.

        Raises: NoSuchAttachmentError; AttachmentDamagedError, also where a row between is missing.
        """
        if not self.holds(name):
            raise NoSuchAttachmentError
        for nth, row in enumerate(self._rows(name)):
            yield _piece(name, nth), self._open(_piece(name, nth), row)
            self._sound.add(row)

    def damaged(self, name: str) -> bool:
        """Say whether something of a file does not open; each row is opened once to know it."""
        try:
            for nth, row in enumerate(self._rows(name)):
                if row not in self._sound:
                    self._open(_piece(name, nth), row)
                    self._sound.add(row)
        except AttachmentDamagedError:
            return True
        return False

    def left_of(self, name: str) -> Sequence[Rescued | None]:
        """Return what still opens of each row of a file, None for a row that is lost whole."""
        return [self._left(_piece(name, nth), row) for nth, row in enumerate(self._rows(name))]

    def _left(self, name: str, row: str) -> Rescued | None:
        sealed = self._laptop.store.draft_attachment(row)
        key, owner = self._person.interviews(), self._person.person_id
        if sealed is None:
            return None
        try:
            return rescue_draft_attachment(key, sealed, name, owner=owner)
        except SealBrokenError:
            return None

    def _open(self, name: str, row: str) -> bytes:
        sealed = self._laptop.store.draft_attachment(row)
        if sealed is None and self._laptop.store.draft(self._draft_id) is None:
            raise NoSuchAttachmentError
        if sealed is None:
            raise AttachmentDamagedError
        key = self._person.interviews()
        try:
            return open_draft_attachment(key, sealed, name, owner=self._person.person_id)
        except SealBrokenError as error:
            raise AttachmentDamagedError from error

    def size(self, name: str) -> int:
        """Return about how many bytes a file has, 0 when it is not here."""
        return sum(self._sizes.get(row, 0) for row in self._rows(name))

    def holds(self, name: str) -> bool:
        """Say whether a file of that name is attached."""
        if self._told is None:
            return is_attachment_name(name) and self._row(name) in self._sizes
        return name in self._told

    def sealed(self, names: Sequence[str], context: Context) -> Iterator[SealedAttachment]:
        """Yield the files that a submission names, sealed to the study; `context` is its record's.

        A name without a file (of a submission made elsewhere) has nothing to seal.
        """
        for name in names:
            if self.holds(name):
                yield seal_attachment(self._laptop.study.study_key, name, self.open(name), context)

    def _rows(self, name: str) -> list[str]:
        """Return the row of a file, and those in which a recording goes on, in their order.

        Their number is what the draft tells; one that tells none has all that follow each other.
        """
        if name not in self._pieces:
            self._pieces[name] = [self._row(name)]
            for nth in count(1):
                row = self._row(_piece(name, nth))
                if row not in self._sizes if self._told is None else nth >= self._told.get(name, 1):
                    break
                self._pieces[name].append(row)
        return self._pieces[name]

    def _row(self, name: str) -> str:
        return attachment_id(self._draft_id, name)


def rows_told(state: DraftState, draft_id: str) -> frozenset[str]:
    """Return the rows that a draft says its files have; none where it does not tell."""
    told = (state.pieces or {}).items()
    names = (_piece(name, nth) for name, number in told for nth in range(number))
    return frozenset(attachment_id(draft_id, name) for name in names)


def _piece(name: str, nth: int) -> str:
    """Return the name under which a piece of a recording is sealed; its beginning has the file's.

    >>> _piece("abcdefghabcdefgh.webm", 0), _piece("abcdefghabcdefgh.webm", 2)
    ('abcdefghabcdefgh.webm', 'abcdefghabcdefgh.webm/2')
    """
    return f"{name}/{nth}" if nth else name
