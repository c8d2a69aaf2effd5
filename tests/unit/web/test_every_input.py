"""Every kind of question and every appearance: drawn, answered without a script, kept."""

import re

import pytest
from people import INTERVIEWER

from survey_app.web.field.desk import EXTENSION
from survey_app.web.spellings import remembered
from survey_app.workflows import collect
from survey_app.workflows.field_laptop import laptop
from survey_app.workflows.interviewing import cards


@pytest.fixture
def page(interviewer):
    interviewer.send("/begin", form="every_input", language="en")
    return Questions(interviewer)


class Questions:
    """The pages of the form of every input, by the names of its questions."""

    def __init__(self, browser):
        self.browser = browser

    def at(self, name, group=""):
        path = f"/data/inputs/{group}/{name}" if group else f"/data/inputs/{name}"
        key = path.rpartition("/")[0] if group else path
        # a wish that takes nothing from the page it is sent from
        self.browser.send("/interview", screen=key, do="empty:0:nothing")
        self.name = path.removeprefix("/data/").replace("/", "-")
        return self

    def press(self, do="next", *, htmx=False, **parts):
        """Answer the question, its boxes by their endings, and press a button."""
        named = {
            f"{self.name}-{part}" if part != "all" else self.name: value
            for part, value in parts.items()
        }
        self.browser.wish(
            do, htmx=htmx, **{name.replace("-", "__"): value for name, value in named.items()}
        )
        return self

    def field(self):
        return f"q-{self.name}"

    @property
    def html(self):
        return self.browser.html

    @property
    def text(self):
        return self.browser.text.translate(dict.fromkeys(map(ord, "\u2068\u2069")))


@pytest.fixture
def kept(app):
    """Return what stands in the draft on the disk."""

    def look(name):
        desk = app.extensions[EXTENSION]
        opened = desk.laptop()
        person = laptop.unlock(opened, INTERVIEWER)
        (card,) = cards.drafts(opened, person)
        interview = collect.resume(opened, person, card.draft_id).interview
        return interview.value(interview.form.questions[name].path)

    return look


@pytest.mark.parametrize(
    ("name", "parts", "value"),
    [
        (
            "met",
            {"year": "2021", "month": "5", "day": "۲", "time": "۱۴:۳۰"},
            "2021-05-02T14:30:00.000",
        ),
        ("short", {"all": "4"}, "4"),
        ("falling", {"all": "0.75"}, "0.75"),
        ("tall", {"all": "3"}, "3"),
        ("stars", {"all": "2"}, "2"),
        ("picked", {"all": "30"}, "30"),
        ("long", {"all": "۴۲"}, "42"),
        ("bare", {"all": "٠٫٣"}, "0.3"),
        ("phone", {"all": "۰۳۰۰ 1234567"}, "0300 1234567"),
        ("secret", {"all": "Zoon"}, "Zoon"),
        ("rowed", {"all": "one\ntwo"}, "one\ntwo"),
        ("money", {"all": "1,234,567"}, "1234567"),
        ("money", {"all": "۱۲٬۳۴٬۵۶۷"}, "1234567"),
        ("count", {"all": "7"}, "7"),
        ("code", {"all": "4006381333931"}, "4006381333931"),
        ("place", {"all": "۳۱٫۵۲۰۴، 74.3587"}, "31.5204 74.3587"),
        ("way", {"all": "31.5 74.3\n31.6 74.4"}, "31.5 74.3; 31.6 74.4"),
        (
            "field",
            {"all": "31.5 74.3\n31.6 74.4\n31.6 74.3"},
            "31.5 74.3; 31.6 74.4; 31.6 74.3; 31.5 74.3",
        ),
        ("bearing", {"all": "270.5"}, "270.5"),
        ("app", {"all": "by hand"}, "by hand"),
        ("printed", {"all": "by hand"}, "by hand"),
        ("town", {"all": "t3"}, "t3"),
        ("towns", {"all": ["t3", "lahore"]}, "t3 lahore"),
        ("mapped", {"all": "t40"}, "t40"),
        ("soon", {"all": "yes"}, "yes"),
        ("packed", {"all": "fig"}, "fig"),
        ("columned", {"all": "fig"}, "fig"),
        ("liked", {"all": "fig"}, "fig"),
        ("folded", {"all": ["apple", "fig"]}, "apple fig"),
        ("plain", {"year": "2021", "month": "5", "day": "2"}, "2021-05-02"),
        ("moon", {"year": "۱۴۴۲", "month": "9", "day": "1"}, "2021-04-13"),
        ("moonth", {"year": "1442", "month": "9"}, "2021-04-13"),
        ("sun", {"year": "1403", "month": "1", "day": "1"}, "2024-03-20"),
        ("nile", {"year": "1712", "month": "6", "day": "17"}, "1996-02-25"),
        ("axum", {"year": "1988", "month": "6", "day": "17"}, "1996-02-25"),
        ("nepal", {"year": "2021", "month": "5", "day": "2"}, "2021-05-02"),
        ("month", {"year": "2021", "month": "5"}, "2021-05-01"),
        ("year", {"all": "2021"}, "2021-01-01"),
    ],
)
def test_an_answer_is_kept_in_the_form_of_the_standard(page, kept, name, parts, value):
    asked = page.at(name).browser.asked
    page.press(**parts)
    assert page.browser.status == 200, page.text
    assert kept(name) == value
    assert page.at(name).browser.asked == asked
    page.press()
    assert kept(name) == value, "going on without touching anything keeps the answer"


@pytest.mark.parametrize(
    ("name", "parts", "told"),
    [
        ("met", {"year": "2021", "month": "5", "day": "2", "time": ""}, "14:30"),
        ("met", {"year": "2021", "month": "5", "day": "2", "time": "9.15"}, "after noon"),
        ("hour", {"all": "۲:۳۰"}, "Is it before noon or after noon?"),
        ("year", {"all": "19"}, "all its four digits"),
        ("month", {"year": "19", "month": "5"}, "There is no such month."),
        ("short", {"all": "9"}, "Choose one of the answers shown."),
        ("long", {"all": "400"}, "Choose a number from 0 to 100, in steps of 1."),
        ("bare", {"all": "0.25"}, "Choose a number from 0 to 1, in steps of 0.1."),
        ("phone", {"all": "my sister's"}, "digits only"),
        ("money", {"all": "1,2"}, "Write the number in digits"),
        ("place", {"all": "near the mosque"}, "latitude and longitude"),
        ("place", {"all": "91 74"}, "latitude and longitude"),
        ("way", {"all": "31.5 74.3"}, "at least two places"),
        ("field", {"all": "31.5 74.3\n31.6 74.4"}, "at least three places"),
        ("moon", {"year": "1442", "month": "2", "day": "30"}, "There is no such date."),
        ("plain", {"year": "98", "month": "5", "day": "2"}, "There is no such date."),
        ("plain", {"year": "۱۴۴۲", "month": "5", "day": "2"}, "of which calendar is it?"),
        ("moon", {"year": "2021", "month": "5", "day": "2"}, "of which calendar is it?"),
        ("town", {"all": "atlantis"}, "does not fit"),
    ],
)
def test_what_does_not_fit_is_told_and_stays_as_it_was_typed(page, kept, name, parts, told):
    page.at(name).press(**parts)
    assert page.browser.status == 422
    assert told in page.text
    assert not kept(name)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("place", "The place is not read by itself."),
        ("way", "The places are not read by themselves."),
        ("field", "The places are not read by themselves."),
        ("code", "Nothing is scanned here"),
        ("bearing", "The direction is not measured here"),
        ("app", "Here it is written by hand."),
        ("printed", "Nothing is printed from this page."),
        ("mapped", "There is no map here"),
        ("nepal", "write the date in the usual calendar."),
    ],
)
def test_what_a_page_cannot_do_is_said_in_a_sentence_and_something_can_be_answered(
    page, name, sentence
):
    page.at(name)
    assert sentence in page.text
    assert f'name="{page.field()}' in page.html


def test_an_untouched_slider_is_no_answer(page, kept):
    page.at("long")
    assert re.search(
        r'<input type="range" id="[^"]+" class="untouched" min="0"[^>]+hidden>', page.html
    )
    assert 'value="50" aria-label' in page.html, "the handle stands at the placeholder"
    assert 'type="range" name' not in page.html
    page.press()
    assert not kept("long")


def test_the_steps_of_a_range_carry_the_words_of_its_labels(page):
    page.at("short")
    assert '<bdi>1</bdi> <span class="tick">Not at all</span>' in page.html
    assert "<bdi>2</bdi></span>" in page.html


def test_an_upright_scale_has_its_greatest_number_on_top(page):
    page.at("tall")
    assert re.findall(r'type="radio" id="[^"]+" name="[^"]+" value="(\d)"', page.html) == [
        "3",
        "2",
        "1",
    ]


def test_stars_are_buttons_with_numbers(page):
    page.at("stars")
    assert 'class="rating"' in page.html
    assert page.html.count('type="radio"') == 5


def test_an_order_is_no_answer_until_something_is_moved_or_confirmed(page, kept):
    page.at("order")
    assert "This order is not an answer yet." in page.text
    page.press()
    assert not kept("order")


def test_an_order_is_made_with_two_buttons_for_each_choice(page, kept):
    field = page.at("order").field()
    page.press(f"down:{field}:1")
    assert kept("order") == "mango apple fig"
    page.press(f"up:{field}:3")
    assert kept("order") == "mango fig apple"
    page.press(f"up:{field}:1")
    assert kept("order") == "mango fig apple", "the first choice cannot go higher"
    page.press()
    assert kept("order") == "mango fig apple"


def test_the_order_of_the_list_can_be_confirmed_as_it_is(page, kept):
    page.press(f"keep:{page.at('order').field()}")
    assert kept("order") == "apple mango fig"
    assert "This order is right" not in page.text


def test_after_a_move_the_keyboard_goes_with_the_choice_that_moved(page):
    field = page.at("order").field()
    page.press(f"down:{field}:1")
    assert f'id="{field}-2-down" autofocus' in page.html
    page.press(f"down:{field}:2")
    assert f'id="{field}-3-up" autofocus' in page.html, "the last choice can only go up"


def test_a_counter_counts_without_a_script_and_never_below_nothing(page, kept):
    field = page.at("count").field()
    page.press(f"less:{field}")
    assert kept("count") == "0"
    for _ in range(3):
        page.press(f"more:{field}")
    page.press(f"less:{field}")
    assert kept("count") == "2"
    page.press(f"more:{field}", all="11")
    assert kept("count") == "12", "what was typed counts first"


def test_a_counter_that_cannot_read_its_box_leaves_it_alone(page, kept):
    page.press(f"more:{page.at('count').field()}", all="many")
    assert page.browser.status == 422
    assert 'value="many"' in page.html
    assert not kept("count")


def test_a_long_list_is_looked_through_without_a_script(page, kept):
    field = page.at("town").field()
    assert page.html.count('type="radio"') == 30
    assert "There are 11 more." in page.text
    page.press(f"seek:{field}", seek="lah")
    assert re.findall(r'type="radio"[^>]+value="(\w+)"', page.html) == ["lahore"]
    page.press(f"seek:{field}", all="lahore", seek="Town 20")
    shown = re.findall(r'type="radio"[^>]+value="(\w+)"', page.html)
    assert shown[0] == "lahore", "what was chosen stays in sight"
    assert shown[1:] == ["t20"]
    assert kept("town") == "lahore"


def test_enter_in_the_search_of_a_long_list_searches_and_does_not_go_on(page):
    page.at("town").press("next", seek="lah")  # without a script Enter presses the unseen Next
    assert re.findall(r'type="radio"[^>]+value="(\w+)"', page.html) == ["lahore"]
    field = page.field()
    page.press("next", all="lahore", seek="lah")
    assert f'id="{field}-seek"' not in page.html


def test_letters_typed_into_the_search_bring_the_list_while_a_script_saves(page):
    page.at("towns").press("save", htmx=True, seek="lah")
    assert page.browser.status == 200
    assert page.browser.reply.headers["HX-Retarget"] == "#asking"
    assert re.findall(r'type="checkbox"[^>]+value="(\w+)"', page.html) == ["lahore"]


def test_words_of_a_list_are_forgotten_when_the_door_is_locked(page):
    page.press(f"seek:{page.at('town').field()}", seek="lah")
    assert remembered()
    page.browser.send("/lock")
    assert not remembered()


def test_letters_that_fit_nothing_are_told(page):
    page.press(f"seek:{page.at('town').field()}", seek="atlantis")
    assert "Nothing in the list fits these letters." in page.text


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("packed", 'class="packed no-buttons"'),
        ("columned", 'class="columns of-2"'),
        ("liked", 'class="likert of-3"'),
        ("listed", 'class="likert of-3"'),
        ("soon", "data-quick"),
        ("secret", 'class="masked"'),
        ("code", 'class="masked"'),
        ("rowed", 'rows="2"'),
        ("phone", 'inputmode="tel"'),
        ("folded", '<details class="folded">'),
        ("way", '<details class="folded">'),
    ],
)
def test_an_appearance_changes_the_look(page, name, look):
    assert look in page.at(name).html


def test_thousands_stand_apart_on_the_page_and_not_in_the_data(page, kept):
    page.at("money").press(all="1234567")
    assert 'value="1,234,567"' in page.at("money").html
    assert kept("money") == "1234567"


def test_a_table_of_choices_has_a_head_and_rows_that_say_their_choices_to_a_screen_reader(page):
    page.at("warm", "grid")
    assert 'class="cells of-2 only-wide" aria-hidden="true"' in page.html
    assert page.html.count('role="radiogroup" aria-labelledby=') == 2
    page.press(all="yes")
    assert page.browser.status == 200


def test_the_head_of_a_table_of_choices_is_nothing_to_answer(page):
    page.at("warm", "grid")
    assert "reserved_name_for_field_list_labels" not in "".join(
        re.findall(r'<input[^>]+name="([^"]+)"', page.html)
    )


def test_questions_stand_beside_each_other_where_the_form_says_how_wide_they_are(page):
    page.at("half", "wide")
    assert 'id="questions" class="beside of-4"' in page.html
    assert page.html.count("question wide-2") == 2


def test_an_address_is_shown_as_text_and_nothing_is_fetched(page):
    page.at("half", "wide")
    assert "https://example.org/a?b=1" in page.text
    assert 'href="https' not in page.html


def test_a_date_of_another_calendar_is_told_in_the_usual_one_too(page):
    page.at("moon").press(year="1442", month="9", day="1")
    page.at("moon")
    assert "Ramadan" in page.text
    assert "about 13 April 2021" in page.text
    assert "a day or two earlier or later" in page.text
    page.at("sun").press(year="1403", month="1", day="1")
    page.at("sun")
    assert "In the usual calendar: 20 March 2024" in page.text


def test_both_dates_are_read_back(page):
    page.at("moon").press(year="1442", month="9", day="1")
    page.browser.get("/interview/answers")
    assert "1 Ramadan 1442 13 April 2021" in page.text


def test_a_hidden_answer_is_not_read_back(page):
    page.at("secret").press(all="Zoon")
    page.browser.get("/interview/answers")
    assert "Zoon" not in page.html
    assert "Answered; not shown here" in page.text


def test_an_order_is_read_back_with_numbers(page):
    page.press(f"down:{page.at('order').field()}:1")
    page.browser.get("/interview/answers")
    assert "1. Mangoes 2. Apples 3. Figs" in page.text


def test_what_a_form_would_do_by_itself_is_said_once_at_its_first_page(page):
    said = "This form asks for a sound recording in the background. None is made here."
    assert said in page.text
    assert "asks to note the place by itself. It is not noted here." in page.text
    assert said not in page.at("met").text


def test_a_kind_that_a_page_cannot_offer_says_so_and_lets_one_go_on(page):
    page.at("hidden_from_pages")
    assert "cannot be answered here" in page.text
    assert 'value="skip"' not in page.html
    page.press()
    assert page.browser.status == 200
    assert page.browser.asked != "Made by another program."


def test_what_stands_where_a_page_can_offer_nothing_is_kept(page, kept):
    page.at("kept_from_pages").press()
    assert page.browser.status == 200
    assert kept("kept_from_pages") == "made.bin"
