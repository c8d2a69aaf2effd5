"""Two hundred invented words typed into a browser are in no file, and after a lock in no memory.

One interview is finished, one stays open; the anonymised side goes to a stick and to a hub.
"""

import secrets
from contextlib import closing

import process_memory
import pytest
from desk_process import DeskProcess, free_port
from field_browser import LAPTOP, Desk, Walk, chromium_with_a_memory, write
from people import INTERVIEWER, SUPERVISOR
from rig.study import PEOPLE, cheap_passphrases, make_study

from survey_app.bundle.objects import parcel_of, pieces_of
from survey_app.vault.kdf import Argon2Cost
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role, open_laptop, unlock
from survey_app.workflows.receive import open_hub, prepare_hub
from survey_app.workflows.study.studies import read_study
from survey_app.workflows.withdraw import withdraw

pytestmark = pytest.mark.journey

FINISHED, OPEN = 150, 50
SECOND_READER = "2468 1357 8642 7531"
START = secrets.token_hex(4).translate(str.maketrans("0123456789", "ghijklmnop"))
FLOOR = Argon2Cost(memory=64 * 1024, passes=3, lanes=4)


def invented(count):
    """Return words that are nowhere else, of letters only: no rule takes them for a number."""
    letters = str.maketrans("0123456789", "ghijklmnop")
    return [START + secrets.token_hex(6).translate(letters) for _ in range(count)]


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """The whole way walked once: what was planted, what was seen on the way, where it lies."""
    folder = tmp_path_factory.mktemp("markers")
    finished, open_ = invented(FINISHED), invented(OPEN)
    with cheap_passphrases():
        study = make_study(folder / "office")
    install_pack(folder / "data", study.pack)
    enrol_laptop(folder / "data", [*PEOPLE, NewPerson(Role.SUPERVISOR, SECOND_READER)], cost=FLOOR)
    for name in ("tmp", "stick"):
        (folder / name).mkdir()
    desk = DeskProcess(folder / "data", free_port(), folder / "tmp" / "log.txt").start()
    seen = {"markers": finished + open_, "folder": folder, "study": study}
    with chromium_with_a_memory(folder / "profile", LAPTOP) as context:
        person = Desk(context.pages[0], desk.address).listen()
        seen["receipt"] = _interviews(person, finished, open_)
        seen["before the lock"] = _in_memory(desk, finished + open_)
        profile = folder / "profile"
        seen["profiles"] = {"after the interview": _files_with(profile, finished + open_)}
        person.press("Lock")
        seen["profiles"]["after the lock"] = _files_with(profile, finished + open_)
        seen["interviewer locked"] = _in_memory(desk, finished + open_)
        _review_and_export(person, folder / "stick")
        person.press("Lock")
        seen["supervisor locked"] = _in_memory(desk, finished + open_)
        seen["shown again"] = _open_again_and_hide(person)
        seen["profiles"]["after quick hide"] = _files_with(profile, finished + open_)
        person.page.goto("about:blank")
    desk.stop()
    return seen


def _in_memory(desk, markers):
    if not process_memory.readable():
        return None
    return process_memory.found_in_memory(process_memory.family(desk._process.pid), markers)


def _interviews(person, finished, open_):
    person.open("/unlock")
    person.speak("en")
    person.unlock(INTERVIEWER)
    page = person.page
    _begin(person, finished).to_the_end()
    page.locator("a[href='/interview/finish']").click()
    page.locator("form[action='/interview/finish'] button.main").click()
    receipt = page.locator("#receipt-code").inner_text()
    page.locator("form[action='/receipt'] button.main").click()
    _begin(person, open_).to_the_end()
    assert open_[0] in page.inner_text("main")
    return receipt


def _begin(person, words):
    person.page.locator("form[action='/begin'] button.main").click()
    answers = {"photo": lambda _page, _name: True, "story": write(" ".join(words))}
    return Walk(person, answers=answers)


def _review_and_export(person, stick):
    for reader in (SUPERVISOR, SECOND_READER):
        _read(person, reader)
    page = person.page
    person.open("/export")
    elsewhere = page.locator("input[value=elsewhere]")
    if elsewhere.count():
        elsewhere.check()
    page.locator("#typed").fill(str(stick))
    page.locator("main form button.main").click()
    page.wait_for_url("**/sync")


def _read(person, reader):
    """Unlock as one of the two who read what is grave, and redact every word that is marked."""
    page = person.page
    person.open("/unlock")
    person.unlock(reader)
    person.follow("a[href='/texts']")
    while page.locator("label.word").count():
        word = page.locator("label.word").first
        if not word.locator("input").is_checked():
            word.locator("span").click()
        page.locator("input[name=no_story]").check()
        with page.expect_navigation():
            page.locator("button[value=redact]").click()
    if reader == SUPERVISOR:
        person.press("Lock")


def _open_again_and_hide(person):
    """Take the open interview up, look at its answers, hide them; return what was shown."""
    page = person.page
    person.open("/unlock")
    person.unlock(INTERVIEWER)
    page.locator("form[action='/resume'] button").first.click()
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run
    person.open("/interview/answers")
    shown = page.inner_text("main")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_selector(".calendar")
    return shown


def _files_with(folder, markers):
    wanted = [form for word in markers for form in (word.encode(), word.encode("utf-16-le"))]
    return [
        (path.name, sum(form in data for form in wanted))
        for path in folder.rglob("*")
        if path.is_file() and any(form in (data := path.read_bytes()) for form in wanted)
    ]


def test_no_file_of_vault_log_temp_stick_or_browser_profile_holds_a_marker(walked):
    assert len(set(walked["markers"])) == 200
    folder = walked["folder"]
    assert len(list((folder / "stick").rglob("*.bundle"))) == 1
    assert (folder / "tmp" / "log.txt").stat().st_size > 0
    assert len(list((folder / "profile").rglob("*"))) > 50
    assert _files_with(folder, walked["markers"]) == []


@pytest.mark.parametrize("when", ["after the interview", "after the lock", "after quick hide"])
def test_the_browsers_profile_holds_no_answer(walked, when):
    assert walked["markers"][FINISHED] in walked["shown again"]
    assert walked["profiles"][when] == []


def test_a_marker_in_a_file_would_be_found(walked):
    for number, form in enumerate(("utf-8", "utf-16-le")):
        planted = walked["folder"] / "tmp" / "planted"
        planted.write_bytes(bytes(1000) + walked["markers"][number].encode(form) + bytes(9))
        assert [name for name, _ in _files_with(walked["folder"], walked["markers"])] == ["planted"]
        planted.unlink()


def test_a_hub_that_took_the_bundle_in_holds_no_marker(walked):
    hub = walked["folder"] / "hub"
    prepare_hub(hub, [read_study(walked["study"].folder)])
    (bundle,) = (walked["folder"] / "stick").rglob("*.bundle")
    data = bundle.read_bytes()
    with closing(open_hub(hub)) as intake:
        for name, piece in pieces_of(data).items():
            intake.take_piece(name, piece)
        parcel = parcel_of(data)
        intake.take_list(parcel.bundle, parcel.to_bytes())
    assert sum(path.stat().st_size for path in hub.rglob("*") if path.is_file()) >= len(data)
    assert _files_with(hub, walked["markers"]) == []


@pytest.mark.skipif(not process_memory.readable(), reason="no process can look into another here")
def test_while_an_interview_is_open_the_memory_holds_its_markers(walked):
    """The control: what the next test does not find would be found."""
    assert len(walked["before the lock"]) >= OPEN


@pytest.mark.skipif(not process_memory.readable(), reason="no process can look into another here")
@pytest.mark.parametrize("when", ["interviewer locked", "supervisor locked"])
def test_after_a_lock_no_process_of_the_desk_holds_a_marker(walked, when):
    assert walked[when] == set()


def test_after_a_withdrawal_no_file_holds_a_wrapped_key(walked):
    data = walked["folder"] / "data"
    with closing(open_laptop(data)) as laptop:
        (record,), (view,) = laptop.store.records(), laptop.store.views()
        envelopes = (record.envelope, view.envelope)
        pieces = [one[at : at + 16] for one in envelopes for at in range(0, len(one) - 15, 16)]
        held = _all_bytes(data)
        assert all(piece in held for piece in pieces)
        withdraw(laptop, unlock(laptop, SUPERVISOR), walked["receipt"])
        left = _all_bytes(data)
        assert not any(piece in left for piece in pieces)


def _all_bytes(folder):
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
