"""Rules for the compiled form: what travels in it, and in which languages."""

import pytest
from lxml import etree

from survey_app.xform import parse
from survey_app.xlsform.errors import FormHasErrorsError
from survey_app.xlsform.files.reading import workbook_from_markdown
from survey_app.xlsform.to_xform.compiling import compile_form
from survey_app.xlsform.translating.texts import source_texts
from survey_app.xlsform.translating.translation import Translated, Translation

BOOK = workbook_from_markdown("""
| survey | type          | name  | label::English (en) | guidance_hint::English (en) | constraint | constraint_message::English (en) | voice      | sensitivity | empties   | sdc_role | sdc_method | sdc_rank | purpose  | note_translator | was |
|        | begin repeat  | kids  | Children            |                             |            |                                  |            |             |           |          |            |          |          |                 |     |
|        | integer       | age   | How old is she?     | Ask gently.                 | . < 30     | Too old.                         | respondent | S1          | dont_know | quasi    | band:0,3   | 1        | To know. | softly          | old |
|        | end repeat    |       |                     |                             |            |                                  |            |             |           |          |            |          |          |                 |     |
|        | select_one yn | again | Was ${again} so?    |                             |            |                                  | researcher | S0          |           | safe     | keep       |          | To ask.  |                 |     |
| choices  | list_name | name | label::English (en) | sdc_level1 |
|          | yn        | yes  | Yes                 | good       |
|          | yn        | no   | No                  | bad        |
| settings | form_title | form_id | version | default_language | style | sdc_k | sdc_audience |
|          | Small      | small   | 7       | English (en)     | pages | 5     | team         |
""")  # fmt: skip
URDU = {source.ctx: f"اردو {number}" for number, source in enumerate(source_texts(BOOK))}
URDU["q:again:label"] = "کیا ${again} تھا؟"

XF = {"x": "http://www.w3.org/2002/xforms", "sdc": "urn:survey-app:sdc", "sa": "urn:survey-app:sa"}


def tree(compiled):
    return etree.fromstring(compiled.xform)


def attribute(compiled, path, name):
    return tree(compiled).xpath(f"//x:bind[@nodeset='{path}']/@{name}", namespaces=XF)


def test_our_columns_travel_as_attributes_of_the_bind():
    compiled = compile_form(BOOK, {})
    for name, value in {
        "sdc:role": "quasi",
        "sdc:method": "band:0,3",
        "sdc:rank": "1",
        "sa:sensitivity": "S1",
        "sa:voice": "respondent",
        "sa:empties": "dont_know",
        "sa:purpose": "To know.",
        "sa:was": "old",
    }.items():
        assert attribute(compiled, "/data/kids/age", name) == [value]


def test_the_note_for_the_translator_stays_at_home():
    assert b"softly" not in compile_form(BOOK, {}).xform


def test_the_plan_of_the_study_stands_on_the_model():
    model = tree(compile_form(BOOK, {})).find(".//{*}model")
    assert model.get("{urn:survey-app:sdc}k") == "5"
    assert model.get("{urn:survey-app:sdc}audience") == "team"


def test_groups_of_choices_stay_with_the_choices():
    levels = tree(compile_form(BOOK, {})).xpath("//x:item/x:sdc_level1/text()", namespaces=XF)
    assert levels == ["good", "bad"]


def test_the_same_workbook_and_texts_give_the_same_bytes():
    assert compile_form(BOOK, {"ur": URDU}) == compile_form(BOOK, {"ur": dict(URDU)})


def test_a_whole_translation_becomes_a_language_of_the_form():
    compiled = compile_form(BOOK, {"ur": URDU})
    assert compiled.languages == ("en", "ur")
    assert compiled.titles == {"en": "Small", "ur": URDU["form:form_title"]}
    read = parse(compiled.xform)
    assert [read.title_in(tag) for tag in ("en", "ur", "fr")] == [
        "Small", URDU["form:form_title"], "Small"
    ]  # fmt: skip
    named = tree(compiled).xpath("//x:translation/@lang", namespaces=XF)
    assert named == ["English (en)", "Urdu (ur)"]
    assert compiled.unreviewed == ("ur",)


def test_a_language_that_lacks_one_text_she_hears_is_left_out():
    without = {ctx: text for ctx, text in URDU.items() if ctx != "q:age:label"}
    compiled = compile_form(BOOK, {"ur": without})
    assert compiled.languages == ("en",)
    assert compiled.incomplete == ("ur",)


def test_a_text_for_the_researcher_alone_may_stay_english():
    without = {ctx: text for ctx, text in URDU.items() if ctx != "q:age:guidance_hint"}
    compiled = compile_form(BOOK, {"ur": without})
    urdu = tree(compiled).xpath("//x:translation[@lang='Urdu (ur)']", namespaces=XF)[0]
    assert "Ask gently." in "".join(urdu.itertext())


def test_no_dash_ever_stands_for_a_missing_text():
    for texts in ({}, {"ur": URDU}, {"ur": {}}):
        values = tree(compile_form(BOOK, texts)).xpath("//x:value/text()", namespaces=XF)
        assert "-" not in values


@pytest.mark.parametrize(
    "entry",
    [
        Translated("How old was she?", "اردو"),
        Translated("How old is she?", "اردو", fuzzy=True),
        Translated("How old is she?", ""),
        Translated("How old is she?", "${age} اردو"),
    ],
    ids=["stale", "fuzzy", "empty", "broken"],
)
def test_a_text_that_is_not_ready_keeps_its_language_out(entry):
    entries = {
        source.ctx: Translated(source.text, URDU[source.ctx]) for source in source_texts(BOOK)
    }
    entries["q:age:label"] = entry
    assert compile_form(BOOK, {"ur": Translation("ur", entries)}).incomplete == ("ur",)


def test_a_language_is_reviewed_when_every_text_she_hears_is():
    entries = {
        source.ctx: Translated(source.text, URDU[source.ctx], reviewed=source.is_respondent)
        for source in source_texts(BOOK)
    }
    compiled = compile_form(BOOK, {"ur": Translation("ur", entries)})
    assert (compiled.languages, compiled.unreviewed) == (("en", "ur"), ())


def test_a_changed_text_changes_the_hash_of_its_language_only():
    before = compile_form(BOOK, {"ur": URDU})
    after = compile_form(BOOK, {"ur": {**URDU, "q:age:label": "نیا"}})
    assert before.text_hashes["en"] == after.text_hashes["en"]
    assert before.text_hashes["ur"] != after.text_hashes["ur"]
    assert before.form_hash != after.form_hash


def test_what_pyxform_cannot_understand_is_one_clear_error():
    book = workbook_from_markdown("""
    | survey | type  | name | label |
    |        | texxt | a    | A?    |
    | settings | form_id | form_title |
    |          | x       | X          |
    """)
    with pytest.raises(FormHasErrorsError, match="texxt"):
        compile_form(book, {})


def test_a_label_without_a_language_is_english():
    book = workbook_from_markdown("""
    | survey | type    | name | label    | media::image |
    |        | integer | age  | How old? | age.png      |
    | settings | form_id | form_title |
    |          | x       | X          |
    """)
    texts = {"ur": {"q:age:label": "عمر کتنی ہے؟", "form:form_title": "ایکس"}}
    compiled = compile_form(book, texts, files={"age.png": b"png"})
    urdu = tree(compiled).xpath("//x:translation[@lang='Urdu (ur)']", namespaces=XF)[0]
    assert "jr://images/age.png" in "".join(urdu.itertext())
    assert compiled.files == {"age.png": b"png"}
