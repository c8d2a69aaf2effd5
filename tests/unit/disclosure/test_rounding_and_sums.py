"""Rounded counts, and sums that no single woman makes up."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.disclosure.counts.crossings import CrossTable, hidden_cells
from survey_app.disclosure.counts.magnitudes import hidden_sums, is_risky, protection, sum_table
from survey_app.disclosure.counts.rounding import BASES, rounded_crossing, rounded_tables, rounder
from survey_app.disclosure.counts.tables import Count, CountTable

STEPS = range(-30, 31)

CELLS = st.dictionaries(
    st.sampled_from("abcde"),
    st.lists(st.integers(0, 60).map(Decimal), max_size=7),
    min_size=1,
)


@given(st.integers(0, 200), st.sampled_from(BASES), st.binary(min_size=1, max_size=16))
def test_a_rounded_count_is_a_multiple_near_the_true_one_and_stays_the_same(count, base, secret):
    first = rounder(base, secret)("offence", "theft", count)
    assert first % base == 0
    assert abs(first - count) < base
    assert first == rounder(base, secret)("offence", "theft", count)
    assert first == count or count % base


@pytest.mark.parametrize("base", BASES)
def test_rounding_leaves_sums_right_on_average(base):
    rounded = rounder(base, b"one secret")
    for count in range(1, 2 * base):
        found = [rounded("v", str(cell), count) for cell in range(600)]
        assert abs(sum(found) / len(found) - count) < 0.4


def test_another_secret_rounds_other_cells_so_that_nobody_undoes_it():
    cells = [(str(cell), 4) for cell in range(64)]
    one, other = (
        [rounder(3, secret)("v", *cell) for cell in cells] for secret in (b"one", b"other")
    )
    assert one != other


def test_a_rounded_table_shows_its_base_and_a_rounded_total():
    exact = CountTable("offence", 13, 5, True, (Count("theft", 7), Count("", 6)))
    (found,) = rounded_tables([exact], 3, b"s")
    assert found.minimum == 3
    assert all(one.count % 3 == 0 for one in found.counts)
    assert found.total % 3 == 0


def fitting(shown, total, base):
    """Return all counts that may stand behind the `shown` ones, for who knows their sum."""
    ranges = [range(max(0, one - base + 1), one + base) for one in shown]
    return [counts for counts in product(*ranges) if sum(counts) == total]


@given(
    st.lists(st.integers(0, 14), min_size=2, max_size=3),
    st.sampled_from(BASES),
    st.binary(min_size=1, max_size=8),
)
def test_who_knows_how_many_women_there_are_is_left_with_as_many_values_as_the_base(
    counts, base, secret
):
    total = sum(counts)
    lines = tuple(Count(str(at), count) for at, count in enumerate(counts))
    (found,) = rounded_tables([CountTable("offence", total, 5, True, lines)], base, secret)
    worlds = fitting([one.count for one in found.counts], total, base)
    assert tuple(counts) in worlds
    for values in map(set, zip(*worlds, strict=True)):
        assert len(values) >= min(base, total + 1)


@given(
    st.lists(st.integers(0, 9), min_size=2, max_size=3),
    st.integers(0, 3),
    st.integers(0, 14),
    st.sampled_from(BASES),
    st.binary(min_size=1, max_size=8),
)
def test_who_knows_of_how_many_a_question_was_not_is_left_with_as_many_values_as_the_base(
    counts, refused, others, base, secret
):
    total = sum(counts) + refused + others
    lines = *(Count(str(at), one) for at, one in enumerate(counts)), Count("", refused + others)
    table = CountTable("school", total, 5, True, lines)
    (found,) = rounded_tables([table], base, secret, {"school": others})
    worlds = fitting([one.count for one in found.counts], total, base)
    possible = [world for world in worlds if world[-1] >= others]
    assert (*counts, refused + others) in possible
    for values in map(set, list(zip(*possible, strict=True))[:-1]):
        assert len(values) >= min(base, total - others + 1)


@pytest.mark.parametrize("secret", [bytes([one]) for one in range(20)])
def test_rounding_does_not_tell_that_all_said_the_same_nor_what_one_alone_said(secret):
    everybody = (Count("yes", 41), Count("no", 0), Count("", 0))
    chosen = (Count("beaten", 41), Count("kept awake", 4))
    tables = [
        CountTable("hurt", 41, 5, True, everybody),
        CountTable("done", 41, 5, False, chosen),
    ]
    for one in rounded_tables(tables, 5, secret):
        assert one.counts[0].count - 4 < 41
    crossing = CrossTable("age", "hurt", ("18", ""), ("yes", "no"), ((1, 0), (20, 21)), 42, 5)
    found = rounded_crossing(crossing, 3, secret)
    assert found is None or found.counts[0] == (0, 0)


def test_rows_and_columns_together_leave_as_many_values_of_a_rounded_count_as_the_base():
    """Of two by two counts the first one tells the others: every world can be tried."""
    left_out = 0
    for cells in product((1, 2, 5, 11), repeat=4):
        rows = cells[:2], cells[2:]
        crossing = CrossTable("why", "area", ("a", "b"), ("c", "d"), rows, sum(cells), 5)
        found = rounded_crossing(crossing, 3, b"s")
        if found is None:
            left_out += 1
            continue
        shown = [count for line in found.counts for count in line]
        steps = ((at, (cells[0] + at, cells[1] - at, cells[2] - at, cells[3] + at)) for at in STEPS)
        worlds = [
            at
            for at, world in steps
            if all(one >= 0 and abs(one - near) < 3 for one, near in zip(world, shown, strict=True))
        ]
        assert len(worlds) >= 3, (cells, shown)
    assert 0 < left_out < 128


@given(CELLS, st.integers(3, 6))
def test_no_sum_that_is_shown_gives_a_contribution_away(cells, least):
    table = sum_table("months", "offence", cells, least=least)
    for one in () if table is None else table.sums:
        said = cells[one.label]
        assert one.total is None or not said or not is_risky(said, least=least)


@given(CELLS, st.integers(3, 6))
def test_hidden_sums_are_as_wide_as_their_protection_for_somebody_who_knows_the_total(cells, least):
    hidden = hidden_sums(cells, least=least)
    if not hidden:
        return
    whole = sum(sum(cells[label], Decimal(0)) for label in hidden)
    for label in hidden:
        true = sum(cells[label], Decimal(0))
        highest = whole  # all others could be nothing
        assert highest - true >= protection(cells[label])
    assert len(hidden) > 1


def test_one_woman_who_makes_up_a_sum_is_hidden_with_another_cell():
    cells = {
        "theft": [Decimal(n) for n in (10, 11, 12, 9)],
        "murder": [Decimal(n) for n in (300, 5, 4)],
        "fraud": [Decimal(n) for n in (100, 90, 80, 120)],
    }
    table = sum_table("months", "offence", cells, least=3)
    assert table is None or [one.label for one in table.sums if one.total is None] != ["murder"]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=4), min_size=3, max_size=4).filter(
        lambda rows: len({len(row) for row in rows}) == 1
    ),
    st.sampled_from([3, 5, 10]),
)
def test_a_linear_program_finds_no_hidden_cell_of_a_crossing_closer_than_the_minimum(counts, least):
    hidden = hidden_cells(counts, least)
    for place in sorted(hidden or ()):
        low, high = bounds(counts, sorted(hidden), place)
        assert high - low >= least


def test_the_linear_program_does_find_a_cell_that_was_hidden_alone():
    assert bounds([[3, 20], [20, 20]], [(0, 0)], (0, 0)) == (3, 3)
    assert bounds([[3, 4], [5, 6]], list(product((0, 1), repeat=2)), (0, 0)) == (0, 7)


def bounds(counts, hidden, place):
    """Return the least and greatest value of `place` that shown cells and margins allow.

    A simplex over fractions (Bland's rule), independent of the flows of the program.
    """
    lines = [("row", at) for at in range(len(counts))]
    lines += [("column", at) for at in range(len(counts[0]))]
    matrix, sums = [], []
    for kind, at in lines:
        inside = [1 if one[kind == "column"] == at else 0 for one in hidden]
        if any(inside):
            matrix.append([Fraction(one) for one in inside])
            pairs = zip(inside, hidden, strict=True)
            sums.append(Fraction(sum(counts[r][c] for taken, (r, c) in pairs if taken)))
    goal = [Fraction(one == place) for one in hidden]
    return -simplex([-one for one in goal], matrix, sums), simplex(goal, matrix, sums)


def simplex(goal, matrix, sums):
    """Return the greatest value of `goal` over matrix x = sums, x >= 0, in two phases."""
    rows, width = len(matrix), len(goal)
    table = [[*line, *(Fraction(at == own) for at in range(rows)), total]
             for own, (line, total) in enumerate(zip(matrix, sums, strict=True))]  # fmt: skip
    basis = list(range(width, width + rows))
    run(table, basis, [Fraction(0)] * width + [Fraction(-1)] * rows, width + rows)
    for at, one in enumerate(basis):  # drive what is left of the first phase out
        if one >= width:
            into = next((j for j in range(width) if table[at][j] != 0), None)
            if into is not None:
                pivot(table, basis, at, into)
    kept = [at for at, one in enumerate(basis) if one < width]
    table = [[*table[at][:width], table[at][-1]] for at in kept]
    basis = [basis[at] for at in kept]
    run(table, basis, goal, width)
    return sum(goal[one] * table[at][-1] for at, one in enumerate(basis))


def run(table, basis, goal, width):
    while True:
        gain = [
            goal[j] - sum(goal[one] * table[at][j] for at, one in enumerate(basis))
            for j in range(width)
        ]
        into = next((j for j in range(width) if gain[j] > 0), None)
        if into is None:
            return
        ratios = [
            (row[-1] / row[into], basis[at], at) for at, row in enumerate(table) if row[into] > 0
        ]
        pivot(table, basis, min(ratios)[2], into)


def pivot(table, basis, at, into):
    scale = table[at][into]
    table[at] = [one / scale for one in table[at]]
    for other, row in enumerate(table):
        if other != at and row[into]:
            table[other] = [a - row[into] * b for a, b in zip(row, table[at], strict=True)]
    basis[at] = into
