"""Every row of the laptop looked at: what is damaged, and what is still whole.

Room: workflows.

    pages, log, digests of all rows   without any passphrase
    own drafts, their files, notes    opened with an interviewer's key
    anonymised sides                  opened with a supervisor's
    records and their files           opened with the study's

Spec: docs/spec/store.md section 8.
Promise: nothing is changed and nothing that was opened is kept; damage is named by random ids.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from survey_app.bundle.container import bundle_id_of, file_name_of
from survey_app.errors import SurveyError
from survey_app.store.audit import Compared
from survey_app.vault.amendments import SealedAmendment, open_amendment
from survey_app.vault.attachments import check_draft_attachment, open_attachment
from survey_app.vault.records import SealedDraft, open_draft, open_sealed
from survey_app.workflows.export import OUTBOX
from survey_app.workflows.field_laptop.laptop import Laptop, Person, the_device
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.field_laptop.renewing import OLD_RECOVERY
from survey_app.workflows.interviewing.attaching import rows_told
from survey_app.workflows.interviewing.draft_state import state_of
from survey_app.workflows.interviewing.keeping import count_own_pieces
from survey_app.workflows.study.packs import read_pack

KINDS = (
    "pages",
    "log",
    "drafts",
    "draft_files",
    "notes",
    "records",
    "views",
    "files",
    "amendments",
    "packs",
    "bundles",
)


@dataclass(frozen=True)
class Part:
    """One kind of thing: how many are whole, which are not, how many no key at hand opens.

    What was not opened was still compared with the signed log, where it stands in it.
    """

    kind: str
    whole: int
    damaged: tuple[str, ...]
    not_opened: int = 0


@dataclass(frozen=True)
class FullCheck:
    """What was found, by kind, in the order of `KINDS`."""

    parts: tuple[Part, ...]

    @property
    def well(self) -> bool:
        """Say whether nothing is damaged."""
        return not any(part.damaged for part in self.parts)


def check_all(
    laptop: Laptop, person: Person | None = None, study_seed: bytes | None = None
) -> FullCheck:
    """Return what is whole and what is damaged, opened as far as the keys at hand go.

    Raises: NotEnrolledError.
    """
    compared, log = _compared(laptop)
    drafts, draft_files = _drafts(laptop, person)
    return FullCheck(
        (
            _one("pages", not laptop.store.damaged_pages()),
            log,
            drafts,
            draft_files,
            _notes(laptop, person),
            *_finished(laptop, compared, person, study_seed),
            _packs(laptop),
            _bundles(laptop),
        )
    )


def _compared(laptop: Laptop) -> tuple[Compared | None, Part]:
    try:
        compared = laptop.store.compare(the_device(laptop).verify_key)
    except SurveyError as error:
        return None, Part("log", 0, (str(error.details.get("number", "")),))
    return compared, Part("log", compared.head.count, tuple(sorted(compared.withdrawn)))


def _drafts(laptop: Laptop, person: Person | None) -> tuple[Part, Part]:
    """Look at open interviews: her own, and whether each of the others is somebody's."""
    everybody = laptop.store.all_drafts()
    nobodys = _of_nobody(laptop, everybody)
    if person is None or person.role is Role.SUPERVISOR:
        closed = len(everybody) - len(nobodys)
        return Part("drafts", 0, nobodys, closed), Part("draft_files", 0, ())
    key = person.interviews()
    own = [draft for draft in everybody if draft.owner == person.person_id]
    bad = _unopenable((draft.draft_id, partial(open_draft, key, draft)) for draft in own)
    sound = [draft for draft in own if draft.draft_id not in bad]
    files = list(_draft_files(laptop, own))
    bad_files = _unopenable(
        (file_id, partial(_open_file, laptop, key, person, file_id)) for file_id in files
    )
    gone = tuple(sorted(_gone_files(laptop, key, sound)))
    closed = len(everybody) - len(own) - len(nobodys)
    return (
        Part("drafts", len(sound), tuple(sorted({*bad, *nobodys})), closed),
        Part("draft_files", len(files) - len(bad_files), (*bad_files, *gone)),
    )


def _of_nobody(laptop: Laptop, drafts: Iterable[SealedDraft]) -> tuple[str, ...]:
    """Return those that neither a passphrase nor the study can open: their owner is no one here."""
    store = laptop.store
    if store.get_meta(OLD_RECOVERY) is not None:
        return ()  # by the first version: it does not tell for whom
    known = store.slot_ids() | store.recoveries().keys()
    return tuple(draft.draft_id for draft in drafts if draft.owner not in known)


def _draft_files(laptop: Laptop, drafts: Iterable[SealedDraft]) -> Iterator[str]:
    for draft in drafts:
        yield from laptop.store.draft_attachment_sizes(draft.draft_id)


def _gone_files(laptop: Laptop, key: bytes, drafts: Iterable[SealedDraft]) -> Iterator[str]:
    """Yield the files that drafts tell of and that are not there.

    Not of a draft that somebody saved meanwhile: it may tell of others now.
    """
    for draft in drafts:
        told = rows_told(state_of(open_draft(key, draft)), draft.draft_id)
        gone = told - laptop.store.draft_attachment_sizes(draft.draft_id).keys()
        if gone and laptop.store.draft(draft.draft_id) == draft:
            yield from gone


def _open_file(laptop: Laptop, key: bytes, person: Person, file_id: str) -> None:
    sealed = laptop.store.draft_attachment(file_id)
    if sealed is not None:
        check_draft_attachment(key, sealed, owner=person.person_id)


def _notes(laptop: Laptop, person: Person | None) -> Part:
    """Count the notes that open: another's cannot be told from a damaged one."""
    everything = laptop.store.counts()["kept"]
    can = person is not None and person.role is not Role.SUPERVISOR
    own = count_own_pieces(laptop, person) if can and person is not None else 0
    return Part("notes", own, (), everything - own)


def _finished(
    laptop: Laptop, compared: Compared | None, person: Person | None, study_seed: bytes | None
) -> Iterator[Part]:
    """Yield records, views and files: compared with the log, and opened where a key is."""
    store, site = laptop.store, None if person is None else person.site_seed
    records, views = store.records(), store.views()
    yield _rows(
        "records",
        {row.record_id: partial(open_sealed, study_seed or b"", row) for row in records},
        compared.records if compared else frozenset(),
        opens=study_seed is not None,
    )
    yield _rows(
        "views",
        {row.view_id: partial(open_sealed, site or b"", row) for row in views},
        compared.views if compared else frozenset(),
        opens=site is not None,
    )
    yield _rows(
        "files",
        {
            row.record_id: partial(_open_attachments, laptop, study_seed or b"", row.record_id)
            for row in records
            if store.attachments(row.record_id)
        },
        compared.attachments if compared else frozenset(),
        opens=study_seed is not None,
    )
    said = store.amendments()
    yield _rows(
        "amendments",
        {
            record: partial(_open_amendments, said, study_seed or b"", record)
            for record in {row.record_id for row in said}
        },
        compared.amendments if compared else frozenset(),
        opens=study_seed is not None,
    )


def _open_attachments(laptop: Laptop, seed: bytes, record_id: str) -> None:
    for row in laptop.store.attachments(record_id):
        open_attachment(seed, row)


def _open_amendments(rows: Iterable[SealedAmendment], seed: bytes, record_id: str) -> None:
    for row in rows:
        if row.record_id == record_id:
            open_amendment(seed, row)


def _rows(
    kind: str,
    rows: Mapping[str, Callable[[], object]],
    differing: frozenset[str],
    *,
    opens: bool,
) -> Part:
    bad = set(differing)
    if opens:
        bad |= set(_unopenable(rows.items()))
    whole = len(rows.keys() - bad)
    return Part(kind, whole, tuple(sorted(bad)), 0 if opens else whole)


def _packs(laptop: Laptop) -> Part:
    files = sorted((laptop.data / "packs").glob("*.pack"))
    bad = _unopenable((path.name, partial(read_pack, path)) for path in files)
    return Part("packs", len(files) - len(bad), bad)


def _bundles(laptop: Laptop) -> Part:
    bundles = laptop.store.bundles()
    bad = tuple(
        file_name_of(one.bundle_id) for one in bundles if not _is_whole_file(laptop, one.bundle_id)
    )
    return Part("bundles", len(bundles) - len(bad), bad)


def _is_whole_file(laptop: Laptop, bundle_id: str) -> bool:
    try:
        data = (laptop.data / OUTBOX / file_name_of(bundle_id)).read_bytes()
    except (OSError, ValueError):  # ValueError: a rotten name that no file can have
        return False
    return bundle_id_of(data) == bundle_id


def _one(kind: str, well: bool) -> Part:  # noqa: FBT001 - the only thing it says
    return Part(kind, int(well), () if well else (kind,))


def _unopenable(things: Iterable[tuple[str, Callable[[], object]]]) -> tuple[str, ...]:
    """Return the names of those that do not open."""
    bad = []
    for name, opens in things:
        try:
            opens()
        except SurveyError:
            bad.append(name)
    return tuple(sorted(bad))
