"""The interview's page: every button, with and without a script; saved means saved."""

import re

import pytest
from field_client import FieldClient
from people import INTERVIEWER

from survey_app.store.errors import StoreFullError
from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.limits import LARGEST_FORM
from survey_app.workflows import collect
from survey_app.workflows.field_laptop import laptop
from survey_app.workflows.interviewing import cards


def _answers(app, name):
    """Return the value of `name` as it stands in the draft on the disk."""
    desk = app.extensions[EXTENSION]
    opened = desk.laptop()
    person = laptop.unlock(opened, INTERVIEWER)
    (card,) = cards.drafts(opened, person)
    interview = collect.resume(opened, person, card.draft_id).interview
    question = interview.form.questions[name]
    return interview.value(question.path), interview.empty(question.path)


def _at(garden, asked):
    """Go on with Skip or Next until the page asks `asked`."""
    for _ in range(15):
        if garden.asked == asked:
            return garden
        garden.wish("skip" if 'value="skip"' in garden.html else "next")
    raise AssertionError(garden.text)


def test_the_first_page_asks_one_question_and_holds_no_id_in_its_address(interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    assert interviewer.asked == "Shall we talk?"
    assert interviewer.reply.request.path == "/interview"
    assert not interviewer.reply.request.query_string


def test_a_question_that_must_be_answered_says_so_and_offers_no_skip(interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    assert 'value="skip"' not in interviewer.html
    interviewer.wish("next")
    assert interviewer.status == 422
    assert 'href="#q-opening-consent-1"' in interviewer.html


def test_several_questions_share_a_page_and_appear_when_they_matter(garden):
    assert "Is it quiet here?" in garden.text
    assert "What is heard?" not in garden.text
    garden.wish("save", htmx=True, opening__setting__quiet="no")
    assert garden.status == 200
    assert garden.reply.headers["HX-Retarget"] == "#asking"
    assert "What is heard?" in garden.text


def test_an_automatic_save_of_an_ordinary_answer_needs_no_reply_but_the_word_saved(garden, app):
    _at(garden, "How many trees?").wish("save", htmx=True, garden__trees="۱۲")
    assert garden.status == 204
    assert garden.reply.headers["HX-Trigger"] == "answer-saved"
    assert _answers(app, "trees")[0] == "12"


def test_what_cannot_be_understood_is_not_called_saved_and_stays_as_typed(garden, app):
    page = _at(garden, "How many trees?")
    page.wish("next", garden__trees="a dozen")
    assert page.status == 422
    assert 'value="a dozen"' in page.html
    assert 'data-state="waiting"' in page.html
    assert _answers(app, "trees")[0] == ""
    page.get("/interview")
    assert 'value="a dozen"' in page.html


def test_an_odd_value_is_kept_and_looked_at_again(garden, app):
    page = _at(garden, "How many trees?")
    page.wish("next", garden__trees="99")
    assert page.status == 422
    assert "From 0 to 50 trees." in page.text
    assert 'data-state="look"' in page.html
    assert _answers(app, "trees")[0] == "99"


@pytest.mark.parametrize(("kind", "word"), [("91", "REFUSED"), ("92", "DONT_KNOW")])
def test_a_refusal_is_one_press_and_goes_on(garden, app, kind, word):
    page = _at(garden, "How many trees?")
    page.wish(f"empty:{kind}:q-garden-trees", garden__trees="7")
    assert page.asked == "How wide, in metres?"
    value, empty = _answers(app, "trees")
    assert (value, empty.name) == ("", word)
    page.wish("back")
    assert 'aria-pressed="true"' in page.html


def test_the_same_press_again_takes_the_refusal_back(garden, app):
    page = _at(garden, "How many trees?")
    page.wish("empty:91:q-garden-trees").wish("back").wish("empty:91:q-garden-trees")
    assert page.asked == "How many trees?"
    assert _answers(app, "trees")[1] is None


def test_an_answer_replaces_a_refusal(garden, app):
    page = _at(garden, "How many trees?")
    page.wish("empty:91:q-garden-trees").wish("back").wish("next", garden__trees="4")
    assert _answers(app, "trees") == ("4", None)


def test_going_on_past_a_refusal_keeps_it(garden, app):
    page = _at(garden, "How many trees?")
    page.wish("empty:91:q-garden-trees").wish("back").wish("next")
    assert _answers(app, "trees")[1].name == "REFUSED"


def test_a_kind_of_empty_that_the_form_does_not_offer_cannot_be_forged(garden, app):
    page = _at(garden, "How wide, in metres?")
    page.wish("empty:92:q-garden-metres")
    assert _answers(app, "metres") == ("", None)


def test_skipping_takes_away_what_stood_there(garden, app):
    page = _at(garden, "How many trees?")
    page.wish("next", garden__trees="7").wish("back").wish("skip", garden__trees="7")
    assert page.asked == "How wide, in metres?"
    assert _answers(app, "trees") == ("", None)


@pytest.mark.parametrize(
    ("asked", "fields", "name", "kept"),
    [
        ("How wide, in metres?", {"metres": "٣٫٥"}, "metres", "3.5"),
        ("How wide, in metres?", {"metres": "3.50"}, "metres", "3.5"),
        (
            "When was it planted?",
            {"planted-year": "۲۰۲۱", "planted-month": "5", "planted-day": "۲"},
            "planted",
            "2021-05-02",
        ),
        ("Which fruits?", {"fruits": ["apple", "mango"]}, "fruits", "apple mango"),
        ("How dear is it, 1 to 5?", {"love": "4"}, "love", "4"),
        ("Tell about it.", {"story": "سطر\nline"}, "story", "سطر\nline"),
        ("I showed the card.", {"shown": "OK"}, "shown", "OK"),
    ],
)
def test_every_control_is_understood(garden, app, asked, fields, name, kept):  # noqa: PLR0917
    page = _at(garden, asked)
    page.wish("next", **{f"garden-{field}": value for field, value in fields.items()})
    assert page.status == 200
    assert _answers(app, name)[0] == kept


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ("How wide, in metres?", {"metres": "1,2"}),
        (
            "When was it planted?",
            {"planted-year": "2021", "planted-month": "2", "planted-day": "30"},
        ),
        ("When was it planted?", {"planted-year": "2021", "planted-month": "", "planted-day": ""}),
        ("Which fruits?", {"fruits": ["apple", "stone"]}),
        ("How dear is it, 1 to 5?", {"love": "9"}),
    ],
)
def test_what_does_not_fit_is_told_at_the_field(garden, asked, fields):
    page = _at(garden, asked)
    page.wish("next", **{f"garden-{field}": value for field, value in fields.items()})
    assert page.status == 422
    assert 'id="problems"' in page.html


def test_an_inserted_answer_stands_on_its_own_island(garden):
    _at(garden, "How many trees?").wish("next", garden__trees="7")
    page = _at(garden, "You said 7 trees.")
    assert "You said <bdi>7</bdi> trees." in page.html


def test_the_language_changes_at_any_moment_and_keeps_what_is_typed(interviewer, app):
    interviewer.send("/begin", form="khan_2024", language="en")
    interviewer.wish("next", opening__free_now="yes").wish("next")
    interviewer.wish("speak:ur", opening__consent="yes")
    assert '<html lang="ur" dir="rtl"' in interviewer.html
    assert _answers(app, "consent")[0] == "yes"


def test_a_page_of_another_interview_changes_nothing(garden, app):
    page = _at(garden, "How many trees?")
    page.send("/interview", sitting="0" * 16, do="next", **{"q-garden-trees": "9"})
    assert "nothing of it was taken" in page.text
    assert _answers(app, "trees")[0] == ""


def test_two_presses_of_next_are_one_step(garden):
    page = _at(garden, "How many trees?")
    fields = page.fields
    for _ in range(2):
        page.post("/interview", dict([*fields, ("do", "next")]))
    assert page.asked == "How wide, in metres?"


def test_another_browser_takes_the_interview_over(garden, app):
    _at(garden, "How many trees?")
    other = FieldClient(app).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    draft = dict(other.fields)["draft"]
    other.send("/resume", draft=draft)
    assert other.asked == "How many trees?"
    page = garden.html
    garden.wish("save", htmx=True, garden__trees="9")
    assert garden.status == 404  # the page stays with what is typed, and its mark tells it
    garden.reply.set_data(page)
    assert "nothing of it was taken" in garden.wish("next", garden__trees="9").text
    assert garden.get("/interview").asked == "First page"
    assert _answers(app, "trees")[0] == ""


def test_a_draft_is_discarded_only_after_a_second_yes(garden):
    garden.get("/")
    draft = dict(garden.fields)["draft"]
    garden.send("/discard", draft=draft)
    assert garden.asked == "Discard this interview?"
    garden.send("/discard", draft=draft, sure="yes")
    assert "Nothing of it is left" in garden.text
    assert "Open interviews" not in garden.text


def test_a_locked_page_that_still_saves_is_told_so_and_keeps_its_text(garden, clock):
    page = _at(garden, "How many trees?")
    clock.wait(minutes=6)
    page.wish("save", htmx=True, garden__trees="9")
    assert page.status == 403
    assert page.reply.headers["HX-Trigger"] == "page-locked"


def test_a_text_that_no_page_can_carry_is_told_and_stays_in_its_page(garden):
    _at(garden, "How many trees?").wish("save", htmx=True, garden__trees="9" * LARGEST_FORM)
    assert garden.status == 422
    assert garden.reply.headers["HX-Retarget"] == "#why"
    assert "larger than this page can take" in garden.text


@pytest.fixture
def full_disk(app, monkeypatch):
    def refuse(*_what, **_more):
        raise StoreFullError(mebibytes=8)

    monkeypatch.setattr(app.extensions[EXTENSION].laptop().store, "put_draft", refuse)


def test_a_full_disk_is_told_and_the_page_keeps_what_was_typed(garden, full_disk):
    page = garden
    page.wish("next", opening__setting__quiet="no")
    assert page.status == 422
    assert "The disk is full" in page.text
    assert 'data-state="failed"' in page.html
    assert re.search(r'value="no" checked', page.html)


def test_a_full_disk_is_told_beside_the_mark_when_a_script_saves(garden, full_disk):
    page = garden
    page.wish("save", htmx=True, opening__setting__quiet="no")
    assert page.reply.headers["HX-Retarget"] == "#why"
    assert page.reply.headers["HX-Trigger"] == "answer-failed"
    assert "The disk is full" in page.text
