"""Other questions in the place of an interview: they look the same and keep nothing."""

import re

import pytest
from field_client import FieldClient

from survey_app.web.field.desk import EXTENSION

MARKER = "zarqa-decoy"


@pytest.fixture
def decoy(garden):
    return garden.send("/daily/show")


FRAME = re.compile(r'class="(bar|cover|hide|steps|saved|way-out)|id="(screen|answers|saved|hide)"')


def buttons(html):
    return re.findall(r"<button[^>]*>(.*?)</button>", html)


def test_the_key_locks_the_laptop_and_shows_a_question_about_bread(decoy, garden):
    assert "How often is bread made at home?" in decoy.text
    assert FieldClient(decoy.app).get("/interview").asked == "Unlock"
    assert decoy.get("/interview").asked == "Unlock"


def test_the_page_has_the_frame_and_the_buttons_of_an_interview(garden):
    while "Skip" not in buttons(garden.html):
        garden.wish("next")
    real = garden.html
    garden.send("/daily/show")
    own = {"Prefers not to answer", "Does not know", "Not asked", "اردو"}
    assert [one for one in buttons(garden.html) if one not in own] == [
        one for one in buttons(real) if one not in own
    ]
    assert FRAME.findall(garden.html) == FRAME.findall(real)


def test_every_button_goes_the_way_it_goes_in_an_interview(decoy):
    decoy.send("/daily", do="next")
    assert "Who cooks most of the time?" in decoy.text
    decoy.send("/daily", do="back")
    assert "How often is bread made at home?" in decoy.text
    decoy.send("/daily", do="skip").send("/daily", do="empty:91:q-kitchen-cooks")
    assert "Which dish" in decoy.text
    assert decoy.send("/daily", do="to:answers").asked == "Unlock"


def test_what_is_typed_is_said_to_be_saved_and_is_nowhere(decoy, app, data):
    store = app.extensions[EXTENSION].laptop().store
    before = store.counts()
    decoy.send("/daily", do="next").send("/daily", do="next")
    decoy.send("/daily", htmx=True, do="save", **{"q-kitchen-dish": MARKER})
    assert decoy.status == 204
    assert decoy.reply.headers["HX-Trigger"] == "answer-saved"
    decoy.get("/daily").send("/daily", do="next", **{"q-kitchen-dish": MARKER})
    decoy.send("/daily", do="back")
    assert "Which dish" in decoy.text
    assert MARKER not in decoy.html
    assert store.counts() == before
    assert not any(
        MARKER.encode() in file.read_bytes() for file in data.rglob("*") if file.is_file()
    )


def test_after_the_last_question_comes_the_first(decoy):
    for _ in range(18):
        decoy.send("/daily", do="next")
    assert "How often is bread made at home?" in decoy.text


def test_the_decoy_speaks_the_language_of_the_interview(interviewer):
    interviewer.send("/begin", form="khan_2024", language="ur")
    interviewer.send("/daily/show")
    assert "گھر میں روٹی کتنی بار بنتی ہے؟" in interviewer.text
    assert '<html lang="ur" dir="rtl"' in interviewer.send("/daily", do="next").html
    interviewer.send("/daily", do="speak:en")
    assert "Who cooks most of the time?" in interviewer.text


def test_the_decoy_needs_no_proof_and_hides_even_from_an_old_page(garden):
    garden.post("/daily/show", data={"csrf_token": "of another visit"})
    assert "How often is bread made at home?" in garden.text
    assert garden.get("/interview").asked == "Unlock"


def test_whoever_is_in_finds_no_decoy(garden):
    assert "Start an interview" in garden.get("/daily").text
