"""A phone on the hotspot: over TLS only, invited once, into one interview, cut off at will."""

import re
import shutil
import socket
import ssl
import subprocess
from http.cookiejar import Cookie
from urllib.error import URLError

import pytest
from desk_process import DeskProcess, free_port
from garden_study import garden_laptop, garden_pack
from http_person import HttpPerson
from people import INTERVIEWER, SUPERVISOR

from survey_app.web.field.own_networks import hotspot_addresses

ADDRESSES = hotspot_addresses()
STORY = "She said this on the phone."

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not ADDRESSES, reason="this machine has no address in a private network"),
]


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return garden_pack(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory, pack):
    folder = tmp_path_factory.mktemp("desk")
    garden_laptop(folder / "data", pack)
    process = DeskProcess(folder / "data", free_port(), folder / "log.txt")
    process.phone_port = free_port()
    yield process.start()
    process.stop()


@pytest.fixture
def host(desk):
    """The interviewer, her interview at its first question, the switch pressed."""
    person = HttpPerson(desk.address).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    person.send("/begin", form="every_control", language="en", one_more="yes")
    person.get("/phones").send("/phones/open", address=str(ADDRESSES[0]))
    assert "Let the phone scan this" in person.html
    yield person
    HttpPerson(desk.address, jar=person.jar).get("/").send("/phones/close")


def _door(desk):
    return str(ADDRESSES[0]), desk.phone_port


def _invitation(host):
    return re.search(r"https://[\d.]+:\d+(/join/[\w-]+)", host.html)[1]


def _trusting(host):
    """Return what a phone trusts once the certificate was installed."""
    html, pem = host.html, host.get("/phones/certificate").html
    host.html = html
    return ssl.create_default_context(cadata=pem)


def _phone(desk, host):
    return HttpPerson("https://{}:{}".format(*_door(desk)), tls=_trusting(host))


def _joined(desk, host):
    path = _invitation(host)
    phone = _phone(desk, host).get(path)
    assert "Take the interview to this phone?" in phone.html
    return phone.send(path)


def test_an_invited_phone_gets_the_interview_and_gives_it_back_when_cut_off(desk, host):
    words = re.search(r'class="words"><bdi[^>]*>([^<]+)<', host.html)[1]
    path = _invitation(host)
    phone = _phone(desk, host).get(path)
    assert words in phone.html
    phone.send(path)
    assert "Shall we talk?" in phone.html
    phone.wish("next", opening__consent="yes")
    phone.wish("save", opening__setting__quiet="no").get("/interview")
    phone.wish("save", opening__setting__noise=STORY)
    assert phone.status in {200, 204}
    host.get("/phones").send("/phones/cut")
    assert phone.get("/interview").status == 404
    assert phone.html == ""
    assert any(STORY in page for page in _every_open_interview(host))


def _every_open_interview(host):
    """Return the pages at which her open interviews stand."""
    drafts = set(re.findall(r'name="draft" value="(\w+)"', host.get("/").html))
    return [host.get("/").send("/resume", draft=draft).html for draft in drafts]


def test_an_invitation_is_good_for_one_phone_once(desk, host):
    path = _invitation(host)
    _joined(desk, host)
    second = _phone(desk, host).get(path)
    assert (second.status, second.html) == (404, "")


@pytest.mark.parametrize(
    "path", ["/", "/unlock", "/welcome", "/interview", "/phones", "/static/icon.svg"]
)
def test_who_was_not_invited_gets_nothing(desk, host, path):
    stranger = _phone(desk, host).get(path)
    assert (stranger.status, stranger.html) == (404, "")
    assert not list(stranger.jar)


@pytest.mark.parametrize("path", ["/phones", "/export", "/sync", "/texts", "/month/../export"])
def test_a_phone_that_is_in_sees_nothing_but_its_interview(desk, host, path):
    assert _joined(desk, host).get(path).status == 404


@pytest.mark.parametrize("path", ["/resume", "/begin", "/phones/open", "/discard"])
def test_a_phone_that_is_in_can_wish_for_nothing_but_its_interview(desk, host, path):
    phone = _joined(desk, host)
    assert phone.send(path, passphrase=SUPERVISOR, draft="x").status == 404


def test_a_phone_cannot_unlock_anything(desk, host):
    phone = _joined(desk, host).send("/unlock", passphrase=SUPERVISOR)
    assert "This phone is done" in phone.html
    assert phone.get("/").status == 404


def test_the_cookie_of_a_phone_is_bound_to_it_and_worth_nothing_on_the_laptop(desk, host):
    phone = _joined(desk, host)
    (cookie,) = list(phone.jar)
    assert cookie.name.startswith("__Host-")
    assert cookie.secure
    assert cookie.path == "/"
    thief = HttpPerson(desk.address)
    thief.jar.set_cookie(_moved(cookie, f"visit-{desk.port}", "127.0.0.1"))
    assert thief.get("/interview").url.endswith("/unlock")


def _moved(cookie, name, domain):
    return Cookie(
        0,
        name,
        cookie.value,
        None,
        False,
        domain,
        False,
        False,
        "/",
        True,
        False,
        None,
        False,
        None,
        None,
        {},
    )


def test_locking_the_laptop_shuts_the_door_and_ends_the_process(desk, host):
    phone = _joined(desk, host)
    before = desk.processes()
    host.get("/").send("/lock")
    assert before[1] not in desk.processes()
    with pytest.raises((URLError, ConnectionError)):
        phone.get("/interview")


def test_nothing_listens_before_the_switch_and_after_it(desk):
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(_door(desk), timeout=5)
    person = HttpPerson(desk.address).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    person.send("/begin", form="every_control", language="en", one_more="yes")
    person.get("/phones").send("/phones/open", address=str(ADDRESSES[0]))
    socket.create_connection(_door(desk), timeout=5).close()
    person.send("/phones/close")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(_door(desk), timeout=5)


def test_a_browser_that_does_not_trust_the_certificate_gets_no_page(desk, host):
    stranger = HttpPerson("https://{}:{}".format(*_door(desk)), tls=ssl.create_default_context())
    with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
        stranger.get(_invitation(host))


def test_a_phone_that_says_nothing_keeps_no_other_waiting(desk, host):
    silent = [socket.create_connection(_door(desk)) for _ in range(3)]
    try:
        assert "Shall we talk?" in _joined(desk, host).html
    finally:
        for one in silent:
            one.close()


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
def test_only_authenticated_ciphers_of_new_versions_are_spoken(desk, host, version):
    context = _trusting(host)
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    with (
        socket.create_connection(_door(desk)) as raw,
        context.wrap_socket(raw, server_hostname=str(ADDRESSES[0])) as spoken,
    ):
        assert re.search(r"GCM|CHACHA20", spoken.cipher()[0])


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
@pytest.mark.parametrize(
    "words",
    [
        ["-tls1"],
        ["-tls1_1"],
        ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA"],
        ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
        ["-tls1_2", "-cipher", "NULL:aNULL"],
    ],
)
def test_old_versions_and_weak_ciphers_are_refused(desk, host, words):
    place = "{}:{}".format(*_door(desk))
    if "-cipher" in words:
        words = [*words[:-1], f"{words[-1]}:@SECLEVEL=0"]
    else:
        words = [*words, "-cipher", "ALL:@SECLEVEL=0"]
    command = ["openssl", "s_client", "-connect", place, *words]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=90, check=False)
    assert done.returncode != 0
    assert b"BEGIN CERTIFICATE" not in done.stdout
