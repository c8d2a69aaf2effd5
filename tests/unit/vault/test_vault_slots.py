"""Passphrases and the slots they open."""

import json
import re
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.canonical import canonical_json, length_prefixed
from survey_app.vault import kdf, kem, slots
from survey_app.vault.errors import (
    MemoryShortError,
    SealBrokenError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from survey_app.vault.padding import pad
from survey_app.vault.passphrase import new_passphrase, normalised
from survey_app.vault.words import WORDS, word

PASSPHRASE = "redlamp coldriver greyboat"
FLOOR = kdf.BOUNDS.floor


@pytest.fixture(scope="module")
def slot(cheap_argon2):
    return slots.seal_slot(
        {"draft": b"U" * 32}, PASSPHRASE, slot_id="a1", role="interviewer", cost=cheap_argon2
    )


def test_the_passphrase_opens_the_slot(slot):
    opened = slots.open_slot(slot, PASSPHRASE)
    assert (opened.slot_id, opened.role, opened.secrets) == (
        "a1",
        "interviewer",
        {"draft": b"U" * 32},
    )


def test_another_passphrase_does_not(slot):
    for wrong in ("", PASSPHRASE + "s", "redlampcoldrivergreyboat", "redlamp coldriver greyboats"):
        with pytest.raises(WrongPassphraseError):
            slots.open_slot(slot, wrong)


def test_every_bit_of_a_slot_matters_and_every_change_gives_the_same_error(slot):
    said = set()
    for bit in range(len(slot) * 8):
        altered = bytearray(slot)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(WrongPassphraseError) as refused:
            slots.open_slot(bytes(altered), PASSPHRASE)
        said.add(str(refused.value))
    assert len(said) == 1


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_bytes_that_never_were_a_slot_are_refused_alike(data):
    with pytest.raises(WrongPassphraseError):
        slots.open_slot(data, PASSPHRASE)


@pytest.mark.parametrize(
    "change",
    [
        {"memory": 8},
        {"memory": 1 << 30},
        {"passes": 0},
        {"passes": 1 << 20},
        {"lanes": 0},
        {"memory": "16"},
        {"memory": True},
        {"salt": ""},
        {"salt": "00"},
        {"fresh": ""},
        {"fresh": "00" * 16},
        {"id": "b2"},
        {"kdf": "pbkdf2"},
        {"format": "survey_app slot/1"},
        {"format": "survey_app slot/2"},
        {"format": "survey_app slot/4"},
        {"more": 1},
        {"sealed": ""},
    ],
)
def test_a_slot_with_other_parameters_is_refused(slot, change):
    altered = canonical_json({**json.loads(slot), **change})
    with pytest.raises(WrongPassphraseError):
        slots.open_slot(altered, PASSPHRASE)


def resealed(slot, cost, held, **changed):
    """Return the slot with other secrets in it, as one who knows its passphrase can make it."""
    parts = json.loads(slot)
    stretched = kdf.stretch(PASSPHRASE, bytes.fromhex(parts["salt"]), cost)
    info = length_prefixed(parts["format"].encode(), parts["id"].encode())
    key = HKDF(SHA256(), 64, bytes.fromhex(parts["fresh"]), info).derive(stretched)[:32]
    head = {**parts, **changed}
    del head["sealed"]
    padded = pad(canonical_json(held), 1024)
    sealed = ChaCha20Poly1305(key).encrypt(bytes(12), padded, canonical_json(head))
    return canonical_json({**head, "sealed": sealed.hex()})


def test_a_slot_built_to_open_under_a_foreign_commitment_is_refused(slot, cheap_argon2):
    held = {"role": "interviewer", "secrets": {}}
    assert slots.open_slot(resealed(slot, cheap_argon2, held), PASSPHRASE).secrets == {}
    with pytest.raises(WrongPassphraseError):
        slots.open_slot(resealed(slot, cheap_argon2, held, commitment="00" * 32), PASSPHRASE)


@pytest.mark.parametrize("held", [[], {"role": "interviewer"}, {"role": "solo", "secrets": []}])
def test_a_slot_that_holds_something_else_than_secrets_is_refused_alike(slot, held, cheap_argon2):
    with pytest.raises(WrongPassphraseError):
        slots.open_slot(resealed(slot, cheap_argon2, held), PASSPHRASE)


@pytest.mark.parametrize("blob", [b"[]", b"1", b'"slot"', b"null"])
def test_canonical_bytes_that_are_no_slot_are_refused_alike(blob):
    for read in (lambda: slots.open_slot(blob, PASSPHRASE), lambda: slots.cost_of(blob)):
        with pytest.raises(WrongPassphraseError):
            read()


@pytest.mark.parametrize(
    "lost", ["format", "id", "kdf", "memory", "salt", "fresh", "commitment", "sealed"]
)
def test_a_slot_without_one_of_its_parts_is_refused(slot, lost):
    parts = json.loads(slot)
    del parts[lost]
    with pytest.raises(WrongPassphraseError):
        slots.open_slot(canonical_json(parts), PASSPHRASE)


def test_hexadecimal_in_capitals_is_an_altered_slot(slot):
    parts = json.loads(slot)
    altered = canonical_json({**parts, "commitment": parts["commitment"].upper()})
    with pytest.raises(WrongPassphraseError):
        slots.open_slot(altered, PASSPHRASE)


def test_two_sealings_of_the_same_secrets_share_no_salt_and_no_bytes(slot, cheap_argon2):
    again = slots.seal_slot(
        {"draft": b"U" * 32}, PASSPHRASE, slot_id="a1", role="interviewer", cost=cheap_argon2
    )
    first, second = json.loads(slot), json.loads(again)
    named = ("salt", "fresh", "commitment", "sealed")
    assert all(first[name] != second[name] for name in named)


@pytest.fixture(scope="module")
def of_one_laptop(cheap_argon2):
    """Five people's slots, sealed one after the other beside those before, and who opens them."""
    sealed, people = [], {f"p{number}": new_passphrase("words") for number in range(5)}
    for name, passphrase in people.items():
        held = {"draft": name.encode() * 16}
        sealed.append(
            slots.seal_slot(
                held, passphrase, slot_id=name, role="solo", cost=cheap_argon2, beside=sealed
            )
        )
    return people, sealed


def test_a_passphrase_is_stretched_once_for_all_people_of_a_laptop(of_one_laptop, monkeypatch):
    people, sealed = of_one_laptop
    stretched = []

    def counted(*asked, **form):
        stretched.append(asked)
        return kdf.stretch(*asked, **form)

    monkeypatch.setattr(slots, "stretch", counted)
    for name, passphrase in people.items():
        stretched.clear()
        assert slots.open_first(sealed, passphrase).slot_id == name
        assert len(stretched) == 1
    stretched.clear()
    with pytest.raises(WrongPassphraseError):
        slots.open_first(sealed, PASSPHRASE)
    assert len(stretched) == 1


def test_slots_that_share_a_salt_share_nothing_else(of_one_laptop, cheap_argon2):
    people, sealed = of_one_laptop
    first = people["p0"]
    held = {"draft": b"p0" * 16}
    again = slots.seal_slot(
        held, first, slot_id="p0", role="solo", cost=cheap_argon2, beside=sealed
    )
    read = [json.loads(blob) for blob in (*sealed, again)]
    assert len({slot["salt"] for slot in read}) == 1
    for name in ("fresh", "commitment", "sealed"):
        assert len({slot[name] for slot in read}) == len(read)


def test_a_slot_of_another_cost_or_format_or_a_damaged_one_lends_no_salt(slot, cheap_argon2):
    cheap = json.loads(slot)
    second = {name: value for name, value in cheap.items() if name != "fresh"}
    neighbours = [
        canonical_json({**second, "format": "survey_app slot/2"}),
        canonical_json({**cheap, "memory": cheap["memory"] + 1}),
        canonical_json({**cheap, "salt": "00"}),
        b"",
        b"no slot",
    ]
    beside = slots.seal_slot(
        {}, PASSPHRASE, slot_id="a1", role="solo", cost=cheap_argon2, beside=neighbours
    )
    assert json.loads(beside)["salt"] not in (cheap["salt"], "00")


def test_a_slot_shows_neither_the_role_nor_how_much_it_opens(slot, cheap_argon2):
    supervisor = slots.seal_slot(
        {"draft": bytes(32), "site": bytes(32), "device": bytes(32)},
        PASSPHRASE,
        slot_id="b2",
        role="supervisor",
        cost=cheap_argon2,
    )
    assert len(supervisor) == len(slot)
    assert b"supervisor" not in supervisor


def test_the_slots_of_a_real_laptop_are_of_one_length(cheap_argon2):
    shared = {
        "device": bytes(32),
        "site_public": bytes(kem.PUBLIC_BYTES),
        "study_public": bytes(kem.PUBLIC_BYTES),
        "authority": bytes(32),
        "draft": bytes(32),
    }
    lengths = {
        len(slots.seal_slot(held, PASSPHRASE, slot_id="a1", role=role, cost=cheap_argon2))
        for role, held in (
            ("interviewer", shared),
            ("supervisor", shared | {"site": bytes(32)}),
            ("solo", shared | {"site": bytes(32)}),
        )
    }
    assert len(lengths) == 1


def test_a_passphrase_opens_only_its_own_slot(cheap_argon2):
    people = {f"p{number}": (new_passphrase("words"), kem.new_seed()) for number in range(4)}
    blobs = [
        slots.seal_slot(
            {"draft": key}, passphrase, slot_id=name, role="interviewer", cost=cheap_argon2
        )
        for name, (passphrase, key) in people.items()
    ]
    for name, (passphrase, key) in people.items():
        opened = slots.open_first(blobs, passphrase)
        assert (opened.slot_id, opened.secrets) == (name, {"draft": key})
        others = [blob for blob in blobs if f'"id":"{name}"'.encode() not in blob]
        with pytest.raises(WrongPassphraseError):
            slots.open_first(others, passphrase)


@pytest.mark.parametrize("short", ["", "secret", "12345678", "1234 5678 9012 345", "eleven char"])
def test_a_short_passphrase_is_not_accepted_for_a_new_slot(short, cheap_argon2):
    with pytest.raises(WeakPassphraseError):
        slots.seal_slot({}, short, slot_id="a", role="interviewer", cost=cheap_argon2)


def test_a_cheap_cost_is_refused_where_no_test_lowered_the_floor(monkeypatch):
    monkeypatch.setattr(
        kdf, "BOUNDS", kdf.Bounds(FLOOR, kdf.Argon2Cost(memory=1 << 20, passes=10, lanes=16))
    )
    for memory, passes in ((FLOOR.memory - 1, 3), (FLOOR.memory, 2), ((1 << 20) + 1, 3)):
        with pytest.raises(WrongPassphraseError):
            kdf.stretch(PASSPHRASE, bytes(16), kdf.Argon2Cost(memory, passes, 1))


def test_the_real_floor_is_that_of_the_specification():
    assert kdf.Argon2Cost(64 * 1024, 3, 1) == FLOOR


def test_a_machine_without_memory_is_told_so(monkeypatch, cheap_argon2):
    class Starved:
        def __init__(self, **_parameters):
            pass

        def derive(self, _material):
            raise MemoryError

    monkeypatch.setattr(kdf, "Argon2id", Starved)
    with pytest.raises(MemoryShortError):
        kdf.stretch(PASSPHRASE, bytes(16), cheap_argon2)


@pytest.mark.parametrize(
    ("gibibytes", "seconds", "mebibytes"),
    [(4, 0.1, 64), (8, 0.25, 256), (16, 0.1, 256), (16, 0.5, 64), (0, 0.1, 64)],
)
def test_the_cost_is_calibrated_to_memory_and_patience(monkeypatch, gibibytes, seconds, mebibytes):
    monkeypatch.setattr(
        kdf, "BOUNDS", kdf.Bounds(FLOOR, kdf.Argon2Cost(memory=1 << 20, passes=10, lanes=16))
    )
    cost = kdf.calibrated_cost(memory=gibibytes << 30, seconds=lambda _cost: seconds)
    assert cost == kdf.Argon2Cost(mebibytes * 1024, 3, 4)


def test_a_lost_passphrase_is_mended_with_the_study_seed():
    study = kem.new_seed()
    sealed = slots.seal_recovery({"site": b"V" * 32}, kem.public_of(study), slot_id="d1")
    assert slots.open_recovery(sealed, study, slot_id="d1") == {"site": b"V" * 32}
    for seed, slot_id in ((kem.new_seed(), "d1"), (study, "d2")):
        with pytest.raises(SealBrokenError):
            slots.open_recovery(sealed, seed, slot_id=slot_id)


def test_what_is_sealed_to_the_study_as_something_else_is_no_recovery():
    study, info = kem.new_seed(), length_prefixed(b"survey_app recovery/1", b"d1")
    for role, opens in (("recovery", True), ("supervisor", False)):
        held = pad(canonical_json({"role": role, "secrets": {"site": "00"}}), 1024)
        sealed = kem.seal_to(kem.public_of(study), held, info)
        if opens:
            assert slots.open_recovery(sealed, study, slot_id="d1") == {"site": b"\0"}
            continue
        with pytest.raises(SealBrokenError):
            slots.open_recovery(sealed, study, slot_id="d1")


@pytest.mark.parametrize(
    "typed",
    [
        "1234 5678 9012 3456",
        "1234567890123456",
        "1234-5678-9012-3456",
        " ۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۶ ",
        "١٢٣٤ ٥٦٧٨ ٩٠١٢ ٣٤٥٦",
        "\u2068۱۲۳۴ ۵۶۷۸\u2069 9012 3456",
        "１２３４ 5678 9012\u00a03456\n",
    ],
)
def test_digits_are_one_passphrase_on_every_keyboard(typed):
    assert normalised(typed) == b"1234567890123456"


def test_letters_in_compatibility_forms_are_one_passphrase():
    assert normalised("ﷺ کتاب") == normalised("صلى الله عليه وسلم کتاب")
    assert normalised("caf\u00e9") == normalised("cafe\u0301")
    assert normalised("red  lamp\t") == b"red lamp"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text):
    once = normalised(text)
    assert normalised(once.decode()) == once


def test_made_passphrases_have_their_form():
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", new_passphrase("digits"))
    assert re.fullmatch(r"[a-z]+( [a-z]+){4}", new_passphrase("words"))
    assert len({new_passphrase() for _ in range(20)}) == 20


def test_the_words_are_2048_plain_different_words():
    words = [word(number) for number in range(WORDS)]
    assert len(set(words)) == WORDS
    assert all(re.fullmatch("[a-z]{6,13}", each) for each in words)


SEVERAL = """
import threading
from survey_app.vault import kdf
cost = kdf.Argon2Cost(memory=1024, passes=1, lanes=4)
kdf.BOUNDS = kdf.Bounds(floor=cost, ceiling=cost)
found = []
def derive():
    for _ in range(5):
        found.append(kdf.stretch("2718 2818 2845 9045", bytes(16), cost))
threads = [threading.Thread(target=derive, daemon=True) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(found), len(set(found)))
"""


def test_several_people_who_unlock_at_the_same_moment_all_get_in():
    # in a process of its own: where they block each other, they do so for ever
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.stdout.split(), done.stderr) == (["20", "1"], "")
