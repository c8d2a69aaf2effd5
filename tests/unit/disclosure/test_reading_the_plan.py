from decimal import Decimal

import pytest
from disclosure_forms import CHOICES, SETTINGS, SURVEY, form_of, plan_from, shipped

from survey_app.disclosure.checks import check_plan
from survey_app.disclosure.errors import PlanError
from survey_app.disclosure.planning.audiences import PRESETS, Audience
from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.planning.roles import Role

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


@pytest.mark.parametrize(
    ("line", "role", "method"),
    [
        ("| | text | q | Q | S1 | | | | |", "text", "review"),
        ("| | text | q | Q | S1 | unheard | | | |", "direct", "drop"),
        ("| | geopoint | q | Q | S1 | quasi | geo:province | | |", "quasi", "drop"),
        ("| | image | q | Q | S1 | safe | keep | | |", "safe", "drop"),
        ("| | audio | q | Q | S1 | safe | keep | | |", "safe", "drop"),
        ("| | barcode | q | Q | S1 | safe | keep | | |", "safe", "drop"),
        ("| | deviceid | q | Q | | meta | keep | | |", "meta", "drop"),
        ("| | deviceid | q | Q | | meta | pseudonym | | |", "meta", "pseudonym"),
        ("| | username | q | Q | | safe | keep | | |", "safe", "drop"),
        ("| | phonenumber | q | Q | | safe | | | |", "safe", "drop"),
        ("| | start | q | | | meta | keep | | |", "meta", "drop"),
        ("| | end | q | | | | | | |", "direct", "drop"),
        ("| | today | q | | | meta | date:quarter | | |", "meta", "date:quarter"),
        ("| | date | q | Q | S1 | quasi | date:shift | | |", "quasi", "date:shift"),
        ("| | select_one area | q | Q | S1 | quasi | geo:province | | |", "quasi", "level:1"),
        ("| | select_multiple area | q | Q | S1 | quasi | count | | |", "quasi", "count"),
    ],
)
def test_each_type_has_a_safe_default(line, role, method):
    followed = rule(line)
    assert (followed.role, str(followed.method)) == (role, method)


INPUTS = """| | integer | a | A | S1 | safe | keep | | |
| | integer | b | B | S2 | sensitive | keep | | |
| | integer | c | C | S1 | quasi | band:18,25 | | |
| | text | d | D | S1 | direct | drop | | |
"""


@pytest.mark.parametrize(
    ("expression", "role", "method", "sensitivity"),
    [
        ("${a} + 1", "safe", "keep", 1),
        ("${a} + ${b}", "sensitive", "keep", 2),
        ("if(${c} > 20, ${a}, ${b})", "quasi", "drop", 2),
        ("string-length(${d}) + ${a}", "direct", "drop", 3),
        ("${a} + random()", "direct", "drop", 3),
        ("now()", "direct", "drop", 3),
        ("7", "direct", "drop", 3),
    ],
)
def test_a_computed_answer_without_a_role_is_as_strict_as_its_strictest_input(
    expression, role, method, sensitivity
):
    plan = plan_from(f"{HEAD}{INPUTS}| | calculate | q | | | | | | {expression} |")
    followed = plan.rules["q"]
    assert (followed.role, str(followed.method)) == (role, method)
    assert followed.sensitivity == sensitivity


READ = INPUTS + "| | text | e | E | S1 | text | review | | |\n"
COPY = "| | calculate | copy | | S1 | meta | keep | | concat(${e}, '!') |\n"


@pytest.mark.parametrize(
    ("expression", "kept"),
    [
        ("concat('She said: ', ${e})", False),
        ("if(${a} > 1, 'yes', coalesce(${e}, ''))", False),
        ("substr(${d}, 0, 3)", False),
        ("digest(${d}, 'SHA-256')", False),
        ("translate(${copy}, 'a', 'b')", False),
        ("if(${e} = '', 'no', 'yes')", True),
        ("string-length(${d})", True),
        ("concat(${a}, ' of ', ${b})", True),
        ("regex(${d}, '[a-z]+')", True),
    ],
)
@pytest.mark.parametrize("role", ["safe", "sensitive", "meta"])
def test_no_computed_answer_repeats_a_name_or_a_text_that_nobody_read(expression, kept, role):
    sheet = f"{HEAD}{READ}{COPY}| | calculate | q | | S1 | {role} | keep | | {expression} |"
    assert str(plan_from(sheet).rules["q"].method) == ("keep" if kept else "drop")
    wrong = [one for one in check_plan(form_of(sheet)) if one.question == "q"]
    assert (
        any(one.severity == "error" and "repeats" in one.sentence.text() for one in wrong) != kept
    )


def test_a_choice_among_the_names_of_her_children_is_dropped():
    lines = """| | begin_repeat | kid | Kid | | | | | |
    | | text | called | Called | S1 | direct | drop | | |
    | | end_repeat | | | | | | | |
    | | select_one ${called} | q | Q | S1 | safe | keep | | |
    """
    assert str(plan_from(HEAD + lines).rules["q"].method) == "drop"
    assert ("error", "q", "sdc_method") in findings(lines)


def test_an_answer_that_is_set_from_a_text_when_the_form_opens_or_changes_is_dropped_too():
    head = HEAD.replace("| calculation |", "| calculation | trigger |")
    lines = "".join(f"{line} |\n" for line in READ.splitlines())
    moved = "| | calculate | q | | S1 | safe | keep | | ${e} | ${a} |"
    assert str(plan_from(head + lines + moved).rules["q"].method) == "drop"


def test_a_computed_answer_follows_others_and_rows_of_a_repeat_to_what_was_asked():
    lines = """| | begin_repeat | kid | Kid | | | | | |
    | | integer | e | E | S1 | sensitive | keep | | |
    | | calculate | f | | | | | | ${e} * 2 |
    | | end_repeat | | | | | | | |
    | | calculate | q | | | | | | sum(${f}) |
    """
    rules = plan_from(HEAD + INPUTS + lines).rules
    assert (rules["f"].role, rules["q"].role) == (Role.SENSITIVE, Role.SENSITIVE)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("| | deviceid | q | Q | | meta | keep | | |", "sdc_method"),
        ("| | geopoint | q | Q | S1 | quasi | geo:province | | |", "sdc_method"),
        ("| | select_one yes_no | q | Q | S1 | quasi | geo:provnce | 1 | |", "sdc_method"),
        ("| | date | q | Q | S1 | quasi | date:shift | 1 | |", "sdc_rank"),
        ("| | text | q | Q | S1 | | | | |", "sdc_role"),
        (
            (
                "| | begin_repeat | q | Q | | | band:1 | | |\n"
                "| | integer | n | N | S1 | safe | | | |\n| | end_repeat | | | | | | | |"
            ),
            "sdc_method",
        ),
    ],
)
def test_what_may_not_stay_is_refused_by_name(line, column):
    assert ("error", "q", column) in findings(line)


def test_seven_descriptions_without_a_rank_are_refused_because_nobody_said_which_six():
    many = "".join(f"| | integer | q{n} | Q | S1 | quasi | top:4 | | |\n" for n in range(1, 8))
    texts = [
        one.sentence.text() for one in check_plan(form_of(HEAD + many)) if one.question is None
    ]
    assert any("7 answers describe her and none has a rank" in one for one in texts)
    ranked = many.replace("top:4 | |", "top:4 | 1 |", 1)
    assert not any(
        one.question is None and one.severity == "error"
        for one in check_plan(form_of(HEAD + ranked))
    )


def test_bands_that_leave_fewer_than_k_women_at_the_ends_are_refused():
    def told(population):
        settings = SETTINGS.replace("sdc_max_drop |", "sdc_max_drop | sdc_population |").replace(
            "| 0.2 |", f"| 0.2 | {population} |"
        )
        form = form_of(
            HEAD + "| | integer | q | Q | S1 | quasi | band:18,25,35,45,55 | 1 | |",
            settings=settings,
        )
        return {(one.severity, one.question, one.column) for one in check_plan(form)}

    assert told(25) == {("error", "q", "sdc_method")}
    assert told(30) == set()
    assert told(12) == {("warning", None, "sdc_population")}


@pytest.mark.parametrize(
    ("condition", "is_wrong"),
    [
        ("q=yes", False),
        ("many=yes", False),
        ("other=yes", True),  # no such question
        ("q=Yes", True),  # the label and not the choice
        ("n=yes", True),  # asked of each child
        ("where=a1", True),  # leaves as its group
        ("her=yes", True),  # an identifier
    ],
)
def test_an_agreement_that_nobody_could_ever_give_is_refused(condition, is_wrong):
    lines = (
        "| | select_one yes_no | q | Q | S1 | safe | keep | | |\n"
        "| | select_multiple yes_no | many | Q | S1 | safe | keep | | |\n"
        "| | select_one area | where | Q | S1 | quasi | level:1 | | |\n"
        "| | text | her | Q | S1 | direct | drop | | |\n"
        "| | begin_repeat | r | R | | | | | |\n"
        "| | select_one yes_no | n | N | S1 | safe | keep | | |\n| | end_repeat | | | | | | | |"
    )
    settings = SETTINGS.replace("sdc_max_drop |", "sdc_max_drop | sdc_share_if |").replace(
        "| 0.2 |", f"| 0.2 | {condition} |"
    )
    found = check_plan(form_of(HEAD + lines, settings=settings))
    assert is_wrong == any(one.column == "sdc_share_if" for one in found)


def test_each_audience_has_thresholds_and_a_rule_for_texts_of_its_own():
    asked = {one.value: (has.k, has.table_min, has.texts.value) for one, has in PRESETS.items()}
    assert asked == {
        "team": (3, 3, "reviewed"),
        "partner": (5, 5, "excerpts"),
        "public": (10, 10, "none"),
    }


def test_a_changed_band_is_another_plan_and_a_changed_note_is_not():
    line = "| | integer | q | Q | S1 | quasi | band:18,25 | 1 | |"
    assert plan_from(HEAD + line).hash != plan_from(HEAD + line.replace("25", "30")).hash
    assert plan_from(HEAD + line).hash == plan_from(HEAD + line.replace("| Q |", "| Query |")).hash


def test_questions_that_offer_one_list_share_its_groups():
    lines = "".join(
        f"| | select_one area | {name} | Q | S1 | quasi | level:1 | | |\n" for name in "abc"
    )
    a, b, c = plan_from(HEAD + lines).rules.values()
    assert a.hierarchy
    assert a.hierarchy is b.hierarchy is c.hierarchy
