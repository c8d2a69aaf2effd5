"""The coordinator's merge: refusals are said, nothing is lost, the folder only grows."""

from hashlib import sha256

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401

from survey_app.bundle.container import file_name_of
from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.bundle.errors import (
    BundleSignatureError,
    DamagedBundleError,
    NotABundleError,
    OtherStudyError,
)
from survey_app.bundle.folder_target import FolderTarget, object_path
from survey_app.bundle.objects import parcel_of
from survey_app.bundle.pack import Sender, pack
from survey_app.bundle.rows import Feed, Withdrawal
from survey_app.bundle.target import send
from survey_app.canonical import sha256_hex
from survey_app.disclosure.deidentified.review import ReviewedView
from survey_app.merge.dataset import read_dataset
from survey_app.merge.errors import (
    DamagedDatasetError,
    DatasetOfOtherStudyError,
    NothingToMergeError,
)
from survey_app.vault import signing
from survey_app.vault.chain import EMPTY
from survey_app.vault.errors import WrongPassphraseError
from survey_app.workflows.errors import NoStudyError
from survey_app.workflows.inspect import inspect_bundles
from survey_app.workflows.merge import merge
from survey_app.workflows.study.studies import create_study, open_key, read_study

WORDS = "a long enough passphrase"
FORM = sha256_hex(b"form")


def make_study(folder, cost):
    create_study(folder, WORDS, title="T", cover_titles={}, cost=cost)
    return folder


@pytest.fixture(scope="module")
def study(tmp_path_factory, cheap_argon2):  # noqa: F811
    return make_study(tmp_path_factory.mktemp("study"), cheap_argon2)


@pytest.fixture(scope="module")
def other_study(tmp_path_factory, cheap_argon2):  # noqa: F811
    return make_study(tmp_path_factory.mktemp("other"), cheap_argon2)


class Laptop:
    """A laptop of a study that packs whatever it is told."""

    def __init__(self, study):
        card = read_study(study)
        device = signing.new_signing_seed()
        ticket = make_ticket(open_key(study, "authority", WORDS), card.study_id)
        proof = enrol(ticket, card.study_id, signing.verify_key_of(device))
        self.sender = Sender(card.study_id, device, proof, card.authority_key)
        self.keys = (card.analyst_key, card.study_key)
        self.feed = Feed()

    def pack(self, *records, gone=()):
        views = [view(record) for record in records]
        tombstones = [Withdrawal(record) for record in gone]
        made = pack(
            views,
            tombstones,
            sender=self.sender,
            recipients=self.keys,
            feed=self.feed,
            log=EMPTY,
        )
        self.feed = made.feed
        return made

    def export(self, folder, *records, gone=()):
        made = self.pack(*records, gone=gone)
        path = folder / made.file_name
        path.write_bytes(made.data)
        return path


def view(record):
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
            "values": {"age": "25–34"},
            "rosters": {},
            "texts": [],
        }
    )


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def records(folder):
    return [row[0] for table in read_dataset(folder).tables for row in table.rows]


def digests(folder):
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_bundles_in_either_order_or_twice_give_the_same_folder(study, stick, tmp_path):
    one = Laptop(study).export(stick, "a", "b")
    two = Laptop(study).export(stick, "c")
    merge([one, two], tmp_path / "x", study, WORDS)
    merge([two, one, two], tmp_path / "y", study, WORDS)
    merge([one], tmp_path / "z", study, WORDS)
    again = merge([stick], tmp_path / "z", study, WORDS)
    assert (again.given, again.new) == (2, 1)
    assert digests(tmp_path / "x") == digests(tmp_path / "y") == digests(tmp_path / "z")
    assert records(tmp_path / "x") == ["a", "b", "c"]


def test_received_bundles_lie_untouched_in_the_dataset(study, stick, tmp_path):
    path = Laptop(study).export(stick, "a")
    merge([path], tmp_path / "x", study, WORDS)
    kept = tmp_path / "x" / "objects" / file_name_of(sha256_hex(path.read_bytes()))
    assert kept.read_bytes() == path.read_bytes()


def test_a_withdrawal_that_arrives_later_takes_the_row_away_for_good(study, stick, tmp_path):
    laptop = Laptop(study)
    first = laptop.export(stick, "a", "b")
    merge([first], tmp_path / "x", study, WORDS)
    merge([laptop.export(stick, gone=["a"])], tmp_path / "x", study, WORDS)
    merge([first], tmp_path / "x", study, WORDS)
    assert records(tmp_path / "x") == ["b"]


def test_a_pushed_folder_is_merged_like_a_stick(study, stick, tmp_path):
    made = Laptop(study).pack("a")
    send(made.data, FolderTarget(stick), study="s")
    assert merge([stick], tmp_path / "x", study, WORDS).new == 1
    assert records(tmp_path / "x") == ["a"]


def test_a_bundle_torn_on_a_target_is_refused_and_the_rest_is_merged(study, stick, tmp_path):
    made = Laptop(study).pack("a")
    send(made.data, FolderTarget(stick), study="s")
    object_path(stick, parcel_of(made.data).objects[0]).unlink()
    Laptop(study).export(stick, "b")
    done = merge([stick], tmp_path / "x", study, WORDS)
    assert [type(refusal) for refusal in done.refused] == [DamagedBundleError]
    assert records(tmp_path / "x") == ["b"]


def changed(path):
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    return path


def test_a_bundle_with_one_byte_changed_is_refused_and_names_itself(study, stick, tmp_path):
    bad = changed(Laptop(study).export(stick, "a"))
    with pytest.raises(DamagedBundleError) as refused:
        merge([bad], tmp_path / "x", study, WORDS)
    assert bad.name in str(refused.value)
    assert not (tmp_path / "x").exists()


def test_a_bundle_of_another_study_is_refused(study, other_study, stick, tmp_path):
    stranger = Laptop(other_study).export(stick, "a")
    with pytest.raises(OtherStudyError):
        merge([stranger], tmp_path / "x", study, WORDS)
    good = Laptop(study).export(stick, "b")
    done = merge([stranger, good], tmp_path / "x", study, WORDS)
    assert ([type(one) for one in done.refused], done.new) == ([OtherStudyError], 1)


def test_a_laptop_with_a_forged_enrolment_is_refused(study, other_study, stick, tmp_path):
    forger = Laptop(other_study)
    card, own = read_study(study), forger.sender
    forger.sender = Sender(card.study_id, own.device_seed, own.enrolment, card.authority_key)
    with pytest.raises(BundleSignatureError):
        merge([forger.export(stick, "a")], tmp_path / "x", study, WORDS)


def test_where_every_bundle_is_refused_each_refusal_is_told(study, other_study, stick, tmp_path):
    torn = changed(Laptop(study).export(stick, "a"))
    foreign = Laptop(other_study).export(stick, "b")
    with pytest.raises(DamagedBundleError) as told:
        merge([torn, foreign], tmp_path / "x", study, WORDS)
    assert [note.split(":")[0] for note in told.value.__notes__] == [OtherStudyError.code]


def test_a_holiday_picture_is_not_a_bundle(study, stick, tmp_path):
    (stick / "holiday.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(NotABundleError):
        merge([stick / "holiday.jpg"], tmp_path / "x", study, WORDS)


def test_an_empty_folder_and_a_missing_one_say_that_there_is_nothing(study, stick, tmp_path):
    for places in ([stick], [tmp_path / "gone"], []):
        with pytest.raises(NothingToMergeError):
            merge(places, tmp_path / "x", study, WORDS)


def test_a_wrong_passphrase_or_study_folder_changes_nothing(study, stick, tmp_path):
    path = Laptop(study).export(stick, "a")
    with pytest.raises(WrongPassphraseError):
        merge([path], tmp_path / "x", study, "not the passphrase")
    with pytest.raises(NoStudyError):
        merge([path], tmp_path / "x", stick, WORDS)
    assert not (tmp_path / "x").exists()


def test_the_dataset_of_another_study_is_not_mixed(study, other_study, stick, tmp_path):
    merge([Laptop(study).export(stick, "a")], tmp_path / "x", study, WORDS)
    with pytest.raises(DatasetOfOtherStudyError):
        merge([Laptop(other_study).export(stick, "b")], tmp_path / "x", other_study, WORDS)


def test_a_kept_bundle_that_rotted_is_not_dropped_silently(study, stick, tmp_path):
    one, two = Laptop(study).export(stick, "a"), Laptop(study).export(stick, "b")
    merge([one], tmp_path / "x", study, WORDS)
    changed(tmp_path / "x" / "objects" / one.name)
    with pytest.raises(DamagedDatasetError):
        merge([two], tmp_path / "x", study, WORDS)
    merge([one, two], tmp_path / "x", study, WORDS)
    assert records(tmp_path / "x") == ["a", "b"]


def test_a_dataset_can_be_written_again_from_what_it_holds(study, stick, tmp_path):
    merge([Laptop(study).export(stick, "a")], tmp_path / "x", study, WORDS)
    before = digests(tmp_path / "x")
    (tmp_path / "x" / "merge_report.html").unlink()
    merge([], tmp_path / "x", study, WORDS)
    assert digests(tmp_path / "x") == before


def test_a_bundle_can_be_inspected_without_any_key(study, stick):
    path = Laptop(study).export(stick, "a")
    (seen,) = inspect_bundles(path)
    assert (seen.cover, seen.vouched) == (None, None)
    (known,) = inspect_bundles(stick, read_study(study))
    assert known.vouched is True
    assert (known.cover.study, known.cover.place) == (read_study(study).study_id, 1)


def test_what_is_no_bundle_cannot_be_inspected(study, other_study, stick, tmp_path):
    path = Laptop(study).export(stick, "a")
    with pytest.raises(OtherStudyError):
        inspect_bundles(path, read_study(other_study))
    with pytest.raises(NothingToMergeError):
        inspect_bundles(tmp_path / "gone")
    with pytest.raises(DamagedBundleError):
        inspect_bundles(changed(path))
