"""The words of a value stand in their own order, whatever the sentence around them does."""

import pytest

from survey_app.i18n.document import code, text, whole_page
from survey_app.release.bars import STYLE, Bar, bars
from survey_app.web.wording import fill_markup

pytestmark = pytest.mark.journey

PLACES = """text => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const from = node.data.indexOf(text);
        if (from < 0) continue;
        return [...text].map((_, at) => {
            const range = document.createRange();
            range.setStart(node, from + at);
            range.setEnd(node, from + at + 1);
            return range.getBoundingClientRect().left;
        });
    }
    return null;
}"""
VALUES = ["+92 300 1234567", "0-18", "2019-03-14", "123/2019", "-5", "Ayesha Khan", "1.5"]
SENTENCE = "آپ نے {value} کہا تھا، ٹھیک ہے؟"


@pytest.mark.parametrize("value", VALUES)
def test_a_value_stands_in_its_own_order_inside_an_urdu_sentence(browser, value):
    page = browser.new_page()
    said = fill_markup(SENTENCE, {"value": value})
    page.set_content(f'<html lang="ur" dir="rtl"><body><p>{said}</p></body></html>')
    places = page.evaluate(PLACES, value)
    assert places == sorted(places)
    page.close()


def test_without_isolation_a_range_would_be_turned_around(browser):
    page = browser.new_page()
    page.set_content(f'<html dir="rtl"><body><p>{SENTENCE.format(value="0-18")}</p></body></html>')
    places = page.evaluate(PLACES, "0-18")
    assert places != sorted(places)
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_thirty_groups_with_long_names_stand_beside_their_bars_and_none_is_cut_off(browser, width):
    long = (
        "جرم کا گروہ {}: قتل، اغوا اور ان کے ساتھ چلنے والے مقدمات جن کی سزا پانچ سال سے زیادہ ہے"
    )
    lines = [Bar(text(long.format(at)), at, 30, text(at)) for at in range(29)]
    lines.append(Bar(code("a_question_with_a_name_of_very_many_letters_" * 2), 1, 30, "1"))
    drawn = bars("کتنی عورتیں", ("گروہ", "حصہ", "عورتیں"), lines)
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(whole_page("خطرہ", {"ur": drawn}, style=STYLE).decode())
    assert page.evaluate(CUT_OFF) == 0
    boxes = page.evaluate(BOXES)
    assert len(boxes) == 30
    assert len({(bar["x"], bar["width"]) for _, bar, _ in boxes}) == 1  # bars can be compared
    for name, bar, number in boxes:
        assert not _overlap(name, bar)
        assert not _overlap(bar, number)
        assert not _overlap(name, number)
    page.close()


CUT_OFF = """() => [...document.querySelectorAll("table")].filter(
    table => table.scrollWidth > table.clientWidth + 1).length"""
BOXES = """() => [...document.querySelectorAll("tbody tr")].map(line => [
    line.querySelector("th bdi, th code"), line.querySelector("svg"),
    line.querySelector("td:last-child")].map(one => one.getBoundingClientRect().toJSON()))"""


def _overlap(one, other):
    return (
        one["left"] < other["right"] - 1
        and other["left"] < one["right"] - 1
        and one["top"] < other["bottom"] - 1
        and other["top"] < one["bottom"] - 1
    )
