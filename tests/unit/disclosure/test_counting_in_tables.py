from itertools import product

import pytest
from disclosure_forms import CHOICES, SETTINGS, SURVEY, plan_from, record
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.disclosure.counts.crossings import cross_table, hidden_cells, width_of
from survey_app.disclosure.counts.tables import (
    NO_ANSWER,
    TOGETHER,
    categories_of,
    count_table,
    count_tables,
    is_exclusive,
    suppressed,
)
from survey_app.disclosure.planning.audiences import Audience
from survey_app.microdata.cells import Cell, Record

PLAN = plan_from()
SEVERAL = plan_from(
    SURVEY + "| | select_multiple offence | why | Why | S1 | | sensitive | keep | | | |\n"
)
COUNTS = st.lists(st.integers(0, 40), min_size=2, max_size=6)


def women(**counts):
    """Return women by the sizes of their groups: `theft_a1=12` is 12 of them."""
    return [
        record(offence=name.split("_")[0], area=name.split("_")[1], fed="yes", hurt="yes", age=30)
        for name, count in counts.items()
        for _ in range(count)
    ]


def shown(table):
    return {one.label: one.count for one in table.counts}


def test_the_five_women_of_table_1_get_counts_but_no_small_cell():
    ages = [45, 35, 30, 40, 29]
    five = [
        record(age=age, offence=offence)
        for age, offence in zip(ages, ["murder", "theft", "fraud", "hurt", "theft"], strict=True)
    ]
    tables = count_tables(PLAN, five, Audience.TEAM)
    assert {table.variable for table in tables} >= {"age", "offence"}
    assert all(table.total == 5 for table in tables)
    small = [
        one for table in tables for one in table.counts if one.count is not None and one.count < 3
    ]
    assert {(one.label, one.count) for one in small} <= {(NO_ANSWER, 0)}
    assert count_tables(PLAN, five, Audience.PARTNER) == ()


def test_a_cell_under_the_minimum_is_hidden_and_so_is_what_would_give_it_away():
    table = count_table(PLAN, women(theft_a1=30, fraud_a1=12, hurt_a1=2), "offence")
    assert shown(table) == {"murder": 0, "hurt": None, "theft": 30, "fraud": None, NO_ANSWER: 0}


def test_the_categories_come_from_the_plan_and_not_from_the_answers():
    one = count_table(PLAN, women(theft_a1=30), "age", Audience.TEAM)
    assert list(shown(one)) == ["<18", "18–24", "25–34", "35–44", "45–54", "55+", NO_ANSWER]


@pytest.mark.parametrize(
    ("records", "audience", "least"),
    [(9, "team", 3), (9, "partner", None), (9, "public", None), (12, "team", 5), (12, "partner", 5),
     (12, "public", 10), (60, "partner", 10), (60, "public", 10), (60, "team", 5)],
)  # fmt: skip
def test_small_samples_have_their_own_minimum(records, audience, least):
    table = count_table(PLAN, women(theft_a1=records), "offence", Audience(audience))
    assert (None if table is None else table.minimum) == least


def test_the_gravest_answers_are_counted_from_five_on_even_in_the_team():
    assert count_table(PLAN, women(theft_a1=9), "hurt", Audience.TEAM).minimum == 5


def test_identifiers_texts_and_operational_fields_are_not_counted():
    variables = {table.variable for table in count_tables(PLAN, women(theft_a1=60))}
    assert variables == {
        "age",
        "children_n",
        "offence",
        "area",
        "fed",
        "hurt",
        "told",
        "tv",
        "age_now",
        "lives_with",
    }


def test_children_are_counted_by_their_mothers():
    group = [
        Record({}, {"child": ({"age_now": Cell("y0_5")}, {"age_now": Cell("y0_5")})})
        for _ in range(20)
    ] + [Record({}, {"child": ({"age_now": Cell("y18")},)}) for _ in range(15)]
    assert shown(count_table(PLAN, group, "age_now"))["y0_5"] == 20
    assert not count_table(PLAN, group, "age_now").is_exclusive


def test_an_answer_that_nearly_all_gave_is_hidden_as_well():
    group = [record(why="theft") for _ in range(58)] + [record(why="hurt") for _ in range(2)]
    assert set(shown(count_table(SEVERAL, group, "why")).values()) == {None, 0}


def test_two_choices_and_both_of_them_are_three_categories_since_their_counts_tell_them():
    """Each choice of 70 women, 36 and 35 times, and none without: one woman chose both."""
    told = ["yes"] * 35 + ["no"] * 34 + ["no yes"]
    table = count_table(PLAN, [record(told=one) for one in told], "told")
    assert table.is_exclusive
    assert shown(table) == {"yes": 35, "no": None, "no yes": None, NO_ANSWER: 0}
    many = [record(told=one) for one in ["yes"] * 20 + ["no"] * 30 + ["yes no"] * 10 + ["no yes"]]
    counts = {"yes": 20, "no": 30, "no yes": 11, NO_ANSWER: 0}
    assert shown(count_table(PLAN, many, "told")) == counts


@pytest.mark.parametrize(
    ("chosen", "hidden"),
    [
        ({"theft": 20, "hurt": 20, "fraud": 20}, {"hurt", "murder"}),
        ({"theft": 20, "hurt": 20, "fraud": 18, "hurt fraud": 2}, {"theft", "murder"}),
        ({"theft": 20, "hurt": 18, "fraud": 10, "hurt fraud": 14}, {"murder"}),
        ({"theft": 24, "": 20}, {"theft", "hurt", "fraud", "murder"}),
        ({"theft": 20, "hurt fraud": 8, "": 20}, {"murder"}),
    ],
)
def test_of_more_choices_the_counts_do_not_tell_how_few_made_several(chosen, hidden):
    group = [record(why=one or None) for one, times in chosen.items() for _ in range(times)]
    found = shown(count_table(SEVERAL, group, "why"))
    assert {label for label, count in found.items() if count is None} == hidden


@pytest.mark.parametrize(
    ("constraint", "labels"),
    [
        ("not(selected(., 'c') and count-selected(.) > 1)", ["a", "b", "c", "a b"]),
        ("count-selected(.) <= 1", ["a", "b", "c"]),
        ("not(selected(., 'c') and ${tv} = 'yes')", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_of_three_choices_the_form_says_which_stand_alone(constraint, labels):
    row = f"| | select_multiple abc | way | Way | S1 | | sensitive | keep | | | | {constraint} |\n"
    survey = SURVEY.replace("| calculation |", "| calculation | constraint |") + row
    choices = CHOICES + "".join(f"| | abc | {one} | {one} | | |\n" for one in "abc")
    rule = plan_from(survey, choices).rules["way"]
    assert categories_of(rule) == (*labels, NO_ANSWER)
    assert is_exclusive(rule) is (constraint.endswith("1)") or "<=" in constraint)


def family(*answers):
    return Record({}, {"child": tuple({"lives_with": Cell(one)} for one in answers)})


def test_children_of_two_kinds_are_counted_as_one_kind_the_other_or_both():
    women = [family("yes", "yes"), family("no"), family("no", "yes", "no")] * 12
    assert shown(count_table(PLAN, women, "lives_with")) == {
        "yes": 12, "no": 12, "no yes": 12, NO_ANSWER: 0
    }  # fmt: skip


def test_women_without_children_do_not_hide_that_all_mothers_gave_one_answer():
    """Ten have no child, as another table says: with 40 of "yes" nobody is left for "no"."""
    table = count_table(PLAN, [family("yes")] * 40 + [family()] * 10, "lives_with")
    assert shown(table)["yes"] is None
    mixed = (
        [family("yes")] * 30 + [family("no")] * 14 + [family("yes", "no"), family("no", "no")] * 12
    )
    assert shown(count_table(PLAN, [*mixed, *[family()] * 10], "lives_with")) == {
        "yes": 30, "no": 26, "no yes": 12, NO_ANSWER: 10
    }  # fmt: skip


def test_that_all_mothers_of_two_gave_two_answers_is_not_told_by_how_many_did():
    women = [family("yes")] * 20 + [family("no")] * 14 + [family("yes", "no")] * 12
    assert shown(count_table(PLAN, [*women, *[family()] * 14], "lives_with")) == {
        "yes": 20, "no": None, "no yes": None, NO_ANSWER: 14
    }  # fmt: skip


def test_of_three_kinds_the_counts_do_not_tell_that_all_children_of_a_mother_are_unlike():
    choices = CHOICES + "".join(f"| | abc | {one} | {one} | | |\n" for one in "abc")
    survey = SURVEY.replace("select_one yes_no | lives_with", "select_one abc | lives_with")
    plan = plan_from(survey, choices)
    women = [family("b")] * 12 + [family("a", "c")] * 10
    counts = shown(count_table(plan, women, "lives_with"))
    assert list(counts.values()).count(None) >= 2
    alike = [family("a", "a")] * 12 + [family("c")] * 8
    assert None not in shown(count_table(plan, [*women, *alike], "lives_with")).values()


@given(COUNTS, st.integers(2, 12))
def test_hidden_counts_cannot_be_worked_out_from_the_total(counts, least):
    hidden = suppressed(counts, least, range(0, len(counts), 2))
    assert all(
        counts[at] == 0 or counts[at] >= least for at in range(len(counts)) if at not in hidden
    )
    if hidden and len(hidden) < len(counts):
        assert len(hidden) > 1
        assert sum(counts[at] for at in hidden) >= least


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=3),
    st.integers(2, 5),
)
def test_hidden_cells_of_two_variables_stay_as_wide_as_the_minimum(counts, least):
    hidden = hidden_cells(counts, least)
    if hidden is None:
        return
    cells = {
        (row, column): count for row, line in enumerate(counts) for column, count in enumerate(line)
    }
    assert all(cells[place] >= least for place in cells if place not in hidden)
    assert all(width_of(cells, set(hidden), place) >= least for place in hidden)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=2),
    st.sets(st.tuples(st.integers(0, 1), st.integers(0, 2)), min_size=1),
)
def test_the_audit_is_exact_against_trying_every_table(counts, hidden):
    cells = {
        (row, column): count for row, line in enumerate(counts) for column, count in enumerate(line)
    }
    places = sorted(hidden)
    rows = [sum(cells[place] for place in places if place[0] == row) for row in range(2)]
    columns = [sum(cells[place] for place in places if place[1] == column) for column in range(3)]
    possible = [
        guess
        for guess in product(range(max(rows) + 1), repeat=len(places))
        if [sum(v for v, p in zip(guess, places, strict=True) if p[0] == row) for row in range(2)]
        == rows
        and [
            sum(v for v, p in zip(guess, places, strict=True) if p[1] == column)
            for column in range(3)
        ]
        == columns
    ]
    for at, place in enumerate(places):
        values = [guess[at] for guess in possible]
        assert width_of(cells, hidden, place) == max(values) - min(values)


def test_two_variables_are_crossed_when_no_cell_is_small():
    group = women(theft_a1=20, theft_a2=15, fraud_a1=12, fraud_a2=30)
    table = cross_table(PLAN, group, ("offence", "area"))
    assert table.total == 77
    cells = {
        (row, column): table.counts[r][c]
        for r, row in enumerate(table.row_labels)
        for c, column in enumerate(table.column_labels)
    }
    assert cells == {
        ("theft", "a1"): 20,
        ("theft", "a2"): 15,
        ("fraud", "a1"): 12,
        ("fraud", "a2"): 30,
    }


def test_categories_that_are_small_alone_stand_together_in_a_crossing():
    group = women(theft_a1=30, theft_a2=30, fraud_a1=27, fraud_a2=25, hurt_a1=1, hurt_a2=2)
    table = cross_table(PLAN, group, ("offence", "area"), Audience.TEAM)
    assert table.row_labels == ("theft", TOGETHER)
    assert table.counts == ((30, 30), (28, 27))


def test_an_answer_that_no_woman_gave_is_not_told():
    group = [record(fed="yes", area="a1") for _ in range(60)]
    assert shown(count_table(PLAN, group, "fed")) == {"yes": None, "no": None, NO_ANSWER: 0}
    assert shown(count_table(PLAN, group, "area")) == {"a1": 60, "a2": 0, "a3": 0, NO_ANSWER: 0}


def test_under_fifty_women_a_crossing_with_a_small_cell_is_not_shown():
    group = women(theft_a1=14, theft_a2=12, fraud_a1=12, fraud_a2=3)
    assert cross_table(PLAN, group, ("offence", "area"), Audience.TEAM) is None


def test_under_twenty_women_nothing_is_crossed():
    assert (
        cross_table(PLAN, women(theft_a1=10, fraud_a2=9), ("offence", "area"), Audience.TEAM)
        is None
    )


def test_the_margins_of_a_crossing_are_the_counts_of_the_single_tables():
    group = women(theft_a1=40, theft_a2=40, fraud_a1=40, fraud_a2=40)
    plan = plan_from(settings=SETTINGS)
    table = cross_table(plan, group, ("offence", "area"))
    single = shown(count_table(plan, group, "offence"))
    for label, row in zip(table.row_labels, table.counts, strict=True):
        assert sum(row) == single[label] == 80
