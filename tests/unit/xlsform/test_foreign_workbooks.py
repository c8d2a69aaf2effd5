"""Rules for workbooks written for other programs: what XLSForm allows simply works here."""

from contextlib import suppress
from pathlib import Path

import pytest
from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from survey_app.errors import SurveyError
from survey_app.xform.parsing import parse
from survey_app.xlsform.checking import check_form
from survey_app.xlsform.files.reading import (
    read_workbook,
    workbook_from_bytes,
    workbook_from_markdown,
)
from survey_app.xlsform.to_xform.compiling import compile_form

PEERS = Path(__file__).resolve().parents[4] / "shared" / "conformance" / "forms"
REFUSED_BY_JAVAROSA_TOO = {"bad_calc-7463ccef.xlsx"}
"""pyxform does not read expressions; JavaRosa cannot load what it makes of these."""

XF = {"x": "http://www.w3.org/2002/xforms"}


def tree(book, texts=None):
    return etree.fromstring(compile_form(book, texts or {}).xform)


def errors(book):
    return [one.code for one in check_form(book, {}) if one.severity == "error"]


def itext(book, texts=None):
    return {
        one.get("lang"): ["".join(value.itertext()) for value in one.iterfind("x:text/x:value", XF)]
        for one in tree(book, texts).iterfind(".//x:translation", XF)
    }


BARE = """
| survey | type    | name | label    |
|        | integer | age  | How old? |
"""
FOUR = """
| survey   | type          | name | label::Français (fr) | label::Kiswahili | hint::Français (fr) |
|          | select_one yn | q    | Pourquoi ?           | Kwa nini?        | Doucement           |
| choices  | list name     | name | label::Français (fr) | label::Kiswahili |
|          | yn            | yes  | Oui                  | Ndiyo            |
"""


def test_a_workbook_without_settings_gets_what_pyxform_gives():
    book = workbook_from_bytes(BARE.encode(), "water_points.md")
    compiled = compile_form(book, {})
    assert (compiled.form_id, compiled.title, compiled.version) == ("water_points",) * 2 + ("",)
    assert errors(book) == []
    found = [one for one in check_form(book, {}) if one.code == "CHECK-008"]
    assert {one.severity for one in found} == {"study"}


def test_languages_of_the_workbook_are_taken_as_they_are():
    book = workbook_from_markdown(FOUR)
    compiled = compile_form(book, {})
    assert compiled.languages == ("fr", "kiswahili")
    assert compiled.unreviewed == ("kiswahili",)
    texts = itext(book)
    assert list(texts) == ["Français (fr)", "Kiswahili"]
    assert {"Pourquoi ?", "Doucement", "Oui"} <= set(texts["Français (fr)"])
    assert {"Kwa nini?", "Ndiyo"} <= set(texts["Kiswahili"])


def test_a_gap_in_a_language_shows_the_first_language_and_never_a_dash():
    texts = itext(workbook_from_markdown(FOUR.replace("Kwa nini?", "")))
    assert "Pourquoi ?" in texts["Kiswahili"]
    assert all("-" not in values for values in texts.values())


def test_the_default_language_says_what_a_column_without_language_is():
    book = workbook_from_markdown(
        BARE + "| settings | form_id | default_language |\n| | x | پښتو (ps) |\n"
    )
    assert list(itext(book)) == ["پښتو (ps)"]


def test_a_translation_file_goes_before_a_column_of_the_workbook():
    book = workbook_from_markdown("""
    | survey | type    | name | label | label::Urdu (ur) |
    |        | integer | age  | Age?  | پرانا            |
    |        | integer | kids | Kids? | بچے              |
    """)
    texts = itext(book, {"ur": {"q:age:label": "نیا"}})
    assert texts["Urdu (ur)"][:2] == ["نیا", "بچے"]


def test_two_questions_of_one_name_keep_their_own_words():
    book = workbook_from_markdown("""
    | survey | type        | name | label  | label::Urdu (ur) |
    |        | begin group | one  | One    | ایک              |
    |        | integer     | n    | First  | پہلا             |
    |        | end group   |      |        |                  |
    |        | begin group | two  | Two    | دو               |
    |        | integer     | n    | Second | دوسرا            |
    |        | end group   |      |        |                  |
    """)
    texts = itext(book)
    assert errors(book) == []
    assert {"First", "Second"} <= set(texts["English (en)"])
    assert {"پہلا", "دوسرا"} <= set(texts["Urdu (ur)"])


def test_columns_of_the_choices_keep_their_names_for_filters():
    book = workbook_from_markdown("""
    | survey  | type         | name | label | choice_filter |
    |         | select_one a | q    | Q?    | Count > 1 and tag = 'x' |
    | choices | list_name | name | label | Count | tag |
    |         | a         | p    | P     | 2     | x   |
    """)
    item = tree(book).find(".//x:instance/x:root/x:item", XF)
    assert [(one.tag.split("}")[1], one.text) for one in item][-2:] == [
        ("Count", "2"),
        ("tag", "x"),
    ]
    assert errors(book) == []


def test_curly_quotes_are_read_as_pyxform_reads_them():
    book = workbook_from_markdown("""
    | survey | type | name | label | relevant     |
    |        | text | a    | A?    |              |
    |        | text | b    | B?    | ${a} = ‘yes’ |
    """)
    assert errors(book) == []


def test_what_is_passed_on_arrives_in_the_form_unharmed():
    book = workbook_from_markdown("""
    | survey   | type    | name | label | bind::foo:flag | instance::foo:kind | body::accuracyThreshold | save_to | compact_tag |
    |          | geopoint | here | H?   | yes            | outer              | 10                      | place   | h           |
    | settings | form_id | namespaces              | name  | attribute::foo:zone | public_key | style | instance_name | allow_choice_duplicates |
    |          | x       | foo="http://foo.org/ns" | visit | north               | MIIB       | pages | ${here}       | yes                     |
    | entities | list_name | label   |
    |          | places    | ${here} |
    """)
    said = compile_form(book, {}).xform.decode()
    for part in (
        'foo:flag="yes"',
        'foo:kind="outer"',
        'accuracyThreshold="10"',
        'entities:saveto="place"',
        'odk:tag="h"',
        'nodeset="/visit/here"',
        'foo:zone="north"',
        'base64RsaPublicKey="MIIB"',
        'dataset="places"',
        'class="pages"',
    ):
        assert part in said, part
    assert errors(book) == []


@pytest.mark.parametrize(
    "row",
    [
        "begin lgroup | a | A",
        "add select one prompt using yn | a | A",
        "select all that apply from yn | a | A",
        "select_one yn or specify other | a | A",
        "q string | a | A",
        "get start time | a |",
        "imei | a |",
        "gps | a | A",
        "photo | a | A",
        "percentage | a | A",
        "osm tags | a | A",
        "note | | A note without a name",
    ],
)
def test_an_old_spelling_that_pyxform_knows_is_known_here(row):
    tail = "| | end lgroup | | |\n" if row.startswith("begin") else ""
    book = workbook_from_markdown(
        "| survey | type | name | label |\n| | text | z | Z? |\n"
        f"| | {row} |\n{tail}"
        "| choices | list_name | name | label |\n| | yn | yes | Yes |\n"
        "| osm | list_name | name | label |\n| | tags | t | T |\n"
    )
    assert errors(book) == []
    assert compile_form(book, {}).xform


@pytest.mark.parametrize(
    "row",
    [
        "texxt | a | A",
        "begin group | a | A",
        "end group | | ",
        "select_one nowhere | a | A",
        "text | a b | A",
        "text | z | A",
        "text | | A",
        "calculate | a | A",
        "text | a | ${nobody}",
    ],
)
def test_what_pyxform_refuses_never_passes(row):
    text = f"| survey | type | name | label |\n| | text | z | Z? |\n| | {row} |\n"
    with pytest.raises(PyXFormError):
        convert(text, warnings=[], validate=False, file_type=".md")
    found = [one for one in check_form(workbook_from_markdown(text), {}) if one.severity == "error"]
    assert ("survey", 3) in {(one.sheet, one.row) for one in found}


def peers():
    return sorted(path for path in PEERS.glob("*.xls*") if path.suffix in {".xls", ".xlsx"})


@pytest.mark.skipif(not PEERS.is_dir(), reason="the forms of the peers are not here")
def test_a_workbook_of_the_peers_is_judged_as_pyxform_judges_it():
    assert peers()
    for path in peers():
        accepted = False
        with suppress(Exception):  # whatever pyxform throws, it refuses
            convert(path, warnings=[], validate=False)
            accepted = path.name not in REFUSED_BY_JAVAROSA_TOO
        try:
            book = read_workbook(path)
            passed = not errors(book)
        except SurveyError:
            passed = False
        assert passed == accepted, path.name
        if passed:
            assert parse(compile_form(book, {}).xform, {})
