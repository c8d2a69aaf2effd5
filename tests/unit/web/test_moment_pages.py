"""A hard moment, the places that help, and the end of the interviewer's day."""

from datetime import date

import pytest
from folder_bytes import bytes_in
from people import INTERVIEWER

from survey_app.i18n.locales import LANGUAGES
from survey_app.interview import EmptyKind
from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.pages import card
from survey_app.workflows.field_laptop.laptop import unlock
from survey_app.workflows.interviewing import notebook
from survey_app.workflows.interviewing.notebook import Kind

MARKER = "zarqa-what-she-said"
PRIVATE = "zarqa-my-own-thought"


@pytest.fixture
def laptop(app):
    return app.extensions[EXTENSION].laptop()


@pytest.fixture
def notes(laptop):
    person = unlock(laptop, INTERVIEWER)
    return lambda: [(one.kind, one.said) for one in notebook.notes(laptop, person)]


@pytest.fixture
def talking(garden):
    """Return the garden's interview with something said on its present page."""
    return garden.wish("save", opening__setting__quiet="no").get("/interview")


def act(browser, wish):
    return browser.get("/interview/moment").send("/interview/moment", do=wish)


def test_what_was_typed_is_kept_when_the_quiet_page_is_asked_for(talking):
    talking.wish("to:moment", opening__setting__noise=MARKER)
    assert talking.asked == "A quiet moment"
    assert MARKER not in talking.html
    assert MARKER in act(talking, "on").html


@pytest.mark.parametrize(
    ("wish", "seen"),
    [
        ("on", "What is heard?"),
        ("pause", "A quiet moment"),
        ("card", "Last tried on"),
        ("stop", "All answers"),
        ("later", "Unlock"),
    ],
)
def test_every_way_on_and_out_is_a_button(talking, wish, seen):
    assert seen in act(talking, wish).text


def test_the_log_tells_the_action_and_the_day_and_nothing_of_the_interview(talking, notes, laptop):
    talking.wish("to:moment", opening__setting__noise=MARKER)
    for wish in ("pause", "card", "on"):
        act(talking, wish)
    assert notes() == [
        (Kind.BEGUN, ""),
        (Kind.MOMENT, "pause"),
        (Kind.MOMENT, "card"),
        (Kind.MOMENT, "on"),
    ]
    sitting = talking.app.extensions[EXTENSION].visits.all()[-1].sitting
    assert sitting.draft_id not in str(notes())


def test_a_wish_that_is_none_is_not_written_down(talking, notes):
    act(talking, MARKER)
    assert notes() == [(Kind.BEGUN, "")]


def test_a_practice_writes_nothing_down(interviewer, notes):
    interviewer.send("/begin", form="khan_2024", language="en", practice="yes")
    act(interviewer, "pause")
    assert notes() == []


def test_leaving_out_a_part_marks_what_was_not_asked_and_keeps_what_was_said(interviewer, app):
    interviewer.send("/begin", form="khan_2024", language="en")
    interviewer.wish("next", opening__free_now="yes").wish("next")
    interviewer.wish("next", opening__consent="yes")
    interviewer.wish("save", about_her__mother_id="7")
    act(interviewer, "skip")
    sitting = app.extensions[EXTENSION].visits.all()[-1].sitting
    interview = sitting.interview
    at = {name: question.path for name, question in interview.form.questions.items()}
    assert interview.value(at["mother_id"]) == "7"
    assert interview.empty(at["age"]) is EmptyKind.NOT_ASKED
    assert not sitting.screen_key.startswith("/data/about_her")
    assert "About you" not in interviewer.text


def test_a_moment_needs_an_open_interview_and_a_passphrase(browser, interviewer):
    assert interviewer.get("/interview/moment").asked == "First page"
    interviewer.get("/").send("/lock")
    assert interviewer.get("/interview/moment").asked == "Unlock"
    assert interviewer.get("/card").asked == "Unlock"
    assert interviewer.get("/day").asked == "Unlock"


def test_the_card_has_the_cover_title_and_nothing_else_for_a_title(garden):
    garden.get("/card")
    assert "<title>Family</title>" in garden.html
    assert garden.asked == "Family"
    assert "Example: help line for women" in garden.text
    assert "000-0001" in garden.html
    assert "Last tried on 1 November 2026" in garden.text


def test_a_name_in_another_language_than_its_card_says_which_one(garden, monkeypatch):
    english = card.Line("Helpline (24 h)", "1099", "any day", LANGUAGES["en"])
    monkeypatch.setattr(card, "_line", lambda _one, _tag: english)
    garden.send("/language", language="ur")
    garden.get("/card")
    assert '<strong lang="en" dir="ltr">Helpline (24 h)</strong>' in garden.html
    assert '<span class="small" lang="en" dir="ltr">any day</span>' in garden.html


def test_numbers_not_tried_for_three_months_are_told_on_card_and_first_page(interviewer, clock):
    assert "more than three months ago" not in interviewer.get("/card").text
    assert "more than three months ago" not in interviewer.get("/").text
    clock.wait(days=100)
    interviewer.get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    assert "more than three months ago" in interviewer.get("/card").text
    assert "more than three months ago" in interviewer.get("/").text


def test_after_as_many_interviews_as_the_study_allows_the_day_is_enough(interviewer, notes, clock):
    for _ in range(2):
        interviewer.get("/").send("/begin", form="every_control", language="en")
    assert (
        interviewer.get("/").send("/begin", form="every_control", language="en").asked
        == "First page"
    )
    assert "as many interviews today as the study allows" in interviewer.text
    interviewer.send("/begin", form="every_control", language="en", one_more="yes")
    assert interviewer.get("/interview").status == 200
    assert notes().count((Kind.BEGUN, "")) == 3
    clock.wait(days=1)
    interviewer.get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    assert "as many interviews today" not in interviewer.get("/").text


def test_a_practice_does_not_count_for_the_day(interviewer, notes):
    for _ in range(4):
        interviewer.get("/").send("/begin", form="khan_2024", language="en", practice="yes")
    assert notes() == []


def test_a_day_on_which_nothing_happened_yet_has_its_page(interviewer):
    assert interviewer.get("/day").reply.status_code == 200
    assert "Hard moments today 0" in " ".join(interviewer.text.split())


def test_the_end_of_the_day_is_for_herself_and_can_be_destroyed(interviewer, notes, data):
    interviewer.get("/day").send("/day", feeling="heavy", thought=PRIVATE)
    assert PRIVATE in interviewer.text
    assert "Today was heavy" in interviewer.text
    assert PRIVATE.encode() not in bytes_in(data)
    interviewer.send("/day", do="forget", feeling=None, thought=None)
    assert PRIVATE in interviewer.text  # nothing is destroyed by one slip
    interviewer.send("/day", do="forget-now", feeling=None, thought=None)
    assert PRIVATE not in interviewer.text
    assert notes() == []


def test_a_supervisor_reads_nothing_of_it(interviewer, supervisor, laptop):
    interviewer.get("/day").send("/day", feeling="much", thought=PRIVATE)
    supervisor.get("/day")
    assert PRIVATE not in supervisor.html
    assert "It is too much" not in supervisor.text.replace("Heavy", "", 1).split("How are you")[0]


def test_a_break_is_offered_where_a_part_begins_once_they_have_talked_for_a_while(
    interviewer, clock
):
    interviewer.send("/begin", form="khan_2024", language="en")
    interviewer.wish("next", opening__free_now="yes").wish("next")
    for _ in range(7):
        clock.wait(minutes=3)
        interviewer.get("/interview")
    interviewer.wish("next", opening__consent="yes")
    assert "Offer her a break here" in interviewer.text
    interviewer.get("/interview/moment").get("/interview")
    assert "Offer her a break here" not in interviewer.text


def test_the_day_of_the_list_is_read_from_the_study_pack(laptop):
    assert {one.checked for one in laptop.care.referrals} == {date(2026, 11, 1)}


def test_resting_and_the_card_belong_to_the_same_hard_moment(talking):
    for wish in ("card", "pause", "on", "pause", "later"):
        act(talking, wish)
    talking.send("/unlock", passphrase=INTERVIEWER).get("/day")
    assert "Hard moments today 2" in talking.text
