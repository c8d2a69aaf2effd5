"""Every frozen sample opens for ever; every broken one is refused for the reason it names."""

import hashlib
import json
from pathlib import Path

import pytest

from survey_app.canonical import canonical_json, length_prefixed, read_canonical_json
from survey_app.errors import SurveyError
from survey_app.vault import (
    age,
    age_keys,
    chain,
    epochs,
    handover,
    hotspot,
    kem,
    notebook,
    pseudonyms,
    shares,
    signing,
    slots,
)
from survey_app.vault.amendments import SealedAmendment, amendment_digest, open_amendment
from survey_app.vault.attachments import (
    DraftAttachment,
    SealedAttachment,
    attachment_digest,
    attachment_id,
    open_attachment,
    open_draft_attachment,
)
from survey_app.vault.context import Context, context_bytes
from survey_app.vault.kept import SealedKept, open_kept
from survey_app.vault.laptop_key import laptop_key
from survey_app.vault.private import open_private, read_private
from survey_app.vault.records import (
    SealedDraft,
    SealedRecord,
    SealedView,
    open_draft_in_context,
    open_sealed,
    row_digest,
)

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def _canonical_json(sample):
    data = bytes.fromhex(sample["data"])
    assert canonical_json(read_canonical_json(data)) == data


def _length_prefixed(sample):
    parts = [bytes.fromhex(part.strip("-")) for part in sample["parts"].split(" ")]
    assert length_prefixed(*parts).hex() == sample["data"]


def _key_pair(sample):
    seed = bytes.fromhex(sample["seed"])
    public = kem.public_of(seed)
    assert hashlib.sha256(public).hexdigest() == sample["public_sha256"]
    assert kem.key_id(public) == sample["key_id"]
    assert age_keys.identity_text(seed) == sample["identity"]
    assert age_keys.recipient_text(public).startswith(sample["recipient_start"])


def _hpke(sample):
    seed, sealed, info = (bytes.fromhex(sample[name]) for name in ("seed", "sealed", "info"))
    assert kem.open_with(seed, sealed, info).hex() == sample["plaintext"]


def _signature(sample):
    key, message, signature = (
        bytes.fromhex(sample[name]) for name in ("key", "message", "signature")
    )
    signing.verify(key, message, signature, sample["purpose"])


def _slot(sample):
    opened = slots.open_slot(sample["slot"].encode(), sample["passphrase"])
    held = json.loads(sample["held"])
    assert opened.role == held["role"]
    assert {name: secret.hex() for name, secret in opened.secrets.items()} == held["secrets"]


def _recovery(sample):
    secrets = slots.open_recovery(
        bytes.fromhex(sample["sealed"]), bytes.fromhex(sample["seed"]), slot_id=sample["slot_id"]
    )
    assert {name: secret.hex() for name, secret in secrets.items()} == json.loads(sample["held"])


def _share(sample):
    sheets = [shares.read_share(sample[name]) for name in ("first", "second")]
    assert shares.seed_of(sheets).hex() == sample["seed"]


def _epoch(sample):
    read = tuple(map(epochs.epoch_from_json, json.loads(sample["epochs"])))
    row = epochs.Row(sample["purpose"], (sample["scope"],))
    epochs.verify_epochs(bytes.fromhex(sample["key"]), row, read)


def _context(sample):
    names = ("study", "device", "record", "revision", "form", "kind", "key")
    fields = {name: sample[name] for name in names}
    context = Context(**{**fields, "revision": int(fields["revision"])})
    assert context_bytes(context).hex() == sample["data"]


def _row(maker):
    def check(sample):
        row = maker(sample["id"], bytes.fromhex(sample["body"]), bytes.fromhex(sample["envelope"]))
        assert row_digest(row) == sample["digest"]
        opened = open_sealed(bytes.fromhex(sample["seed"]), row)
        assert opened.plaintext.hex() == sample["plaintext"]

    return check


def _draft(sample):
    sealed = SealedDraft(
        sample["id"],
        sample["owner"],
        bytes.fromhex(sample["body"]),
        bytes.fromhex(sample["key"]),
    )
    opened = open_draft_in_context(bytes.fromhex(sample["draft_key"]), sealed)
    assert opened.plaintext.hex() == sample["plaintext"]
    assert opened.context.revision == int(sample["revision"])


def _kept(sample):
    sealed = SealedKept(
        sample["id"],
        sample["record"],
        bytes.fromhex(sample["body"]),
        bytes.fromhex(sample["key"]),
    )
    assert (
        open_kept(bytes.fromhex(sample["draft_key"]), sealed).plaintext.hex()
        == (sample["plaintext"])
    )


def _amendment(sample):
    row = SealedAmendment(
        sample["id"],
        sample["record"],
        bytes.fromhex(sample["body"]),
        bytes.fromhex(sample["envelope"]),
    )
    assert amendment_digest(row) == sample["digest"]
    opened = open_amendment(bytes.fromhex(sample["seed"]), row)
    assert opened.plaintext.hex() == sample["plaintext"]
    assert opened.context.revision == int(sample["revision"])


def _in_parts(make, opens, digest):
    def check(sample):
        row = make(
            *(bytes.fromhex(sample[name]) for name in ("body", "envelope", "shreds")), sample
        )
        assert digest(row) == sample["digest"]
        opened = opens(bytes.fromhex(sample["seed"]), row)
        assert opened.plaintext.hex() == sample["plaintext"]
        told = (
            f"{','.join(map(str, places))}={part.hex()}"
            for places, part in sorted(opened.parts.items())
        )
        assert " ".join(told) == sample["parts"]

    return check


_record_in_parts = _in_parts(
    lambda body, envelope, shreds, sample: SealedRecord(sample["id"], body, envelope, shreds),
    open_sealed,
    row_digest,
)
_amendment_in_parts = _in_parts(
    lambda body, envelope, shreds, sample: SealedAmendment(
        sample["id"], sample["record"], body, envelope, shreds
    ),
    open_amendment,
    amendment_digest,
)


def _private(sample):
    sealed = read_private(bytes.fromhex(sample["box"]))
    assert sealed.to_bytes().hex() == sample["box"]
    opened = open_private(bytes.fromhex(sample["seed"]), sealed)
    assert opened.plaintext.hex() == sample["plaintext"]
    assert opened.context.revision == int(sample["revision"])


def _attachment(sample):
    body = bytes.fromhex(sample["body"])
    assert attachment_id(sample["interview"], sample["name"]) == sample["id"]
    row = SealedAttachment(
        sample["id"], sample["interview"], body, bytes.fromhex(sample["envelope"])
    )
    opened = open_attachment(bytes.fromhex(sample["seed"]), row)
    assert attachment_digest(row) == sample["digest"]
    assert (opened.name, opened.data.hex()) == (sample["name"], sample["data"])


def _draft_attachment(sample):
    body, key = bytes.fromhex(sample["body"]), bytes.fromhex(sample["key"])
    row = DraftAttachment(sample["id"], sample["interview"], body, key)
    draft_key = bytes.fromhex(sample["draft_key"])
    opened = open_draft_attachment(draft_key, row, sample["name"], owner=sample["owner"])
    assert opened.hex() == sample["data"]


def _age(sample):
    file, seed = bytes.fromhex(sample["file"]), bytes.fromhex(sample["seed"])
    assert age.decrypt_file(file, seed, kind=sample["kind"]).hex() == sample["plaintext"]


def _log(sample):
    entries = [value.encode() for name, value in sample.items() if name.startswith("entry_")]
    head = chain.verify_chain(entries, bytes.fromhex(sample["device_key"]))
    assert f"{head.count} {head.digest}" == sample["head"]
    assert " ".join(chain.head_words(head)) == sample["words"]


def _handover(sample):
    site, draft_key = bytes.fromhex(sample["site_seed"]), bytes.fromhex(sample["draft_key"])
    body, envelope = bytes.fromhex(sample["body"]), bytes.fromhex(sample["envelope"])
    offered = handover.unpacked(sample["id"], sample["to"], body, envelope)
    hand_key = handover.open_hand_key(draft_key, handover.let_through(site, offered))
    opened = open_draft_in_context(hand_key, offered.draft)
    assert opened.plaintext.hex() == sample["plaintext"]
    assert handover.packed(offered) == body


def _hand_key(sample):
    statement, device_key = (bytes.fromhex(sample[name]) for name in ("statement", "device_key"))
    public = handover.read_hand_key(statement, sample["person"], device_key)
    assert hashlib.sha256(public).hexdigest() == sample["public_sha256"]


def _notebook(sample):
    key, box = (bytes.fromhex(sample[name]) for name in ("draft_key", "box"))
    assert notebook.open_notebook(key, box, owner=sample["owner"]).hex() == sample["plaintext"]


def _last_backup(sample):
    seed, box = (bytes.fromhex(sample[name]) for name in ("device_seed", "box"))
    opened = notebook.open_notebook(laptop_key(seed), box, owner="last-backup")
    assert opened.hex() == sample["plaintext"]


def _phone_certificate(sample):
    sealed, seed = (bytes.fromhex(sample[name]) for name in ("sealed", "device_seed"))
    opened = hotspot.open_certificate(sealed, seed)
    assert opened.leaf.hex() == sample["leaf"]
    assert " ".join(opened.words()) == sample["words"]


def _pseudonym(sample):
    seed = bytes.fromhex(sample["device_seed"])
    assert pseudonyms.pseudonyms(seed)(sample["value"]) == sample["name"]
    assert str(pseudonyms.days_back(seed, sample["record"])) == sample["days"]


def _laptop_key(sample):
    assert laptop_key(bytes.fromhex(sample["device_seed"])).hex() == sample["key"]


CHECKS = {
    "canonical-json": _canonical_json,
    "length-prefixed": _length_prefixed,
    "key-pair": _key_pair,
    "hpke": _hpke,
    "signature": _signature,
    "slot": _slot,
    "recovery": _recovery,
    "share": _share,
    "epoch": _epoch,
    "context": _context,
    "record": _row(SealedRecord),
    "record-in-parts": _record_in_parts,
    "amendment-in-parts": _amendment_in_parts,
    "view": _row(SealedView),
    "draft": _draft,
    "kept": _kept,
    "amendment": _amendment,
    "private": _private,
    "attachment": _attachment,
    "draft-attachment": _draft_attachment,
    "handover": _handover,
    "hand-key": _hand_key,
    "notebook": _notebook,
    "last-backup": _last_backup,
    "pseudonym": _pseudonym,
    "laptop-key": _laptop_key,
    "phone-certificate": _phone_certificate,
    "age": _age,
    "log": _log,
}
FILES = sorted(file for name in CHECKS for file in (VECTORS / name).glob("*.txt"))


def _sample(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_frozen_sample_does_what_it_names(file):
    sample = _sample(file)
    check = CHECKS[sample["format"]]
    if sample["expect"] == "opens":
        check(sample)
        return
    with pytest.raises(SurveyError) as refused:
        check(sample)
    assert refused.value.code == sample["expect"]


def test_every_format_has_a_sample_that_opens():
    opening = {_sample(file)["format"] for file in FILES if _sample(file)["expect"] == "opens"}
    assert opening == set(CHECKS)
