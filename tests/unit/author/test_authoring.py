"""Rules for the author's leg, and for the form commands as a researcher meets them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey_app.cli.main import main
from survey_app.workflows.author import (
    check_folder,
    compare,
    convert,
    form_domain,
    load_form,
)
from survey_app.workflows.form_findings.engine import aside_sentences, engine_findings
from survey_app.workflows.translate import merge_form_texts
from survey_app.xform.parsing import parse
from survey_app.xlsform.errors import (
    FormHasErrorsError,
    LossyConversionError,
    NoWorkbookError,
    TargetExistsError,
)
from survey_app.xlsform.files.reading import workbook_from_markdown
from survey_app.xlsform.translating.translation import read_translation
from survey_app.xlsform.versions.changes import CHOICE_SWAPPED, verdict_of
from survey_app.xlsform.versions.difference import differences

ROOT = Path(__file__).resolve().parents[3]
FORMS = ["khan_2024", "mothers_after_prison"]
TRANSLATIONS = ROOT / "translations"


@pytest.mark.parametrize("form", FORMS)
def test_a_shipped_form_checks_clean_and_speaks_both_languages(form):
    folder = ROOT / "forms" / form
    errors = [one for one in check_folder(folder, TRANSLATIONS) if one.severity == "error"]
    assert errors == []
    compiled = load_form(folder, TRANSLATIONS)
    assert (compiled.form_id, compiled.languages, compiled.incomplete) == (form, ("en", "ur"), ())


@pytest.mark.parametrize("form", FORMS)
def test_a_shipped_translation_that_nobody_signed_is_honestly_a_draft(form):
    texts = (TRANSLATIONS / "ur" / "LC_MESSAGES" / f"form-{form}.po").read_text(encoding="utf-8")
    compiled = load_form(ROOT / "forms" / form, TRANSLATIONS)
    assert ("\n# review " in texts) or compiled.unreviewed == ("ur",)


@pytest.mark.parametrize("form", FORMS)
def test_a_shipped_form_survives_every_conversion(form, tmp_path):
    source = ROOT / "forms" / form / "form.md"
    convert(source, tmp_path / "a.xlsx")
    convert(tmp_path / "a.xlsx", tmp_path / "b.csv")
    convert(tmp_path / "b.csv", tmp_path / "c.md")
    assert compare(source, tmp_path / "c.md") == ()


def test_a_form_with_errors_is_not_loaded(tmp_path):
    (tmp_path / "form.md").write_text(
        "| survey | type | name | label |\n| | texxt | a | A? |\n"
        "| settings | form_id | form_title | version |\n| | x | X | 1 |\n",
        encoding="utf-8",
    )
    with pytest.raises(FormHasErrorsError, match=r"survey, row 2, column type \(line 2\)"):
        load_form(tmp_path, TRANSLATIONS)


def test_a_folder_holds_exactly_one_questionnaire(tmp_path):
    with pytest.raises(NoWorkbookError):
        load_form(tmp_path, TRANSLATIONS)
    for name in ("form.md", "form.csv"):
        (tmp_path / name).write_text("| survey | type | name |", encoding="utf-8")
    with pytest.raises(NoWorkbookError):
        load_form(tmp_path, TRANSLATIONS)


def test_a_conversion_never_writes_over_a_file_unasked(tmp_path):
    source = ROOT / "forms" / "khan_2024" / "form.md"
    target = tmp_path / "form.csv"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(TargetExistsError):
        convert(source, target)
    assert target.read_text(encoding="utf-8") == "mine"
    convert(source, target, force=True)
    assert target.read_text(encoding="utf-8") != "mine"


def test_a_conversion_that_would_lose_a_cell_is_refused(tmp_path):
    source = tmp_path / "a.md"
    part = "| survey | type | name |\n| | text | a | aside |\n"
    source.write_text(part + part.replace("text | a", "text | b"), encoding="utf-8")
    with pytest.raises(LossyConversionError):
        convert(source, tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


BEFORE = """
| survey | type            | name | label     | relevant     | sdc_method | was |
|        | integer         | age  | Your age? |              | band:0,18  |     |
|        | select_one town | home | Where?    |              |            |     |
|        | text            | gone | Gone?     |              |            |     |
|        | integer         | old  | Renamed?  |              |            |     |
| choices | list_name | name | label |
|         | town      | a    | A     |
|         | town      | b    | B     |
| settings | form_id | version |
|          | x       | 1       |
"""
AFTER = """
| survey | type            | name | label          | relevant     | sdc_method | was |
|        | integer         | age  | How old?       |              | band:0,30  |     |
|        | integer         | new  | Renamed?       |              |            | old |
|        | select_one town | home | Where?         | ${age} > 18  |            |     |
|        | text            | more | More?          |              |            |     |
| choices | list_name | name | label |
|         | town      | a    | AA    |
|         | town      | c    | C     |
| settings | form_id | version |
|          | x       | 2       |
"""


def test_a_difference_is_said_in_words_with_what_it_costs():
    found = differences(workbook_from_markdown(BEFORE), workbook_from_markdown(AFTER))
    said = {(change.manner.name, change.manner.splits, change.said()) for change in found}
    assert said == {
        ("setting", False, "The setting version was “1”, is now “2”."),
        ("removed", True, "Question gone is gone: “Gone?”."),
        ("wording", False, "The label of age was “Your age?”, is now “How old?”."),
        ("protection", True, "The protection of age (sdc_method) was “band:0,18”, is now “band:0,30”."),
        ("renamed", False, "Question new was called old."),
        ("routing", True, "The relevant of home was “–”, is now “${age} > 18”."),
        ("added", False, "New question more: “More?”."),
        ("moved", False, "home now follows new; before, it followed age."),
        ("choice added", True, "The list town has a new choice c."),
        ("choice removed", True, "The list town lost the choice b."),
        ("choice", False, "label of the choice town/a was “A”, is now “AA”."),
    }  # fmt: skip


def run(*words):
    return CliRunner().invoke(main, ["form", *map(str, words)])


def test_check_prints_place_sentence_and_remedy(tmp_path):
    (tmp_path / "form.md").write_text(
        "| survey | type | name | label | relevant |\n"
        "| | text | a | A? | ${b} = 1 |\n"
        "| settings | form_id | form_title | version |\n| | x | X | 1 |\n",
        encoding="utf-8",
    )
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert "CHECK-020  survey, row 2, column relevant (line 2)" in result.output
    assert "There is no question “b” to refer to." in result.output
    found = json.loads(run("check", tmp_path, "--json").output)
    assert {one["code"] for one in found[str(tmp_path)]} == {"CHECK-020", "CHECK-057"}


def test_check_refuses_a_draft_only_for_the_field():
    folder = ROOT / "forms" / "khan_2024"
    assert run("check", folder, "--translations", TRANSLATIONS).exit_code == 0
    refused = run("check", folder, "--translations", TRANSLATIONS, "--fielding")
    assert refused.exit_code == 1
    assert "  study   CHECK-076  survey" in refused.output
    assert "0 errors, 1 for a study" in refused.output


def test_show_gives_an_outline_to_people_and_to_scripts():
    folder = ROOT / "forms" / "khan_2024"
    shown = run("show", folder, "--translations", TRANSLATIONS)
    assert "draft, not reviewed" in shown.output
    assert "age  (integer; S1 respondent quasi/band:18,25,35,45,55)" in shown.output
    as_json = json.loads(run("show", folder, "--translations", TRANSLATIONS, "--json").output)
    assert [line["name"] for line in as_json["lines"]][:2] == ["opening", "free_now"]


def test_a_workbook_that_cannot_be_read_ends_with_one_sentence(tmp_path):
    (tmp_path / "form.xlsx").write_bytes(b"nothing")
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith("FORM-016: ")
    assert "Traceback" not in result.output


def test_a_damaged_translation_is_one_finding_and_hides_no_other(tmp_path):
    (tmp_path / "form.md").write_text(
        "| survey | type | name | label |\n| | integer | a | A? |\n"
        "| settings | form_id | form_title | version |\n| | x | X | 1 |\n",
        encoding="utf-8",
    )
    po = tmp_path / "translations" / "ur" / "LC_MESSAGES" / "form-x.po"
    po.parent.mkdir(parents=True)
    po.write_text(
        'msgid ""\nmsgstr ""\n\nmsgctxt "q:a:label"\nmsgid "A?"\nmsgstr "ا؟\n', encoding="utf-8"
    )
    found = {one.code for one in check_folder(tmp_path, tmp_path / "translations")}
    assert found >= {"CHECK-078", "PLAN-001"}


def test_the_plan_itself_is_checked_once_the_form_compiles(tmp_path):
    (tmp_path / "form.md").write_text(
        "| survey | type | name | label | sdc_role | sdc_method |\n"
        "| | integer | age | Age? | quasi | band:0,18 |\n"
        "| settings | form_id | form_title | version | sdc_l |\n| | x | X | 1 | 1 |\n",
        encoding="utf-8",
    )
    plan = [one for one in check_folder(tmp_path, tmp_path) if one.code.startswith("PLAN-")]
    assert {(one.column, one.sheet) for one in plan} >= {
        ("sdc_rank", "survey"),
        ("sdc_l", "settings"),
    }


@pytest.mark.parametrize(
    "heading", ["Urdu (ur)", "اردو (ur)", "Urdu / اُردو", "أردو (Urdu)", "Urdu (ur-PK)"]
)
def test_texts_in_a_column_are_taken_over_into_a_file_that_can_be_signed(tmp_path, heading):
    (tmp_path / "form.md").write_text(
        f"| survey | type | name | label | label::{heading} |\n| | integer | a | A? | کیا؟ |\n"
        "| settings | form_id | form_title | version |\n| | x | X | 1 |\n",
        encoding="utf-8",
    )
    assert {"CHECK-077"} == _about_wording(tmp_path) - {"CHECK-079"}
    merge_form_texts(tmp_path, tmp_path, "ur")
    texts = read_translation(tmp_path / "ur" / "LC_MESSAGES" / "form-x.po", "ur")
    assert texts["q:a:label"] == "کیا؟"
    assert not texts.entries["q:a:label"].reviewed
    assert {"CHECK-076"} == _about_wording(tmp_path) - {"CHECK-079"}
    line = ["translation", "review", tmp_path, "--all", "--reviewer", "sana"]
    line += ["--translations", tmp_path]
    assert CliRunner().invoke(main, [*map(str, line)]).exit_code == 0
    assert set() == _about_wording(tmp_path) - {"CHECK-079"}


def _about_wording(folder):
    return {
        one.code for one in check_folder(folder, folder) if "CHECK-069" < one.code < "CHECK-080"
    }


def test_a_foreign_form_is_in_order_but_no_study_may_field_it(tmp_path):
    (tmp_path / "form.md").write_text(
        "| survey | type | name | label::Français (fr) |\n| | integer | a | Âge ? |\n",
        encoding="utf-8",
    )
    assert run("check", tmp_path).exit_code == 0
    assert "The XLSForm is in order." in run("check", tmp_path).output
    assert run("check", tmp_path, "--study").exit_code == 1
    assert load_form(tmp_path, tmp_path).languages == ("fr",)
    with pytest.raises(FormHasErrorsError):
        load_form(tmp_path, tmp_path, fielding=True)
    assert "Âge ?" in run("show", tmp_path).output


CHANGES = [
    ("| | text | more | More? | | |", "", "added", "new-version"),
    ("", "| | text | more | More? | | |", "removed", "breaks-data"),
    ("| | decimal | more | More? | | |", "| | integer | more | More? | | |", "type", "new-version"),
    ("| | integer | more | More? | | |", "| | text | more | More? | | |", "type", "breaks-data"),
    ("| | text | more | Still? | | |", "| | text | more | More? | | |", "wording", "safe"),
    ("| | text | more | M | 1 = 1 | |", "| | text | more | M | | |", "routing", "new-version"),
    ("| | calculate | more | | | 1 |", "| | calculate | more | | | 2 |", "calculation", "breaks-data"),
    (
        "| | begin group | g | G | | |\n| | text | in | I | | |\n| | end group | | | | |",
        "| | text | in | I | | |",
        "group",
        "new-version",
    ),
    (
        "| | begin repeat | g | G | | |\n| | text | in | I | | |\n| | end repeat | | | | |",
        "| | text | in | I | | |",
        "repeat",
        "breaks-data",
    ),
]  # fmt: skip


def version(rows, number):
    return workbook_from_markdown(
        "| survey | type | name | label | relevant | calculation |\n| | text | one | One? | | |\n"
        f"{rows}\n| settings | form_id | version |\n| | x | {number} |\n"
    )


@pytest.mark.parametrize(("after", "before", "manner", "verdict"), CHANGES)
def test_each_change_has_its_verdict(after, before, manner, verdict):
    found = differences(version(before, 1), version(after, 2))
    assert (manner, verdict) in {(one.manner.name, one.manner.verdict.label) for one in found}
    for one in found:
        assert one.said()
        assert one.costs() or one.manner.verdict.label != "breaks-data"


SAME_OR_NOT = [
    ("| | int | m | M | | |", "| | integer | m | M | | |", "safe"),
    ("| | note | m | M | | |", "", "safe"),
    ("", "| | note | m | M | | |", "safe"),
    ("| | text | m | M | ${one}='a b' | |", "| | text | m | M | ${ one } = 'a b' | |", "safe"),
    ("| | text | m | M | ${one}='a b' | |", "| | text | m | M | ${one}='ab' | |", "new-version"),
    ("| | text | m | M | ${one}-1 | |", "| | text | m | M | ${one} - 1 | |", "safe"),
    ("| | text | m | M | ../one-1 | |", "| | text | m | M | ../one - 1 | |", "new-version"),
    ("| | calculate | m | | | 1+1 |", "| | calculate | m | | | 1 + 1 |", "safe"),
    ("| | note | m | M | | 1 |", "", "breaks-data"),
    ("| | note | m | M | | |", "| | text | m | M | | |", "new-version"),
    ("| | text | m | M | | |", "| | note | m | M | | |", "breaks-data"),
    ("| | select_one l | m | M | | |", "| | select1 l | m | M | | |", "safe"),
    ("| | select_one l | m | M | | |", "| | select_one l or_other | m | M | | |", "new-version"),
    ("| | select_one l or_other | m | M | | |", "| | select_one l | m | M | | |", "breaks-data"),
    ("| | select_one l | m | M | | |", "| | select_multiple n | m | M | | |", "breaks-data"),
    ("| | begin group | g | G | | |\n| | text | i | I | | |\n| | end group | | | | |",
     "| | begin_group | h | G | | |\n| | text | i | I | | |\n| | end_group | | | | |", "new-version"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "verdict"), SAME_OR_NOT)
def test_what_is_only_written_differently_is_safe_and_what_only_looks_alike_is_not(
    before, after, verdict
):
    assert verdict_of(differences(version(before, 1), version(after, 2))).label == verdict


def test_a_group_that_goes_with_its_condition_starts_a_new_series():
    group = "| | begin group | g | G | {} | |\n| | text | i | I | | |\n| | end group | | | | |"
    for condition in ("", "${one} = 1"):
        found = differences(
            version(group.format(condition), 1), version("| | text | i | I | | |", 2)
        )
        gone = next(one for one in found if one.manner.name == "group removed")
        assert gone.manner.splits == bool(condition)


def test_labels_that_change_places_break_the_data_and_a_better_label_does_not():
    head = "| survey | type | name | label |\n| | select_one l | a | A |\n| choices | list_name | name | label |\n"
    yes_no, swapped, better, gone = (
        workbook_from_markdown(head + rows)
        for rows in (
            "| | l | y | Yes |\n| | l | n | No |\n",
            "| | l | y | No |\n| | l | n | Yes |\n",
            "| | l | y | Yes |\n| | l | n | No, never |\n",
            "| | l | y | No |\n",
        )
    )
    said = [one.said() for one in differences(yes_no, swapped) if one.manner.splits]
    assert said == [
        "label of the choice l/y was “Yes”, is now “No”: another choice said that.",
        "label of the choice l/n was “No”, is now “Yes”: another choice said that.",
    ]
    assert verdict_of(differences(yes_no, better)[-1:]).label == "safe"
    assert CHOICE_SWAPPED in {one.manner for one in differences(yes_no, gone)}


@pytest.mark.parametrize(
    ("before", "after", "said", "verdict"),
    [
        ("| settings | form_id |\n| | x |", "| settings | form_id |\n| | y |", "form_id", "breaks-data"),
        ("| settings | style |\n| | |", "| settings | style |\n| | pages |", "style", "safe"),
        ("| entities | list_name | label |\n| | a | L |", "| entities | list_name | label |\n| | b | L |",
         "list_name", "breaks-data"),
        ("", "| entities | list_name | label |\n| | a | L |", "list_name", "new-version"),
        ("| choices | list_name | name | k |\n| | a | b | 1 |",
         "| choices | list_name | name | k |\n| | a | b | 2 |", "a/b", "new-version"),
    ],
)  # fmt: skip
def test_settings_entities_and_choices_have_their_verdict_too(before, after, said, verdict):
    head = "| survey | type | name | label |\n| | text | a | A |\n"
    found = differences(workbook_from_markdown(head + before), workbook_from_markdown(head + after))
    assert verdict in {one.manner.verdict.label for one in found if said in one.said()}


TWO_OF_A_NAME = """
| survey | type | name | label | was | relevant | parameters |
| | begin group | g1 | G | | | |
| | integer | age | Age of the mother | | | |
| | end group | | | | | |
| | begin group | g2 | G | | | |
| | integer | age | Age of the child | | | |
| | end group | | | | | |
| | integer | few | How few? | | | |
| | calculate | more | ${few} | | ${few} > 1 | |
| | select_one town | home | Home? | | | |
| | select_one_from_file v.csv | village | Village? | | | value=code |
| choices | list_name | name | label | district |
| | town | a | A | east |
| | town | a | A | west |
| | town | b | B | west |
| external_choices | list_name | name | label |
| | lane | a | A |
| settings | form_id | version | instance_name |
| | x | {version} | ${few} |
"""


@pytest.mark.parametrize(
    ("changed", "verdict", "said"),
    [
        ([("| | integer | age | Age of the child | | | |\n", "")], "breaks-data", "/g2/age is gone"),
        ([("integer | age | Age of the child", "text | age | Age of the child")], "new-version", "/g2/age"),
        (
            [("Age of the mother", "-"), ("Age of the child", "Age of the mother"), ("| - |", "| Age of the child |")],
            "breaks-data",
            "another question asked that",
        ),
        (
            [("| few | How few? | |", "| less | How few? | few |"), ("${few} >", "${less} >"),
             ("| ${few} |", "| ${less} |")],
            "new-version",
            "less was called few",
        ),
        ([("select_one town", "select_one place"), *[(f"| town | {a}", f"| place | {a}") for a in "aab"]],
         "safe", "version"),
        ([("select_one town", "select_one place"), *[(f"| town | {a}", f"| place | {a}") for a in "aa"],
             ("| town | b", "| place | c")],
         "breaks-data", "lost the choice b"),
        ([("| | town | a | A | east |\n", "")], "new-version", "town/a stands in several rows"),
        ([("| | lane | a | A |\n", "")], "breaks-data", "lane lost the choice a"),
        ([("value=code", "value=id")], "breaks-data", "parameters of village"),
    ],
)  # fmt: skip
def test_the_verdict_is_true_where_names_stand_twice_or_only_names_change(changed, verdict, said):
    before = after = TWO_OF_A_NAME.replace("{version}", "1")
    for old, new in [("| x | 1 |", "| x | 2 |"), *changed]:
        assert old in after
        after = after.replace(old, new, 1)
    found = differences(workbook_from_markdown(before), workbook_from_markdown(after))
    assert verdict_of(found).label == verdict
    assert any(said in one.said() for one in found)


@pytest.mark.parametrize(
    ("column", "rows", "verdict"),
    [
        ("name", "a,A,3\nb,B,5\nc,C,1\n", "new-version"),
        ("name", "a,A,3\nb,Bee,5\n", "safe"),
        ("name", "a,B,3\nb,A,5\n", "breaks-data"),
        ("name", "a,A,3\n", "breaks-data"),
        ("name", "a,A,3\nb,B,6\n", "new-version"),
        ("", "a,A,3\nb,B,5\nc,C,1\n", "new-version"),
        ("", "a,A,3\nb,B,6\n", "breaks-data"),
    ],
)
def test_a_list_in_a_file_has_its_verdict_too(tmp_path, column, rows, verdict):
    """A blank column stands for a file that is only looked up."""
    chosen = f"| | select_one_from_file v.csv | v | V? | | value={column} |\n"
    looked = "| | calculate | v | | pulldata('v', 'size', 'name', 'a') | |\n"
    head = "| survey | type | name | label | calculation | parameters |\n"
    for name, content in (("old", "a,A,3\nb,B,5\n"), ("new", rows)):
        (tmp_path / name / "media").mkdir(parents=True)
        (tmp_path / name / "form.md").write_text(
            head + (chosen if column else looked), encoding="utf-8"
        )
        (tmp_path / name / "media" / "v.csv").write_text(
            "name,label,size\n" + content, encoding="utf-8"
        )
    found = [
        one for one in compare(tmp_path / "old", tmp_path / "new") if one.manner.name != "version"
    ]
    assert verdict_of(tuple(found)).label == verdict
    assert found


def test_a_language_that_comes_or_goes_is_one_change():
    head, rows = "| survey | type | name | label", "\n".join(f"| | text | q{n} | A" for n in "123")
    one = workbook_from_markdown(f"{head} |\n{rows} |\n")
    more = workbook_from_markdown(
        f"{head} | label::Sindhi (sd) |\n" + rows.replace("| A", "| A | ب |").replace("\n", "\n")
    )
    assert [(c.manner.name, c.manner.verdict.label) for c in differences(one, more)] == [
        ("language", "safe")
    ]
    assert {c.said() for c in differences(more, one)} >= {
        "The workbook no longer speaks Sindhi (sd)."
    }


def test_a_form_that_needs_a_new_version_and_has_none_is_told_so():
    found = differences(version("", 1), version("| | text | b | B | | |", 1))
    assert found[0].said() == "The version is still “1”."


def test_the_verdict_of_the_whole_reaches_people_and_scripts(tmp_path):
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(BEFORE, encoding="utf-8")
    new.write_text(AFTER, encoding="utf-8")
    shown = run("diff", old, new)
    assert shown.exit_code == 11
    assert shown.output.index("Breaks data:") < shown.output.index("Safe:")
    assert "Interviews that are open go on with the version they were begun with" in shown.output
    assert json.loads(run("diff", old, new, "--json").output)["verdict"] == "breaks-data"
    assert run("diff", old, old).exit_code == 0


def test_a_comparison_with_a_broken_questionnaire_says_so_and_still_tells_what_differs(tmp_path):
    head, tail = (
        "| survey | type | name | label |\n",
        "| settings | form_id | version |\n| | x | 1 |\n",
    )
    (tmp_path / "old.md").write_text(head + "| | integer | a | A? |\n" + tail, encoding="utf-8")
    (tmp_path / "new.md").write_text(
        head + "| | integerr | a | A? |\n| | text | b | B? |\n" + tail, encoding="utf-8"
    )
    old, new = str(tmp_path / "old.md"), str(tmp_path / "new.md")
    told = CliRunner().invoke(main, ["form", "diff", old, new])
    assert told.exit_code == 12
    assert "new.md is not valid: 1 error. The first: survey, row 2, column type" in told.output
    assert "New question b" in told.output
    as_json = CliRunner().invoke(main, ["form", "diff", old, new, "--json"])
    assert [one["code"] for one in json.loads(as_json.output)["errors_new"]] == ["CHECK-011"]
    back = CliRunner().invoke(main, ["form", "diff", new, old])
    assert back.exit_code == 11
    assert "new.md is not valid" in back.output


@pytest.mark.parametrize(
    "expression",
    [
        "count(instance('l')/root/item[count(instance('l')/root/item[label != /data/a]) > 3])",
        "digest('a', 'no such method')",
    ],
)
def test_an_expression_that_fails_in_every_interview_is_told_in_its_cell(tmp_path, expression):
    choices = "".join(f"| | l | c{at} | C{at} |\n" for at in range(600))
    (tmp_path / "form.md").write_text(
        "| survey | type | name | label | calculation |\n| | text | a | A? | |\n"
        f"| | calculate | b | | {expression} |\n"
        f"| choices | list_name | name | label |\n{choices}",
        encoding="utf-8",
    )
    told = [one for one in check_folder(tmp_path, TRANSLATIONS) if one.code == "CHECK-126"]
    assert [(one.row, one.column, one.severity) for one in told] == [(3, "calculation", "warning")]


def test_what_a_form_is_read_without_is_told_in_its_row():
    workbook = workbook_from_markdown("| survey | type | name | label |\n| | text | a | A? |\n")
    form = parse(
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        b'<h:head><model><instance><data id="d"><a/></data></instance>'
        b'<bind nodeset="/data/nobody"/></model></h:head><h:body><input ref="/data/a">'
        b"<label ref=\"jr:itext('nothing')\"/></input></h:body></h:html>"
    )
    told = [(one.code, one.row, one.column) for one in engine_findings(workbook, form)]
    assert told == [("CHECK-125", 0, ""), ("CHECK-125", 2, "label")]
    assert ["nobody" in one for one in aside_sentences(form)] == [True, False]


def test_a_form_with_an_endless_id_is_checked_and_its_translations_have_a_file(tmp_path):
    endless = "ایک_" * 4000
    (tmp_path / "form.md").write_text(
        "| survey | type | name | label |\n| | integer | age | Age? |\n"
        f"| settings | form_id | form_title | version |\n| | {endless} | X | 1 |\n",
        encoding="utf-8",
    )
    assert check_folder(tmp_path, tmp_path)
    assert form_domain(endless) != form_domain(endless + "x")
    (tmp_path / form_domain(endless)).touch()


SCALE = """
| survey | type | name | label | parameters | disabled | bind::type |
| | range | pain | Pain? | start=0 end=5 step=1 | | |
| | text | one | One? | | {disabled} | {kind} |
| | select_one yn | so | So? | | | |
| choices | list_name | name | label |
| | yn | y | Yes |
| | yn | n | No |
| settings | form_id | version |
| | x | {version} |
"""


@pytest.mark.parametrize(
    ("changed", "verdict", "splits", "said"),
    [
        ({"end=5": "end=10"}, "new-version", True, "parameters of pain"),
        ({"{disabled}": "yes"}, "breaks-data", True, "Question one is gone"),
        ({"{disabled}": "no"}, "safe", False, "disabled of one"),
        ({" step=1": ""}, "safe", False, "parameters of pain"),
        ({"{kind}": "int"}, "breaks-data", True, "one changed its type"),
        ({"| y | Yes |\n| | yn | n | No |": "| n | No |\n| | yn | y | Yes |"}, "safe", False,
         "choices of the list yn stand in another order"),
    ],
)  # fmt: skip
def test_what_a_scale_a_switched_off_question_and_an_order_cost(changed, verdict, splits, said):
    def book(version, changed):
        text = SCALE.replace("{version}", version)
        for old, new in changed.items():
            text = text.replace(old, new)
        return workbook_from_markdown(text.replace("{disabled}", "").replace("{kind}", ""))

    found = differences(book("1", {}), book("2", changed))
    assert verdict_of(found).label == verdict
    assert [one.manner.splits for one in found if said in one.said()] == [splits]


def test_a_switched_off_question_is_in_the_file_and_not_in_the_form(tmp_path):
    (tmp_path / "a.md").write_text(
        "| survey | type | name | label | disabled | relevant |\n"
        "| | text | one | One? | | |\n"
        "| | texxt | two | Two? | yes | ${nope} |\n"
        "| | text | one | One again? | TRUE | ${open |\n",
        encoding="utf-8",
    )
    assert run("check", tmp_path / "a.md").exit_code == 0
    convert(tmp_path / "a.md", tmp_path / "b.xlsx")
    convert(tmp_path / "b.xlsx", tmp_path / "c.md")
    kept = (tmp_path / "c.md").read_text(encoding="utf-8")
    assert "texxt" in kept
    assert "One again?" in kept
