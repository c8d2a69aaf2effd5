"""Study packs, receipts and recovery requests of each released format open for ever."""

import json
from pathlib import Path

import pytest

from survey_app.bundle.receipt import verify_receipt
from survey_app.errors import SurveyError
from survey_app.vault import slots
from survey_app.workflows.errors import NotAPackError, PackDamagedError
from survey_app.workflows.keys.recovering import answer_request, request_digest, request_words
from survey_app.workflows.study.packs import open_pack
from survey_app.workflows.study.studies import card_from_json

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


def _each(folder, suffix):
    files = sorted((VECTORS / folder).glob(f"*.{suffix}"))
    assert files
    return pytest.mark.parametrize("file", files, ids=lambda file: file.stem)


@_each("study-pack", "pack")
def test_a_frozen_pack_is_read_as_it_was_written(file):
    data, known = file.read_bytes(), json.loads(file.with_suffix(".json").read_text("utf-8"))
    pack = open_pack(data, name=file.name)
    assert pack.card.authority_key.hex() == known["authority_key"]
    assert pack.card.study_key.hex() == known["study_key"]
    assert (pack.card.study_id, pack.pack_hash) == (known["study"], known["pack_hash"])
    assert pack.ticket.seed.hex() == known["ticket_seed"]
    told = [
        {
            "form_id": form.form_id,
            "version": form.version,
            "title": form.title,
            "xform": form.xform.decode(),
        }
        for form in pack.forms
    ]
    assert told == known["forms"]
    for at in range(0, len(data), 97):
        with pytest.raises((PackDamagedError, NotAPackError)):
            open_pack(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], name=file.name)


@_each("receipt", "txt")
def test_a_frozen_receipt_does_what_it_names(file):
    lines = file.read_text("utf-8").splitlines()
    sample = dict(line.split(": ", 1) for line in lines)

    def read():
        return verify_receipt(
            bytes.fromhex(sample["text"]),
            bundle=sample["bundle"],
            study=sample["study"],
            trusted=(sample["trusted"],),
            target="hub",
        )

    if sample["expect"] == "opens":
        receipt = read()
        assert (receipt.entry, receipt.head) == (int(sample["entry"]), sample["head"])
        return
    with pytest.raises(SurveyError) as refused:
        read()
    assert refused.value.code == sample["expect"]


@_each("recovery-request", "request")
def test_a_frozen_request_is_answered_and_a_frozen_answer_opens(file):
    request, frozen = file.read_bytes(), file.with_suffix(".answer").read_bytes()
    known = json.loads(file.with_suffix(".json").read_text("utf-8"))
    assert request_words(request) == known["words_of_request"]
    card, seed = card_from_json(known["card"]), bytes.fromhex(known["study_seed"])
    answer, who = answer_request(request, card, [seed], who=known["who"])
    assert who == known["who"]
    digest, reply = request_digest(request), bytes.fromhex(known["reply_seed"])
    expected = {name: bytes.fromhex(held) for name, held in known["held"].items()}
    expected |= {"role": known["role"].encode(), "slot": known["slot"].encode()}
    for text in (frozen, answer):
        fields = json.loads(text)
        assert fields["request"] == digest
        sealed = bytes.fromhex(fields["sealed"])
        assert dict(slots.open_recovery(sealed, reply, slot_id=digest)) == expected
