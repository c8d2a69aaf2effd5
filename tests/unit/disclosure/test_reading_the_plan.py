from decimal import Decimal

import pytest
from disclosure_forms import CHOICES, SETTINGS, SURVEY, form_of, plan_from, shipped

from survey_app.disclosure.audiences import Audience
from survey_app.disclosure.checks import check_plan
from survey_app.disclosure.errors import PlanError
from survey_app.disclosure.plan import plan_of
from survey_app.disclosure.roles import Role

HEAD = """
| survey |
| | type | name | label::English (en) | sensitivity | sdc_role | sdc_method | sdc_rank | calculation |
"""


def rule(line):
    return next(iter(plan_from(HEAD + line).rules.values()))


def findings(line, settings=SETTINGS):
    return [
        (finding.severity, finding.question, finding.column)
        for finding in check_plan(form_of(HEAD + line, settings=settings))
        if finding.column != "sdc_rank" or finding.question is not None
    ]


def test_a_question_without_a_role_is_a_direct_identifier_and_goes():
    blank = rule("| | select_one yes_no | q | Q | S1 | | keep | | |")
    assert (blank.role, str(blank.method)) == (Role.DIRECT, "drop")


def test_an_unknown_role_is_a_direct_identifier_and_goes():
    odd = rule("| | select_one yes_no | q | Q | S1 | harmless | keep | | |")
    assert (odd.role, str(odd.method)) == (Role.DIRECT, "drop")


@pytest.mark.parametrize(
    ("line", "role", "method"),
    [
        ("| | text | q | Q | S1 | direct | keep | | |", "direct", "drop"),
        ("| | text | q | Q | S1 | direct | pseudonym | | |", "direct", "pseudonym"),
        ("| | text | q | Q | S1 | sensitive | keep | | |", "text", "review"),
        ("| | text | q | Q | S1 | safe | | | |", "text", "review"),
        ("| | text | q | Q | S1 | text | | | |", "text", "review"),
        ("| | text | q | Q | S1 | text | keep | | |", "text", "review"),
        ("| | text | q | Q | S1 | text | drop | | |", "text", "drop"),
        ("| | text | q | Q | S1 | meta | keep | | |", "text", "review"),
        ("| | text | q | Q | S1 | meta | pseudonym | | |", "meta", "pseudonym"),
        ("| | integer | q | Q | S1 | quasi | | | |", "quasi", "drop"),
        ("| | integer | q | Q | S1 | quasi | keep | | |", "quasi", "drop"),
        ("| | integer | q | Q | S1 | quasi | level:1 | | |", "quasi", "drop"),
        ("| | integer | q | Q | S1 | quasi | bend:1 | | |", "quasi", "drop"),
        ("| | integer | q | Q | S1 | quasi | top:6 | | |", "quasi", "top:6"),
        ("| | select_one area | q | Q | S1 | quasi | level:2 | | |", "quasi", "drop"),
        ("| | select_one area | q | Q | S1 | quasi | level:1 | | |", "quasi", "level:1"),
        ("| | select_one area | q | Q | S1 | sensitive | | | |", "sensitive", "keep"),
        ("| | select_one area | q | Q | S1 | sensitive | nonsense | | |", "sensitive", "drop"),
        ("| | date | q | Q | S1 | safe | keep | | |", "safe", "drop"),
        ("| | date | q | Q | S1 | sensitive | date:quarter | | |", "sensitive", "date:quarter"),
        ("| | geopoint | q | Q | S1 | safe | keep | | |", "safe", "drop"),
        ("| | image | q | Q | S1 | sensitive | keep | | |", "sensitive", "drop"),
        ("| | start | q | | | meta | keep | | |", "meta", "drop"),
    ],
)
def test_in_doubt_the_safer_reading_is_followed(line, role, method):
    followed = rule(line)
    assert (followed.role.value, str(followed.method)) == (role, method)


def test_an_answer_without_a_sensitivity_counts_as_the_gravest():
    assert rule("| | select_one yes_no | q | Q | | safe | keep | | |").sensitivity == 3


def test_the_settings_of_the_study_are_read():
    plan = plan_from()
    assert (plan.k, plan.l, plan.table_min, plan.max_drop) == (5, 2, 5, Decimal("0.2"))
    assert [rule.name for rule in plan.keys] == ["age", "children_n", "offence", "area"]


def test_a_form_that_sets_nothing_gets_careful_thresholds():
    bare = "| settings |\n| | form_title | form_id | version | default_language |\n| | F | f | 1 | English (en) |\n"
    plan = plan_from(settings=bare)
    assert (plan.k, plan.l, plan.table_min, plan.audience) == (5, 2, 10, Audience.PARTNER)


@pytest.mark.parametrize("setting", ["| 0 | 2 |", "| five | 2 |", "| 5 | -1 |"])
def test_a_setting_that_cannot_be_read_names_itself(setting):
    with pytest.raises(PlanError, match="sdc_"):
        plan_from(settings=SETTINGS.replace("| 5 | 2 |", setting))


def test_an_audience_can_make_a_plan_stricter_and_never_laxer():
    plan = plan_from()
    assert (plan.for_audience(Audience.TEAM).k, plan.for_audience(Audience.PUBLIC).k) == (5, 10)


def test_the_hash_of_a_plan_changes_with_every_rule_and_threshold_and_with_nothing_else():
    first = plan_from()
    assert plan_from().hash == first.hash
    assert plan_from(SURVEY.replace("Enough food", "Food enough")).hash == first.hash
    for old, new in (
        ("top:4", "top:5"),
        ("sensitive | keep", "sensitive | drop"),
        ("| 3 | | |", "| | | |"),
    ):
        assert plan_from(SURVEY.replace(old, new, 1)).hash != first.hash, old
    assert plan_from(settings=SETTINGS.replace("| 5 | 2 |", "| 6 | 2 |")).hash != first.hash
    assert plan_from(choices=CHOICES.replace("Area 3 | south", "Area 3 | north")).hash != first.hash


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("| | text | q | Q | S1 | | drop | | |", "sdc_role"),
        ("| | text | q | Q | S1 | harmless | drop | | |", "sdc_role"),
        ("| | text | q | Q | S1 | sensitive | review | | |", "sdc_role"),
        ("| | text | q | Q | S1 | direct | keep | | |", "sdc_method"),
        ("| | integer | q | Q | S1 | quasi | | | |", "sdc_method"),
        ("| | integer | q | Q | S1 | quasi | keep | | |", "sdc_method"),
        ("| | text | q | Q | S1 | text | keep | | |", "sdc_method"),
        ("| | integer | q | Q | S1 | quasi | band:9,1 | | |", "sdc_method"),
        ("| | select_one area | q | Q | S1 | quasi | level:2 | | |", "sdc_method"),
        ("| | date | q | Q | S1 | sensitive | keep | | |", "sdc_method"),
        ("| | select_one yes_no | q | Q | | safe | keep | | |", "sensitivity"),
        ("| | select_one area | q | Q | S3 | quasi | level:0 | 1 | |", "sdc_rank"),
    ],
)
def test_the_check_names_the_question_and_the_column(line, column):
    assert ("error", "q", column) in findings(line)


@pytest.mark.parametrize(
    "line",
    [
        "| | text | q | Q | S1 | text | review | | |",
        "| | text | q | Q | S1 | direct | drop | | |",
        "| | select_one area | q | Q | S1 | quasi | level:1 | 1 | |",
        "| | integer | q | Q | S1 | quasi | band:18,25 | 1 | |",
        "| | note | q | Q | | | | | |",
    ],
)
def test_a_sound_plan_has_no_error(line):
    assert [one for one in findings(line) if one[0] == "error"] == []


def test_the_check_counts_key_variables_and_looks_at_k():
    seven = "".join(f"| | integer | q{n} | Q | S1 | quasi | top:4 | {n} | |\n" for n in range(1, 8))
    columns = {one.column for one in check_plan(form_of(HEAD + seven)) if one.severity == "error"}
    assert "sdc_rank" in columns
    low = SETTINGS.replace("| 5 | 2 |", "| 2 | 2 |")
    assert "sdc_k" in {one.column for one in check_plan(form_of(HEAD + seven, settings=low))}


def test_a_value_computed_from_a_stricter_one_is_pointed_out():
    lines = "| | text | name | Q | S1 | direct | drop | | |\n| | calculate | q | | S1 | safe | keep | | string-length(${name}) |"
    assert ("warning", "q", "sdc_role") in findings(lines)


@pytest.mark.parametrize("form_id", ["khan_2024", "mothers_after_prison"])
def test_the_shipped_forms_have_a_plan_without_an_error(form_id):
    errors = [one for one in check_plan(shipped(form_id)) if one.severity == "error"]
    assert [one.sentence.text() for one in errors] == []


@pytest.mark.parametrize("form_id", ["khan_2024", "mothers_after_prison"])
def test_in_the_shipped_forms_every_typed_answer_is_dropped_or_read(form_id):
    for followed in plan_of(shipped(form_id)).rules.values():
        if followed.shape.value == "typed":
            assert followed.method.verb in {"drop", "review", "pseudonym"}, followed.name
