"""The shipped questionnaires through the real engine, to their views."""

import random
from datetime import UTC, datetime

import pytest
from disclosure_forms import form_of, shipped

from survey_app.clock import FrozenClock
from survey_app.disclosure.deidentified.views import View, deidentify
from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.planning.spoken import screen_answers
from survey_app.interview import EmptyKind, Environment, begin, read_submission
from survey_app.microdata.cells import Cell

MARKER = "Zarqa"


def interview_with(form, language="en"):
    chance = random.Random(1)
    world = Environment(
        clock=FrozenClock(datetime(2026, 11, 20, 9, 0, tzinfo=UTC)),
        random=chance,
        new_uuid=lambda: f"{chance.getrandbits(128):032x}",
    )
    return begin(form, world, language=language)


def view_of(interview):
    form = interview.form
    spoken = screen_answers(interview)
    submission = interview.finalize()
    return deidentify(plan_of(form), form, submission, record="r", receipt="c", spoken=spoken)


def filled():
    interview = interview_with(form_of())
    interview.answer("/data/her_name", MARKER)
    interview.answer("/data/age", "۳۳")
    interview.answer("/data/story", f"{MARKER} and گڈو, then Guddu's brother, 0300 1234567")
    interview.mark_empty("/data/fed", EmptyKind.REFUSED)
    first = (
        interview.add_repeat("/data/child")
        if not interview.count_repeats("/data/child")
        else "/data/child[1]"
    )
    interview.answer(f"{first}/nickname", "Guddu")
    interview.answer(f"{first}/age_now", "y0_5")
    second = interview.add_repeat("/data/child")
    interview.answer(f"{second}/nickname", "Munni")
    interview.answer(f"{second}/age_now", "y18")
    return interview


def test_a_nickname_is_read_from_each_row_of_the_roster():
    assert screen_answers(filled()) == ("Guddu", "Munni")


def test_a_nickname_is_proposed_in_the_texts_and_stands_nowhere_else():
    view = view_of(filled())
    proposed = [view.texts[0].text[span.start : span.end] for span in view.texts[0].spans]
    assert proposed == [MARKER, "گڈو", "Guddu", "0300 1234567"]
    assert "Munni" not in view.to_bytes().decode()
    assert [row["age_now"].value for row in view.rosters["child"]] == ["y0_5", "y18"]


def test_the_engine_and_the_view_agree_on_what_was_said():
    view = view_of(filled())
    assert view.values["age"] == Cell("25–34")
    assert view.values["fed"] == Cell(None, EmptyKind.REFUSED)
    assert view.language == "en"


def test_a_submission_read_back_gives_the_same_view():
    interview = filled()
    form, submission = interview.form, interview.finalize()
    again = read_submission(form, submission.xml)
    made = [
        deidentify(plan_of(form), form, one, record="r", receipt="c").to_bytes()
        for one in (submission, again)
    ]
    assert made[0] == made[1]


@pytest.mark.parametrize("form_id", ["khan_2024", "mothers_after_prison"])
def test_an_interview_stopped_at_once_has_a_view(form_id):
    interview = interview_with(shipped(form_id), "ur")
    interview.stop()
    view = view_of(interview)
    assert View.from_bytes(view.to_bytes()) == view
    assert view.texts == ()


@pytest.mark.parametrize("form_id", ["khan_2024", "mothers_after_prison"])
def test_no_view_has_a_place_for_an_identifier_or_a_raw_text(form_id):
    form = shipped(form_id)
    plan = plan_of(form)
    interview = interview_with(form)
    interview.stop()
    view = view_of(interview)
    rows = [view.values, *(row for rows in view.rosters.values() for row in rows)]
    for name in {name for row in rows for name in row}:
        rule = plan.rules[name]
        assert not rule.screen_only
        assert rule.role.value not in {"direct", "text"} or rule.method.verb == "pseudonym"
