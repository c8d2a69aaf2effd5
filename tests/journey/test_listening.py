"""She hears a question and its choices; what is heard is outlined, and nothing plays by itself."""

import shutil

import pytest
from alone_study import FORM, translated
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_browser import PHONE, visit
from media_files import wav
from page_checks import too_small
from previewed import previewed

from survey_app.workflows.recording import record, script

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def shown(cheap_argon2, tmp_path_factory):  # noqa: F811
    folder = tmp_path_factory.mktemp("heard")
    form = folder / "alone"
    shutil.copytree(FORM, form)
    texts = translated(folder, form)
    for prompt in script(form, texts, "ur").prompts:
        if prompt.ctx != "q:town_size:label":
            record(form, texts, "ur", prompt.ctx, wav(seconds=1.5))
    with previewed(form, cheap_argon2, texts) as place:
        yield place


def _begun(browser, shown, **how):
    context, person = visit(browser, shown[0], viewport=PHONE, **how)
    person.page.set_default_timeout(90_000)
    person.open("/unlock")
    person.unlock(shown[1])
    person.page.locator("form[action='/begin'] input[value='ur']").check()
    person.page.locator("form[action='/begin'] button.main").click()
    person.page.wait_for_selector("#answers")
    person.page.wait_for_load_state()  # its scripts have run
    return context, person


def _playing(page):
    return page.evaluate(
        "() => [...document.querySelectorAll('audio')].filter(one => !one.paused).length"
    )


def test_a_question_is_played_replayed_slower_and_outlined_and_nothing_plays_by_itself(
    browser, shown
):
    context, person = _begun(browser, shown)
    page = person.page
    assert _playing(page) == 0
    assert not [url for url in person.went if url.endswith(".wav")]
    page.locator("[data-listen=play]").first.click()
    page.wait_for_selector(".being-heard")
    assert "کیا ہم بات کریں؟" in page.locator(".being-heard").inner_text()
    page.locator(".choice [data-listen=play]").first.click()
    page.wait_for_function(
        "() => document.querySelector('.being-heard')?.innerText.includes('جی ہاں')"
    )
    assert _playing(page) == 1
    page.locator("[data-listen=slower]").first.click()
    page.wait_for_function(
        "() => document.querySelector('audio')?.playbackRate < 1 "
        "&& document.querySelector('audio')?.paused === false"
    )
    page.wait_for_function("() => document.querySelector('audio')?.ended")
    assert page.locator(".being-heard").count() == 0
    assert too_small(page) == []
    assert page.locator(".for-you").filter(has_text="1").count() == 1  # one of the texts is silent
    page.locator("#way-heard").click()
    page.wait_for_selector("#way-heard[aria-pressed=true]")
    page.locator("input[type=radio][value=yes]").check()
    page.locator("button.main[value=next]").click()
    page.wait_for_selector("input[inputmode=numeric]")
    assert page.locator("audio").count() == 0  # no dead button for the text without a voice
    assert page.locator(".sheet > .for-you").count() == 1
    page.locator("#way-read").click()
    page.wait_for_selector("#screen[data-way=read]")
    assert page.locator(".player:visible").count() == 0
    assert person.said == []
    context.close()


def test_alone_the_words_are_not_on_the_screen_when_all_can_be_heard(browser, shown):
    context, person = _begun(browser, shown, script=False)
    page = person.page
    page.wait_for_load_state()
    assert page.locator("audio[controls]:visible").count() == 3
    page.locator("input[type=radio][value=yes]").check()
    for _ in range(2):
        person.follow("button.main[value=next]")
    assert page.locator(".notice.mind").count() == 0
    person.follow("button[value=alone]")
    page.locator("label.opt").first.click()
    person.follow("button[value=next]:not(.default-wish)")
    assert "بٹن بولتا ہے" in page.locator("main").inner_text()
    for do in ("ready", "next"):
        person.follow(f"button[value={do}]:not(.default-wish)")
    box = page.locator(".by-shape span").first.bounding_box()
    assert box["width"] <= 2
    assert page.locator("audio[controls]:visible").count() == 3
    page.locator(".in-words > summary").click()
    assert page.locator(".in-words li").first.is_visible()
    context.close()
