"""The voice desk in a real browser with a microphone: record, hear, record again, gone stale."""

import shutil
import threading

import pytest
from alone_study import FORM, ROOT, URDU, translated
from desk_process import free_port
from field_browser import PATIENCE, PHONE, Desk, chromium_with_a_microphone
from journey_places import ARTEFACTS
from looking import Looker
from microphone import count_what_is_recorded, wait_for_sound
from werkzeug.serving import make_server

from survey_app.web.voice.app import create_voice_app

pytestmark = pytest.mark.journey

HEARD = """async () => {
    const audio = document.querySelector('audio');
    audio.load();
    await new Promise((done, failed) => {
        audio.onloadedmetadata = done;
        audio.onerror = failed;
    });
    audio.muted = true;
    await audio.play();
    await new Promise(done => { audio.onended = done; });
    return audio.currentTime;
}"""


@pytest.fixture
def speaker(tmp_path):
    """Somebody at the voice desk, at the list of texts; and the folder of the form."""
    form = tmp_path / "alone"
    shutil.copytree(FORM, form)
    port = free_port()
    texts = translated(tmp_path, form)
    app = create_voice_app(form, texts, "ur", translations=ROOT / "translations", port=port)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with chromium_with_a_microphone() as browser:
        page = browser.new_context(viewport=PHONE).new_page()
        page.set_default_timeout(PATIENCE)
        person = Desk(page, f"http://127.0.0.1:{port}").listen()
        person.open("/?language=ur")
        yield Looker(browser, person, ARTEFACTS, english=("Alone",)), form
    server.shutdown()
    thread.join()
    server.server_close()


def _states(page):
    return page.locator(".prompts > li").evaluate_all("all => all.map(one => one.dataset.state)")


def _record(page):
    """Speak for a moment; the page comes back with what was kept."""
    count_what_is_recorded(page)
    page.locator("#start").click()
    page.wait_for_selector("#stop:not([hidden])")
    assert page.locator("#state").inner_text() != ""
    assert page.evaluate("() => document.activeElement.id") == "stop"
    wait_for_sound(page, beyond=1_500, ask=True)
    with page.expect_navigation():
        page.locator("#stop").click()


def _recording(form):
    (one,) = [path for path in (form / "media").iterdir() if path.suffix in {".webm", ".weba"}]
    return one


def test_a_text_is_spoken_heard_spoken_again_and_goes_stale_with_its_words(speaker):
    looker, form = speaker
    person, page = looker.person, looker.person.page
    looker.here("voice-list", "ur")
    assert set(_states(page)) == {"missing"}
    page.locator(".prompts a").nth(1).click()
    looker.here("voice-text", "ur")
    _record(page)
    first = _recording(form)
    kept = first.read_bytes()
    assert page.evaluate(HEARD) > 0.1
    looker.here("voice-recorded", "ur")
    _record(page)
    assert _recording(form).read_bytes() != kept
    page.locator("a.button", has_text="سب متن").click()
    assert _states(page)[:3] == ["missing", "recorded", "missing"]
    (written,) = form.parent.rglob("form-alone.po")
    words = written.read_text(encoding="utf-8")
    written.write_text(words.replace(URDU["Yes"], "ہاں جی"), encoding="utf-8")
    page.reload()
    assert _states(page)[1] == "stale"
    page.locator(".prompts a").nth(1).click()
    looker.here("voice-stale", "ur")
    _record(page)
    person.open("/?language=en")
    assert _states(page)[1] == "recorded"
    looker.here("voice-list", "en")
    assert looker.found == []
    assert person.said == []
    assert person.outsiders() == set()
