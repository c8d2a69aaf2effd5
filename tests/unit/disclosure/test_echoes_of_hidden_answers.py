"""A hidden answer is not given back by the questions that were asked because of it."""

from disclosure_forms import SURVEY, plan_from, record

from survey_app.disclosure.protect import ProtectedMicrodata, protect
from survey_app.microdata.cells import Cell
from survey_app.xform.empties import EmptyKind

FOLLOW_UP = SURVEY.replace(
    "| | select_one yes_no | hurt |",
    "| | select_one yes_no | why | Why | S1 | | sensitive | keep | | | |\n"
    "| | select_one yes_no | hurt |",
)
PLAN = plan_from(FOLLOW_UP)
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
