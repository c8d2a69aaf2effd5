"""Before she consents no page, header, file or print says what the study is about."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_client import FieldClient
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.giveaways import WORDS, quiet_name
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study

ROOT = Path(__file__).resolve().parents[3]
COVERS = {"en": "Family and daily life", "ur": "گھر اور روزمرہ زندگی"}
# questions that come before she was asked, by the name of the question that asks her
CONSENT = {"khan_2024": "consent", "mothers_after_prison": "m1_take_part"}


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2):  # noqa: F811
    folder = tmp_path_factory.mktemp("study")
    create_study(
        folder, STUDY_PASSPHRASE, title="Women after prison", cover_titles=COVERS, demo=True,
        cost=cheap_argon2,
    )  # fmt: skip
    forms = [ROOT / "forms" / name for name in CONSENT]
    return make_pack(
        folder, STUDY_PASSPHRASE, form_folders=forms, translations=ROOT / "translations"
    )


class _Addresses(HTMLParser):
    """Collect every address that a page names."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attrs):
        self.found |= {value for name, value in attrs if name in {"href", "src"} and value}


def addresses(html):
    page = _Addresses()
    page.feed(html)
    return {one for one in page.found if one.startswith("/")}


def told(browser):
    """Return what the reply in hand would tell a bystander, with whatever surrounds it."""
    return [
        found.group()
        for text in (browser.html, str(browser.reply.headers), browser.reply.request.path)
        for found in WORDS.finditer(text)
    ]


def crawl(browser, seen, *starts):
    """Open every page that can be reached without pressing a button; return what tells."""
    waiting, found = list(starts), {}
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if path.startswith("/static/"):
            continue
        browser.get(path)
        if told(browser):
            found[path] = told(browser)
        if browser.reply.mimetype == "text/html":
            waiting += addresses(browser.html)
    return found


PAGES = ("/", "/unlock", "/month", "/daily", "/forgotten", "/emergency", "/nothing", "/over")


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_no_page_that_is_open_to_anybody_says_the_word(app, browser, tag):
    browser.get("/unlock").send("/language", language=tag, back="door.unlock")
    seen = set()
    assert crawl(browser, seen, *PAGES) == {}
    assert any(path.startswith("/static/js/") for path in seen)
    assert any("icon" in path for path in seen)


@pytest.mark.parametrize("tag", ["en", "ur"])
@pytest.mark.parametrize("passphrase", [INTERVIEWER, SUPERVISOR], ids=["interviewer", "supervisor"])
def test_no_page_of_an_unlocked_laptop_says_the_word(app, browser, tag, passphrase):
    browser.get("/unlock").send("/language", language=tag, back="door.unlock")
    browser.send("/unlock", passphrase=passphrase)
    assert crawl(browser, set(), "/", "/interview", "/phones", "/sync", "/export", "/texts") == {}


def before_consent(browser, form_id):
    """Yield at each page up to the one that asks her, answering as the way on needs."""
    sitting = browser.app.extensions[EXTENSION].visits.all()[-1].sitting
    yes = {"free_now", "m0_private", "m1_adult", "m1_mother"}
    for _ in range(60):
        yield
        screen = sitting.interview.screen(sitting.screen_key)
        names = {ref.rpartition("/")[2] for ref in screen.refs}
        if CONSENT[form_id] in names:
            return
        for ref in screen.refs:
            choices = sitting.interview.choices(ref)
            if choices and ref.rpartition("/")[2] in yes:
                sitting.answer({ref: "yes"})
            elif choices:
                sitting.answer({ref: choices[0].value})
            elif sitting.interview.question(ref).control == "trigger":
                sitting.answer({ref: "OK"})
        following = sitting.interview.next_screen(screen.key)
        sitting.go(following.key)
        browser.get("/interview")
    raise AssertionError(form_id)


@pytest.mark.parametrize("tag", ["en", "ur"])
@pytest.mark.parametrize("form_id", CONSENT)
def test_no_page_of_an_interview_says_the_word_before_she_was_asked(interviewer, form_id, tag):
    interviewer.send("/begin", form=quiet_name(form_id), language=tag)
    pages = 0
    for _ in before_consent(interviewer, form_id):
        assert told(interviewer) == []
        assert f"· {COVERS[tag]}</title>" in interviewer.html
        pages += 1
    assert pages >= 3
    beside = [f"/interview/{name}" for name in ("contents", "pause", "answers", "moment")]
    assert crawl(interviewer, {"/"}, *beside, "/card") == {}
    assert re.search(rf"<title>{COVERS[tag]}</title>", interviewer.get("/card").html)


def test_the_search_finds_the_word_where_it_stands(interviewer):
    interviewer.send("/begin", form="mothers_after_prison", language="ur")
    form = interviewer.app.extensions[EXTENSION].visits.all()[-1].sitting.interview.form
    found = {word.lower() for word in WORDS.findall(form.xml.decode())}
    assert {"prison", "جیل"} <= found


def test_no_file_that_pages_load_says_the_word_by_name_or_content(app):
    files = [path for path in Path(app.static_folder).rglob("*") if path.is_file()]
    assert not [path for path in files if WORDS.search(path.name)]
    texts = [path for path in files if path.suffix in {".js", ".css", ".svg", ".txt", ".json"}]
    assert len(texts) > 10
    assert not [path for path in texts if WORDS.search(path.read_text(encoding="utf-8"))]


def test_every_way_to_a_form_takes_the_quiet_name_and_the_id(app):
    for name in ("mothers_after_prison", quiet_name("mothers_after_prison")):
        browser = FieldClient(app).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
        assert browser.send("/begin", form=name, language="en").asked
        assert browser.get("/interview").status == 200
        assert "m0_" in browser.html
