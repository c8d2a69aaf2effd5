"""What several columns tell of a hidden answer together, none of them tells."""

import pytest
from disclosure_forms import form_of

from survey_app.disclosure.planning.asking import askers_of, origins_of
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.rows.echoes import echoes
from survey_app.microdata.cells import Cell
from survey_app.xform.empties import EmptyKind

UNASKED = Cell(None, EmptyKind.NOT_APPLICABLE)
NOT_YET = Cell(None, EmptyKind.NOT_IN_VERSION)


def column(words):
    """Return the cells of a column written as words, "-" for whoever was not asked.

    "new" is for whoever was asked by a version that does not have the question.
    """
    kinds = {"-": UNASKED, "new": NOT_YET}
    return [kinds.get(word) or Cell(word) for word in words.split()]


def told(said, hidden="beaten", keys=None, **askers):
    """Return the variables that would tell what the first three women said."""
    plan = Plan("f", "1", {}, askers={name: frozenset(one) for name, one in askers.items()})
    columns = {name: column(words) for name, words in said.items()}
    labels = {name: column(words) for name, words in (keys or {}).items()}
    classes = ["a"] * 3 + ["b"] * (len(columns[hidden]) - 3)
    found = echoes(plan, columns, classes, {hidden: frozenset("a")}, labels)
    return {name for name, groups in found.items() if "a" in groups}


def test_not_being_asked_tells_where_everything_else_that_decides_is_shown():
    said = {"beaten": "no no no yes no yes", "fed": "yes yes yes yes no no", "why": "- - - w - -"}
    assert told(said, why={"beaten", "fed"}) == {"why"}
    assert told(said, why={"beaten"}) == set()  # by this form nobody can say more


def test_what_is_hidden_in_the_same_class_is_not_there_to_tell():
    plan = Plan("f", "1", {}, askers={"why": frozenset({"beaten", "fed"})})
    words = {"beaten": "no no yes no yes", "fed": "yes yes yes no no", "why": "- - w - -"}
    said = {name: column(one) for name, one in words.items()}
    hidden = {"beaten": frozenset("a"), "fed": frozenset("a")}
    assert "a" not in echoes(plan, said, ["a", "a", "b", "b", "b"], hidden)["why"]


def test_the_label_of_a_key_that_decides_as_well_is_always_shown():
    said = {"beaten": "no no no yes no yes", "why": "- - - w - -"}
    ages = {"age": "young young young young old old"}
    assert told(said, keys=ages, why={"beaten", "age"}) == {"why"}
    assert told(said, keys=ages, why={"beaten"}) == set()


def test_a_column_that_a_version_does_not_have_tells_by_which_one_she_was_asked():
    """The first version asked why of everybody, the second of those who were beaten."""
    said = {"beaten": "yes yes yes no no yes", "why": "w w w w - w"}
    assert told(said, why={"beaten"}) == set()
    assert told({**said, "tv": "a b a new a new"}, why={"beaten"}) == {"why"}


def test_of_two_questions_that_only_one_answer_was_asked_both_one_goes():
    """One was asked of who said often or once, the other of who said once or never."""
    said = {
        "beaten": "once once once often never",
        "first": "x x x x -",
        "second": "x x x - x",
    }
    assert told(said, first={"beaten"}, second={"beaten"}) == {"second"}


HEAD = """
| survey |
| | type | name | label::English (en) | sdc_role | sdc_method | relevant | calculation | read_only |
| | integer | times | T | sensitive | keep | | | |
| | select_one yes_no | fed | Fed | sensitive | keep | | | |
| | integer | nights | N | sensitive | keep | ${fed}='no' | | |
"""


def form(*lines):
    return form_of(HEAD + "\n".join(lines) + "\n")


def test_what_is_computed_from_a_question_says_whether_that_was_asked():
    made = form(
        "| | calculate | total | | sensitive | keep | | coalesce(${nights}, 0) | |",
        "| | calculate | more | | sensitive | keep | | ${total} + 1 | |",
    )
    assert askers_of(made)["more"] == {"fed"}
    assert origins_of(made)["more"] == {"more", "total", "nights"}


@pytest.mark.parametrize("condition", ["../ fed = 'no'", "string(..) = 'no'"])
def test_a_condition_is_read_as_the_program_reads_it(condition):
    line = f"| | select_one yes_no | why | Why | sensitive | keep | {condition} | | |"
    assert "fed" in askers_of(form(line))["why"]


def test_an_answer_that_the_form_locks_because_of_another_is_bound_by_it():
    line = "| | select_one yes_no | why | Why | sensitive | keep | | | ${fed}='no' |"
    assert origins_of(form(line))["why"] == {"why", "fed"}


def test_how_many_rows_a_repeat_has_is_made_from_what_counts_them():
    head, *rest = HEAD.strip("\n").splitlines()
    counted = [rest[0] + " repeat_count |", *(one + " |" for one in rest[1:])]
    lines = [
        "| | begin_repeat | night | Night | | | | | | ${times} |",
        "| | select_one yes_no | bad | Bad | sensitive | keep | | | | |",
        "| | end_repeat | | | | | | | | |",
        "| | calculate | rows | | sensitive | keep | | count(${night}) | | |",
    ]
    made = form_of("\n" + "\n".join([head, *counted, *lines]) + "\n")
    assert "times" in origins_of(made)["rows"]
