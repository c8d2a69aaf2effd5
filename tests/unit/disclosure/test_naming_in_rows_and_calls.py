import pytest
from told_texts import ROWS, WRITINGS, told

from survey_app.disclosure.free_text.folding import fold
from survey_app.disclosure.free_text.suggest import suggest


def covered(text):
    return [text[span.start : span.end] for span in suggest(text)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "gaon shershah me rehti thi",
            "thana shershah me band rakha",
            "mera susral shershah me he",
        ),
        *("shershah k rehne wale hain", "shershah k qareeb chapa para", "thana shershah wale aae"),
        "hum shershah haspatal me thay",
    ],
)
def test_small_words_of_both_languages_do_not_make_an_urdu_text_english(text):
    assert fold(text).is_roman
    assert any("shershah" in words for words in covered(text))


@pytest.mark.parametrize(
    "text",
    [
        *("The main gate is the one. He beat me.", "I told the main constable", "He told me to go"),
        "My bhai told me that the jail is far",
    ],
)
def test_an_english_text_stays_one_whatever_urdu_word_stands_in_it(text):
    assert not fold(text).is_roman


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("بڑا بیٹا ندیم ہے اور چھوٹا پنہل", ["ندیم", "پنہل"]),
        ("bara gohartaj aur chota nadeem, dono bete school me hain", ["gohartaj", "nadeem"]),
        ("بڑی کا نام نادیہ، چھوٹی کا زرمینہ", ["نادیہ", "زرمینہ"]),
        ("chotay bhai asghar aur baray gohartaj ka jhagra hua", ["asghar", "gohartaj"]),
        ("mera sab se chota bebarg chalees din ka tha", ["bebarg"]),
        ("Bebarg, my youngest, was ill", ["Bebarg"]),
    ],
)
def test_of_two_children_told_apart_by_size_both_names_are_found(text, names):
    assert covered(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("بیٹی کا نام ہم نے پنہل رکھا", ["پنہل"]),
        ("beti ka naam dadi ne bashkan rakha", ["bashkan"]),
        ("bebarg naami warden ne mara", ["bebarg naami"]),
        ("baqi usay rani jee kehti thin", ["rani"]),
        ("باورچی کو ہم موٹا کہتے تھے", ["موٹا"]),
        ("لوگ اسے لالو بادشاہ کے نام سے جانتے ہیں", ["لالو بادشاہ"]),
    ],
)
def test_a_name_is_found_whoever_gave_it(text, names):
    assert covered(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("اے پنہل، ادھر آ", ["پنہل"]),
        ("o bebarg baat sun", ["bebarg"]),
        ('"Bebarg, stop crying," I said', ["Bebarg"]),
        ("Bebarg (my brother) is ill", ["Bebarg"]),
        ("گامن چاچا نے ضمانت دی", ["گامن چاچا"]),
        ("پنہل، نادیہ اور حنا آئیں", ["پنہل", "نادیہ", "حنا"]),
        ("بیچاری زرمینہ مر گئی", ["زرمینہ"]),
        ("نواب بی بی عرف بلو نے بیچا", ["نواب بی بی عرف بلو"]),
        ("میرے والد شاہ رئیس کی زمین", ["شاہ رئیس"]),
    ],
)
def test_who_is_called_pitied_or_honoured_is_found(text, names):
    assert covered(text) == names


@pytest.mark.parametrize(
    "text",
    [
        *(
            "بڑی بیٹی کی شادی ہو چکی ہے اور چھوٹی کنواری ہے",
            "bara kamra sookha tha aur chota geela",
        ),
        *("ae Allah meri madad kar", "arey wah, sipahi ne kaha", "او لڑکی، ادھر آ!"),
        *("bete ka naam dadi ne rakha tha", "بیٹی کا نام ہم نے بعد میں رکھا"),
        *("بڑے بھائی نے زمین بیچی", "ہمارے چاچا نے ضمانت دی", "دوسرے شہر میں کام ملا"),
        *("تیسرا جیل میں پیدا ہوا", "aik afghan aurat thi", "کولہی خاندان سے ہے"),
        *("us ka naam ghalat parha", "us ka bhai wohi police wala he", "ہمسائے کبوتر پالتے ہیں"),
        *("hum sach kehte thay", "ہم سچ کہتے تھے", "police ko hum jhoot kehte thay"),
        *('"Yes," I said, "you may go."', "ek pathan khatoon jo roti thi"),
    ],
)
def test_sizes_calls_and_peoples_without_a_name_are_nobody(text):
    assert covered(text) == []


@pytest.mark.parametrize("writing", WRITINGS)
def test_stories_full_of_rows_and_calls_are_marked(writing):
    stories = told(writing, ROWS)
    spans = [suggest(text.text, text.known) for text in stories]
    idle, missed, named = 0, [], 0
    for text, proposed in zip(stories, spans, strict=True):
        marked = {at for span in proposed for at in range(span.start, span.end)}
        letters = {at for at in marked if text.text[at].isalnum()}
        for one in text.planted:
            words = {at for at in range(one.start, one.end) if text.text[at].isalnum()}
            named += one.kind == "cue"
            missed += [text.text[one.start : one.end]] * (
                one.kind == "cue" and words - letters != set()
            )
        idle += sum(
            all(span.end <= one.start or one.end <= span.start for one in text.planted)
            for span in proposed
        )
    assert len(missed) <= 0.02 * named, missed
    assert idle <= 0.05 * sum(map(len, spans))
