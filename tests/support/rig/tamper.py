"""One of each sealed or signed thing, and what a searcher with tools could do to its bytes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sealed_interviews import (
    DEVICE_SEED,
    DRAFT_KEY,
    OWNER,
    PUBLIC,
    SEED,
    attachment,
    draft,
    draft_attachment,
    entry,
    kept,
    record,
    view,
)

from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.bundle.pack import Sender, pack
from survey_app.bundle.rows import Feed, Withdrawal
from survey_app.bundle.unpack import open_bundle, verify
from survey_app.vault import age, attachments, signing, slots
from survey_app.vault.amendments import open_amendment, seal_amendment, seal_parted_amendment
from survey_app.vault.chain import EMPTY, verify_chain
from survey_app.vault.context import Context
from survey_app.vault.kept import open_kept
from survey_app.vault.parts import PLACES_STEP, Parted
from survey_app.vault.records import open_draft, open_sealed, seal_parted_record
from survey_app.workflows.study.packs import open_pack

from .study import CHEAP, Study

PASSPHRASE = "redlamp coldriver greyboat"


@dataclass(frozen=True)
class Thing:
    """Something sealed or signed: its parts, how they are opened, the codes of its refusals."""

    name: str
    parts: tuple[bytes, ...]
    open: Callable[[Sequence[bytes]], object]
    refusals: frozenset[str]


def things(study: Study) -> list[Thing]:
    """Return one of each, all of one study."""
    return [*_rows(), *_keys(), _log(), _bundle(), _pack(study)]


def _rows() -> Iterator[Thing]:
    broken = frozenset({"VAULT-001"})
    sealed, seen = record("r"), view("r")
    for name, row in (("record", sealed), ("view", seen)):
        yield Thing(
            name,
            (row.body, row.envelope),
            lambda parts, row=row: open_sealed(
                SEED, replace(row, body=parts[0], envelope=parts[1])
            ),
            broken,
        )
    opened = draft("d")
    yield Thing(
        "draft",
        (opened.body, opened.key),
        lambda parts: open_draft(DRAFT_KEY, replace(opened, body=parts[0], key=parts[1])),
        broken,
    )
    left = kept("k", "r")
    yield Thing(
        "kept answer",
        (left.body, left.key),
        lambda parts: open_kept(DRAFT_KEY, replace(left, body=parts[0], key=parts[1])),
        broken,
    )
    said = seal_amendment(PUBLIC, "a", b"answer", Context("s", "d", "r", 1, "f"))
    yield Thing(
        "amendment",
        (said.body, said.envelope),
        lambda parts: open_amendment(SEED, replace(said, body=parts[0], envelope=parts[1])),
        broken,
    )
    yield from _in_parts(broken)
    yield from _attachments(broken)


def _in_parts(broken: frozenset[str]) -> Iterator[Thing]:
    context = Context("s", "d", "r", 1, "f")
    parted = Parted(b"", 1, {(at,): b"answer" for at in range(PLACES_STEP)})
    whole = seal_parted_record(PUBLIC, parted, context)
    said = seal_parted_amendment(PUBLIC, "a", parted, context)
    for name, row, opens in (
        ("record in parts", whole, open_sealed),
        ("amendment in parts", said, open_amendment),
    ):
        yield Thing(
            name,
            (row.body, row.envelope, row.shreds),
            lambda parts, row=row, opens=opens: opens(
                SEED, replace(row, body=parts[0], envelope=parts[1], shreds=parts[2])
            ),
            broken,
        )


def _attachments(broken: frozenset[str]) -> Iterator[Thing]:
    waiting = draft_attachment("d", b"garden")
    yield Thing(
        "attachment of a draft",
        (waiting.body, waiting.key),
        lambda parts: attachments.open_draft_attachment(
            DRAFT_KEY, replace(waiting, body=parts[0], key=parts[1]), "photo.jpg", owner=OWNER
        ),
        broken,
    )
    sealed = attachment("r", b"garden")
    yield Thing(
        "attachment",
        (sealed.body, sealed.envelope),
        lambda parts: attachments.open_attachment(
            SEED, replace(sealed, body=parts[0], envelope=parts[1])
        ),
        broken,
    )
    yield Thing(
        "age file",
        (age.encrypt_file(b"garden", [PUBLIC]),),
        lambda parts: age.decrypt_file(parts[0], SEED),
        broken,
    )


def _keys() -> Iterator[Thing]:
    held = {"draft": b"U" * 32}
    slot = slots.seal_slot(held, PASSPHRASE, slot_id="a", role="interviewer", cost=CHEAP)
    yield Thing(
        "slot",
        (slot,),
        lambda parts: slots.open_slot(parts[0], PASSPHRASE),
        frozenset({"VAULT-002"}),
    )
    recovery = slots.seal_recovery(held, PUBLIC, slot_id="a")
    yield Thing(
        "recovery slot",
        (recovery,),
        lambda parts: slots.open_recovery(parts[0], SEED, slot_id="a"),
        frozenset({"VAULT-001"}),
    )


def _log() -> Thing:
    one = entry("finalise", "r", ("a" * 64,))(EMPTY)
    return Thing(
        "log entry",
        (one,),
        lambda parts: verify_chain(list(parts), signing.verify_key_of(DEVICE_SEED)),
        frozenset({"VAULT-006"}),
    )


def _bundle() -> Thing:
    authority, device = b"A" * 32, DEVICE_SEED
    proof = enrol(make_ticket(authority, "s"), "s", signing.verify_key_of(device))
    sealed = pack(
        (),
        [Withdrawal("r")],
        sender=Sender("s", device, proof, signing.verify_key_of(authority)),
        recipients=(PUBLIC,),
        feed=Feed(),
        log=EMPTY,
    )

    def opened(parts: Sequence[bytes]) -> object:
        key = signing.verify_key_of(authority)
        bundle = verify(parts[0], name="b", study_id="s", authority_key=key)
        return open_bundle(bundle, lambda data: age.decrypt_file(data, SEED))

    return Thing("bundle", (sealed.data,), opened, frozenset({"BUNDLE-002"}))


def _pack(study: Study) -> Thing:
    return Thing(
        "study pack",
        (study.pack.read_bytes(),),
        lambda parts: open_pack(parts[0], name="p"),
        frozenset({"PACK-001"}),
    )


def flips(parts: Sequence[bytes], step: int = 1) -> Iterator[tuple[bytes, ...]]:
    """Yield the parts with each single bit turned; a `step` above one leaves bits out."""
    for number, part in enumerate(parts):
        for bit in range(0, len(part) * 8, step):
            altered = bytearray(part)
            altered[bit // 8] ^= 1 << bit % 8
            yield _with(parts, number, bytes(altered))


def cuts(parts: Sequence[bytes], step: int = 1) -> Iterator[tuple[bytes, ...]]:
    """Yield the parts cut, lengthened, emptied, doubled, and turned about."""
    for number, part in enumerate(parts):
        for end in range(0, len(part), step):
            yield _with(parts, number, part[:end])
        for altered in (part + b"\0", b"\0" + part, part[1:], part + part):
            yield _with(parts, number, altered)
        if not part.startswith(b"survey-app "):  # turned about that is a file of another kind
            yield _with(parts, number, part[::-1])
    if len(parts) > 1:
        yield tuple(reversed(parts))


def _with(parts: Sequence[bytes], number: int, altered: bytes) -> tuple[bytes, ...]:
    return (*parts[:number], altered, *parts[number + 1 :])
