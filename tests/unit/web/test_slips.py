"""One press too many: what it did is taken back with one more."""

from people import INTERVIEWER

from survey_app.interview import EmptyKind
from survey_app.web.field.desk import EXTENSION
from survey_app.workflows import collect
from survey_app.workflows.field_laptop import laptop
from survey_app.workflows.interviewing import cards

STORY = "A long story, told once."
LEFT_OUT = 'id="taken-away"'


def _draft(app):
    opened = app.extensions[EXTENSION].laptop()
    person = laptop.unlock(opened, INTERVIEWER)
    (card,) = cards.drafts(opened, person)
    return collect.resume(opened, person, card.draft_id).interview


def _at(page, asked):
    for _ in range(15):
        if page.asked == asked:
            return page
        page.wish("skip" if 'value="skip"' in page.html else "next")
    raise AssertionError(page.text)


def test_a_story_that_a_wrong_press_took_away_comes_back_word_for_word(garden, app):
    for press in ("skip", "empty:91:q-garden-story"):
        _at(garden, "Tell about it.").wish(press, garden__story=STORY)
        assert garden.asked != "Tell about it."
        assert LEFT_OUT in garden.html
        assert STORY not in garden.html
        assert _draft(app).value("/data/garden/story") == ""
        garden.wish("bring-back")
        assert garden.asked == "Tell about it."
        assert _draft(app).value("/data/garden/story") == STORY
        assert _draft(app).empty("/data/garden/story") is None
        assert LEFT_OUT not in garden.html


def test_several_choices_come_back_and_what_was_typed_meanwhile_stays(garden, app):
    _at(garden, "Which fruits?").wish("skip", garden__fruits=["mango", "apple"])
    garden.wish("bring-back", garden__love="3")
    assert _draft(app).value("/data/garden/fruits") == "apple mango"
    assert _draft(app).value("/data/garden/love") == "3"


def test_the_next_step_forgets_what_was_taken_away(garden, app):
    _at(garden, "Tell about it.").wish("skip", garden__story=STORY)
    garden.wish("next", garden__shown="OK").wish("bring-back")
    assert garden.asked != "Tell about it."
    assert _draft(app).value("/data/garden/story") == ""


def test_an_automatic_save_leaves_the_way_back_open(garden, app):
    _at(garden, "Tell about it.").wish("skip", garden__story=STORY)
    garden.wish("save", htmx=True, garden__shown="OK").get("/interview").wish("bring-back")
    assert _draft(app).value("/data/garden/story") == STORY


def test_a_question_left_out_without_an_answer_has_nothing_to_bring_back(garden):
    assert LEFT_OUT not in _at(garden, "Tell about it.").wish("skip").html
    assert LEFT_OUT not in garden.wish("back").wish("empty:92:q-garden-story").html


def test_a_stop_is_taken_back_from_the_answers_and_from_any_question(garden, app):
    for way_back in ("/interview/answers", "/interview"):
        garden.get("/interview/pause").send("/interview/stop")
        assert _draft(app).stopped
        assert 'id="stopped"' in garden.html
        garden.get(way_back).send(way_back, do="go-on")
        assert garden.asked == "Is it quiet here?"
        assert not _draft(app).stopped
        assert 'id="stopped"' not in garden.html


def test_changing_an_answer_after_a_stop_does_not_take_the_stop_back(garden, app):
    garden.get("/interview/pause").send("/interview/stop")
    garden.get("/interview").wish("next", opening__setting__quiet="yes")
    assert _draft(app).stopped


def test_the_rest_of_a_part_that_was_left_out_by_mistake_is_asked_after_all(garden, app):
    _at(garden, "How many trees?").get("/interview/moment").send("/interview/moment", do="skip")
    assert _draft(app).empty("/data/garden/trees") is EmptyKind.NOT_ASKED
    assert "The rest of that part was left out." in garden.text
    garden.wish("bring-back")
    assert garden.asked == "How many trees?"
    assert _draft(app).empty("/data/garden/trees") is None
    assert _draft(app).empty("/data/garden/story") is None
