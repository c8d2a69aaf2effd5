"""The whole line on loopback: a laptop's sender, real sockets, the hub's desk."""

import http.server
import json
import random
import socket
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from survey_app.bundle import hub_line
from survey_app.bundle.address import HubAddress
from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.bundle.errors import (
    FalseReceiptError,
    InsecureTargetError,
    SteeredTargetError,
    TargetFailedError,
    TargetFullError,
    TargetRefusedError,
    TargetUnreachableError,
    UnknownReceiptKeyError,
)
from survey_app.bundle.folder_target import object_path
from survey_app.bundle.hub_target import HubTarget
from survey_app.bundle.objects import LARGEST_PARCEL, parcel_of
from survey_app.bundle.pack import Sender, pack
from survey_app.bundle.rows import Feed, Withdrawal
from survey_app.bundle.target import send
from survey_app.canonical import sha256_hex
from survey_app.hub.intake import Intake
from survey_app.hub.place import open_place, prepare
from survey_app.vault import kem, signing
from survey_app.vault.chain import EMPTY
from survey_app.web.hub.app import create_hub_app
from survey_app.web.hub.errors import HubPortError
from survey_app.web.hub.server import bound_server, serve_hub

AUTHORITY = signing.new_signing_seed()
TRANSLATIONS = Path(__file__).resolve().parents[3] / "translations"


def bundle(records=1, study="s"):
    device = signing.new_signing_seed()
    proof = enrol(make_ticket(AUTHORITY, study), study, signing.verify_key_of(device))
    gone = [Withdrawal(random.randbytes(16).hex()) for _ in range(records)]
    reader = kem.public_of(kem.new_seed())
    sender = Sender(study, device, proof, signing.verify_key_of(AUTHORITY))
    return pack([], gone, sender=sender, recipients=[reader], feed=Feed(), log=EMPTY).data


@pytest.fixture
def folder(tmp_path):
    prepare(tmp_path / "hub", {"s": signing.verify_key_of(AUTHORITY)})
    return tmp_path / "hub"


@pytest.fixture
def app(folder):
    hub = Intake(open_place(folder))
    yield create_hub_app(hub, translations=TRANSLATIONS)
    hub.close()


@pytest.fixture
def address(app, folder):
    server = bound_server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield HubAddress("http", "127.0.0.1", server.bind_addr[1], open_place(folder).key)
    server.stop()
    thread.join()


@contextmanager
def stranger(status, body=b"{}", headers=()):
    """A server that answers everything in the same way."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_PUT = do_GET  # noqa: N815 - the name that the library calls

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        yield HubAddress("http", "127.0.0.1", server.server_address[1], "ab" * 32)
        server.shutdown()


def target(address):
    return HubTarget(address, sleep=lambda _seconds: None)


def push(data, address, study="s"):
    with closing(target(address)) as place:
        return send(data, place, study=study)


def test_a_bundle_arrives_and_its_receipt_is_verified(address, folder):
    data = bundle(records=4000)
    sent = push(data, address)
    assert sent.pieces_sent == sent.pieces > 1
    assert sent.proof.hub == open_place(folder).key
    again = push(data, address)
    assert (again.pieces_sent, again.proof) == (0, sent.proof)


def test_a_bundle_in_many_pieces_is_asked_for_in_turns(address):
    data = random.Random(3).randbytes(70 * 32768)
    names = parcel_of(data).objects
    line = target(address)
    assert line.have(names) == set()
    line.put(names[66], data[66 * 32768 : 67 * 32768])
    assert line.have(names) == {names[66]}
    line.close()


def test_a_piece_that_rotted_at_the_hub_is_sent_again(address, folder):
    data = bundle()
    push(data, address)
    object_path(folder, parcel_of(data).objects[0]).write_bytes(b"rotten")
    assert push(data, address).pieces_sent == 1


def test_a_receipt_of_another_key_is_not_kept(address):
    other = HubAddress("http", "127.0.0.1", address.port, "cd" * 32)
    with pytest.raises(UnknownReceiptKeyError):
        push(bundle(), other)


def test_a_hub_of_another_study_refuses_and_says_why(address):
    with pytest.raises(TargetRefusedError) as refused:
        push(bundle(study="t"), address, "t")
    assert "unknown study" in str(refused.value)


def test_a_link_that_drops_is_taken_up_again(address, monkeypatch):
    real = hub_line.HubLine._ask_once
    calls = []

    def shaky(self, method, path, body):
        calls.append(method)
        if len(calls) % 3 == 0:
            self.hang_up()
            raise ConnectionResetError
        return real(self, method, path, body)

    monkeypatch.setattr(hub_line.HubLine, "_ask_once", shaky)
    data = bundle(records=8000)
    assert push(data, address).proof.bundle == sha256_hex(data)


def test_nobody_there_is_said_soon():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pauses = []
    line = HubTarget(HubAddress("http", "127.0.0.1", port, "ab" * 32), sleep=pauses.append)
    with pytest.raises(TargetUnreachableError):
        send(bundle(), line, study="s")
    assert len(pauses) < 3


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (500, TargetFailedError),
        (503, TargetFailedError),
        (507, TargetFullError),
        (413, TargetFullError),
        (403, TargetRefusedError),
        (302, TargetRefusedError),
    ],
)
def test_an_answer_that_is_no_success_is_an_error_of_its_kind(status, error):
    elsewhere = [("Location", "http://127.0.0.1:1/")]
    with stranger(status, headers=elsewhere) as place, pytest.raises(error):
        push(bundle(), place)


@pytest.mark.parametrize(
    "body", [b"{}", b"<html>Welcome to the Wi-Fi</html>", b'{"reason":7}', b""]
)
def test_a_captive_portal_that_answers_ok_to_everything_is_not_a_receipt(body):
    with stranger(200, body) as place, pytest.raises(FalseReceiptError):
        push(bundle(), place)


def test_a_word_of_a_stranger_stays_short_and_plain():
    body = json.dumps({"reason": "<b>{hub}\u202e" + "x" * 999}).encode()
    with stranger(403, body) as place, pytest.raises(TargetRefusedError) as refused:
        push(bundle(), place)
    assert len(str(refused.value)) < 300
    assert "<" not in str(refused.value)


def test_an_answer_without_end_is_not_read_to_its_end():
    endless = b"x" * (hub_line.LARGEST_ANSWER + 10)
    with stranger(200, endless) as place, pytest.raises(TargetUnreachableError):
        push(bundle(), place)


def test_clear_http_to_the_internet_is_refused(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))]
    monkeypatch.setattr(hub_line.socket, "getaddrinfo", lambda *_a, **_k: found)
    line = HubTarget(HubAddress("http", "hub.example", 80, "ab" * 32), sleep=lambda _s: None)
    with pytest.raises(InsecureTargetError):
        send(bundle(), line, study="s")


@pytest.mark.parametrize("place", ["10.0.0.7", "169.254.169.254", "127.0.0.1", "::1", "fe80::1%1"])
def test_a_public_name_that_leads_to_a_private_address_is_not_called(place, monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 443))]
    monkeypatch.setattr(hub_line.socket, "getaddrinfo", lambda *_a, **_k: found)
    monkeypatch.setattr(hub_line.socket, "create_connection", None)
    line = HubTarget(HubAddress("https", "hub.example", 443, "ab" * 32), sleep=lambda _s: None)
    with pytest.raises(SteeredTargetError):
        send(bundle(), line, study="s")


def test_requests_that_are_too_large_or_malformed_are_refused(app):
    client = app.test_client()
    assert client.put(f"/objects/{'a' * 64}", data=b"x" * 40000).status_code == 422
    assert client.put(f"/objects/{'a' * 64}", data=b"x" * (LARGEST_PARCEL + 1)).status_code == 413
    assert client.put(f"/bundles/{'a' * 64}", data=b"{}").status_code == 422
    assert client.put("/objects/..%2f..%2fx", data=b"x").status_code in {404, 422}
    assert client.get("/have?objects=" + ",".join(["zz"] * 500)).json == {"objects": []}
    assert client.post("/have").status_code == 405


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_the_page_of_a_hub_speaks_the_language_that_was_asked_for(app, language, direction):
    page = app.test_client().get("/", headers={"Accept-Language": language})
    assert f'<html lang="{language}" dir="{direction}">' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in page.text


def test_a_port_in_use_is_a_clear_error(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(HubPortError):
            serve_hub(folder, "127.0.0.1", taken.getsockname()[1], translations=TRANSLATIONS)
    Intake(open_place(folder)).close()
