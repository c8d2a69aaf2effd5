"""The interview at a glance: parts, progress, what needs another look, the form's own end."""

import re

import pytest


def states(page):
    found = re.findall(r'<li class="line" data-state="(\w+)"( aria-current="step")?>', page.html)
    return [(state, bool(here)) for state, here in found]


def test_the_contents_are_one_step_from_every_screen_and_keep_what_is_typed(garden, app):
    garden.wish("to:contents", opening__setting__quiet="no")
    assert garden.asked == "Contents"
    assert garden.get("/interview").html.count('value="no" checked') == 1


def test_each_part_says_how_far_it_is_and_where_one_is(garden):
    garden.wish("to:contents")
    assert "1 of 2 answered" in garden.text
    assert "0 of 7 answered" in garden.text
    assert states(garden)[:2] == [("begun", True), ("open", False)]


def test_a_refusal_counts_as_done(garden):
    garden.wish("next", opening__setting__quiet="yes")
    garden.wish("empty:91:q-garden-trees").wish("to:contents")
    assert "2 of 2 answered" in garden.text
    assert "1 of 7 answered" in garden.text


def test_one_goes_from_the_contents_to_the_beginning_of_a_part(garden):
    garden.wish("to:contents").send("/interview/answers", do="change:/data/garden/trees")
    assert garden.asked == "How many trees?"


def test_a_roster_leads_to_the_contents_too(garden):
    while 'value="add"' not in garden.html:
        garden.wish("skip" if 'value="skip"' in garden.html else "next")
    assert garden.wish("to:contents").asked == "Contents"
    assert "Neighbours" in garden.text


@pytest.fixture
def odd(garden):
    """An answer beyond its bounds, kept, and left behind."""
    garden.wish("next", opening__setting__quiet="yes").wish("next", garden__trees="99")
    return garden


@pytest.mark.parametrize("page", ["/interview/contents", "/interview/answers"])
def test_the_first_answer_that_does_not_fit_is_one_press_away(odd, page):
    odd.get(page)
    assert "1 answer needs another look" in odd.text
    assert "How many trees?" in odd.text
    assert "From 0 to 50 trees." in odd.text
    odd.send(
        "/interview/answers",
        do=re.search(r'class="small main" name="do" value="([^"]+)"', odd.html)[1],
    )
    assert odd.asked == "How many trees?"


def test_what_was_not_reached_yet_needs_no_look(interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    assert "needs another look" not in interviewer.wish("to:contents").text


def test_what_was_passed_by_without_the_answer_it_needs_is_told(interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    interviewer.send("/interview/answers", do="change:/data/garden/trees")
    interviewer.wish("to:contents")
    assert "1 answer needs another look" in interviewer.text
    assert "Shall we talk?" in interviewer.text


def test_the_contents_hold_no_answer(garden):
    garden.wish("next", opening__setting__quiet="no", opening__setting__noise="a drum")
    assert "a drum" not in garden.wish("to:contents").text


def test_without_an_open_interview_there_are_no_contents(interviewer):
    assert interviewer.get("/interview/contents").asked == "First page"
