"""Free texts are marked word by word: what is ticked is what is replaced."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from survey_app.disclosure.deidentified.pending import PendingText, WhoOrWhat
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.web.field.reading.marking import redactions_of, words_of

STORY = PendingText("story", "Amina Bibi called 0300-1234567 (twice).", (Span(18, 30, Kind.PHONE),))


def test_a_suspected_word_is_ticked_with_its_likely_role():
    ticked = [word for word in words_of(STORY) if word.marked]
    assert [(word.text, word.role) for word in ticked] == [("0300-1234567", WhoOrWhat.CONTACT)]


def test_neighbours_of_one_role_become_one_place():
    (place,) = redactions_of(STORY, {0, 1}, WhoOrWhat.PERSON)
    assert STORY.text[place.start : place.end] == "Amina Bibi"


def test_neighbours_of_different_roles_stay_two_places():
    places = redactions_of(STORY, {2, 3}, WhoOrWhat.OTHER)
    assert [place.role for place in places] == [WhoOrWhat.OTHER, WhoOrWhat.CONTACT]


def test_punctuation_around_a_word_stays_in_the_sentence():
    (place,) = redactions_of(STORY, {4}, WhoOrWhat.OTHER)
    assert STORY.text[place.start : place.end] == "twice"


@given(st.text(min_size=1), st.sets(st.integers(0, 30)))
def test_words_and_blanks_together_are_the_text(text, ticked):
    pending = PendingText("story", text)
    words = words_of(pending)
    joined = "".join(word.before + word.text for word in words)
    assert text.startswith(joined)
    assert not text[len(joined) :].strip()
    places = redactions_of(pending, ticked, WhoOrWhat.PERSON)
    assert all(one.end <= two.start for one, two in pairwise(places))
    assert all(0 <= place.start < place.end <= len(text) for place in places)


def test_a_number_in_an_urdu_text_is_drawn_in_the_order_of_its_digits_and_kept_as_typed():
    number = words_of(PendingText("story", "میرا نمبر 0300-1234567۔"))[-1]
    assert number.shown == "\u20680300-1234567\u2069۔"
    assert number.text == "0300-1234567۔"
