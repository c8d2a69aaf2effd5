"""A practice on the pages: marked everywhere, and gone at its end."""

import pytest

from survey_app.web.field.desk import EXTENSION

MARK = "Practice: nothing here is kept or counted."


@pytest.fixture
def practice(interviewer):
    interviewer.send("/begin", form="khan_2024", language="en", practice="yes")
    return interviewer.wish("next", opening__free_now="yes")


@pytest.fixture
def store(app):
    return app.extensions[EXTENSION].laptop().store


@pytest.mark.parametrize(
    "path",
    [
        "/interview",
        "/interview/answers",
        "/interview/contents",
        "/interview/pause",
        "/",
        "/holdings",
    ],
)
def test_every_page_of_a_practice_carries_the_watermark_in_both_languages(practice, path):
    assert MARK in practice.get(path).text
    assert 'data-practice="Practice"' in practice.html
    practice.send("/language", language="ur", back="")
    assert 'data-practice="مشق"' in practice.get(path).html


def test_an_interview_carries_no_watermark(garden):
    assert "data-practice" not in garden.html


def test_ending_a_practice_leaves_nothing_and_gives_no_number(practice, store):
    practice.get("/interview/finish")
    assert "End the practice?" in practice.text
    practice.send("/interview/finish")
    assert "The practice is over." in practice.text
    assert "Start an interview" in practice.text
    assert store.counts()["drafts"] == store.counts()["records"] == 0


def test_a_lock_ends_a_practice_for_good(practice, store):
    practice.get("/").send("/lock")
    practice.send("/unlock", passphrase="1111 2222 3333 4444")
    assert "Open interviews" not in practice.text
    assert store.counts()["drafts"] == 0
