"""Rules for what a check of a workbook finds, each with its place."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.xlsform.checking import check_form
from survey_app.xlsform.files.reading import workbook_from_markdown
from survey_app.xlsform.rulebook import offer_rules, plan_rules, rules, text_rules, value_rules
from survey_app.xlsform.rulebook.every_rule import RULES
from survey_app.xlsform.rulebook.findings import Rule
from survey_app.xlsform.spelling import nearest, within

HEAD = "| survey | type | name | label | relevant | constraint | calculation | {extra} |\n"
TAIL = """
| choices  | list_name | name | label | sdc_level1 |
|          | yn        | yes  | Yes   | good       |
|          | yn        | no   | No    | bad        |
| settings | form_id   | form_title | version | {settings} |
|          | x         | X          | 1       | {values} |
"""


def form(*rows, extra="sdc_role", settings="style", values="pages"):
    lines = "".join(f"| | {row} |\n" for row in rows)
    return workbook_from_markdown(
        HEAD.format(extra=extra) + lines + TAIL.format(settings=settings, values=values)
    )


def codes(workbook, texts=None):
    return [finding.code for finding in check_form(workbook, texts or {})]


SOUND = (
    "select_one yn | q1 | Was it so? | | | | safe",
    "integer | age | How old? | ${q1} = 'yes' | . >= 18 and . < 120 | | direct",
)


def test_a_sound_form_gives_no_finding():
    assert codes(form(*SOUND)) == []


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("CHECK-011", "texxt | a | A? | | | | safe"),
        ("CHECK-012", "text | | A? | | | | direct"),
        ("CHECK-013", "integer | my age | A? | | | | safe"),
        ("CHECK-014", "integer | age | A? | | | | safe"),
        ("CHECK-015", "integer | meta | A? | | | | safe"),
        ("CHECK-016", "begin group | g | A | | | | "),
        ("CHECK-017", "end repeat | | | | | | "),
        ("CHECK-018", "integer | a | | | | | safe"),
        ("CHECK-020", "integer | a | A? | ${agge} > 1 | | | safe"),
        ("CHECK-020", "integer | a | So ${agge}? | | | | safe"),
        ("CHECK-021", "integer | a | A? | ${age} > | | | safe"),
        ("CHECK-021", "integer | a | A? | ${age > 1 | | | safe"),
        ("CHECK-021", "integer | a | A? | | . >= 'x | | safe"),
        ("CHECK-022", "integer | a | A? | selectd(${q1}, 'yes') | | | safe"),
        ("CHECK-023", "integer | a | A? | selected(${q1}) | | | safe"),
        ("CHECK-024", "integer | a | A? | ${a} > 1 | | | safe"),
        ("CHECK-026", "integer | a | A? | ${q1} = 'yess' | | | safe"),
        ("CHECK-026", "integer | a | A? | selected(${q1}, 'maybe') | | | safe"),
        ("CHECK-024", "calculate | a | | | | ${a} + 1 | safe"),
        (
            "CHECK-025",
            "calculate | a | | | | ${b} + 1 | safe |\n| | calculate | b | | | | ${a} | safe",
        ),
        (
            "CHECK-056",
            "text | a | A? | ${b} = 'x' | | | safe |\n| | text | b | B? | ${a} = 'x' | | | safe",
        ),
        ("CHECK-026", "integer | a | A? | ${q1} = 'Yes' | | | safe"),
        ("CHECK-094", "note | a | A | | . > 1 | | safe"),
        ("CHECK-094", "begin group | a | A | | | ${age} | \n| | end group | | | | | "),
        ("CHECK-095", "select_one yn | a | A? | | | 'perhaps' | safe"),
        ("CHECK-097", "integer | a | A? | ${age} = 'old' | | | safe"),
        ("CHECK-021", "integer | a | A? | | . >= and 3 | | safe"),
        ("CHECK-022", "calculate | a | | | | konkat('a', 'b') | safe"),
        ("CHECK-023", "calculate | a | | | | if(${q1} = 'yes') | safe"),
        ("CHECK-029", "integer | a | So ${q1? | | | | safe"),
        ("CHECK-029", "integer | a | So ${}? | | | | safe"),
        ("CHECK-030", "select_one | a | A? | | | | safe"),
        ("CHECK-031", "select_one ny | a | A? | | | | safe"),
        ("CHECK-040", "integer | a | A? | | | | "),
        ("CHECK-041", "integer | a | A? | | | | kuasi"),
    ],
)
def test_a_broken_row_is_found_where_it_stands(code, row):
    found = [one for one in check_form(form(*SOUND, row), {}) if one.code == code]
    assert found, codes(form(*SOUND, row))
    assert (found[0].sheet, found[0].row) == ("survey", 4)
    assert found[0].line == 4


@pytest.mark.parametrize(
    ("code", "extra", "cell"),
    [
        ("CHECK-001", "sensitivty", "S1"),
        ("CHECK-002", "weather", "sun"),
        ("CHECK-003", "relevance", "1"),
        ("CHECK-042", "sdc_method", "blur"),
        ("CHECK-049", "sdc_rank", "9"),
        ("CHECK-055", "sdc_seek", "perhaps"),
        ("CHECK-060", "sensitivity", "S9"),
        ("CHECK-062", "voice", "mother"),
        ("CHECK-063", "empties", "refused unknown"),
        ("CHECK-064", "lifetime", "week"),
        ("CHECK-066", "was", "q"),
        ("CHECK-067", "appearance", "multilin"),
        ("CHECK-069", "required", "sometimes"),
        ("CHECK-077", "label::Urdu (ur)", "کیوں؟"),
        ("CHECK-077", "label::اُردو (ur)", "کیوں؟"),
        ("CHECK-156", "label::Français (fr)", "Pourquoi ?"),
    ],
)
def test_a_wrong_column_or_value_is_found(code, extra, cell):
    book = form("integer | q | Why? | | | | " + cell, extra=extra)
    assert code in codes(book)


@pytest.mark.parametrize(
    ("code", "type_", "role", "method"),
    [
        ("CHECK-043", "text", "direct", "keep"),
        ("CHECK-043", "text", "", "review"),
        ("CHECK-044", "integer", "quasi", "keep"),
        ("CHECK-044", "integer", "quasi", ""),
        ("CHECK-046", "text", "text", "keep"),
        ("CHECK-046", "text", "safe", "keep"),
        ("CHECK-051", "select_one yn", "quasi", "band:0,5"),
        ("CHECK-051", "integer", "quasi", "date:year"),
        ("CHECK-052", "integer", "quasi", "band:5,3"),
        ("CHECK-053", "geopoint", "safe", "keep"),
    ],
)
def test_role_and_method_that_contradict_each_other_are_found(code, type_, role, method):
    book = form(f"{type_} | q | Where? | | | | {role} | {method}", extra="sdc_role | sdc_method")
    assert code in codes(book)


def test_a_quasi_identifier_that_is_coarsened_gives_no_finding():
    for type_, method in [
        ("integer", "band:0,18,25"),
        ("integer", "top:6"),
        ("select_one yn", "level:0"),
        ("select_one yn", "level:1"),
        ("date", "date:year"),
        ("integer", "drop"),
    ]:
        book = form(f"{type_} | q | ? | | | | quasi | {method}", extra="sdc_role | sdc_method")
        assert codes(book) == ["CHECK-036"] * (type_ != "select_one yn"), (type_, method)


def test_seven_ranked_questions_are_one_too_many():
    rows = [f"integer | q{n} | ? | | | | quasi | top:6 | {n}" for n in range(1, 8)]
    found = codes(form(*rows, extra="sdc_role | sdc_method | sdc_rank"))
    assert "CHECK-045" in found


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("sdc_k", "2", "CHECK-047"),
        ("sdc_k", "five", "CHECK-048"),
        ("sdc_max_drop", "20%", "CHECK-048"),
        ("sdc_audience", "world", "CHECK-048"),
        ("sdc_kk", "5", "CHECK-001"),
    ],
)
def test_a_plan_setting_that_cannot_be_is_found(setting, value, code):
    assert code in codes(form(*SOUND, settings=setting, values=value))


def test_a_ring_of_calculations_is_said_once_with_its_members():
    book = form(
        "calculate | a | | | | ${b} + 1 | safe",
        "calculate | b | | | | ${c} + 1 | safe",
        "calculate | c | | | | ${a} + 1 | safe",
        "calculate | d | | | | ${a} + 1 | safe",
        *SOUND,
    )
    rings = [one for one in check_form(book, {}) if one.code == "CHECK-025"]
    assert [one.details["ring"] for one in rings] == ["a → b → c → a"]


def test_a_group_that_looks_at_a_question_inside_itself_is_a_ring():
    book = form(
        "begin group | g | G | ${inside} = 1 | | | ",
        "integer | inside | ? | | | | safe",
        "end group | | | | | | ",
        *SOUND,
    )
    assert "CHECK-025" in codes(book)


def test_a_condition_on_a_later_answer_is_said():
    book = form(
        "integer | a | ? | ${later} = 1 | | | safe", "integer | later | ? | | | | safe", *SOUND
    )
    assert codes(book) == ["CHECK-027"]


def test_questions_on_one_screen_may_look_at_each_other():
    book = workbook_from_markdown(
        """
| survey | type        | name  | label | relevant     | appearance | sdc_role |
|        | begin group | g     | G     |              | field-list |          |
|        | integer     | a     | ?     | ${later} = 1 |            | safe     |
|        | integer     | later | ?     |              |            | safe     |
|        | end group   |       |       |              |            |          |
| settings | form_id | form_title | version |
|          | x       | X          | 1       |
"""
    )
    assert codes(book) == []


@pytest.mark.parametrize(
    "condition",
    [
        "${q1} = 'yes' and ${q1} = 'no'",
        "selected(${q1}, 'yes') and 'no' = ${q1}",
        "false()",
        "no",
        "0",
        "${age} > 3 and false()",
    ],
)
def test_a_condition_that_can_never_hold_is_said(condition):
    assert codes(form(*SOUND, f"integer | a | ? | {condition} | | | safe")) == ["CHECK-028"]


def test_a_question_that_contradicts_its_group_is_said_once():
    book = form(
        *SOUND,
        "begin group | g | G | ${q1} = 'yes' | | | ",
        "integer | a | ? | ${q1} = 'no' | | | safe",
        "integer | b | ? | ${q1} = 'yes' or ${q1} = 'no' | | | safe",
        "end group | | | | | | ",
        "integer | c | ? | ${q1} = 'no' | | | safe",
    )
    found = [(one.code, one.details["found"]) for one in check_form(book, {})]
    assert found == [("CHECK-028", "a")]


def test_choices_are_checked_by_list():
    book = workbook_from_markdown(
        """
| survey | type            | name | label | sdc_role | choice_filter |
|        | select_one a    | q    | ?     | safe     | town = 'x'    |
| choices  | list_name | name | label |
|          | a         | one  | One   |
|          | a         | one  | Again |
|          | a         | two words | Two |
|          | a         | mute |       |
|          |           | lost | Lost  |
|          | b         | one  | One   |
| settings | form_id | form_title | version |
|          | x       | X          | 1       |
"""
    )
    found = {(one.code, one.row) for one in check_form(book, {})}
    assert found >= {
        ("CHECK-032", 3),
        ("CHECK-035", 4),
        ("CHECK-034", 5),
        ("CHECK-033", 6),
        ("CHECK-036", 7),
        ("CHECK-037", 2),
    }


def test_a_form_that_asks_nothing_is_said():
    book = workbook_from_markdown(
        "| survey | type | name |\n| | | |\n| settings | form_id | form_title | version |\n| | x | X | 1 |"
    )
    assert codes(book) == ["CHECK-039"]


def test_an_urdu_text_with_an_open_reference_keeps_its_language_out():
    found = check_form(form(*SOUND), {"ur": {"q:age:label": "${عمر"}})
    assert "CHECK-074" in [one.code for one in found]
    assert "CHECK-090" not in [one.code for one in found]


def test_a_level_that_a_choice_lacks_is_found_at_the_choice():
    book = workbook_from_markdown(
        """
| survey | type         | name | label | sdc_role | sdc_method |
|        | select_one a | q    | ?     | quasi    | level:1    |
| choices  | list_name | name | label | sdc_level1 |
|          | a         | one  | One   | g          |
|          | a         | two  | Two   |            |
| settings | form_id | form_title | version |
|          | x       | X          | 1       |
"""
    )
    (found,) = check_form(book, {})
    assert (found.code, found.sheet, found.row, found.column) == (
        "CHECK-050",
        "choices",
        3,
        "sdc_level1",
    )


def test_every_finding_is_said_at_once():
    book = form(
        "texxt | a | ? | | | | safe",
        "integer | b | ? | ${zz} = 1 | | | safe",
        "integer | b | ? | | foo(.) | | kuasi",
        *SOUND,
    )
    assert set(codes(book)) >= {"CHECK-011", "CHECK-020", "CHECK-014", "CHECK-022", "CHECK-041"}


def test_the_place_of_a_syntax_error_counts_characters_of_the_cell():
    book = form(*SOUND, "integer | a | ? | ${q1} = 'yes' and and 1 | | | safe")
    (found,) = check_form(book, {})
    assert found.details["position"] == len("${q1} = 'yes' and and 1")


def test_a_media_file_that_is_not_beside_the_form_is_found():
    book = workbook_from_markdown(
        "| survey | type | name | label | image | sdc_role |\n| | integer | a | ? | a.png | safe |"
    )
    assert "CHECK-038" in [one.code for one in check_form(book, {}, files=[])]
    assert "CHECK-038" not in [one.code for one in check_form(book, {}, files=["a.png"])]


def test_a_picture_of_a_choice_that_is_not_beside_the_form_is_found():
    book = workbook_from_markdown(
        "| survey | type | name | label | sdc_role |\n| | select_one x | a | ? | safe |\n\n"
        "| choices | list_name | name | label | image |\n| | x | y | Y | y.png |"
    )
    assert "CHECK-038" in [one.code for one in check_form(book, {}, files=[])]
    assert "CHECK-038" not in [one.code for one in check_form(book, {}, files=["y.png"])]


def test_a_theme_that_there_is_not_is_found():
    table = "| survey | type | name | label | sdc_role |\n| | integer | a | ? | safe |\n\n"
    for theme, found in (("plum", False), ("purple", True)):
        book = workbook_from_markdown(
            table + f"| settings | form_id | sa_theme |\n| | a | {theme} |"
        )
        assert ("CHECK-048" in [one.code for one in check_form(book, {}, files=[])]) is found


def test_a_misspelt_word_is_near_by_letters_changed_added_dropped_or_swapped():
    assert within("relevent", "relevant", 2) == 1
    assert nearest("tpye", ["type", "name"]) == "type"
    assert nearest("province", ["type", "name"]) == ""


def test_every_rule_is_a_sentence_with_a_remedy():
    for code, rule in RULES.items():
        assert re.fullmatch(r"CHECK-\d{3}", code)
        assert rule.msgid.endswith((".", "}"))
        assert rule.remedy.endswith((".", "?"))
        assert all("{}" not in text for text in (rule.msgid, rule.remedy))


def test_every_rule_has_a_code_of_its_own():
    every = [
        rule
        for module in (rules, value_rules, plan_rules, text_rules, offer_rules)
        for rule in vars(module).values()
        if isinstance(rule, Rule)
    ]
    assert len(every) == len(RULES)


def test_every_rule_is_explained_in_the_specification():
    page = Path(__file__).resolve().parents[3] / "docs" / "spec" / "form-columns.md"
    text = page.read_text(encoding="utf-8")
    unescaped = text.replace("\\|", "|")
    for rule in RULES.values():
        said = rule.msgid.replace("{{", "{").replace("}}", "}")
        assert f"| {rule.code} | " in text
        assert said in unescaped, rule.code


WORDS = st.sampled_from(
    ["", "text", "begin group", "end group", "select_one yn", "select_one", "age", "${age}", "${",
     "${a} + (", "yes", "quasi", "band:1", "integer", "calculate", "a b", "<x>&", "note", "'", "]]>",
     "begin repeat", "end repeat", "meta", "./..", "once(", "select_one_from_file x.csv", "📷"]
)  # fmt: skip


@given(st.lists(st.lists(WORDS, min_size=7, max_size=7), max_size=6))
@settings(max_examples=150, deadline=None)
def test_no_workbook_makes_the_check_fail(rows):
    book = form(*(" | ".join(cell.replace("|", "") for cell in row) for row in rows))
    for finding in check_form(book, {"ur": {"q:age:label": "عمر؟"}}):
        assert finding.message
        assert finding.remedy
        assert finding.place


@pytest.mark.parametrize(
    ("code", "column", "row"),
    [
        ("CHECK-093", "parameters", "range | r | R? | | | | safe | start=1 end=5 step=-1"),
        ("CHECK-093", "parameters", "range | r | R? | | | | safe | start=5 end=1 step=1"),
        ("CHECK-093", "parameters", "range | r | R? | | | | safe | start=1 end=5 step=0"),
        ("CHECK-111", "parameters", "range | r | R? | | | | safe | begin=1 end=5"),
        ("CHECK-111", "parameters", "select_one yn | r | R? | | | | safe | shuffle=true"),
        ("CHECK-037", "choice_filter", "select_one yn | r | R? | | | | safe | region = ${q1}"),
        ("CHECK-094", "choice_filter", "integer | r | R? | | | | safe | name = 'yes'"),
        ("CHECK-094", "repeat_count", "integer | r | R? | | | | safe | 3"),
        ("CHECK-020", "trigger", "calculate | r | | | | 1 | safe | ${nobody}"),
        ("CHECK-096", "trigger", "text | r | R? | | | ${age} | safe | ${known}"),
        ("CHECK-095", "default", "select_one yn | r | R? | | | | safe | Yes"),
        ("CHECK-095", "default", "select_multiple yn | r | R? | | | | safe | yes maybe"),
        ("CHECK-067", "appearance", "text | r | R? | | | | safe | multilin"),
        ("CHECK-090", "save_to", "text | r | R? | | | | safe | place"),
    ],
)
def test_what_pyxform_passes_over_is_found_in_its_cell(code, column, row):
    known = "calculate | known | | | | 1 + 1 | safe"
    book = form(*SOUND, known, row, extra=f"sdc_role | {column}")
    found = [(one.code, one.row) for one in check_form(book, {})]
    assert (code, 5) in found, found


def test_what_only_pyxform_refuses_stands_beside_every_finding_of_ours():
    book = form(
        *SOUND,
        "select_one_from_file x.doc | r | R? | | | | safe |",
        "integer | a | A? | selectd(1) | | | safe |",
        "text | b | B? | ${nobody} > | | | safe |",
        extra="sdc_role | parameters",
    )
    found = {(one.code, one.row) for one in check_form(book, {}) if one.severity == "error"}
    assert found == {("CHECK-090", 4), ("CHECK-022", 5), ("CHECK-020", 6), ("CHECK-021", 6)}


def test_a_row_before_this_one_is_no_ring():
    book = form(
        "begin repeat | kids | Kids | | | | ",
        "calculate | before | | | | indexed-repeat(${total}, ${kids}, position(..) - 1) | safe",
        "calculate | total | | | | ${before} + 1 | safe",
        "end repeat | | | | | | ",
        "calculate | count | | | | ${count} + 1 | safe | ${q1}",
        "select_one yn | q1 | So? | | | | safe |",
        extra="sdc_role | trigger",
    )
    assert [code for code in codes(book) if code in {"CHECK-024", "CHECK-025"}] == []
