"""What a form definition says, for everyone who reads it."""

from pathlib import Path

import pytest
from scenario import xform_of

from survey_app.errors import SurveyError
from survey_app.xform import EmptyKind, GroupDef, RepeatDef, empty_kind, parse

FORM = parse(
    xform_of("""
    | survey   | type             | name  | label::English (en) | label::Urdu (ur) | hint::English (en) | guidance_hint::English (en) | appearance | bind::sdc:role | bind::sa:voice | bind::sa:sensitivity | bind::sa:empties    | bind::sa:lifetime | repeat_count |
    |          | begin group      | m1    | First part          | پہلا حصہ         |                    |                             |            |                |                |                      |                     |                   |              |
    |          | integer          | many  | How many?           | کتنے؟            | Count them         | Wait                        |            | quasi          | respondent     | S1                   | refused dont_know   |                   |              |
    |          | begin repeat     | child | Child               | بچہ              |                    |                             | field-list |                |                |                      |                     |                   | ${many}      |
    |          | text             | nick  | Name                | نام              |                    |                             |            | direct         |                |                      |                     | screen            |              |
    |          | select_one yn    | home  | At home, ${nick}?   | گھر پر؟          |                    |                             | quick      | sensitive      |                |                      |                     |                   |              |
    |          | end repeat       |       |                     |                  |                    |                             |            |                |                |                      |                     |                   |              |
    |          | note             | bye   | Thank you           | شکریہ            |                    |                             |            |                |                |                      |                     |                   |              |
    |          | end group        |       |                     |                  |                    |                             |            |                |                |                      |                     |                   |              |
    |          | calculate        | sum   |                     |                  |                    |                             |            |                |                |                      |                     |                   |              |
    |          | acknowledge      | ok    | Understood          | سمجھ گئی         |                    |                             |            |                |                |                      |                     |                   |              |
    | choices  | list_name        | name  | label::English (en) | label::Urdu (ur) | sdc_level1         |                             |            |                |                |                      |                     |                   |              |
    |          | yn               | yes   | Yes                 | ہاں              | known              |                             |            |                |                |                      |                     |                   |              |
    |          | yn               | no    | No                  | نہیں             | known              |                             |            |                |                |                      |                     |                   |              |
    | settings | form_id          | version | default_language  | namespaces |
    |          | study            | 7     | English (en)        | sdc="urn:survey-app:sdc" sa="urn:survey-app:sa" |
""".replace("|          | calculate        | sum   |                     |", "|          | hidden           | sum   |                     |"))
)  # fmt: skip


def test_questions_stand_in_document_order_under_their_names():
    assert list(FORM.questions) == ["many", "nick", "home", "bye", "sum", "ok"]
    assert [q.control for q in FORM.questions.values()] == [
        "input", "input", "select1", "note", None, "trigger",
    ]  # fmt: skip


def test_a_question_says_what_the_columns_said():
    many, nick = FORM.questions["many"], FORM.questions["nick"]
    assert (many.path, many.data_type, many.repeat) == ("/study/m1/many", "int", None) or (
        many.path.endswith("/m1/many")
    )
    assert dict(many.bind.extra)["sdc:role"] == "quasi"
    assert (many.voice, many.sensitivity) == ("respondent", "S1")
    assert many.empties == (EmptyKind.REFUSED, EmptyKind.DONT_KNOW)
    assert (nick.screen_only, many.screen_only) == (True, False)
    assert nick.repeat is not None
    assert nick.repeat.endswith("/m1/child")


def test_texts_are_found_by_language_with_the_default_behind():
    assert FORM.languages == ("English (en)", "Urdu (ur)")
    assert FORM.language_for("ur") == "Urdu (ur)"
    assert FORM.language_for("Urdu (ur)") == "Urdu (ur)"
    assert FORM.language_for("fa") is None
    many = FORM.questions["many"]
    assert FORM.wording(many.label, "ur") == "کتنے؟"
    assert FORM.wording(many.hint, "ur") == "Count them"
    assert FORM.wording(many.hint, "en", "guidance") == "Wait"
    assert FORM.wording(FORM.questions["home"].label, "en") == "At home, {nick}?"


def test_groups_and_repeats_have_titles():
    groups = [node for node in FORM.nodes.values() if isinstance(node, GroupDef) and node.label]
    repeats = [node for node in FORM.nodes.values() if isinstance(node, RepeatDef)]
    assert [FORM.wording(node.label, "ur") for node in groups] == ["پہلا حصہ"]
    assert [FORM.wording(node.label, "en") for node in repeats] == ["Child"]
    assert repeats[0].count is not None


def test_choices_come_with_all_labels_and_columns():
    choices = FORM.questions["home"].choices_all()
    assert [(one.value, one.labels["Urdu (ur)"]) for one in choices] == [
        ("yes", "ہاں"),
        ("no", "نہیں"),
    ]
    assert dict(choices[0].extra)["sdc_level1"] == "known"


def test_a_form_knows_itself():
    assert (FORM.form_id, FORM.version, len(FORM.form_hash)) == ("study", "7", 64)
    assert "odk:xforms-version" in FORM.extra


def test_kinds_of_empty_have_public_codes_and_words():
    assert {kind.word: int(kind) for kind in EmptyKind} == {
        "answered": 0, "refused": 91, "dont_know": 92, "not_asked": 93, "not_applicable": 94,
        "stopped": 95, "not_in_version": 96, "withdrawn": 97, "redacted": 98, "unreached": 99,
    }  # fmt: skip
    assert empty_kind("refused") is EmptyKind.REFUSED
    assert empty_kind("whatever") is None


def test_search_is_an_older_word_for_autocomplete():
    form = parse(
        xform_of("""
            | survey  | type         | name | label::English (en) | appearance |
            |         | select_one l | a    | A                   | search     |
            | choices | list_name    | name | label::English (en) |
            |         | l            | x    | X                   |
        """)
    )
    assert form.questions["a"].appearance.split() == ["search", "autocomplete"]


SHARED = Path(__file__).resolve().parents[4] / "shared" / "conformance" / "forms"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared forms are not here")
@pytest.mark.parametrize("path", sorted(SHARED.glob("*.xml")), ids=lambda path: path.stem)
def test_a_form_of_another_tool_is_read_or_refused_in_one_sentence(path):
    try:
        form = parse(path.read_bytes())
    except SurveyError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - any of them will do
        return
    assert form.root.path in form.nodes


def test_questions_that_offer_one_list_share_its_choices():
    form = parse(
        xform_of("""
        | survey | type         | name | label | choice_filter |
        |        | select_one l | a    | A     |               |
        |        | select_one l | b    | B     | k = ${a}      |
        |        | select_one m | c    | C     |               |
        | choices | list_name | name | label | k |
        |         | l         | x    | X     | 1 |
        |         | l         | y    | Y     | 2 |
        |         | m         | x    | Other |   |
        """)
    )
    a, b, c = (form.questions[name].choices_all() for name in "abc")
    assert [one.value for one in a] == ["x", "y"]
    assert a is b
    assert [list(one.labels.values()) for one in c] == [["Other"]]
