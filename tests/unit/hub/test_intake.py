"""A hub takes what it cannot read: idempotent, verified by hash, answered with a receipt."""

import os
import random
import sys

import pytest
from click.testing import CliRunner

from survey_app import durable
from survey_app.bundle.container import bundle_id_of
from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.bundle.folder_target import object_path, parcel_path
from survey_app.bundle.objects import OBJECT_SIZE, Parcel, parcel_of, pieces_of
from survey_app.bundle.pack import Sender, pack
from survey_app.bundle.receipt import verify_receipt
from survey_app.bundle.removals import Removals, laptop_id, sign_removals
from survey_app.bundle.rows import Feed, Withdrawal
from survey_app.bundle.target import MissingObjectsError
from survey_app.canonical import canonical_json, sha256_hex
from survey_app.cli.main import main
from survey_app.hub import intake as intake_module
from survey_app.hub import place
from survey_app.hub.errors import (
    DamagedUploadError,
    ForgedBundleError,
    HubBusyError,
    HubFullError,
    LaptopLetGoError,
    LedgerDamagedError,
    MalformedListError,
    NotAHubError,
    OlderRemovalsError,
    PackCancelledError,
    StrangeRemovalsError,
    TooLargeError,
    UnknownStudyError,
    WrongBytesError,
)
from survey_app.hub.intake import Intake
from survey_app.hub.ledger import Ledger
from survey_app.hub.let_go import keep_removals, removals_at
from survey_app.hub.place import open_place, prepare
from survey_app.hub.quarantine import LARGEST_COUNT, Quarantine
from survey_app.vault import kem, signing
from survey_app.vault.chain import EMPTY, LogHead

AUTHORITY = signing.new_signing_seed()
AUTHORITY_KEY = signing.verify_key_of(AUTHORITY)
READER = kem.public_of(kem.new_seed())


def bundle(study="s", authority=AUTHORITY, records=1, feed=Feed()):  # noqa: B008 - frozen
    device = signing.new_signing_seed()
    proof = enrol(make_ticket(authority, study), study, signing.verify_key_of(device))
    gone = [Withdrawal(random.randbytes(16).hex()) for _ in range(records)]
    sender = Sender(study, device, proof, AUTHORITY_KEY)
    return pack([], gone, sender=sender, recipients=[READER], feed=feed, log=EMPTY).data


@pytest.fixture
def folder(tmp_path):
    prepare(tmp_path / "hub", {"s": AUTHORITY_KEY})
    return tmp_path / "hub"


@pytest.fixture
def hub(folder):
    opened = Intake(open_place(folder))
    yield opened
    opened.close()


def bring(hub, data):
    for name, piece in pieces_of(data).items():
        hub.take_piece(name, piece)
    return hub.take_list(sha256_hex(data), parcel_of(data).to_bytes())


def test_a_bundle_is_receipted_and_kept_byte_by_byte(hub, folder):
    data = bundle(records=3000)
    receipt = bring(hub, data)
    names = parcel_of(data).objects
    assert len(names) > 1
    assert b"".join(object_path(folder, name).read_bytes() for name in names) == data
    text = receipt.to_bytes()
    key = open_place(folder).key
    name = sha256_hex(data)
    assert verify_receipt(text, bundle=name, study="s", trusted=(key,), target="t") == receipt
    assert (receipt.entry, hub.status().bundles) == (1, 1)


def test_the_folder_of_a_hub_does_not_tell_when_a_bundle_came(hub, folder):
    bring(hub, bundle())
    came = [*folder.glob("feeds/**/*"), *folder.glob("objects/**/*"), *folder.glob("bundles/*")]
    assert len(came) >= 5
    assert {int(path.stat().st_mtime) for path in came} == {315619200}


def test_bringing_a_bundle_again_gives_the_same_receipt(hub):
    data = bundle()
    first = bring(hub, data)
    bring(hub, bundle())
    assert bring(hub, data) == first
    assert hub.status().bundles == 2


def test_a_hub_that_was_stopped_remembers_and_goes_on_counting(hub, folder):
    data = bundle()
    first = bring(hub, data)
    hub.close()
    again = Intake(open_place(folder))
    assert bring(again, data) == first
    assert bring(again, bundle()).entry == 2
    again.close()


def test_a_piece_under_a_wrong_name_is_set_aside_and_asked_again(hub):
    with pytest.raises(WrongBytesError):
        hub.take_piece(sha256_hex(b"one"), b"two")
    assert hub.status().quarantined == 1
    assert hub.have([sha256_hex(b"one")]) == ()


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "..", "a" * 63])
def test_a_name_that_is_no_hash_touches_nothing(hub, folder, name):
    with pytest.raises(WrongBytesError):
        hub.take_piece(name, b"x")
    assert hub.have([name]) == ()
    with pytest.raises(MalformedListError):
        hub.take_list(name, b"{}")


def test_a_piece_that_is_too_large_is_refused(hub):
    large = bytes(OBJECT_SIZE + 1)
    with pytest.raises(TooLargeError):
        hub.take_piece(sha256_hex(large), large)


def test_a_list_without_its_pieces_names_what_is_missing(hub):
    data = bundle()
    with pytest.raises(MissingObjectsError) as missing:
        hub.take_list(sha256_hex(data), parcel_of(data).to_bytes())
    assert set(missing.value.objects) == set(parcel_of(data).objects)
    assert hub.status().bundles == 0


def test_a_piece_that_rotted_on_the_disk_is_asked_for_again(hub, folder):
    data = bundle()
    first = bring(hub, data)
    name = parcel_of(data).objects[0]
    object_path(folder, name).write_bytes(b"rotten")
    assert hub.have([name]) == ()
    with pytest.raises(MissingObjectsError):
        hub.take_list(sha256_hex(data), parcel_of(data).to_bytes())
    assert bring(hub, data) == first


def test_a_bundle_of_an_unknown_study_is_refused(hub):
    with pytest.raises(UnknownStudyError):
        bring(hub, bundle("other"))


def test_a_bundle_of_a_laptop_that_nobody_let_in_is_set_aside(hub):
    with pytest.raises(ForgedBundleError):
        bring(hub, bundle(authority=signing.new_signing_seed()))
    assert (hub.status().quarantined, hub.status().bundles) == (1, 0)


@pytest.mark.parametrize("data", [b"not a bundle", b"survey-app bundle 9\n"])
def test_pieces_that_make_no_bundle_are_set_aside(hub, data):
    with pytest.raises(DamagedUploadError):
        bring(hub, data)
    assert hub.status().bundles == 0


def test_a_bundle_with_one_byte_changed_is_refused_and_the_whole_one_is_taken(hub):
    data = bundle()
    bad = data[:-1] + bytes([data[-1] ^ 1])
    with pytest.raises(DamagedUploadError):
        bring(hub, bad)
    assert bring(hub, data).entry == 1


def test_a_list_that_does_not_make_what_it_names_is_refused(hub):
    data = bundle(records=3000)
    for name, piece in pieces_of(data).items():
        hub.take_piece(name, piece)
    parcel = parcel_of(data)
    turned = Parcel(parcel.bundle, parcel.size, parcel.objects[::-1])
    with pytest.raises(MalformedListError):
        hub.take_list(parcel.bundle, turned.to_bytes())
    assert hub.take_list(parcel.bundle, parcel.to_bytes()).entry == 1


def test_a_full_disk_is_said_and_nothing_is_receipted(hub, monkeypatch):
    def no_room(_path, _data):
        raise OSError(28, "full")

    monkeypatch.setattr(intake_module, "write_durably", no_room)
    with pytest.raises(HubFullError):
        bring(hub, bundle())
    assert hub.status().bundles == 0


def test_the_name_of_a_new_ledger_and_of_a_new_key_are_brought_onto_the_disk(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(place, "sync_folder", synced.append)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "receipt.key.part").write_bytes(b"00")  # cut while it was written
    prepare(tmp_path / "new", {"s": AUTHORITY_KEY})
    assert synced == [tmp_path / "new"]
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    opened = Ledger(tmp_path / "ledger", bytes(32))
    for bundle in ("a", "b"):
        opened.append(bundle)
    assert synced == [tmp_path / "new", tmp_path]


@pytest.mark.skipif(sys.platform == "win32", reason="a file's largest size is POSIX's to say")
@pytest.mark.parametrize("room", [1, 170, 340])
def test_a_line_for_which_the_room_ends_leaves_the_ledger_as_it_was(tmp_path, room):
    import resource  # noqa: PLC0415 - POSIX only

    path = tmp_path / "ledger"
    Ledger(path, bytes(32)).append("a" * 64)
    whole = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + room, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            Ledger(path, bytes(32)).append("b" * 64)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == whole
    Ledger(path, bytes(32)).append("b" * 64)
    assert len(Ledger(path, bytes(32))) == 2


def test_room_for_the_ledger_is_kept_free(hub, monkeypatch):
    monkeypatch.setattr(intake_module, "KEPT_FREE", 2**62)
    with pytest.raises(HubFullError):
        bring(hub, bundle())


def test_two_programs_cannot_serve_one_hub(hub, folder):
    del hub
    with pytest.raises(HubBusyError):
        Intake(open_place(folder))


def test_a_line_cut_by_a_power_cut_is_dropped_and_a_changed_one_is_refused(hub, folder):
    bring(hub, bundle())
    hub.close()
    ledger = folder / "ledger"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole + b'{"torn')
    again = Intake(open_place(folder))
    assert again.status().bundles == 1
    again.close()
    ledger.write_bytes(whole.replace(b'"receive"', b'"reseive"'))
    with pytest.raises(LedgerDamagedError):
        Intake(open_place(folder))
    ledger.write_bytes(whole)
    Intake(open_place(folder)).close()


def test_the_hub_key_is_for_its_owner_only(folder):
    assert (folder / "receipt.key").stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_a_hub_can_serve_a_second_study_and_keeps_its_key(folder):
    key = open_place(folder).key
    place = prepare(folder, {"t": AUTHORITY_KEY})
    assert (sorted(place.registry.studies), place.key) == (["s", "t"], key)


def test_a_folder_that_is_no_hub_is_left_alone(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"")
    for attempt in ({"s": AUTHORITY_KEY}, {}):
        with pytest.raises(NotAHubError):
            prepare(tmp_path, attempt)
    with pytest.raises(NotAHubError):
        open_place(tmp_path)
    with pytest.raises(NotAHubError):
        prepare(tmp_path / "new", {})
    assert [entry.name for entry in tmp_path.iterdir()] == ["holiday.jpg"]


@pytest.mark.parametrize("card", [b"", b"[]", canonical_json({"format": "other"})])
def test_a_damaged_card_of_a_hub_is_refused(folder, card):
    (folder / "hub.json").write_bytes(card)
    with pytest.raises(NotAHubError):
        open_place(folder)


def test_strangers_cannot_fill_the_disk_through_the_quarantine(tmp_path):
    quarantine = Quarantine(tmp_path / "q")
    for number in range(LARGEST_COUNT + 5):
        quarantine.set_aside(str(number).encode(), "damaged piece")
    assert len(quarantine) == LARGEST_COUNT


def test_the_list_is_on_the_disk_before_the_receipt(hub, folder):
    data = bundle()
    bring(hub, data)
    assert parcel_path(folder, sha256_hex(data)).read_bytes() == parcel_of(data).to_bytes()


def _bundle_of(device, seq, log):
    proof = enrol(make_ticket(AUTHORITY, "s"), "s", signing.verify_key_of(device))
    gone = [Withdrawal(random.randbytes(16).hex())]
    feed = Feed(seq - 1, seq - 1, sha256_hex(b"before") if seq > 1 else "")
    sender = Sender("s", device, proof, AUTHORITY_KEY)
    return pack([], gone, sender=sender, recipients=[READER], feed=feed, log=log).data


def _head(count, name=b"log"):
    return LogHead(count, sha256_hex(name))


def test_a_laptop_that_goes_on_honestly_is_in_no_doubt(hub):
    device = signing.new_signing_seed()
    for seq, head in ((2, _head(7)), (1, _head(4, b"first")), (3, _head(7))):
        data = _bundle_of(device, seq, head)
        assert bring(hub, data) == bring(hub, data)
    assert hub.status().doubtful == ()


class _Lost:
    """A laptop of the study that packs one bundle after the other."""

    def __init__(self):
        self.seed = signing.new_signing_seed()
        self.ticket = make_ticket(AUTHORITY, "s")
        self.key = signing.verify_key_of(self.seed)
        self.feed = Feed()

    def packs(self):
        proof = enrol(self.ticket, "s", self.key)
        sender = Sender("s", self.seed, proof, AUTHORITY_KEY)
        gone = [Withdrawal(random.randbytes(16).hex())]
        data = pack([], gone, sender=sender, recipients=[READER], feed=self.feed, log=EMPTY).data
        self.feed = Feed(self.feed.bundles + 1, self.feed.rows + 1, bundle_id_of(data))
        return data


def _told(folder, authority=AUTHORITY, **lists):
    data = sign_removals(Removals("s", **lists), authority)
    return keep_removals(folder, "s", AUTHORITY_KEY, data)


def test_of_a_removed_laptop_what_came_before_stays_and_what_is_new_is_set_aside(hub, folder):
    lost, other = _Lost(), _Lost()
    first, on_its_way, second, later = (lost.packs() for _ in range(4))
    receipts = [bring(hub, first), bring(hub, second)]
    gone = {laptop_id(lost.key.hex()): frozenset({bundle_id_of(first), bundle_id_of(second)})}
    _told(folder, laptops=gone)
    with pytest.raises(LaptopLetGoError):
        bring(hub, later)
    assert [bring(hub, first), bring(hub, second)] == receipts
    assert bring(hub, on_its_way)
    assert bring(hub, other.packs())
    assert hub.status().quarantined == 1
    assert LaptopLetGoError.reason == "removed laptop"


def test_of_a_cancelled_pack_the_laptops_that_stay_are_taken_and_no_new_one(hub, folder):
    known, new = _Lost(), _Lost()
    new.ticket = known.ticket
    first = bring(hub, known.packs())
    ticket = signing.verify_key_of(known.ticket.seed).hex()
    _told(folder, packs={ticket: frozenset({known.key.hex()})})
    with pytest.raises(PackCancelledError):
        bring(hub, new.packs())
    assert bring(hub, known.packs()) != first


def test_a_list_that_the_study_did_not_sign_or_that_lets_somebody_in_again_is_refused(folder):
    _told(folder, laptops={"a" * 32: frozenset()})
    with pytest.raises(StrangeRemovalsError):
        _told(folder, authority=signing.new_signing_seed(), laptops={"b" * 32: frozenset()})
    with pytest.raises(OlderRemovalsError):
        _told(folder, laptops={"b" * 32: frozenset()})
    more = {"a" * 32: frozenset(), "b" * 32: frozenset()}
    assert _told(folder, laptops=more).laptops.keys() == more.keys()


def test_the_command_tells_a_hub_and_says_so(folder, tmp_path):
    file = tmp_path / "removals.json"
    file.write_bytes(sign_removals(Removals("s", {"a" * 32: frozenset()}), AUTHORITY))
    done = CliRunner().invoke(main, ["hub", "removals", str(folder), str(file)])
    assert "as let go: 1 laptop, 0 packs" in done.output
    assert removals_at(folder, "s", AUTHORITY_KEY).laptops == {"a" * 32: frozenset()}


@pytest.mark.parametrize(
    "second",
    [(1, _head(9, b"other")), (2, _head(3, b"older")), (2, _head(4, b"same length, other end"))],
)
def test_two_laptops_that_work_as_one_or_one_put_back_are_named_and_still_received(hub, second):
    device = signing.new_signing_seed()
    bring(hub, _bundle_of(device, 1, _head(4)))
    assert hub.status().doubtful == ()
    data = _bundle_of(device, *second)
    assert bring(hub, data).bundle == sha256_hex(data)
    assert hub.status().doubtful == (signing.verify_key_of(device).hex(),)
