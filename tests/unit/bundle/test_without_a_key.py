"""Somebody who finds all bundles of a laptop and has no key: how many, how large, and no more."""

import zlib
from random import randbytes

import pytest

from survey_app.bundle.container import CLEAR_MAGIC, MAGIC, file_name_of, split
from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.bundle.folder_target import FolderTarget
from survey_app.bundle.pack import Sender, pack, payload_of
from survey_app.bundle.rows import Feed, Withdrawal
from survey_app.bundle.target import send
from survey_app.bundle.unpack import inspect, verify
from survey_app.canonical import sha256_hex
from survey_app.vault import kem, signing
from survey_app.vault.chain import LogHead
from survey_app.vault.padding import BODY_BLOCK, unpad

AUTHORITY = signing.new_signing_seed()
READERS = [kem.public_of(kem.new_seed()) for _ in range(2)]
HEADS = [LogHead(count, sha256_hex(bytes([count]))) for count in (3, 97, 211)]


class Laptop:
    """Packs one bundle after the other; remembers what its covers say."""

    def __init__(self, study="study-of-mothers", authority=AUTHORITY):
        self.study, self.key = study, signing.verify_key_of(authority)
        self.seed, self.feed = signing.new_signing_seed(), Feed()
        self.ticket = make_ticket(authority, study)
        self.proof = enrol(self.ticket, study, signing.verify_key_of(self.seed))

    def packs(self, head, records=1):
        sender = Sender(self.study, self.seed, self.proof, self.key)
        gone = [Withdrawal(f"{self.feed.rows + at:032x}") for at in range(records)]
        made = pack([], gone, sender=sender, recipients=READERS, feed=self.feed, log=head)
        self.feed = made.feed
        return made

    def facts(self):
        """Everything on a cover by which bundles could be joined, as bytes and in letters."""
        device = signing.verify_key_of(self.seed)
        keys = [device, self.key, self.proof.ticket_key]
        hashes = [bytes.fromhex(head.digest) for head in HEADS]
        raw = [*keys, *hashes, self.proof.ticket_signature, self.proof.device_signature]
        return [self.study.encode(), *raw, *(one.hex().encode() for one in raw)]


LAPTOP = Laptop()
BUNDLES = [LAPTOP.packs(head) for head in HEADS]


def found(files, facts):
    """Return which facts an attacker reads who searches all files for them."""
    return [fact for fact in facts if any(fact in data for data in files)]


def constant(files):
    """Return what stands at the same place in all of the files, by place."""
    return {at: column[0] for at, column in enumerate(zip(*files, strict=False)) if one(column)}


def one(column):
    return len(set(column)) == 1


def test_no_cover_of_any_bundle_is_readable_and_none_names_the_one_before():
    files = [one.data for one in BUNDLES]
    before = [bytes.fromhex(one.bundle_id) for one in BUNDLES]
    names = [*before, *(one.hex().encode() for one in before), b'"seq"', b'"log"']
    assert found(files, [*LAPTOP.facts(), *names]) == []


def test_the_cover_of_the_first_version_told_all_of_it():
    one = split(BUNDLES[1].data, name="b", study_keys=[LAPTOP.key])
    old = CLEAR_MAGIC + one.manifest + b"\n" + one.signature.hex().encode() + b"\n" + one.payload
    assert LAPTOP.study.encode() in found([old], LAPTOP.facts())
    seen = inspect(old, name="b", study_keys=()).manifest
    assert (seen.seq, seen.log) == (2, HEADS[1])


def test_bundles_of_a_laptop_are_no_more_alike_than_those_of_strangers():
    own = [bundle.data for bundle in BUNDLES + [LAPTOP.packs(HEADS[0]) for _ in range(3)]]
    strangers = [Laptop(), Laptop("another", signing.new_signing_seed()), Laptop()]
    strange = [laptop.packs(HEADS[0]).data for laptop in strangers]
    assert constant(own) == constant([*own[:3], *strange])
    assert bytes(constant(own)[at] for at in range(len(MAGIC))) == MAGIC


def test_a_withdrawal_alone_is_as_large_as_interviews_and_more_grow_in_wide_steps():
    sizes = {len(LAPTOP.packs(HEADS[2], records).data) for records in (1, 60, 200)}
    assert len(sizes) == 1
    rooms = [len(payload_of([randbytes(many * 1024).hex().encode()])) for many in range(1, 300)]
    assert rooms == sorted(rooms)
    assert len(set(rooms)) == 11
    assert all(room % 4096 == 0 for room in rooms)


@pytest.mark.parametrize("length", [0, 1, 65_500, 65_530, 65_535, 81_919, 300_000])
def test_what_fills_a_bundle_is_read_past(length):
    row = randbytes(length).hex().encode()
    padded = payload_of([row])
    assert zlib.decompressobj().decompress(unpad(padded, BODY_BLOCK)) == row + b"\n"


def test_a_stick_tells_neither_by_names_nor_by_times(tmp_path):
    for one in BUNDLES:
        send(one.data, FolderTarget(tmp_path), study=LAPTOP.study)
    there = list(tmp_path.rglob("*"))
    files = [path for path in there if path.is_file()]
    told = [path.read_bytes() + path.name.encode() for path in files]
    assert found(told, LAPTOP.facts()) == []
    assert {int(path.stat().st_mtime) for path in there} == {315619200}  # folders, too
    assert [one.file_name for one in BUNDLES] == [file_name_of(one.bundle_id) for one in BUNDLES]


def test_whoever_knows_the_study_reads_every_cover():
    for number, one in enumerate(BUNDLES, start=1):
        seen = verify(one.data, name="b", study_id=LAPTOP.study, authority_key=LAPTOP.key)
        assert (seen.manifest.seq, seen.manifest.log) == (number, HEADS[number - 1])
