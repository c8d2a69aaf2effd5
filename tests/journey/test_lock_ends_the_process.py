"""A lock ends the process that knew: nothing typed is left in the memory of the program."""

import os
import re
import shutil
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest
from desk_process import DeskProcess, free_port
from garden_study import garden_laptop, garden_pack
from http_person import HttpPerson
from process_memory import found_in_memory

from survey_app.web.field.keeper import SETTLED

INTERVIEWER = "7391 2846 5017 3928"  # digits that stand in no library
MARKERS = [f"zarqa-{number:03d}-planted" for number in range(200)]
# what all two hundred share, and the passphrase as it was typed and as it was understood
KNOWN = ["zarqa-", INTERVIEWER, INTERVIEWER.replace(" ", "")]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
]


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    """The data folder of a laptop that no test has touched."""
    folder = tmp_path_factory.mktemp("laptop")
    garden_laptop(folder / "data", garden_pack(folder / "study"), INTERVIEWER)
    return folder / "data"


@pytest.fixture
def desk(tmp_path, laptop):
    data = tmp_path / "data"
    shutil.copytree(laptop, data)
    process = DeskProcess(data, free_port(), tmp_path / "log.txt", settled=SETTLED).start()
    yield process
    process.stop()


def _talking(desk):
    """Return a person whose page asks what is heard."""
    person = HttpPerson(desk.address).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    person.send("/begin", form="every_control", language="en", one_more="yes")
    person.wish("next", opening__consent="yes")
    person.wish("save", opening__setting__quiet="no").get("/interview")
    assert "What is heard?" in person.html
    return person


def _noise(desk):
    """Return what the open interview holds now, after unlocking again."""
    person = HttpPerson(desk.address).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    person.send("/resume")
    return person.html


def _plant(person):
    for marker in MARKERS:
        person.wish("save", opening__setting__noise=marker)
        assert person.status in {200, 204}


def _wait_for(desk, condition):
    end = time.monotonic() + 90
    while time.monotonic() < end:
        if condition(desk.processes()):
            return
        time.sleep(0.1)
    raise AssertionError(desk.log.read_text(encoding="utf-8"))


@pytest.mark.parametrize("wish", ["/lock", "/hide"])
def test_after_a_lock_no_process_of_the_program_remembers_an_answer(desk, wish):
    person = _talking(desk)
    before = desk.processes()
    _plant(person)
    assert found_in_memory(before, KNOWN)  # the scan can see
    person.get("/").send(wish)
    assert person.status == 200
    _wait_for(desk, lambda running: before[1] not in running)
    after = desk.processes()
    assert found_in_memory(after, KNOWN) == set()
    assert MARKERS[-1] in _noise(desk)


def test_time_alone_ends_the_process_without_any_request(desk):
    desk.stop()
    desk.idle = 10.0  # longer than any page takes on a slow machine
    desk.start()
    person = _talking(desk)
    before = desk.processes()
    _plant(person)
    _wait_for(desk, lambda running: before[1] not in running)
    assert person.get("/interview").url.endswith("/unlock")
    assert found_in_memory(desk.processes(), KNOWN) == set()
    assert MARKERS[-1] in _noise(desk)


def test_passphrases_that_were_written_down_are_forgotten_with_the_process(tmp_path):
    data = tmp_path / "v" / "data"
    desk = DeskProcess(data, free_port(), tmp_path / "log.txt", settled=SETTLED).start()
    try:
        person = HttpPerson(desk.address).get("/").send("/welcome/demo")
        made = person.html.split('id="made-interviewer"')[1].split(">")[1].split("<")[0]
        assert found_in_memory(desk.processes(), [made]) == {made}
        assert person.send("/welcome/written").url.endswith("/unlock")
        assert found_in_memory(desk.processes(), [made]) == set()
        person.send("/unlock", passphrase=made)
        assert "Start an interview" in person.html
    finally:
        desk.stop()


def test_a_lock_in_the_middle_of_saving_loses_nothing_that_was_acknowledged(desk):
    for round_ in range(3):
        person = _talking(desk) if round_ == 0 else _back(desk)
        saved = _save_until_refused(person, round_)
        _lock_from_another_thread(person)
        last = saved.result()
        assert last is not None
        kept = _noise(desk)
        # the one after it may have been committed when its reply was cut off
        assert last in kept or f"r{round_}-{int(last.split('-')[1]) + 1:05d}" in kept


def _back(desk):
    person = HttpPerson(desk.address).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    return person.send("/resume").get("/interview")


class _save_until_refused:  # noqa: N801 - reads as the verb it is
    """Save numbered answers in a thread until one is refused; remember the last that was not."""

    def __init__(self, person, round_):
        self._last = None
        self._thread = threading.Thread(target=self._work, args=(person, round_))
        self._thread.start()
        self._wait_for_a_few()

    def _work(self, person, round_):
        sender = HttpPerson(person.address, html=person.html, jar=person.jar)
        for number in range(100_000):
            word = f"r{round_}-{number:05d}"
            sender.wish("save", opening__setting__noise=word)
            if not sender.url.endswith("/interview") or sender.status not in {200, 204}:
                return
            self._last = word

    def _wait_for_a_few(self):
        end = time.monotonic() + 90
        while self._last is None and time.monotonic() < end:
            time.sleep(0.02)

    def result(self):
        self._thread.join(timeout=60)
        return self._last


def _lock_from_another_thread(person):
    time.sleep(0.3)
    other = HttpPerson(person.address, html=person.html, jar=person.jar)
    other.send("/lock")
    assert other.status == 200


def test_a_locked_visitor_cannot_end_the_process_and_so_forget_his_mistakes(desk):
    stranger = HttpPerson(desk.address).get("/unlock")
    before = desk.processes()
    stranger.send("/unlock", passphrase="wrong wrong wrong wrong")
    stranger.send("/lock")
    stranger.get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    assert stranger.status == 403
    assert before[1] in desk.processes()


def test_a_process_that_fell_is_followed_by_another(desk):
    _wait_for(desk, lambda running: len(running) == 3)
    time.sleep(8)  # one that falls at once, again and again, is not
    person = _talking(desk)
    person.wish("save", opening__setting__noise=MARKERS[0])
    serving = desk.processes()[1]
    os.kill(serving, signal.SIGKILL)
    _wait_for(desk, lambda _running: not _lives(serving))  # or it may take the next connection
    assert MARKERS[0] in _noise(desk)
    assert serving not in desk.processes()


def test_the_processes_that_serve_end_with_their_keeper(desk):
    _wait_for(desk, lambda running: len(running) == 3)
    keeper, *serving = desk.processes()
    os.kill(keeper, signal.SIGKILL)
    desk._process.wait(timeout=90)
    desk._process = None
    end = time.monotonic() + 90
    while any(_lives(one) for one in serving) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(_lives(one) for one in serving)
    assert "Traceback" not in desk.log.read_text(encoding="utf-8")


def test_the_log_holds_no_word_no_query_and_no_id(desk):
    person = _talking(desk)
    _plant(person)
    draft = re.search(r'name="draft" value="(\w+)"', person.get("/").html)[1]
    person.get("/nothing/zarqa-path?word=zarqa-query")
    person.post("/begin", [("csrf_token", "zarqa-token"), ("form", "zarqa-form")])
    with socket.create_connection(("127.0.0.1", desk.port)) as raw:
        raw.sendall(b"GET /zarqa-raw HTTP/9.9 zarqa\r\nHost: zarqa\r\n\r\n")
        raw.recv(1000)
    person.send("/unlock", passphrase="zarqa-passphrase")
    person.get("/").send("/lock")
    log = desk.log.read_text(encoding="utf-8")
    assert "The pages are open" in log
    assert "zarqa" not in log
    assert draft not in log
    assert INTERVIEWER not in log


def _lives(process):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return False
