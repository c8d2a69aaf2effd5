"""Pieces, lists, folders and addresses: sending again is harmless, damage is seen."""

import errno
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.bundle import folder_target
from survey_app.bundle.address import FolderAddress, HubAddress, read_address
from survey_app.bundle.errors import (
    FalseReceiptError,
    TargetAddressError,
    TargetDamagedError,
    TargetFullError,
    TargetReadOnlyError,
    TargetUnreachableError,
    UnknownReceiptKeyError,
)
from survey_app.bundle.folder_target import FolderTarget, object_path, parcel_path
from survey_app.bundle.hub_target import HubTarget
from survey_app.bundle.objects import (
    OBJECT_SIZE,
    BadParcelError,
    assemble,
    parcel_of,
    pieces_of,
    read_parcel,
)
from survey_app.bundle.receipt import ReadBack, sign_receipt, verify_receipt
from survey_app.bundle.target import send
from survey_app.canonical import sha256_hex
from survey_app.vault.signing import new_signing_seed, verify_key_of

DATA = random.Random(1).randbytes(4 * OBJECT_SIZE + 100)  # five pieces, the last one shorter
KEY = "ab" * 32


@given(st.binary(min_size=1, max_size=3 * OBJECT_SIZE))
def test_pieces_put_together_are_the_bundle_again(data):
    parcel = parcel_of(data)
    assert assemble(read_parcel(parcel.to_bytes()), pieces_of(data).__getitem__) == data


@given(st.data())
def test_every_altered_byte_of_a_list_is_refused_or_names_another_bundle(data):
    text = parcel_of(DATA).to_bytes()
    at = data.draw(st.integers(0, len(text) - 1))
    bad = bytearray(text)
    bad[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises((BadParcelError, KeyError)):
        assemble(read_parcel(bytes(bad)), pieces_of(DATA).__getitem__)


def test_a_second_sending_to_a_folder_writes_nothing_again(tmp_path):
    first = send(DATA, FolderTarget(tmp_path), study="s")
    before = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "objects").rglob("*"))
    again = send(DATA, FolderTarget(tmp_path), study="s")
    after = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "objects").rglob("*"))
    assert (first.pieces, first.pieces_sent, again.pieces_sent) == (5, 5, 0)
    assert again.proof == ReadBack(sha256_hex(DATA))
    assert before == after


@pytest.mark.parametrize("damage", [b"", b"short", None])
def test_a_piece_that_was_cut_or_changed_is_sent_again(tmp_path, damage):
    target = FolderTarget(tmp_path)
    send(DATA, target, study="s")
    victim = object_path(tmp_path, parcel_of(DATA).objects[1])
    victim.unlink() if damage is None else victim.write_bytes(damage)
    assert send(DATA, target, study="s").pieces_sent == 1
    assert send(DATA, target, study="s").pieces_sent == 0


def test_the_list_is_written_last_so_a_torn_sending_shows_no_bundle(tmp_path, monkeypatch):
    target = FolderTarget(tmp_path)
    real = folder_target.write_durably
    written: list[Path] = []

    def until_full(path, data):
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "full")
        written.append(path)
        real(path, data)

    monkeypatch.setattr(folder_target, "write_durably", until_full)
    with pytest.raises(TargetFullError):
        send(DATA, target, study="s")
    assert not parcel_path(tmp_path, sha256_hex(DATA)).exists()
    monkeypatch.undo()
    assert send(DATA, target, study="s").pieces_sent == 2


def test_a_folder_that_gives_back_other_bytes_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_target, "read_back", lambda path: path.read_bytes()[:-1] + b"?")
    with pytest.raises(TargetDamagedError):
        send(DATA, FolderTarget(tmp_path), study="s")


def test_a_stick_that_was_pulled_out_is_unreachable(tmp_path):
    with pytest.raises(TargetUnreachableError):
        send(DATA, FolderTarget(tmp_path / "gone"), study="s")


@pytest.mark.parametrize("reason", [errno.EROFS, errno.EACCES])
def test_a_stick_that_is_write_protected_is_called_so(tmp_path, monkeypatch, reason):
    def refuse(path, data):
        raise OSError(reason, "no")

    monkeypatch.setattr(folder_target, "write_durably", refuse)
    with pytest.raises(TargetReadOnlyError):
        send(DATA, FolderTarget(tmp_path), study="s")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (5, TargetReadOnlyError),  # access is denied
        (19, TargetReadOnlyError),  # the medium is write-protected
        (21, TargetUnreachableError),  # the device is not ready
        (32, TargetUnreachableError),  # another process uses it
    ],
)
def test_windows_gives_one_errno_to_what_is_protected_and_to_what_is_gone(number, told):
    refused = PermissionError(errno.EACCES, "no")
    refused.winerror = number
    assert isinstance(folder_target.folder_error(refused, "E:"), told)


def test_progress_ends_at_the_number_of_pieces(tmp_path):
    seen: list[tuple[int, int]] = []
    send(DATA, FolderTarget(tmp_path), study="s", on_piece=lambda done, of: seen.append((done, of)))
    assert seen == [(number, 5) for number in range(6)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"http://10.0.0.7:8766/#{KEY}", HubAddress("http", "10.0.0.7", 8766, KEY)),
        (f"  HTTPS://Hub.example#{KEY.upper()} ", HubAddress("https", "hub.example", 443, KEY)),
        (f"http://[::1]:9/#{KEY}", HubAddress("http", "::1", 9, KEY)),
        ("http://10.0.0.7:8766", HubAddress("http", "10.0.0.7", 8766, "")),
    ],
)
def test_a_hub_address_is_read(text, expected):
    assert read_address(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no/such/folder",
        "long" * 99,
        "~nobody-at-all/x",
        "ftp://10.0.0.7/",
        "http://",
        "http://user:word@10.0.0.7/",
        "http://10.0.0.7/path",
        "http://10.0.0.7/?q=1",
        "http://10.0.0.7:99999/",
        "http://10.0.0.7/#short",
        "http://[::1/",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_key(text):
    with pytest.raises(TargetAddressError) as refused:
        read_address(text)
    assert "#short" not in str(refused.value)


def test_a_folder_that_exists_is_an_address(tmp_path):
    assert read_address(str(tmp_path)) == FolderAddress(tmp_path)


def test_an_address_without_key_borrows_the_key_from_the_study_card():
    known = (f"http://10.0.0.7:8766/#{KEY}", "/media/usb")
    assert read_address("http://10.0.0.7:8766", known) == read_address(known[0])
    assert read_address("http://10.0.0.8:8766", known).key == ""


def test_a_hub_whose_key_nobody_named_is_not_talked_to():
    with pytest.raises(UnknownReceiptKeyError):
        HubTarget(HubAddress("http", "127.0.0.1", 9, ""))


SEED = new_signing_seed()
HUB = verify_key_of(SEED).hex()
RECEIPT = sign_receipt(SEED, bundle=KEY, study="s", entry=3, head="cd" * 32)


def test_a_receipt_holds_for_its_bundle_and_an_expected_key():
    text = RECEIPT.to_bytes()
    assert verify_receipt(text, bundle=KEY, study="s", trusted=(HUB,), target="t") == RECEIPT
    with pytest.raises(UnknownReceiptKeyError):
        verify_receipt(text, bundle=KEY, study="s", trusted=("00" * 32,), target="t")
    with pytest.raises(FalseReceiptError):
        verify_receipt(text, bundle="cd" * 32, study="s", trusted=(HUB,), target="t")
    with pytest.raises(FalseReceiptError):
        verify_receipt(text, bundle=KEY, study="other", trusted=(HUB,), target="t")


def test_a_receipt_whose_signature_is_written_in_capitals_is_an_altered_one():
    text = RECEIPT.to_bytes()
    signature = RECEIPT.signature.hex()
    shouted = text.replace(signature.encode(), signature.upper().encode())
    with pytest.raises(FalseReceiptError):
        verify_receipt(shouted, bundle=KEY, study="s", trusted=(HUB,), target="t")


@given(st.data())
def test_every_altered_byte_of_a_receipt_is_refused(data):
    text = bytearray(RECEIPT.to_bytes())
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises((FalseReceiptError, UnknownReceiptKeyError)):
        verify_receipt(bytes(text), bundle=KEY, study="s", trusted=(HUB,), target="t")
