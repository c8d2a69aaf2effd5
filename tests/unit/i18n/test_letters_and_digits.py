"""Rules of the i18n room for letters, digits, direction and dates."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from survey_app.i18n.bidi import isolate
from survey_app.i18n.dates import long_date
from survey_app.i18n.digits import fold_digits
from survey_app.i18n.letters import (
    fold_with_offsets,
    original_span,
    search_key,
    urdu_sort_key,
)
from survey_app.i18n.locales import LANGUAGES, language

ARABIC_TEXT = st.text(alphabet=st.sampled_from("اآبپت ٹکیےيىكةۀھہںءئؤـَُّ\u200c\u200f۰١2aBﷲﻻé "))


def test_all_three_sets_of_digits_read_the_same():
    assert fold_digits("۱۲") == fold_digits("١٢") == fold_digits("12") == "12"


def test_a_superscript_is_no_digit():
    assert fold_digits("²") == "²"


def test_spellings_that_a_reader_takes_for_one_name_share_a_key():
    for one, other in [
        ("علي", "علی"),
        ("كلثوم", "کلثوم"),
        ("فاطمه", "فاطمہ"),
        ("نور\u200cجہاں", "نورجہاں"),
        ("مُحمّد", "محمد"),
    ]:
        assert search_key(one) == search_key(other)


def test_two_letters_that_make_two_words_keep_two_keys():
    assert search_key("بھائی") != search_key("بہائی")


def test_the_urdu_alphabet_puts_retroflex_letters_in_their_place():
    words = ["ہاتھ", "گھر", "ڑ", "ٹوپی", "چاول", "پانی", "آم", "انار", "ڈاک", "ژالہ"]
    expected = ["انار", "آم", "پانی", "ٹوپی", "چاول", "ڈاک", "ڑ", "ژالہ", "گھر", "ہاتھ"]
    assert sorted(words, key=urdu_sort_key) == expected


def test_a_found_name_is_covered_with_its_dropped_marks():
    text = "اس کا نام رُخسانہّ تھا"
    folded, offsets = fold_with_offsets(text)
    start = folded.index("رخسانہ")
    first, last = original_span(offsets, start, start + len("رخسانہ"))
    assert text[first:last] == "رُخسانہّ"


def test_a_ligature_is_covered_whole():
    folded, offsets = fold_with_offsets("بﷲب")
    place = folded.index("ل")
    assert original_span(offsets, place, place + 1) == (1, 2)


@given(ARABIC_TEXT)
def test_offsets_never_fall_and_end_at_the_length(text):
    folded, offsets = fold_with_offsets(text)
    assert len(offsets) == len(folded) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)


@given(ARABIC_TEXT)
def test_folding_a_folded_text_changes_nothing(text):
    folded, _ = fold_with_offsets(text)
    assert fold_with_offsets(folded)[0] == folded


@given(ARABIC_TEXT)
def test_a_search_key_is_its_own_search_key(text):
    assert search_key(search_key(text)) == search_key(text)


def test_an_isolated_value_holds_no_direction_character_of_its_own():
    assert isolate("0\u202e-18") == "\u20680-18\u2069"


def test_a_date_has_its_month_as_a_word_and_ascii_digits():
    day = date(2021, 2, 5)
    assert long_date(day, language("ur")) == "5 فروری، 2021"
    assert long_date(day, language("en")) == "5 February 2021"


def test_direction_comes_from_the_language():
    assert {tag: spoken.direction for tag, spoken in LANGUAGES.items()} == {
        "en": "ltr",
        "ur": "rtl",
    }
