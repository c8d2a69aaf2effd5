"""The researcher's day: what is unfinished and why, finding, handing over, paper."""

import re

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_client import FieldClient
from people import SUPERVISOR

from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.field_laptop.laptop import Role, unlock
from survey_app.workflows.field_laptop.person_slots import person_words
from survey_app.workflows.keys.people import add_person

SECOND = "2222 3333 4444 5555"


@pytest.fixture
def colleague(app, cheap_argon2):  # noqa: F811
    laptop = app.extensions[EXTENSION].laptop()
    add_person(laptop, unlock(laptop, SUPERVISOR), Role.INTERVIEWER, SECOND, cost=cheap_argon2)
    return unlock(laptop, SECOND)


def _begin(page, form="every_control"):
    page.get("/").send("/begin", form=form, language="en")
    return page


def _draft(page):
    return re.findall(r'name="draft" value="(\w+)"', page.get("/").html)[0]


def test_the_first_page_says_where_an_interview_stands_and_why(interviewer):
    _begin(interviewer).wish("next", opening__consent="yes")
    assert "It goes on at: Opening" in interviewer.get("/").text
    interviewer.get("/interview").send("/interview/stop")
    assert "waits to be read back and sealed" in interviewer.get("/").text


def test_open_interviews_are_found_by_words_questionnaire_and_state(interviewer):
    for form in ("every_control", "khan_2024"):
        _begin(interviewer, form)
    interviewer.get("/").send("/find", words="opening", form="", state="")
    assert interviewer.html.count('action="/resume"') == 1, interviewer.text
    interviewer.send("/find", words="", form="khan_2024", state="begun")
    assert interviewer.html.count('action="/resume"') == 1, interviewer.text
    interviewer.send("/find", words="zebra", form="", state="")
    assert "Nothing fits what you look for." in interviewer.text
    assert interviewer.send("/find", do="all").html.count('action="/resume"') == 2


def test_all_open_interviews_of_one_questionnaire_are_found(interviewer):
    # the laptop of these tests allows two a day: the third is begun only with a word for it
    for form, more in (
        ("every_control", {}),
        ("khan_2024", {}),
        ("khan_2024", {"one_more": "yes"}),
    ):
        interviewer.get("/").send("/begin", form=form, language="en", **more)
    interviewer.get("/").send("/find", words="", form="khan_2024", state="begun")
    assert interviewer.html.count('action="/resume"') == 2, interviewer.text


def test_an_interview_goes_to_a_colleague_through_the_supervisor(app, interviewer, colleague):
    _begin(interviewer).wish("next", opening__consent="yes")
    draft = _draft(interviewer)
    interviewer.send("/handover", draft=draft)
    assert person_words(colleague.person_id) in interviewer.text
    interviewer.send("/handover/offer", draft=draft, to=colleague.person_id)
    assert "waits for the supervisor" in interviewer.text
    supervisor = FieldClient(app).get("/unlock").send("/unlock", passphrase=SUPERVISOR)
    assert "Interviews to be handed over" in supervisor.text
    supervisor.send("/handover/agree", draft=draft)
    assert "with the other interviewer now" in supervisor.text
    assert draft not in interviewer.get("/").html
    other = FieldClient(app).get("/unlock").send("/unlock", passphrase=SECOND)
    assert draft in other.html
    other.send("/resume", draft=draft)
    assert other.asked != "Unlock"


def test_a_handover_can_be_taken_back_and_refused(app, interviewer, colleague):
    draft = _draft(_begin(interviewer))
    interviewer.send("/handover/offer", draft=draft, to=colleague.person_id)
    assert "The offer was taken back" in interviewer.send("/handover/back", draft=draft).text
    interviewer.send("/handover/offer", draft=draft, to=colleague.person_id)
    supervisor = FieldClient(app).get("/unlock").send("/unlock", passphrase=SUPERVISOR)
    agreed = supervisor.send("/handover/agree", draft=draft, receiver="somebody else")
    assert "with the other interviewer now" not in agreed.text
    assert "stays where it is" in supervisor.send("/handover/refuse", draft=draft).text
    interviewer.get("/").send("/handover/agree", draft=draft)
    assert draft in interviewer.get("/").html


def _key(page, keying, name):
    _begin_to_key(page, keying, "every_control", "q-neighbours-1-called", opening__consent="yes")
    return page.wish("next", neighbours__1__called=name)


def _begin_to_key(page, keying, form, asked, **first):
    """Key a paper in up to the page that asks `asked`."""
    page.get("/paper").send("/paper/begin", form=form, language="en", number="17", keying=keying)
    page.wish("next", **first)
    for _ in range(20):
        if f'name="{asked}"' in page.html:
            break
        page.wish("skip" if 'value="skip"' in page.html else "next")


def _compare(page):
    first = re.search(r'/paper/compare.*?value="(\w+)"', page.get("/").html, re.DOTALL)[1]
    page.send("/paper/compare", draft=first)


def test_two_keyings_are_compared_and_become_one(interviewer):
    _key(interviewer, "1", "Gul")
    _key(interviewer, "2", "Gull")
    _compare(interviewer)
    assert "They differ at 1 place." in interviewer.text
    assert "cannot be compared" not in interviewer.text
    assert 'type="radio" name="q-neighbours-1-called" value="second">' in interviewer.html
    chosen = {"q-neighbours-1-called": "second"}
    interviewer.send("/paper/choose", **chosen, do="choose", draft="of-another-paper")
    assert "That page was an old one" in interviewer.text
    assert "They differ at 1 place." in interviewer.text
    interviewer.send("/paper/choose", **chosen, do="choose")
    assert "They do not differ any more." in interviewer.text
    interviewer.send("/paper/choose", do="join")
    assert "Gull" in interviewer.text
    assert interviewer.get("/").html.count('action="/resume"') == 1


def test_of_two_answers_that_are_not_shown_nobody_chooses_blindly(interviewer):
    for keying, word in (("1", "rose"), ("2", "nose")):
        _begin_to_key(interviewer, keying, "every_input", "q-inputs-secret", inputs__consent="yes")
        interviewer.wish("next", inputs__secret=word)
    _compare(interviewer)
    assert "They differ and are not shown here" in interviewer.text
    offered = re.findall(r'name="q-inputs-secret" value="(\w+)"', interviewer.html)
    assert offered == ["neither"]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_booklet_has_the_same_codes_in_every_language(interviewer, language):
    interviewer.get("/paper").send("/paper/print", form="khan_2024", language=language)
    codes = re.findall(r'<code class="code" dir="ltr">([\w.-]+)</code>', interviewer.html)
    assert {"age", "difficulties", "yes", "no", "refused"} <= set(codes)
    assert f'lang="{language}"' in interviewer.html
    assert len(codes) == 0 or codes == _codes(interviewer, "en")


def test_a_booklet_asks_for_an_order_a_range_and_a_tick_as_they_are_kept(interviewer):
    interviewer.get("/paper").send("/paper/print", form="every_input", language="en")
    order, short = (_printed(interviewer, name) for name in ("order", "short"))
    assert order.count('class="blank short"') == 3
    assert "Write 1 beside what comes first" in order
    assert "Mark all that fit" not in order
    assert "from <bdi>1</bdi> to <bdi>5</bdi>" in short
    interviewer.get("/paper").send("/paper/print", form="every_control", language="en")
    shown = _printed(interviewer, "shown")
    assert '<span class="box"></span> Done <code class="code" dir="ltr">OK</code>' in shown


def test_a_booklet_tells_whoever_asks_what_the_page_tells_her(interviewer):
    interviewer.get("/paper").send("/paper/print", form="every_control", language="en")
    assert "<b>For the researcher:</b> <bdi>Count with her.</bdi>" in _printed(interviewer, "trees")


def _printed(page, name):
    """Return the part of the booklet that asks the question `name`."""
    return next(
        one
        for one in page.html.split('<section class="printed')
        if f'<code class="code" dir="ltr">{name}</code>' in one
    )


def _codes(page, language):
    page.get("/paper").send("/paper/print", form="khan_2024", language=language)
    return re.findall(r'<code class="code" dir="ltr">([\w.-]+)</code>', page.html)


def test_a_supervisor_alone_neither_keys_in_nor_prints(supervisor):
    assert supervisor.get("/paper").status in {403, 404, 409}


def test_what_is_left_to_do_is_told_in_the_language_of_the_page(garden):
    while garden.asked != "How many trees?":
        garden.wish("skip" if 'value="skip"' in garden.html else "next")
    garden.wish("save", garden__trees="77").get("/")
    assert "1 answer needs another look." in garden.text
    garden.send("/language", language="ur", back="home.first_page").get("/")
    assert "جواب کو دوبارہ دیکھنا ہے۔" in garden.text
