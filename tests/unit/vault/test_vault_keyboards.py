"""Made words are the same passphrase on every keyboard; other texts stay what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.vault.keyboards import LAYOUTS, as_made, typed_on
from survey_app.vault.letters import one_form
from survey_app.vault.passphrase import new_passphrase, normalised, normalised_at_first
from survey_app.vault.words import WORDS, word

MADE = [word(number) for number in range(WORDS)]


FROZEN = {
    "Urdu, phonetic": "ا ب چ د ع ف گ ح ی ج ک ل م ن ہ پ ق ر س ت ء ط و ش ے ز",
    "Urdu, Windows and NLA": "م ش ے ر ھ ن ل ہ ب ا ک ی ع غ ج ح ط د و ٹ ت س ص ف پ ق",
    "Urdu, Arabic variant": "ا ب چ د ع ف گ ھ ی ج ک ل م ن ہ پ ق ر س ت ء ط و ش ے ز",
    "Sindhi": "ا ب ط د ي ف گ ه ڳ ج ڪ ل م ن و پ ق ر س ت ع ڀ ص خ ٿ ز",
    "Pashto": "ش ذ ز ی ث ب ل ا ه ت ن م ړ د خ ح ض ق س ف ع ر ص ې غ ۍ",
    "Persian": "ش ذ ز ی ث ب ل ا ه ت ن م پ د خ ح ض ق س ف ع ر ص ط غ ظ",
    "Arabic": "ش لا ؤ ي ث ب ل ا ه ت ن م ة ى خ ح ض ق س ف ع ر ص ء غ ئ",
    "German": "a b c d e f g h i j k l m n o p q r s t u v w x z y",
    "French": "q b c d e f g h i j k l , n o p a r s t u v z x y w",
}
"""What the keys from a to z gave when the first slots were made."""


def test_the_keyboards_of_the_first_slots_are_known_for_ever():
    assert {name: " ".join(LAYOUTS[name]) for name in FROZEN} == FROZEN


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_made_word_typed_on_this_keyboard_is_that_word(layout):
    keys = LAYOUTS[layout]
    assert len(keys) == 26
    typed = " ".join(typed_on(keys, one) for one in MADE)
    assert normalised(typed) == " ".join(MADE).encode()


def test_no_two_made_words_look_alike_on_any_two_keyboards():
    seen = {}
    for keys in LAYOUTS.values():
        for made in MADE:
            assert seen.setdefault(one_form(typed_on(keys, made)), made) == made


@pytest.mark.parametrize("change", [str.upper, str.title, lambda text: text.replace(" ", "  ")])
def test_capitals_of_a_caps_lock_or_a_telephone_do_not_matter(change):
    made = new_passphrase("words")
    assert normalised(change(made)) == made.encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كتابي علي", "کتابی علی"),
        ("ﻛﺘﺎﺏ", "کتاب"),
        ("مُحَمَّد", "محمد"),
        ("خدا\u200cحافظ", "خداحافظ"),
        ("محـمـد", "محمد"),
        ("١٢٣ بات", "۱۲۳ بات"),
    ],
)
def test_arabic_and_urdu_letters_that_look_alike_are_one_passphrase(one, other):
    assert normalised(one) == normalised(other)


def test_letters_that_differ_stay_different():
    assert normalised("بھائی کہانی") != normalised("بہائی کہانی")
    assert normalised("My Own Sentence") != normalised("my own sentence")


@given(st.text(alphabet="ابپتٹجچحخدڈرڑزسشصطعغفقکگلمنوہھیے ", min_size=1, max_size=40))
def test_an_urdu_sentence_of_her_own_stays_itself(text):
    read = as_made(one_form(text))
    assert read == one_form(text) or set(read.split(" ")) <= set(MADE)


def test_the_form_of_the_first_slots_stays_as_it_was():
    assert normalised_at_first("كتاب Redlamp") == "كتاب Redlamp".encode()
    assert normalised_at_first(" ۱۲۳۴ ۵۶۷۸ ") == b"12345678"
