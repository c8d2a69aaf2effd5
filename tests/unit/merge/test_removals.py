"""What a removed laptop signs after its removal is refused; what had arrived stays."""

from dataclasses import replace
from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from click.testing import CliRunner
from packing_laptop import WORDS, PackingLaptop, make_study

from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.bundle.errors import BundleOfRemovedError, NoSuchLaptopError
from survey_app.bundle.removals import Removals, laptop_id, read_removals, sign_removals
from survey_app.canonical import sha256_hex
from survey_app.cli.main import main
from survey_app.merge.dataset import read_dataset
from survey_app.vault import signing
from survey_app.vault.errors import SignatureError
from survey_app.workflows.errors import StudyDamagedError
from survey_app.workflows.merge import merge
from survey_app.workflows.study.packs import pack_bytes
from survey_app.workflows.study.removing import LIST, cancel_pack, remove_laptop
from survey_app.workflows.study.studies import open_key, read_study


@pytest.fixture
def study(tmp_path, cheap_argon2):  # noqa: F811
    return make_study(tmp_path / "study", cheap_argon2)


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def records(folder):
    return [row[0] for table in read_dataset(folder).tables for row in table.rows]


def test_what_arrived_before_the_removal_stays_and_what_is_signed_after_it_is_refused(
    study, stick, tmp_path
):
    lost, kept = PackingLaptop(study), PackingLaptop(study)
    lost.export(stick, "a")
    kept.export(stick, "b")
    into = tmp_path / "merged"
    merge([stick], into, study, WORDS)
    assert remove_laptop(study, WORDS, lost.laptop_id, [into]) == 1
    later = tmp_path / "later"
    later.mkdir()
    lost.export(later, "c")
    kept.export(later, "d")
    run = merge([stick, later], into, study, WORDS)
    assert [type(one) for one in run.refused] == [BundleOfRemovedError]
    assert records(into) == ["a", "b", "d"]


def test_a_bundle_that_was_still_on_its_way_counts_when_a_later_one_names_it(
    study, stick, tmp_path
):
    lost = PackingLaptop(study)
    on_its_way = tmp_path / "on-its-way"
    on_its_way.mkdir()
    lost.export(on_its_way, "a")
    lost.export(stick, "b")
    remove_laptop(study, WORDS, lost.laptop_id, [stick])
    run = merge([stick, on_its_way], tmp_path / "merged", study, WORDS)
    assert run.refused == ()
    assert records(tmp_path / "merged") == ["a", "b"]


def test_a_removal_given_again_adds_what_arrived_and_takes_nothing_away(study, stick, tmp_path):
    lost = PackingLaptop(study)
    lost.export(stick, "a")
    into, empty = tmp_path / "merged", tmp_path / "empty"
    empty.mkdir()
    merge([stick], into, study, WORDS)
    assert remove_laptop(study, WORDS, lost.laptop_id, [empty]) == 0
    assert remove_laptop(study, WORDS, lost.laptop_id, [into]) == 1
    assert remove_laptop(study, WORDS, lost.laptop_id, [empty]) == 1
    merge([stick], into, study, WORDS)
    assert records(into) == ["a"]


def test_a_bundle_that_stops_counting_is_refused_once_wherever_it_lies(study, stick, tmp_path):
    lost = PackingLaptop(study)
    lost.export(stick, "a")
    PackingLaptop(study).export(stick, "b")
    into, empty = tmp_path / "merged", tmp_path / "empty"
    empty.mkdir()
    merge([stick], into, study, WORDS)
    remove_laptop(study, WORDS, lost.laptop_id, [empty])
    run = merge([stick], into, study, WORDS)
    assert [type(one) for one in run.refused] == [BundleOfRemovedError]
    assert records(into) == ["b"]


def test_a_second_history_of_a_removed_laptop_is_refused(study, stick, tmp_path):
    lost = PackingLaptop(study)
    lost.export(stick, "a")
    remove_laptop(study, WORDS, lost.laptop_id, [stick])
    lost.start_again()
    forged = tmp_path / "forged"
    forged.mkdir()
    lost.export(forged, "invented")
    with pytest.raises(BundleOfRemovedError):
        merge([forged], tmp_path / "merged", study, WORDS)


def test_a_laptop_that_never_sent_anything_is_removed_by_its_whole_id(study, stick, tmp_path):
    silent = PackingLaptop(study)
    assert remove_laptop(study, WORDS, silent.laptop_id, [stick]) == 0
    silent.export(stick, "a")
    with pytest.raises(BundleOfRemovedError):
        merge([stick], tmp_path / "merged", study, WORDS)


def test_the_first_letters_name_a_laptop_that_sent_something(study, stick):
    one = PackingLaptop(study)
    one.export(stick, "a")
    assert remove_laptop(study, WORDS, one.laptop_id[:8].upper(), [stick]) == 1
    for unknown in ("", "abc", "00000000", one.laptop_id[:7]):
        with pytest.raises(NoSuchLaptopError):
            remove_laptop(study, WORDS, unknown, [stick])


def test_a_cancelled_pack_lets_nobody_in_any_more_but_whom_it_had(study, stick, tmp_path):
    card, authority = read_study(study), open_key(study, "authority", WORDS)
    ticket = make_ticket(authority, card.study_id)
    pack = tmp_path / "lost.pack"
    pack.write_bytes(pack_bytes(card, [], ticket, authority))
    honest, stranger = PackingLaptop(study, ticket), PackingLaptop(study, ticket)
    honest.export(stick, "a")
    assert cancel_pack(study, WORDS, pack, [stick]) == (honest.laptop_id,)
    honest.export(stick, "b")
    stranger.export(stick, "invented")
    PackingLaptop(study).export(stick, "c")
    run = merge([stick], tmp_path / "merged", study, WORDS)
    assert [type(one) for one in run.refused] == [BundleOfRemovedError]
    assert sorted(records(tmp_path / "merged")) == ["a", "b", "c"]


def test_a_laptop_that_a_cancelled_pack_had_let_in_comes_back_when_its_bundle_is_named(
    study, stick, tmp_path
):
    card, authority = read_study(study), open_key(study, "authority", WORDS)
    ticket = make_ticket(authority, card.study_id)
    pack = tmp_path / "lost.pack"
    pack.write_bytes(pack_bytes(card, [], ticket, authority))
    first, late = PackingLaptop(study, ticket), PackingLaptop(study, ticket)
    first.export(stick, "a")
    cancel_pack(study, WORDS, pack, [stick])
    late.export(stick, "b")
    [refused] = merge([stick], tmp_path / "merged", study, WORDS).refused
    assert "cancelled pack" in refused.message()
    assert "--arrived" in refused.message()
    staying = cancel_pack(study, WORDS, pack, [stick])
    assert staying == tuple(sorted((first.laptop_id, late.laptop_id)))
    merge([stick], tmp_path / "merged", study, WORDS)
    assert sorted(records(tmp_path / "merged")) == ["a", "b"]


def test_nothing_is_let_go_before_a_yes_and_what_stays_is_listed(study, stick, tmp_path):
    card, authority = read_study(study), open_key(study, "authority", WORDS)
    ticket = make_ticket(authority, card.study_id)
    pack = tmp_path / "lost.pack"
    pack.write_bytes(pack_bytes(card, [], ticket, authority))
    laptop = PackingLaptop(study, ticket)
    laptop.export(stick, "a")
    runner = CliRunner(env={"SURVEY_APP_PASSPHRASE": WORDS})
    for let_go in (("remove-laptop", study, laptop.laptop_id), ("cancel-pack", study, pack)):
        line = ["study", *map(str, let_go), "--arrived", str(stick)]
        assert runner.invoke(main, line, input="n\n").exit_code == 1
        assert not (study / LIST).exists()
    said = runner.invoke(main, line, input="y\n")
    assert said.exit_code == 0
    assert f"  {laptop.laptop_id}\n" in said.output


def test_two_removals_stand_side_by_side(study, stick, tmp_path):
    one, two = PackingLaptop(study), PackingLaptop(study)
    for laptop in (one, two):
        remove_laptop(study, WORDS, laptop.laptop_id, [stick])
        laptop.export(stick, "x")
    PackingLaptop(study).export(stick, "y")
    refused = merge([stick], tmp_path / "merged", study, WORDS).refused
    assert len(refused) == 2


def test_a_list_that_the_study_did_not_sign_stops_the_merge(study, stick, tmp_path):
    PackingLaptop(study).export(stick, "a")
    card = read_study(study)
    forged = sign_removals(Removals(card.study_id), signing.new_signing_seed())
    (study / LIST).write_bytes(forged)
    with pytest.raises(StudyDamagedError):
        merge([stick], tmp_path / "merged", study, WORDS)


VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "removals"


@pytest.mark.parametrize("file", sorted(VECTORS.glob("*.txt")), ids=lambda file: file.stem)
def test_a_frozen_list_of_removals_does_what_it_names(file):
    sample = dict(line.split(": ", 1) for line in file.read_text(encoding="utf-8").splitlines())
    data, key = sample["file"].encode(), bytes.fromhex(sample["key"])
    if sample["expect"] == "opens":
        assert read_removals(data, study=sample["study"], authority_key=key).laptops
        return
    with pytest.raises(SignatureError) as refused:
        read_removals(data, study=sample["study"], authority_key=key)
    assert refused.value.code == sample["expect"]


SEED = b"A" * 32
FULL = Removals("s", {"a" * 32: frozenset([sha256_hex(b"b")])}, {"b" * 64: frozenset()})


def test_every_altered_byte_of_a_list_is_refused():
    data, key = sign_removals(FULL, SEED), signing.verify_key_of(SEED)
    assert read_removals(data, study="s", authority_key=key) == FULL
    for at in range(len(data)):
        altered = bytearray(data)
        altered[at] ^= 1
        with pytest.raises(SignatureError):
            read_removals(bytes(altered), study="s", authority_key=key)


@pytest.mark.parametrize(
    "removals",
    [
        replace(FULL, study="other"),
        replace(FULL, laptops={"A" * 32: frozenset()}),
        replace(FULL, laptops={"a" * 32: frozenset(["short"])}),
        replace(FULL, packs={"b": frozenset()}),
    ],
)
def test_a_list_of_another_study_or_with_other_names_in_it_is_refused(removals):
    data = sign_removals(removals, SEED)
    with pytest.raises(SignatureError):
        read_removals(data, study="s", authority_key=signing.verify_key_of(SEED))


def test_the_id_of_a_laptop_is_the_one_it_showed_when_it_was_set_up(study):
    laptop = PackingLaptop(study)
    key = signing.verify_key_of(laptop.sender.device_seed)
    assert laptop_id(key.hex()) == sha256_hex(key)[:32]
    assert enrol(laptop.ticket, laptop.sender.study, key) == laptop.sender.enrolment
