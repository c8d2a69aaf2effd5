"""Words of a page: values escaped and isolated, mistakes of a translator harmless."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from survey_app.errors import SurveyError
from survey_app.i18n.catalogues import Catalogues
from survey_app.web.wording import Wording, bdi, fill_markup


def test_a_value_is_escaped_and_stands_on_its_own_island():
    assert fill_markup("Age {age}", {"age": "0-18 <b>"}) == "Age <bdi>0-18 &lt;b&gt;</bdi>"


def test_direction_characters_of_a_value_cannot_reach_beyond_it():
    assert bdi("a\u202eb\u2069") == "<bdi>ab</bdi>"


def test_markup_inside_a_value_stays_markup():
    assert fill_markup("{x}", {"x": Markup("<b>1</b>")}) == "<bdi><b>1</b></bdi>"


@given(st.text())
def test_no_text_of_a_translator_can_stop_a_page(text):
    assert isinstance(fill_markup(text, {"count": 1}), Markup)


@given(st.text())
def test_a_text_without_placeholders_is_only_escaped(text):
    assert fill_markup(text, {}) == Markup.escape(text)


def test_an_error_speaks_with_its_values_isolated(tmp_path):
    class ShelfError(SurveyError):
        code = "SHELF-998"
        msgid = "The shelf {shelf} is full."

    said = Wording(Catalogues(tmp_path).translator("en")).of_error(ShelfError(shelf="<a>"))
    assert said == "The shelf <bdi>&lt;a&gt;</bdi> is full."


def test_a_text_that_nobody_translated_yet_is_marked_as_english(tmp_path):
    folder = tmp_path / "ur" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid "Next"\nmsgstr "آگے"\n', encoding="utf-8")
    urdu = Wording(Catalogues(tmp_path).translator("ur"))
    assert urdu.markup("Next") == "آگے"
    assert urdu.markup("Wait {n}.", n=3) == '<bdi lang="en" dir="ltr">Wait <bdi>3</bdi>.</bdi>'
    assert Wording(Catalogues(tmp_path).translator("en")).markup("Next") == "Next"
