"""The study key opens whole interviews: for reunion, audit, or a lost team.

Room: workflows. Runs where the study's folder is, on a copy of a laptop's folder.
Spec: docs/spec/sealed-record.md.
Promise: nothing but the study seed opens a record, and the seed never stays on a laptop.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from survey_app.canonical import Json, canonical_json
from survey_app.errors import SurveyError
from survey_app.interview.attached import is_attachment_name
from survey_app.interview.submission import Submission, read_submission
from survey_app.interview.trail import NAME as AUDIT
from survey_app.microdata.struck import without_answers
from survey_app.vault import kem
from survey_app.vault.amendments import SealedAmendment, open_amendment
from survey_app.vault.attachments import OpenedAttachment, SealedAttachment, open_attachment
from survey_app.vault.chain import WITHDRAW, read_entry
from survey_app.vault.errors import ChainError, SealBrokenError
from survey_app.vault.records import Opened, SealedRecord, is_record_id, open_sealed
from survey_app.workflows.amend import Amendment, read_amendment
from survey_app.workflows.errors import NoSuchFormError, NotEnrolledError
from survey_app.workflows.field_laptop.laptop import Laptop, find_form, the_device
from survey_app.workflows.files import make_folder, write_new_file
from survey_app.workflows.interviewing.private_boxes import with_private_parts
from survey_app.workflows.interviewing.record_content import private_boxes, read_record
from survey_app.xform.definition import FormDef

SUBMISSION = "submission.xml"
AMENDMENTS = "amendments.json"
GAPS = "gaps.json"

_OURS = frozenset((SUBMISSION, AMENDMENTS, GAPS, AUDIT))
_LONGEST_NAME = 255  # bytes: a disk takes no more

# What reading says of bytes that were not written for it; a text that is no XML is a SyntaxError.
_UNREADABLE = (
    SurveyError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    StopIteration,
    RecursionError,
    SyntaxError,
)


@dataclass(frozen=True)
class Written:
    """What `write_whole` wrote: interviews, and the files attached to them.

    `damaged` are the ids of interviews of which something did not open, is gone, or is not what the
    laptop's log says. `hindered` is why the log could not be asked, or a form was not found.
    """

    interviews: int
    attachments: int
    damaged: tuple[str, ...] = ()
    hindered: tuple[SurveyError, ...] = ()


@dataclass(frozen=True)
class RecoveredInterview:
    """A whole interview as it was sealed, without what was taken back since.

    `amendments` were made after the end, in their order; corrected values stand there only. `gaps`
    are files of which something was lost on the laptop's disk.
    """

    record_id: str
    receipt: str
    day: str
    submission: Submission
    amendments: tuple[Amendment, ...] = ()
    gaps: tuple[str, ...] = ()

    def value(self, name: str) -> str:
        """Return the first answer to the question `name`; blank when there is none."""
        found = (answer.value for answer in self.submission.answers if answer.name == name)
        return next(found, "")


def recover(laptop: Laptop, study_seed: bytes, *earlier: bytes) -> Iterator[RecoveredInterview]:
    """Return every finished interview of `laptop`, opened with the study seed.

    `earlier` are the seeds of keys that the study had before.

    Raises: SealBrokenError for another seed or an altered record; NoSuchFormError.
    """
    said, seeds = _amendments(laptop), (study_seed, *earlier)
    for sealed in laptop.store.records():
        yield _recovered(laptop, sealed, said.get(sealed.record_id, ()), seeds)


def _recovered(
    laptop: Laptop,
    sealed: SealedRecord,
    amendments: Sequence[SealedAmendment],
    seeds: Sequence[bytes],
) -> RecoveredInterview:
    with _sealed_by_this_program():
        opened = _opened(sealed, seeds)
        content, xml, audit = read_record(opened)
        form = find_form(laptop, content["form_id"], opened.context.form).definition
        said = [_opened_amendment(one, seeds) for one in amendments]
        said.sort(key=lambda one: one.context.revision)
        read = tuple(map(read_amendment, said))
        xml = with_private_parts(form, xml, private_boxes(form, opened), seeds)
        submission = _as_it_stands(form, xml, audit, read)
        gaps = tuple(content.get("gaps", ()))
        return RecoveredInterview(
            sealed.record_id, content["receipt"], content["day"], submission, read, gaps
        )


@contextmanager
def _sealed_by_this_program() -> Iterator[None]:
    """Take what opens and cannot be read for damaged: anybody can seal to the study key.

    Raises: SealBrokenError; NoSuchFormError.
    """
    try:
        yield
    except NoSuchFormError:
        raise
    except _UNREADABLE as error:
        raise SealBrokenError from error


def _amendments(laptop: Laptop) -> Mapping[str, Sequence[SealedAmendment]]:
    """Return what was said after the end, sealed, by interview."""
    said: dict[str, list[SealedAmendment]] = {}
    for sealed in laptop.store.amendments():
        said.setdefault(sealed.record_id, []).append(sealed)
    return said


def _as_it_stands(
    form: FormDef, xml: bytes, audit: bytes, amendments: Sequence[Amendment]
) -> Submission:
    """Return the submission without what was taken back; its trail may quote, so it goes too.

    Of an interview in parts nothing of it is there any more.
    """
    gone = {name for amendment in amendments for name in amendment.withdrawn}
    if gone:
        xml, audit = without_answers(xml, gone), b""
    return replace(read_submission(form, xml), audit=audit)


def recover_attachments(
    laptop: Laptop, study_seed: bytes, record_id: str, *earlier: bytes
) -> Iterator[OpenedAttachment]:
    """Return the files of one finished interview, opened with the study seed.

    Raises: SealBrokenError for another seed or an altered file.
    """
    for sealed in laptop.store.attachments(record_id):
        yield _opened_file(sealed, (study_seed, *earlier))


def write_whole(laptop: Laptop, study_seed: bytes, folder: Path, *earlier: bytes) -> Written:
    """Write every finished interview in clear: a folder each, its XML and its files beside it.

    Other tools of the family read such folders. What is damaged keeps nothing else from its way.
    What somebody put back of a withdrawn interview is not opened.

    Raises: SealBrokenError for another seed, which opens none; FileNotWrittenError.
    """
    said, seeds, files = _amendments(laptop), (study_seed, *earlier), 0
    damaged: list[str] = []
    formless: dict[str, SurveyError] = {}  # each form told once
    interviews = 0
    differing, withdrawn, hindered = _as_logged(laptop)
    for sealed in laptop.store.records():
        name = sealed.record_id
        if name in withdrawn:
            continue
        try:
            _refuse_path(name)
            whole = _recovered(laptop, sealed, said.get(name, ()), seeds)
        except SealBrokenError:
            damaged.append(name)
            continue
        except NoSuchFormError as error:  # the others have theirs
            formless[error.message()] = error
            continue
        _write_interview(whole, folder / name)
        written, lost = _write_files(laptop, name, seeds, folder / name)
        interviews, files = interviews + 1, files + written
        damaged += [name] if lost else []
    if damaged and not (interviews or formless):
        raise SealBrokenError
    damaged += sorted(differing.difference(damaged))
    return Written(interviews, files, tuple(damaged), (*hindered, *formless.values()))


def _as_logged(laptop: Laptop) -> tuple[frozenset[str], frozenset[str], tuple[SurveyError, ...]]:
    """Return what is not what the signed log says, and whom it calls withdrawn, by id."""
    withdrawn = frozenset(laptop.store.withdrawn())
    try:
        differing = laptop.store.compare(the_device(laptop).verify_key).differing
        entries = [read_entry(entry) for entry in laptop.store.log_entries()]
    except (ChainError, NotEnrolledError) as error:
        return frozenset(), withdrawn, (error,)
    gone = {entry.record for entry in entries if entry.operation == WITHDRAW}
    return differing, withdrawn | gone, ()


def _refuse_path(record_id: str) -> None:
    """Raise SealBrokenError for an id that this program never gave: a folder is called by it."""
    if not is_record_id(record_id):
        raise SealBrokenError


def _write_interview(whole: RecoveredInterview, place: Path) -> None:
    make_folder(place)
    write_new_file(place / SUBMISSION, whole.submission.xml)
    if whole.amendments:
        said: list[Json] = [one.to_json() for one in whole.amendments]
        write_new_file(place / AMENDMENTS, canonical_json(said))
    if whole.gaps:
        write_new_file(place / GAPS, canonical_json(list(whole.gaps)))
    if whole.submission.audit:
        write_new_file(place / AUDIT, whole.submission.audit)


def _write_files(
    laptop: Laptop, record_id: str, seeds: Sequence[bytes], place: Path
) -> tuple[int, int]:
    """Write the files of one interview; return how many, and how many did not open."""
    written = lost = 0
    for sealed in laptop.store.attachments(record_id):
        try:
            attached = _opened_file(sealed, seeds)
            name = _file_name(attached.name)
        except SealBrokenError:
            lost += 1
            continue
        write_new_file(place / name, attached.data)
        written += 1
    return written, lost


def _opened(sealed: SealedRecord, seeds: Sequence[bytes]) -> Opened:
    for seed in seeds[:-1]:
        with suppress(SealBrokenError):
            return open_sealed(seed, sealed)
    return open_sealed(seeds[-1], sealed)


def _opened_amendment(sealed: SealedAmendment, seeds: Sequence[bytes]) -> Opened:
    for seed in seeds[:-1]:
        with suppress(SealBrokenError):
            return open_amendment(seed, sealed)
    return open_amendment(seeds[-1], sealed)


def _opened_file(sealed: SealedAttachment, seeds: Sequence[bytes]) -> OpenedAttachment:
    """Return a file; one that was wrapped again still names the key it was sealed to at first."""
    known = [kem.key_id(kem.public_of(seed)) for seed in seeds]
    for seed in seeds[:-1]:
        with suppress(SealBrokenError):
            return open_attachment(seed, sealed, earlier=known)
    return open_attachment(seeds[-1], sealed, earlier=known)


def _file_name(name: str) -> str:
    """Return the name of a file in its folder. Raises: SealBrokenError for one never sealed here.

    A name that is a path, that no disk takes, or that is one of ours would cost what is beside it.
    """
    too_long = len(name.encode()) > _LONGEST_NAME
    if too_long or name.casefold() in _OURS or not is_attachment_name(name):
        raise SealBrokenError
    return name
