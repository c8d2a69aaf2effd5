"""What a person reviewed leaves the laptop: packed once, delivered until somebody has it.

Room: workflows.

    reviewed views, withdrawals -- pack --> outbox (sealed) -- folder or hub --> receipt

Spec: docs/spec/bundle.md, docs/spec/objects-on-a-target.md, docs/spec/receipt.md.
Promise: nothing unreviewed is packed; a bundle is on the laptop's own disk, and noted as
packed, before a byte of it leaves, so a stick that fails loses nothing and repeats nothing.
"""

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from survey_app.bundle import pack as packing
from survey_app.bundle.address import FolderAddress, HubAddress, read_address, refuse_unsigned
from survey_app.bundle.container import bundle_id_of, file_name_of
from survey_app.bundle.errors import TargetAddressError, TargetDamagedError
from survey_app.bundle.folder_target import FolderTarget, folder_error
from survey_app.bundle.hub_target import HubTarget
from survey_app.bundle.receipt import ReadBack, Receipt
from survey_app.bundle.rows import Feed, Withdrawal
from survey_app.bundle.target import Target, send
from survey_app.disclosure.deidentified.review import ReviewedView, apply, undecided
from survey_app.durable import hide_time, is_folder, read_back, write_durably
from survey_app.store.laptop import MakeEntry
from survey_app.store.outbox import PackedBundle
from survey_app.vault.chain import WITHDRAW, LogHead, read_entry, verify_chain
from survey_app.vault.errors import ChainError
from survey_app.vault.records import is_record_id
from survey_app.workflows.export_errors import (
    NothingToExportError,
    OutboxDamagedError,
    PackingDisturbedError,
)
from survey_app.workflows.field_laptop.device import proof_that_holds
from survey_app.workflows.field_laptop.laptop import Laptop, Person, log_entry, the_device
from survey_app.workflows.files import write_new_file
from survey_app.workflows.opened_views import opened_views

OUTBOX = "outbox"
_WITHDRAWN = "withdraw:"
_TIMES = 9
_IN_TURN = Lock()
"""Who packs clears the outbox of what was never noted: only one may be at it."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Exported:
    """What an export wrote: the newest file, its bundle, and how many interviews in all."""

    path: Path
    bundle_id: str
    count: int
    withdrawals: int


@dataclass(frozen=True)
class Waiting:
    """What has not left yet. Unit: interviews, but for `to_send`, which counts bundles.

    `damaged` are finished interviews whose anonymised side does not open: they stay. `texts` are
    the texts of the `unreviewed` that wait for a decision. What was packed is not opened for it,
    so the first page is as quick after a thousand interviews as after ten.
    """

    unreviewed: int
    to_pack: int
    withdrawals: int
    to_send: int
    damaged: int = 0
    texts: int = 0


@dataclass(frozen=True)
class Delivery:
    """One bundle that a push brought: how many pieces travelled, and the proof."""

    bundle_id: str
    pieces: int
    pieces_sent: int
    proof: Receipt | ReadBack


@dataclass(frozen=True)
class PushResult:
    """What a push did. `already` counts bundles that the target had receipted before."""

    target: str
    delivered: tuple[Delivery, ...]
    already: int


@dataclass(frozen=True)
class SentBundle:
    """A packed bundle, for the sync page: what it carries and who confirmed to have it."""

    place: int
    file_name: str
    interviews: int
    withdrawals: int
    receipts: tuple[tuple[str, bytes], ...]


def pack(laptop: Laptop, person: Person, folder: Path, *, again: bool = False) -> Exported:
    """Pack every reviewed interview that was not packed yet, and write what nobody has to `folder`.

    `again` also writes what was delivered before: for a stick that was lost on its way.

    Raises: SupervisorNeededError; NothingToExportError; TargetAddressError when `folder` does
        not exist; TargetFullError, TargetUnreachableError, TargetDamagedError: what was packed
        is then safe in the outbox, and the next export or push brings it.
    """
    if not is_folder(folder):
        raise TargetAddressError(target=str(folder))
    seal_reviewed(laptop, person)
    going = [bundle for bundle in laptop.store.bundles() if again or not bundle.receipts]
    if not going:
        raise NothingToExportError(unreviewed=waiting(laptop, person).unreviewed)
    for bundle in going:
        _write_file(folder, bundle.bundle_id, _from_outbox(laptop, bundle))
        proof = ReadBack(bundle.bundle_id)
        laptop.store.set_receipt(bundle.bundle_id, str(folder), proof.to_bytes())
    newest = going[-1].bundle_id
    return Exported(
        path=folder / file_name_of(newest),
        bundle_id=newest,
        count=sum(len(_interviews(bundle)) for bundle in going),
        withdrawals=sum(map(_withdrawals_in, going)),
    )


def push(
    laptop: Laptop, target: str, *, on_piece: Progress = lambda _done, _all: None
) -> PushResult:
    """Bring every bundle that `target` has not receipted to it, and keep the receipts.

    `target` is a folder or the address of a hub that the study's signed pack names. No
    passphrase is needed: what travels was sealed when it was packed.

    Raises: the errors of addresses and targets; OutboxDamagedError. Receipts that came before
        the error are kept.
    """
    address = read_address(target, laptop.study.targets)
    if isinstance(address, HubAddress):
        refuse_unsigned(address, laptop.study.targets)
    bundles = laptop.store.bundles()
    going = [bundle for bundle in bundles if address.label not in bundle.receipts]
    delivered = []
    with closing(_target(address)) as place:
        for bundle in going:
            data = _from_outbox(laptop, bundle)
            sent = send(data, place, study=laptop.study.study_id, on_piece=on_piece)
            laptop.store.set_receipt(bundle.bundle_id, address.label, sent.proof.to_bytes())
            delivered.append(Delivery(sent.bundle_id, sent.pieces, sent.pieces_sent, sent.proof))
    return PushResult(address.label, tuple(delivered), len(bundles) - len(going))


def waiting(laptop: Laptop, person: Person) -> Waiting:
    """Return what has not left the laptop yet. Raises: SupervisorNeededError."""
    packed = laptop.store.packed_members()
    found = opened_views(laptop, person, packed)
    texts = [len(undecided(one.view)) for one in found.whole]
    return Waiting(
        unreviewed=sum(map(bool, texts)),
        to_pack=texts.count(0),
        withdrawals=len(_withdrawals(laptop, packed)),
        to_send=to_send(laptop),
        damaged=len(found.damaged),
        texts=sum(texts),
    )


def to_send(laptop: Laptop) -> int:
    """Return how many packed bundles nobody has confirmed to have; needs no passphrase."""
    return sum(not bundle.receipts for bundle in laptop.store.bundles())


def history(laptop: Laptop) -> tuple[SentBundle, ...]:
    """Return every packed bundle with its receipts, the newest first."""
    return tuple(
        SentBundle(
            place=bundle.seq,
            file_name=file_name_of(bundle.bundle_id),
            interviews=len(_interviews(bundle)),
            withdrawals=_withdrawals_in(bundle),
            receipts=tuple(sorted(bundle.receipts.items())),
        )
        for bundle in reversed(laptop.store.bundles())
    )


def seal_reviewed(laptop: Laptop, person: Person) -> str | None:
    """Pack what is reviewed and new into the outbox; return the bundle's id, None for nothing.

    What somebody corrects, takes back or decides on meanwhile is read anew, so that nothing
    leaves as it was before.

    Raises: SupervisorNeededError, FileNotWrittenError; StoreDamagedError, PackingDisturbedError,
        with nothing packed.
    """
    with _IN_TURN:
        for _ in range(_TIMES):
            with suppress(PackingDisturbedError):
                return _seal(laptop, person, laptop.store.log_head())
    raise PackingDisturbedError


def _seal(laptop: Laptop, person: Person, head: LogHead) -> str | None:
    """Pack what stands while the log ends at `head`. Raises: PackingDisturbedError."""
    study, packed = laptop.study, laptop.store.packed_members()
    views = _reviewed(laptop, person, packed)
    withdrawals = _withdrawals(laptop, packed)
    if not views and not withdrawals:
        return None
    proof = proof_that_holds(
        the_device(laptop), study_id=study.study_id, authority_key=study.authority_key
    )
    made = packing.pack(
        views,
        withdrawals,
        sender=packing.Sender(study.study_id, person.device_seed, proof, study.authority_key),
        recipients=(study.analyst_key, study.study_key),
        feed=_feed(laptop.store.bundles()),
        log=head,
    )
    _clear_strays(laptop)
    sealed = laptop.data / OUTBOX / made.file_name
    write_new_file(sealed, made.data)
    hide_time(sealed, below=laptop.data)
    members = [view.record for view in views]
    members += [_WITHDRAWN + one.record for one in withdrawals]
    entry = _directly_after(head, log_entry(person, "pack", made.bundle_id))
    try:
        laptop.store.add_bundle(made.bundle_id, members, made.manifest, entry)
    except PackingDisturbedError:
        sealed.unlink(missing_ok=True)  # it holds what was taken back
        raise
    return made.bundle_id


def _directly_after(head: LogHead, entry: MakeEntry) -> MakeEntry:
    """Return `entry`, which refuses, and its transaction with it, to stand elsewhere."""

    def made(present: LogHead) -> bytes:
        if present != head:
            raise PackingDisturbedError
        return entry(present)

    return made


def _reviewed(laptop: Laptop, person: Person, packed: frozenset[str]) -> list[ReviewedView]:
    views = [one.view for one in opened_views(laptop, person, packed).whole]
    return [apply(view) for view in views if not undecided(view)]


def _withdrawals(laptop: Laptop, packed: frozenset[str]) -> list[Withdrawal]:
    return [
        Withdrawal(record) for record in _withdrawn(laptop) if _WITHDRAWN + record not in packed
    ]


def _withdrawn(laptop: Laptop) -> Sequence[str]:
    """Return who was withdrawn; where an id rotted, as the log says it.

    An id that is none would cost the merge the whole bundle, and whom it called her withdrawal.
    """
    told = laptop.store.withdrawn()
    sound = frozenset(filter(is_record_id, told))
    if len(sound) == len(told):
        return told
    with suppress(ChainError):  # a broken log is told where it is looked at
        log = laptop.store.log_entries()
        verify_chain(log, the_device(laptop).verify_key)
        said = map(read_entry, log)
        sound |= {entry.record for entry in said if entry.operation == WITHDRAW}
    return sorted(sound)


def _interviews(bundle: PackedBundle) -> list[str]:
    return [member for member in bundle.members if not member.startswith(_WITHDRAWN)]


def _withdrawals_in(bundle: PackedBundle) -> int:
    return len(bundle.members) - len(_interviews(bundle))


def _feed(bundles: Sequence[PackedBundle]) -> Feed:
    rows = sum(len(bundle.members) for bundle in bundles)
    return Feed(len(bundles), rows, bundles[-1].bundle_id if bundles else "")


def _clear_strays(laptop: Laptop) -> None:
    """Remove bundles that were made but never noted: they never left, and their place is free."""
    noted = {file_name_of(bundle.bundle_id) for bundle in laptop.store.bundles()}
    for path in (laptop.data / OUTBOX).glob("*.bundle"):
        if path.name not in noted:
            path.unlink()


def _from_outbox(laptop: Laptop, bundle: PackedBundle) -> bytes:
    name = file_name_of(bundle.bundle_id)
    try:
        data = (laptop.data / OUTBOX / name).read_bytes()
    except OSError as error:
        raise OutboxDamagedError(bundle=name) from error
    if bundle_id_of(data) != bundle.bundle_id:
        raise OutboxDamagedError(bundle=name)
    return data


def _write_file(folder: Path, bundle_id: str, data: bytes) -> None:
    path = folder / file_name_of(bundle_id)
    try:
        write_durably(path, data)
        hide_time(path)
        kept = read_back(path)
    except OSError as error:
        raise folder_error(error, str(folder)) from error
    if kept != data:
        raise TargetDamagedError(target=str(folder))


def _target(address: HubAddress | FolderAddress) -> Target:
    if isinstance(address, FolderAddress):
        return FolderTarget(address.folder)
    return HubTarget(address)
