"""What becomes of a recording when something ends it that nobody pressed, and of a last sentence."""

import shutil

import pytest
from desk_process import DeskProcess, free_port
from field_browser import chromium_with_a_microphone, visit
from microphone import count_what_is_recorded, wait_for_sound
from page_clock import stop_the_clock
from people import INTERVIEWER, SUPERVISOR
from pictures_study import pictures_pack

from survey_app.vault.kdf import BOUNDS
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role

pytestmark = pytest.mark.journey

OUT_OF_REACH = "Failed to load resource: net::ERR_CONNECTION_REFUSED"
PIECE = 5_300  # milliseconds: one piece is on its way, the next is not
A_MICROPHONE_OF_OURS = """() => {
    const media = navigator.mediaDevices, theirs = media.getUserMedia.bind(media);
    media.getUserMedia = async (what) => (window.microphone = await theirs(what));
}"""
WHO_KEEPS_IT_AWAKE = """() => {
    const lock = { release: async () => { window.awake = false; } };
    const request = async () => { window.awake = true; return lock; };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
}"""
WHAT_IS_SENT = """() => {
    const theirs = window.fetch;
    window.fetch = (address, wish) => {
        const piece = wish?.body instanceof FormData && wish.body.get("q-voice");
        if (piece) window.sent = [piece.size, Number(wish.body.get("q-voice-behind"))];
        if (piece) window.mayOutlive = wish.keepalive;
        return theirs(address, wish);
    };
}"""
A_QUIET_ROOM = """() => {
    const room = new AudioContext(), low = new GainNode(room, { gain: 0.0005 });
    const hum = new OscillatorNode(room), out = room.createMediaStreamDestination();
    hum.connect(low).connect(out);
    hum.start();
    navigator.mediaDevices.getUserMedia = async () => out.stream;
    window.AudioContext = class extends AudioContext {
        constructor(...every) {
            super(...every);
            window.ear = this;
        }
    };
}"""

A_MICROPHONE_OF_ANOTHER_RATE = """() => {
    AudioContext.prototype.createMediaStreamSource = () => { throw new DOMException("Rates"); };
}"""
A_SLOW_ANSWER_TO_MAY_IT_LISTEN = """() => {
    const media = navigator.mediaDevices, theirs = media.getUserMedia.bind(media);
    window.microphones = [];
    media.getUserMedia = async (what) => {
        const stream = await theirs(what);
        window.microphones.push(...stream.getTracks());
        await new Promise((resolve) => { window.mayListen = resolve; });
        return stream;
    };
}"""

HOW_LONG = """async () => {
    const sound = await (await fetch(document.getElementById("q-voice-kept").src)).arrayBuffer();
    return (await new AudioContext().decodeAudioData(sound)).duration;
}"""

ONLY_MP4 = """() => {
    const can = MediaRecorder.isTypeSupported.bind(MediaRecorder);
    MediaRecorder.isTypeSupported = (type) => !type.includes("webm") && can(type);
}"""

HEARS_THAT_SHE_SPEAKS = """() => {
    new BroadcastChannel("touched").onmessage = ({ data }) => {
        window.heardOfHer ||= data === "speaks";
    };
}"""

HEARS_THAT_A_WINDOW_RECORDS = """() => {
    new BroadcastChannel("hide").onmessage = ({ data }) => {
        window.heardOfHer ||= data.kind === "speaks";
    };
}"""

IS_ASKED_BEFORE_IT_GOES = """() => {
    const leaving = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(leaving);
    return leaving.defaultPrevented;
}"""


@pytest.fixture(scope="module")
def browser():
    with chromium_with_a_microphone() as running:
        yield running


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    data = tmp_path_factory.mktemp("laptop") / "data"
    install_pack(data, pictures_pack(tmp_path_factory.mktemp("study")))
    people = [NewPerson(Role.INTERVIEWER, INTERVIEWER), NewPerson(Role.SUPERVISOR, SUPERVISOR)]
    enrol_laptop(data, people, cost=BOUNDS.floor)
    return data


@pytest.fixture(scope="module")
def desk(tmp_path_factory, laptop):
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(laptop, folder / "data")
    process = DeskProcess(folder / "data", free_port(), folder / "log.txt").start()
    yield process
    process.stop()


@pytest.fixture
def person(desk, browser):
    context, sitting = visit(browser, desk.address)
    sitting.open("/unlock")
    sitting.speak("en")
    sitting.unlock(INTERVIEWER)
    sitting.begin()
    sitting.page.locator("#q-consent_given-1").check()
    sitting.page.locator(".steps button.main").click()
    sitting.page.locator("#q-photo-upload").wait_for()
    yield sitting
    assert sitting.said == []
    context.close()


def _at_her_voice(person):
    person.page.locator(".steps button[value=skip]").click()
    person.page.locator("#q-voice-agreed").wait_for()
    stop_the_clock(person.page)
    return person.page


def _recording(page, *, enough=None):
    page.evaluate(WHAT_IS_SENT)
    count_what_is_recorded(page, enough=enough)
    page.locator("#q-voice-agreed").check()
    page.locator("#q-voice-start").click()
    page.locator("#q-voice-stop").wait_for()


def _piece(page):
    """Let some of what she says come and be sent; return its bytes, and those before it."""
    _wait_for_a_piece(page)
    with page.expect_response("**/interview") as seen:
        page.clock.run_for(PIECE)
    assert "answer-saved" in seen.value.headers["hx-trigger"]
    return page.evaluate("window.sent")


def _wait_for_a_piece(page):
    wait_for_sound(page, beyond=sum(page.evaluate("window.sent || []")))


def _heard(page):
    """Return how many bytes are kept, of a recording that plays."""
    page.wait_for_function("() => document.getElementById('q-voice-kept')?.readyState > 0")
    address = page.locator("#q-voice-kept").get_attribute("src")
    return page.evaluate(
        "async address => (await (await fetch(address)).arrayBuffer()).byteLength", address
    )


def test_a_recording_whose_browser_or_laptop_dies_is_kept_up_to_its_last_seconds(person, desk):
    page = _at_her_voice(person)
    _recording(page)
    first, second, third = (_piece(page) for _ in range(3))
    assert (first[1], second[1], third[1]) == (0, first[0], sum(second))
    said = sum(third)
    desk.kill()
    desk.start()
    page.clock.resume()
    page.goto("about:blank")
    person.open("/unlock")
    person.unlock(INTERVIEWER)
    person.press("Go on")
    page.locator("#q-voice-kept").wait_for()
    assert said <= _heard(page)
    assert set(person.said) <= {OUT_OF_REACH}  # a piece may have been on its way just then
    person.said.clear()


def test_what_is_said_until_a_page_is_left_goes_with_it(person):
    page = _at_her_voice(person)
    _recording(page)
    said = sum(_piece(page))
    wait_for_sound(page, beyond=said + 1000)
    page.clock.resume()
    person.open("/")
    person.open("/interview")
    assert _heard(page) > said + 1000


@pytest.mark.parametrize("button", ["#hide", "[action$='/lock']"])
def test_what_is_said_until_the_page_hides_or_locks_goes_before_it(person, button):
    page = _at_her_voice(person)
    _recording(page)
    said = sum(_piece(page))
    wait_for_sound(page, beyond=said + 1000)
    page.clock.resume()
    page.locator(button).first.evaluate("form => form.requestSubmit()")
    page.locator("#screen").wait_for(state="detached")
    person.open("/unlock")
    person.unlock(INTERVIEWER)
    person.press("Go on")
    page.locator("#q-voice-kept").wait_for()
    assert _heard(page) > said + 1000


@pytest.mark.parametrize("button", ["#hide", "[action$='/lock']"])
def test_what_is_said_in_one_window_goes_before_another_hides_or_locks(person, button):
    page, other = _at_her_voice(person), person.page.context.new_page()
    other.goto(person.address)
    other.evaluate(HEARS_THAT_A_WINDOW_RECORDS)
    _recording(page)
    said = sum(_piece(page))
    wait_for_sound(page, beyond=said + 1000)
    other.wait_for_function("() => window.heardOfHer")
    page.clock.resume()
    other.locator(button).first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/month")
    other.wait_for_selector("#passphrase" if "lock" in button else ".calendar")
    other.close()
    person.open("/unlock")
    person.unlock(INTERVIEWER)
    person.press("Go on")
    page.locator("#q-voice-kept").wait_for()
    assert _heard(page) > said + 1000


def test_hiding_names_the_piece_that_is_still_on_its_way(person):
    page = _at_her_voice(person)
    _recording(page)
    page.route("**/interview", lambda route: route.request.method == "GET" and route.continue_())
    _wait_for_a_piece(page)
    page.clock.run_for(PIECE)
    page.wait_for_function("() => window.sent")
    page.clock.resume()
    with page.expect_request("**/hide") as wish:
        page.evaluate("() => document.getElementById('hide').requestSubmit()")
    assert "awaits=" in wish.value.post_data
    page.wait_for_selector(".calendar")


def test_a_microphone_that_goes_ends_the_recording_and_what_was_said_is_kept(person):
    page = _at_her_voice(person)
    page.evaluate(A_MICROPHONE_OF_OURS)
    page.evaluate(WHO_KEEPS_IT_AWAKE)
    _recording(page)
    wait_for_sound(page)
    page.wait_for_function("() => window.awake")  # no laptop falls asleep while she speaks
    page.evaluate("window.microphone.getTracks().forEach(track => track.stop())")
    page.locator("#q-voice-broken:visible").wait_for()
    page.locator("#q-voice-kept").wait_for()
    assert not page.locator("#q-voice-recording").is_visible()
    assert page.locator(".steps button").all_inner_texts() == ["Back", "Next"]
    assert not page.evaluate("window.awake")
    page.locator(".steps button.main").click()
    page.locator("#q-film-upload").wait_for()


def test_after_a_microphone_that_went_more_is_recorded_behind_and_plays_as_one(person):
    page = _at_her_voice(person)
    page.evaluate(A_MICROPHONE_OF_OURS)
    _recording(page)
    wait_for_sound(page, beyond=6000)
    page.evaluate("window.microphone.getTracks().forEach(track => track.stop())")
    page.locator("#q-voice-kept").wait_for()
    first = _heard(page)
    page.evaluate("() => { window.handedOver = 0; delete window.sent; }")
    page.locator("#q-voice-more").click()
    page.locator("#q-voice-stop").wait_for()
    _piece(page)
    wait_for_sound(page, beyond=4000)
    page.clock.resume()
    held = []
    page.route("**/interview", lambda route: held.append(route))  # noqa: PLW0108
    page.locator("#q-voice-stop").click()
    page.locator("#q-voice-stop").wait_for(state="hidden")
    assert not page.locator("#q-voice-no-more").is_visible()  # its end is on its way
    while held:
        held.pop().continue_()
    page.unroute("**/interview")
    page.locator("#q-voice-more:visible").wait_for()
    both = _heard(page)
    assert both > first + 2000
    seconds = page.evaluate(HOW_LONG)
    page.locator("#q-voice-more").click()
    page.locator("#q-voice-erase:visible").click()
    page.locator("#q-voice-more:visible").wait_for()
    assert _heard(page) == both
    assert seconds > 2


def test_where_no_more_can_be_recorded_behind_a_voice_its_page_says_so(person):
    page = _at_her_voice(person)
    page.evaluate(ONLY_MP4)
    _recording(page)
    wait_for_sound(page, beyond=2000, ask=True)
    page.clock.resume()
    page.locator("#q-voice-stop").click()
    page.locator("#q-voice-no-more:visible").wait_for()
    assert page.evaluate(HOW_LONG) > 0
    assert not page.locator("#q-voice-more").is_visible()


def test_without_the_tick_no_take_of_an_answer_stays(person):
    page = _at_her_voice(person)
    _recording(page)
    wait_for_sound(page, beyond=4000)
    page.locator("#q-voice-stop").click()
    page.locator("#q-voice-more:visible").click()
    page.evaluate("() => { window.handedOver = 0; delete window.sent; }")
    page.locator("#q-voice-stop").wait_for()
    _piece(page)
    page.clock.resume()
    page.locator("#q-voice-agreed").uncheck()
    page.locator("#q-voice-kept").wait_for(state="detached")
    person.open("/interview")
    assert not page.locator("#q-voice-kept").count()
    assert not page.locator("#q-voice-agreed").is_checked()


def test_a_recording_of_an_empty_room_ends_and_is_kept_and_the_page_may_lock_again(person):
    page = _at_her_voice(person)
    page.evaluate(A_QUIET_ROOM)
    _recording(page)
    wait_for_sound(page)
    page.wait_for_function("() => window.ear.state === 'running'")
    for _ in range(31):
        page.clock.run_for(10_000)
    page.clock.resume()
    page.locator("#q-voice-quiet:visible").wait_for()
    page.locator("#q-voice-kept").wait_for()
    assert not page.locator("#q-voice-recording").is_visible()


def _answer_pieces(page, *, status=204, says=""):
    """Answer what the recorder sends in the laptop's place; None takes the laptop out of reach."""

    def answered(route):
        if b'name="beside"' not in (route.request.post_data_buffer or b""):
            route.continue_()
        elif says is None:
            route.abort()
        else:
            route.fulfill(status=status, headers={"HX-Trigger": says})

    page.route("**/interview", answered)


def test_a_voice_is_recorded_whatever_the_rate_of_its_microphone_and_many_bytes_outlive_the_page(
    person,
):
    page = _at_her_voice(person)
    page.evaluate(A_MICROPHONE_OF_ANOTHER_RATE)
    page.locator("#q-voice-recorder").evaluate("box => { box.dataset.bits = 128000; }")
    _recording(page, enough=32_000)
    wait_for_sound(page, beyond=32_000)
    size, _ = _piece(page)
    assert 32_000 < size < 58_000
    assert page.evaluate("window.mayOutlive")


def test_a_record_button_that_was_pressed_twice_leaves_one_microphone_on(person):
    page = _at_her_voice(person)
    page.evaluate(A_SLOW_ANSWER_TO_MAY_IT_LISTEN)
    page.locator("#q-voice-agreed").check()
    page.locator("#q-voice-start").click()
    page.wait_for_function("() => window.mayListen")
    first = page.evaluate_handle(
        "() => { const go = window.mayListen; window.mayListen = 0; return go; }"
    )
    page.locator("#q-voice-start").click()
    page.wait_for_function("() => window.mayListen")
    first.evaluate("go => go()")
    page.locator("#q-voice-stop").wait_for()
    page.evaluate("window.mayListen()")
    page.wait_for_function("() => window.microphones[1].readyState === 'ended'")
    page.locator("#q-voice-erase").click()
    page.wait_for_function("() => window.microphones[0].readyState === 'ended'")


def test_a_recording_that_does_not_get_through_says_so_until_it_does(person):
    page = _at_her_voice(person)
    _recording(page)
    said, _ = _piece(page)
    _answer_pieces(page, says=None)
    _wait_for_a_piece(page)
    page.clock.run_for(PIECE)
    page.locator("#saved[data-state=away]").wait_for()
    assert page.evaluate(IS_ASKED_BEFORE_IT_GOES)
    page.unroute("**/interview")
    assert _piece(page)[1] == said
    page.locator("#saved[data-state=saved]").wait_for()
    assert not page.evaluate(IS_ASKED_BEFORE_IT_GOES)
    person.said.clear()  # the browser names what it could not send


def test_a_page_draws_what_a_piece_changed_and_goes_on_recording(person):
    page = _at_her_voice(person)
    _recording(page)
    _answer_pieces(page, says="answer-saved, page-behind")
    _wait_for_a_piece(page)
    with page.expect_response(lambda reply: reply.status == 200) as seen:
        page.clock.run_for(PIECE)
    assert b'name="anew"' in seen.value.request.post_data_buffer
    assert page.locator("#q-voice-recording").is_visible()


def test_a_recording_that_the_laptop_does_not_take_or_that_is_full_ends_and_is_kept(person):
    page = _at_her_voice(person)
    _recording(page)
    _answer_pieces(page, says="answer-waiting, file-refused")
    _wait_for_a_piece(page)
    page.clock.run_for(PIECE)
    page.clock.resume()
    page.locator("#q-voice-kept").wait_for()
    assert not page.locator("#q-voice-recording").is_visible()
    page.unroute("**/interview")
    page.locator("#q-voice-agreed").uncheck()
    page.locator("#q-voice-kept").wait_for(state="detached")
    page.locator("#q-voice").evaluate("field => { field.dataset.most = 9000; }")
    page.locator("#q-voice-agreed").check()
    page.locator("#q-voice-start").click()
    page.locator("#q-voice-stop").wait_for()
    page.locator("#q-voice").evaluate("field => { field.dataset.most = 90000; }")
    page.locator("#q-voice-full:visible").wait_for()
    page.locator("#q-voice-kept").wait_for()


def test_a_question_that_goes_from_its_page_takes_the_microphone_with_it(person):
    page = _at_her_voice(person)
    page.evaluate(A_MICROPHONE_OF_OURS)
    _recording(page)
    page.evaluate("""() => {
        document.getElementById("q-voice-upload").remove();
        document.dispatchEvent(new CustomEvent("send:swapped", { detail: { target: document.body } }));
    }""")
    assert page.evaluate("window.microphone.getTracks()[0].readyState") == "ended"


def test_a_file_that_a_full_disk_refused_is_still_there_for_the_next_try(person):
    page = person.page
    full = {"HX-Trigger": "answer-failed", "HX-Retarget": "#why", "HX-Reswap": "morph"}
    page.route("**/interview", lambda route: route.fulfill(status=422, headers=full, body="Full"))
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
    page.evaluate("document.getElementById('q-photo').removeAttribute('data-most-pixels')")
    page.locator("#q-photo").set_input_files(picture)
    page.locator("#saved[data-state=failed]").wait_for()
    assert page.locator("#q-photo").evaluate("field => field.files.length") == 1


def test_the_last_sentence_before_every_page_locks_is_sent_after_a_warning(person):
    page = person.page
    while not page.locator("#q-both-words").count():
        _skip(page)
    stop_the_clock(page)
    words = page.locator("#q-both-words")
    left = _seconds_left(page)
    for _ in range(7):
        page.clock.run_for(int(1000 * (left - 120) / 7))
        words.press("a")
    assert not page.locator("#last-minute").is_visible()
    page.clock.run_for(65_000)
    page.locator("#last-minute:visible").wait_for()
    page.clock.run_for(45_000)
    with page.expect_request("**/interview") as seen:
        for _ in range(11):  # she never pauses
            words.press("b")
            page.clock.run_for(500)
    page.clock.run_for(9_000)
    page.clock.resume()
    assert "aaaaaaab" in seen.value.post_data
    page.wait_for_url("**/unlock")


def _skip(page):
    before = page.locator("#screen").get_attribute("data-screen")
    page.locator(".steps button[value=skip]").click()
    page.wait_for_function(
        "before => document.getElementById('screen')?.dataset.screen !== before", arg=before
    )
    page.wait_for_load_state()


def _seconds_left(page):
    """Return how long the visit has left, of which a slow machine has used more until now."""
    return float(page.evaluate("document.body.dataset.left"))


def test_the_half_hour_of_another_window_does_not_cut_off_what_she_says(person):
    page, other = _at_her_voice(person), person.page.context.new_page()
    other.goto(page.url)
    other.evaluate(HEARS_THAT_SHE_SPEAKS)
    left = _seconds_left(other)
    for _ in range(7):
        other.clock.run_for(int(1000 * (left - 120) / 7))  # the clock of both
        for window in (page, other):
            window.keyboard.press("a")
    other.clock.run_for(110_000)
    other.locator("#last-minute:visible").wait_for()
    page.locator("#q-voice-agreed").check()
    page.locator("#q-voice-start").click()
    page.locator("#q-voice-stop").wait_for()
    other.wait_for_function("() => window.heardOfHer")
    other.clock.run_for(20_000)
    assert not other.evaluate("document.documentElement.hidden")
    assert page.locator("#q-voice-recording").is_visible()
    other.close()


def test_what_the_laptop_refuses_at_the_last_moment_is_shown_to_be_noted(person):
    page = person.page
    stop_the_clock(page)
    for _ in range(7):
        page.clock.run_for(240_000)
        page.keyboard.press("a")
    page.evaluate("document.getElementById('saved').dataset.state = 'away'")
    page.clock.run_for(125_000)
    page.locator("#veil:visible").wait_for()
    page.evaluate("document.getElementById('saved').dataset.state = 'locked'")
    page.clock.run_for(2_000)
    assert not page.locator("#veil").is_visible()
    assert page.locator("#q-photo-upload").is_visible()
