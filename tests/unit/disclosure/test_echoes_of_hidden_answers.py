"""A hidden answer is not given back by the questions that were asked because of it."""

import pytest
from disclosure_forms import SURVEY, form_of, plan_from, record

from survey_app.disclosure.checks import check_plan
from survey_app.disclosure.planning.asking import askers_of, origins_of
from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.rows.protect import ProtectedMicrodata, protect
from survey_app.microdata.cells import Cell
from survey_app.xform.empties import EmptyKind

HEAD, FIRST, *REST = SURVEY.strip("\n").splitlines()
WITH_CONDITIONS = [HEAD, FIRST.rstrip("|") + "| relevant |", *REST]
WHY = "| | select_one yes_no | why | Why | S1 | | sensitive | keep | | | | ${fed}='yes' |"
FOLLOW_UP = "\n" + "\n".join([*WITH_CONDITIONS, WHY]) + "\n"
PLAN = plan_from(FOLLOW_UP)
SAFE_FOLLOW_UP = plan_from(FOLLOW_UP.replace("Why | S1 | | sensitive", "Why | S1 | | safe"))
UNASKED = Cell(None, EmptyKind.NOT_APPLICABLE)


def group(count, age, fed, why):
    same = {"children_n": 1, "offence": "theft", "area": "a1", "hurt": "no", "tv": "yes"}
    women = []
    for at in range(count):
        one = record(age=age, fed=fed(at), **same)
        said = {"why": Cell(why(at)) if one.values["fed"].value == "yes" else UNASKED}
        women.append(type(one)({**one.values, **said}, one.rosters))
    return women


def turns(at):
    return ("yes", "no")[at % 2]


def of_age(outcome, age, name):
    names = [column.name for column in outcome.columns]
    return [row[names.index(name)] for row in outcome.rows if row[names.index("age")].value == age]


def test_a_follow_up_that_nobody_in_a_class_was_asked_does_not_tell_the_hidden_answer():
    women = group(100, 20, turns, lambda at: turns(at // 2))
    outcome = protect(PLAN, women + group(15, 30, lambda _: "no", turns))
    assert isinstance(outcome, ProtectedMicrodata)
    assert {cell.value for cell in of_age(outcome, "25–34", "fed")} == {None}
    assert {cell.empty for cell in of_age(outcome, "25–34", "why")} == {EmptyKind.REDACTED}


def test_a_follow_up_that_all_in_a_class_were_asked_does_not_tell_it_either():
    women = group(100, 20, turns, lambda at: turns(at // 2))
    outcome = protect(PLAN, women + group(15, 30, lambda _: "yes", turns))
    assert {cell.value for cell in of_age(outcome, "25–34", "fed")} == {None}
    assert {cell.value for cell in of_age(outcome, "25–34", "why")} == {None}
    assert {cell.value for cell in of_age(outcome, "18–24", "why")} >= {"yes", "no"}


def test_protecting_the_echoes_again_changes_nothing():
    women = group(100, 20, turns, lambda at: turns(at // 2))
    once = protect(PLAN, women + group(15, 30, lambda _: "yes", turns))
    assert protect(PLAN, once.records()).rows == once.rows


def test_a_column_without_a_single_answer_tells_only_who_was_not_asked_and_stays_out():
    women = group(100, 20, turns, lambda at: turns(at // 2))
    women = [type(one)({**one.values, "why": UNASKED}, one.rosters) for one in women]
    outcome = protect(PLAN, women)
    assert "why" not in [column.name for column in outcome.columns]
    assert "why" in outcome.left_out


def asked_when(condition, *, role="sensitive | keep", before="", **changes):
    """Return the plan of a form with a question that is asked on a condition, after all others."""
    lines = "\n".join(WITH_CONDITIONS)
    for old, new in changes.items():
        lines = lines.replace(f"| {old} |", f"| {new} |")
    cells = f"| | select_one yes_no | doctor | Doctor | S1 | | {role} | | | | {condition} |\n"
    after = "| | end_group | | | | | | | | | | |\n" if "begin_group" in before else ""
    return form_of("\n" + lines + "\n" + before + cells + after)


def plan_asked_when(condition, **kind):
    return plan_of(asked_when(condition, **kind))


def unlike(count=60, **more):
    """Return women of whom every second was asked."""
    same = {"children_n": 1, "offence": "theft", "area": "a1", "hurt": "no", "tv": "yes"}
    women = []
    for at in range(count):
        one = record(**{"age": 20, "fed": turns(at // 2), **same, **more})
        said = {"doctor": Cell(turns(at // 4)) if at % 2 else UNASKED}
        women.append(type(one)({**one.values, **said}, one.rosters))
    return women


def names(outcome):
    return [column.name for column in outcome.columns]


@pytest.mark.parametrize(
    ("condition", "before"),
    [
        ("${hurt}='yes'", ""),
        (
            "${grave}=1",
            "| | calculate | grave | | S1 | | meta | keep | | | if(${hurt}='yes',1,0) | |\n",
        ),
        (
            "${why}='yes'",
            "| | select_one yes_no | why | Why | S1 | | sensitive | keep | | | | ${hurt}='yes' |\n",
        ),
    ],
)
@pytest.mark.parametrize("role", ["sensitive | keep", "safe | keep"])
def test_what_is_asked_because_of_a_gravest_answer_is_in_no_shared_row(condition, before, role):
    plan = plan_asked_when(condition, before=before, role=role)
    outcome = protect(plan, unlike())
    assert "fed" in names(outcome)
    assert "doctor" not in names(outcome)
    assert "being asked" in outcome.left_out["doctor"].msgid
    told = check_plan(asked_when(condition, before=before, role=role))
    said = {one.question: one for one in told if one.column == "relevant"}
    assert said["doctor"].severity == "warning"
    assert said["doctor"].sentence.params == {"question": "doctor", "asker": "hurt"}


def test_what_is_asked_because_of_a_harmless_answer_or_of_her_consent_is_shared():
    for condition in ("${tv}='yes'", "${interviewer}=1"):
        assert "doctor" in names(protect(plan_asked_when(condition), unlike()))
        assert not [one for one in check_plan(asked_when(condition)) if one.column == "relevant"]


def test_what_is_asked_because_of_a_swapped_answer_does_not_undo_the_swapping():
    swapped = asked_when("${tv}='yes'", **{"S0 | | safe | keep": "S0 | | safe | swap:80"})
    outcome = protect(plan_of(swapped), unlike())
    assert "doctor" not in names(outcome)


BY_CHANCE = "| | select_one yes_no | why | Why | S1 | | sensitive | keep | | | | {} |\n"


def shown_beside_a_hidden_answer(condition):
    """Return what is shown of a question that by chance was asked where food was enough."""
    plan = plan_from("\n" + "\n".join(WITH_CONDITIONS) + "\n" + BY_CHANCE.format(condition))
    women = group(100, 20, turns, lambda at: turns(at // 2))
    women += group(20, 30, lambda _: "yes", turns)
    women = [
        type(one)({**one.values, "tv": Cell("yes" if one.values["why"].value else "no")})
        for one in women
    ]
    outcome = protect(plan, women)
    kinds = {name: {one.empty for one in of_age(outcome, "25–34", name)} for name in ("fed", "why")}
    return kinds["fed"], kinds["why"]


@pytest.mark.parametrize(
    ("condition", "tells"),
    [
        ("${fed}='yes'", True),
        ("${tv}='yes'", False),
        ("//fed = 'yes'", True),
        ("../ fed = 'yes'", True),
    ],
)
def test_what_was_asked_where_an_answer_is_hidden_tells_it_only_by_the_forms_conditions(
    condition, tells
):
    """Whether another answer decided, whoever reads the rows sees anyway; in doubt it tells."""
    fed, why = shown_beside_a_hidden_answer(condition)
    assert fed == {EmptyKind.REDACTED}
    assert (why == {EmptyKind.REDACTED}) == tells


def test_a_question_that_was_asked_only_where_nobody_answered_tells_no_answer():
    """Of those who were not asked why not all answered both ways; of those who were, nobody."""
    plan = plan_asked_when("string-length(${fed})=0")
    women = unlike(80) + unlike(16, age=30)
    agreed = {"fed": Cell("yes"), "doctor": UNASKED}
    refused = {"fed": Cell(None, EmptyKind.REFUSED)}
    women = [
        type(one)({**one.values, **({} if at < 80 else agreed)}, one.rosters)
        for at, one in enumerate(women)
    ]
    women = [
        type(one)({**one.values, **(refused if one.values["doctor"] != UNASKED else {})})
        for one in women
    ]
    outcome = protect(plan, women)
    assert {cell.empty for cell in of_age(outcome, "25–34", "fed")} == {EmptyKind.REDACTED}
    assert {cell.empty for cell in of_age(outcome, "25–34", "doctor")} == {EmptyKind.NOT_APPLICABLE}


def test_a_group_that_falls_apart_by_who_was_asked_hides_what_was_asked_because_of_a_key():
    plan = plan_asked_when("${age}>21")
    women = unlike(100, age=30) + unlike(12, age=20)
    asked = [one for one in women[:100] if one.values["doctor"] != UNASKED]
    outcome = protect(plan, asked + women[100:])
    assert len(outcome.rows) == 62
    assert {cell.empty for cell in of_age(outcome, "18–24", "doctor")} == {EmptyKind.REDACTED}
    assert {cell.value for cell in of_age(outcome, "25–34", "doctor")} == {"yes", "no"}
    assert protect(plan, outcome.records()).rows == outcome.rows
    torn = protect(plan, unlike())
    assert "whether she was asked" in torn.left_out["doctor"].msgid


def test_a_safe_answer_hides_with_the_sensitive_one_it_was_asked_because_of():
    women = group(100, 20, turns, lambda at: turns(at // 2))
    outcome = protect(SAFE_FOLLOW_UP, women + group(15, 30, lambda _: "no", turns))
    assert {cell.empty for cell in of_age(outcome, "25–34", "why")} == {EmptyKind.REDACTED}
    assert {cell.value for cell in of_age(outcome, "18–24", "why")} >= {"yes", "no"}
    assert outcome.cells_hidden["why"] == 15


def test_conditions_are_followed_through_groups_computed_answers_and_repeats():
    inside = asked_when(
        "${age}>20",
        before="| | begin_group | g | G | | | | | | | | ${fed}='yes' and count(${child})>0 |\n",
    )
    assert askers_of(inside)["doctor"] == {"age", "fed", ""}
    assert "tv" not in askers_of(inside)


def test_what_an_action_sets_and_the_answer_that_sets_it_off_decide_as_well():
    head = WITH_CONDITIONS[1].replace("| relevant |", "| relevant | trigger |")
    set_off = "| | calculate | flag | | S1 | | meta | keep | | | if(${tv}='yes', 1, 0) | | ${fed} |"
    asked = "| | select_one yes_no | why | Why | S1 | | sensitive | keep | | | | ${flag}=1 | |"
    form = form_of("\n".join(["", HEAD, head, *WITH_CONDITIONS[2:], set_off, asked, ""]))
    assert askers_of(form)["why"] == {"flag", "tv", "fed"}
    assert origins_of(form)["flag"] == {"flag", "tv", "fed"}


def test_what_is_computed_or_narrowed_from_an_answer_has_it_as_its_origin():
    made = asked_when(
        "", before="| | calculate | older | | S1 | | quasi | band:35 | | | ${age} | |\n"
    )
    assert origins_of(made) == {"older": {"older", "age"}, "age": {"age"}}
    head = WITH_CONDITIONS[1].replace("| relevant |", "| choice_filter |")
    lines = "\n".join(["", HEAD, head, *WITH_CONDITIONS[2:], ""]).replace(
        "| | select_one area | area | Area | S1 | | quasi | level:0 | 4 | | |",
        "| | select_one area | area | Area | S1 | | quasi | level:0 | 4 | | | ${tv} != '' |",
    )
    assert origins_of(form_of(lines)) == {"area": {"area", "tv"}, "tv": {"tv"}}


COMPUTED = "| | calculate | had | | S1 | | {role} | | | if(${{fed}}='no','no','yes') | |\n"


@pytest.mark.parametrize("role", ["sensitive | keep", "safe | keep"])
def test_where_all_who_answered_said_the_same_no_follow_up_tells_it(role):
    """The answer is left out, since all agreed; that they were asked on would say what it was."""
    plan = plan_asked_when("${fed}='yes'", role=role)
    women = [record(age=20, children_n=1, offence="theft", area="a1") for _ in range(60)]
    women = [
        type(one)(
            one.values
            | {"fed": Cell("yes") if at else Cell(None, 91), "told": Cell(turns(at))}
            | {"doctor": Cell(turns(at // 2)) if at else UNASKED, "tv": Cell("yes")},
            one.rosters,
        )
        for at, one in enumerate(women)
    ]
    outcome = protect(plan, women)
    assert {"told", "tv"} <= set(names(outcome))
    assert not {"fed", "doctor"} & set(names(outcome))


@pytest.mark.parametrize("others", ["yes", "no"])
def test_what_is_computed_from_a_hidden_answer_does_not_give_it_back(others):
    """The form calls it safe; `form check` warns of that, and the rows hide it all the same."""
    plan = plan_asked_when("${tv}='yes'", before=COMPUTED.format(role="safe | keep"))
    women = unlike(100, age=30) + unlike(15, fed=others)
    women = [
        type(one)({**one.values, "had": Cell(one.values["fed"].value)}, one.rosters)
        for one in women
    ]
    outcome = protect(plan, women)
    assert {cell.value for cell in of_age(outcome, "18–24", "fed")} == {None}
    assert {cell.value for cell in of_age(outcome, "18–24", "had")} == {None}
    assert {cell.value for cell in of_age(outcome, "25–34", "had")} == {"yes", "no"}


def test_what_is_computed_from_a_quasi_identifier_is_in_no_row_though_the_form_calls_it_safe():
    """Groups share their labels; by a finer column of the same answer they would fall apart."""
    line = "| | calculate | grown | | S1 | | safe | keep | | | if(${age}>=30,'yes','no') | |\n"
    plan = plan_asked_when("${tv}='yes'", before=line)
    women = [type(one)({**one.values, "grown": Cell("no")}, one.rosters) for one in unlike()]
    outcome = protect(plan, women)
    assert "grown" not in names(outcome)
    assert "describes her" in outcome.left_out["grown"].msgid


def test_rows_hide_a_follow_up_that_tells_beside_the_label_of_a_key():
    """Young women who went hungry were asked: a young one who was not had enough."""
    plan = plan_asked_when("(${fed}='no' and ${age}<25) or ${tv}='yes'")

    def women(count, asked, **more):
        every = [
            record(**{"children_n": 1, "offence": "theft", "hurt": "no", "fed": turns(at), **more})
            for at in range(count)
        ]
        return [
            type(one)({**one.values, "doctor": Cell(turns(at // 2)) if asked(one) else UNASKED})
            for at, one in enumerate(every)
        ]

    quiet = women(15, lambda _: False, age=20, area="a1", tv="no", fed="yes")
    torn = women(20, lambda one: one.values["fed"].value == "no", age=20, area="a2", tv="no")
    seen = women(100, lambda _: True, age=30, area="a3", tv="yes")
    grown = women(100, lambda _: False, age=30, area="a2", tv="no")
    outcome = protect(plan, quiet + torn + seen + grown)
    assert {cell.value for cell in of_age(outcome, "25–34", "doctor")} == {"yes", "no", None}
    young = zip(of_age(outcome, "18–24", "fed"), of_age(outcome, "18–24", "doctor"), strict=True)
    assert {doctor.empty for fed, doctor in young if fed.empty} == {EmptyKind.REDACTED}
