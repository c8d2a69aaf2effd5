"""The words of a value stand in their own order, whatever the sentence around them does."""

import pytest

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
