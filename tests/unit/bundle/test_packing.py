"""Unpacking what was packed gives it back; every altered byte gives an error and nothing else."""

import zlib
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.bundle.container import MAGIC, Container, join, payload_in, split
from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.bundle.errors import (
    BundleSignatureError,
    CannotOpenBundleError,
    DamagedBundleError,
    NewerBundleError,
    NotABundleError,
    OtherStudyError,
    UnreviewedError,
)
from survey_app.bundle.manifest import PURPOSE, read_manifest
from survey_app.bundle.pack import Sender, pack, payload_of
from survey_app.bundle.rows import Feed, Withdrawal
from survey_app.bundle.unpack import inspect, open_bundle, verify
from survey_app.canonical import canonical_json, read_canonical_json, sha256_hex
from survey_app.disclosure.deidentified.review import ReviewedView
from survey_app.vault import age, kem, signing
from survey_app.vault.chain import EMPTY
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import BODY_BLOCK, pad

FORM = sha256_hex(b"form")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@dataclass(frozen=True)
class Team:
    """A study with one laptop and the coordinator's key."""

    study: str
    authority: bytes
    sender: Sender
    analyst: bytes
    recovery: bytes

    def pack(self, views=(), withdrawals=(), feed=Feed()):  # noqa: B008 - a frozen value
        keys = (kem.public_of(self.analyst), kem.public_of(self.recovery))
        return pack(views, withdrawals, sender=self.sender, recipients=keys, feed=feed, log=EMPTY)

    def verify(self, data, name="b"):
        key = signing.verify_key_of(self.authority)
        return verify(data, name=name, study_id=self.study, authority_key=key)

    def open(self, data, seed=None):
        seed = seed or self.analyst
        return open_bundle(self.verify(data), lambda sealed: age.decrypt_file(sealed, seed))


def team(study="study-1"):
    authority, device = signing.new_signing_seed(), signing.new_signing_seed()
    proof = enrol(make_ticket(authority, study), study, signing.verify_key_of(device))
    sender = Sender(study, device, proof, signing.verify_key_of(authority))
    return Team(study, authority, sender, kem.new_seed(), kem.new_seed())


TEAM = team()


def view(record="r1", values=None, texts=()):
    return ReviewedView.from_json(
        {
            "format": "survey-app reviewed view 1",
            "record": record,
            "form_id": "women",
            "form_version": "1",
            "form_hash": FORM,
            "plan_hash": FORM,
            "language": "ur",
            "receipt": "0371-2345678",
            "values": values or {"age": "25–34"},
            "rosters": {"children": [{"born": "0–4"}]},
            "texts": list(texts),
        }
    )


STUDY_KEY = signing.verify_key_of(TEAM.authority)
GOOD = TEAM.pack([view()]).data


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from("abcdef"), unique=True, max_size=4),
    st.lists(st.sampled_from("uvwxyz"), unique=True, max_size=3),
    st.dictionaries(WORDS, WORDS, max_size=3),
)
def test_unpacking_gives_back_what_was_packed(records, gone, values):
    views = [view(record, values) for record in records]
    packed = TEAM.pack(views, [Withdrawal(record) for record in gone])
    rows = [read_canonical_json(row) for row in TEAM.open(packed.data).rows]
    bodies = {row["rec"]: row["body"] for row in rows if row["op"] == "put"}
    expected = {one.record: one.to_json() for one in views}
    assert canonical_json(bodies) == canonical_json(expected)
    assert {row["rec"] for row in rows if row["op"] == "withdraw"} == set(gone)
    assert packed.feed == Feed(1, len(records) + len(gone), packed.bundle_id)


def test_both_the_working_key_and_the_study_key_open_a_bundle():
    assert TEAM.open(GOOD, TEAM.analyst).rows == TEAM.open(GOOD, TEAM.recovery).rows


def test_another_key_does_not_open_it():
    with pytest.raises(CannotOpenBundleError):
        TEAM.open(GOOD, kem.new_seed())


@settings(max_examples=250, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_every_altered_byte_is_refused(at, change):
    bad = bytearray(GOOD)
    bad[at] ^= change
    with pytest.raises(DamagedBundleError):
        TEAM.verify(bytes(bad))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1))
def test_every_cut_and_every_addition_is_refused(at):
    for bad in (GOOD[:at], GOOD + GOOD[at:]):
        with pytest.raises(DamagedBundleError):
            TEAM.verify(bad)
    with pytest.raises((DamagedBundleError, NotABundleError)):
        TEAM.verify(GOOD[:at] + GOOD[at + 1 :])  # a letter less in the first line is another file


@given(st.binary(max_size=300))
def test_bytes_that_are_no_bundle_are_refused(data):
    for bad in (data, MAGIC + data):
        with pytest.raises((DamagedBundleError, NotABundleError)):
            TEAM.verify(bad)


def test_a_later_format_asks_for_the_newer_program():
    with pytest.raises(NewerBundleError):
        TEAM.verify(b"survey-app bundle 3\n" + b"something of tomorrow\n" * 9)


def test_a_whole_bundle_with_another_first_line_is_damaged_and_not_of_a_newer_program():
    with pytest.raises(DamagedBundleError):
        TEAM.verify(GOOD.replace(b"bundle 2\n", b"bundle 3\n", 1))


def test_a_bundle_of_another_study_is_told_apart_from_a_damaged_one():
    with pytest.raises(OtherStudyError):
        TEAM.verify(team("study-2").pack([view()]).data)


def test_a_laptop_that_the_study_never_let_in_is_refused():
    stranger = team(TEAM.study)
    sender = replace(stranger.sender, study_key=STUDY_KEY)
    with pytest.raises(BundleSignatureError):
        TEAM.verify(replace(stranger, sender=sender).pack([view()]).data)
    with pytest.raises(OtherStudyError):
        TEAM.verify(stranger.pack([view()]).data)


def test_the_enrolment_of_another_laptop_cannot_be_borrowed():
    thief = signing.new_signing_seed()
    sender = replace(TEAM.sender, device_seed=thief)
    with pytest.raises(BundleSignatureError):
        TEAM.verify(replace(TEAM, sender=sender).pack([view()]).data)


def test_a_payload_cannot_be_moved_under_another_manifest():
    one, other = (taken(one) for one in (GOOD, TEAM.pack([view("r2")]).data))
    with pytest.raises(DamagedBundleError):
        TEAM.verify(joined(replace(one, payload=other.payload)))
    with pytest.raises(DamagedBundleError):
        TEAM.verify(joined(replace(one, manifest=other.manifest)))


def taken(data):
    return split(data, name="b", study_keys=[STUDY_KEY])


def joined(container):
    return join(container, STUDY_KEY)


def resigned(payload):
    """Return a bundle that an enrolled but broken laptop could make around `payload`."""
    manifest = read_manifest(taken(GOOD).manifest)
    sealed = age.encrypt_file(payload, [kem.public_of(TEAM.analyst)])
    text = replace(manifest, payload_sha256=sha256_hex(sealed), payload_size=len(sealed)).to_bytes()
    signature = signing.sign(TEAM.sender.device_seed, text, PURPOSE)
    return joined(Container(text, signature, sealed))


@pytest.mark.parametrize(
    "payload",
    [b"", b"\x80", bytes(4096), payload_of([b"{}"])[:-1], payload_of([b"{}"])[:-1] + b"\x01"],
)
def test_a_payload_in_another_form_is_damage_even_when_signed(payload):
    with pytest.raises(DamagedBundleError):
        TEAM.open(resigned(payload))


def test_a_payload_that_would_grow_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("survey_app.bundle.unpack.LARGEST_ROWS", 1000)
    bomb = pad(zlib.compress(bytes(2000) + b"\n"), BODY_BLOCK)
    with pytest.raises(DamagedBundleError):
        TEAM.open(resigned(bomb))


def test_only_reviewed_views_can_be_packed():
    class LooksLikeOne:
        record, form_id, form_hash = "r1", "women", FORM

        def to_json(self):
            return {}

    with pytest.raises(UnreviewedError):
        TEAM.pack([LooksLikeOne()])


def test_bundles_of_a_laptop_are_a_chain_and_rows_go_on_counting():
    first = TEAM.pack([view("a"), view("b")])
    second = TEAM.pack([view("c")], [Withdrawal("a")], feed=first.feed)
    manifest = inspect(second.data, name="b", study_keys=[STUDY_KEY]).manifest
    assert (manifest.seq, manifest.prev) == (2, first.bundle_id)
    rows = [read_canonical_json(row) for row in TEAM.open(second.data).rows]
    assert [row["seq"] for row in rows] == [3, 4]
    assert [row["prev"] for row in rows] == [first.bundle_id, rows[0]["rev"]]


def test_the_same_interviews_at_the_same_place_give_the_same_rows_in_any_order():
    there = TEAM.open(TEAM.pack([view("a"), view("b")]).data)
    back = TEAM.open(TEAM.pack([view("b"), view("a")]).data)
    assert there.rows == back.rows


def test_nothing_of_an_interview_stands_in_clear():
    marker = "سدرہMARKER7391"
    data = TEAM.pack([view("rec-marker", {"age": marker})]).data
    for word in (marker.encode(), b"rec-marker", b"women", b"0371", FORM.encode()):
        assert word not in data


def test_the_size_tells_little_about_how_much_was_said():
    short = TEAM.pack([view("a", {"q": "x"})])
    longer = TEAM.pack([view("a", {"q": "x" * 900})])
    assert len(short.data) == len(longer.data)


def test_a_stock_age_tool_and_zlib_are_enough_to_read_a_payload():
    sealed = payload_in(GOOD)
    assert sealed.startswith(b"age-encryption.org/v1\n")
    text = zlib.decompressobj().decompress(age.decrypt_file(sealed, TEAM.analyst))
    assert text.splitlines() == list(TEAM.open(GOOD).rows)


def test_a_key_that_opens_nothing_is_not_mistaken_for_damage():
    def refuse(_sealed):
        raise SealBrokenError

    with pytest.raises(CannotOpenBundleError):
        open_bundle(TEAM.verify(GOOD), refuse)
