"""The roster: add, change, remove after a question, bring back.

A roster begins with one row that nobody has filled yet, as XForms say.
"""

import re

import pytest

from survey_app.web.field.desk import EXTENSION


@pytest.fixture
def roster(garden):
    """The roster's page, its first row called Gul."""
    for _ in range(20):
        if garden.asked == "What shall we call this neighbour?":
            return _fill(garden, "Gul")
        garden.wish("skip" if 'value="skip"' in garden.html else "next")
    raise AssertionError(garden.text)


def _fill(page, called):
    place = dict(page.fields)["screen"].split("[")[1].split("]")[0]
    page.wish("next", **{f"neighbours-{place}-called": called})
    return page.wish("next", **{f"neighbours-{place}-kind": "yes"})


def _rows(page):
    return dict(page.fields)["rows"]


def test_one_is_added_after_the_other(roster):
    _fill(roster.wish("add"), "Zari")
    assert "Gul" in roster.text
    assert "Zari" in roster.text
    assert _rows(roster) == "2"
    assert "Add one more" in roster.text
    assert "child" not in roster.text  # a roster of any form: these are neighbours


def test_in_a_long_list_one_is_added_without_going_to_its_end(roster):
    for place in range(5):
        assert roster.html.count('value="add"') == 1, place
        _fill(roster.wish("add"), f"Zari {place}")
    assert roster.html.count('value="add"') == 2
    assert 'href="#after-the-list"' in roster.html


def test_removing_asks_first_and_can_be_taken_back(roster):
    _fill(roster.wish("add"), "Zari")
    roster.wish("remove:1")
    assert "with all its answers?" in roster.text
    assert _rows(roster) == "2"
    roster.wish("remove-now:1")
    assert "Gul" not in roster.text
    roster.wish("undo")
    assert _rows(roster) == "2"
    assert "Gul" in roster.text


def test_what_was_brought_back_has_its_answers(roster):
    roster.wish("remove:1").wish("remove-now:1").wish("undo").wish("change:1")
    assert 'value="Gul"' in roster.html
    roster.wish("next")
    assert "checked" in roster.html


def test_changing_opens_the_first_question_of_the_row(roster):
    assert roster.wish("change:1").asked == "What shall we call this neighbour?"


@pytest.mark.parametrize("wish", ["remove-now:9", "change:0", "remove:x", "undo", "up:2", "down:1"])
def test_a_wish_for_a_row_that_is_not_there_changes_nothing(roster, wish):
    assert _rows(roster.wish(wish)) == "1"


def test_a_button_pressed_twice_adds_once(roster):
    pressed = dict([*roster.fields, ("do", "add")])
    roster.post("/interview", pressed)
    roster.post("/interview", pressed)
    while 'name="rows"' not in roster.html:
        roster.wish("skip")
    assert _rows(roster) == "2"


def test_going_on_leaves_the_roster(roster):
    assert roster.wish("next").asked == "All answers"


def _names(page):
    return re.findall(r"· <bdi[^>]*>(\w+)</bdi>", page.html)


def test_a_row_that_comes_back_stands_where_it_stood(roster):
    _fill(roster.wish("add"), "Zari")
    roster.wish("remove:1").wish("remove-now:1").wish("undo")
    assert _names(roster) == ["Gul", "Zari"]


def test_rows_change_places_and_the_keyboard_goes_with_the_row(roster):
    for name in ("Zari", "Nur"):
        _fill(roster.wish("add"), name)
    roster.wish("up:3")
    assert _names(roster) == ["Gul", "Nur", "Zari"]
    assert re.search(r'id="row-2-up"[^>]* autofocus', roster.html)
    roster.wish("up:2")
    assert _names(roster) == ["Nur", "Gul", "Zari"]
    assert re.search(r'id="row-1-down"[^>]* autofocus', roster.html)
    assert _names(roster.wish("down:1")) == ["Gul", "Nur", "Zari"]


@pytest.mark.parametrize("wish", ["up:2", "remove-now:1"])
def test_an_answer_that_was_left_out_never_comes_back_into_the_place_of_another_row(
    roster, app, wish
):
    for name in ("Zari", "Nur"):
        _fill(roster.wish("add"), name)
    roster.wish("change:2").wish("next").wish("skip", **{"neighbours-2-kind": "no"})
    assert 'id="taken-away"' in roster.html
    roster.wish(wish)
    (visit,) = [one for one in app.extensions[EXTENSION].visits.all() if one.sitting]
    before = visit.sitting.interview.save()
    roster.wish("bring-back")
    assert visit.sitting.interview.save() == before


@pytest.mark.parametrize("wish", ["up:3", "down:1", "remove-now:1"])
def test_a_page_that_is_older_than_the_order_of_the_rows_answers_strikes_and_removes_nothing(
    roster, app, wish
):
    for name in ("Zari", "Nur", "Bibi"):
        _fill(roster.wish("add"), name)
    (visit,) = [one for one in app.extensions[EXTENSION].visits.all() if one.sitting]
    other_tabs = _pages_of_other_tabs(roster)
    roster.wish(wish)
    before = visit.sitting.interview.save()
    for path, sent in other_tabs:
        roster.post(path, sent)
        assert "That page was an old one" in roster.text, sent
    assert visit.sitting.interview.save() == before


def _pages_of_other_tabs(roster):
    """Return what three tabs would send that stay open while this one goes on."""
    whole = dict([*roster.fields, ("do", "remove-now:2")])
    roster.wish("change:2")
    question = dict([*roster.fields, ("q-neighbours-2-called", "Wrong"), ("do", "save")])
    roster.get("/interview/answers")
    struck = dict([*roster.fields, ("do", "strike-now:q-neighbours-2-called")])
    roster.get("/interview").send("/interview", screen=whole["screen"], do="keep")
    return ("/interview", question), ("/interview", whole), ("/interview/answers", struck)
