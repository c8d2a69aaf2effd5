"""Three crossings of three questions, held together by somebody who can solve them."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_intruder import Intruder

from survey_app.disclosure.counts.crossings import CrossTable, hidden_cells
from survey_app.disclosure.counts.crossings_by_keys import without_telling_groups
from survey_app.disclosure.counts.linked_crossings import audited_together

LEAST = 3
KINDS = (
    "003:1 010:1 020:1 032:2 101:35 111:31 113:1 122:1 123:1 "
    "130:1 200:1 201:40 202:33 203:1 210:1 211:1 213:1 233:1"
)
WOMEN = [
    dict(zip("abc", kind, strict=True))
    for kind, women in (one.split(":") for one in KINDS.split())
    for _ in range(int(women))
]
RING = ("ab", "ac", "bc")


def alone(women, pairs):
    """Return the crossings, each protected for itself: what is naive where they close a ring."""
    return [one for one in (crossed(women, *pair) for pair in pairs) if one is not None]


def crossed(women, row, column):
    rows, columns = (sorted({woman[name] for woman in women}) for name in (row, column))
    pairs = Counter((woman[row], woman[column]) for woman in women)
    counts = [[pairs[one, other] for other in columns] for one in rows]
    hidden = hidden_cells(counts, LEAST)
    if hidden is None:
        return None
    shown = tuple(
        tuple(None if (at, to) in hidden else count for to, count in enumerate(line))
        for at, line in enumerate(counts)
    )
    return CrossTable(row, column, tuple(rows), tuple(columns), shown, len(women), LEAST)


def singles(women):
    """Return the counts of each question, the largest first: so the intruder is soon done."""
    counts = {name: Counter(woman[name] for woman in women) for name in "abc"}
    return {name: dict(one.most_common()) for name, one in counts.items()}


def hidden_in(table):
    return sum(count is None for line in table.counts for count in line)


def test_who_solves_three_crossings_at_once_learns_a_hidden_count_of_the_naive_ones_alone():
    near = range(33, 38)
    naive = Intruder(alone(WOMEN, RING), singles(WOMEN))
    assert naive.thinks_possible(near, a="1", b="0") == [34, 35, 36]
    ours = Intruder(audited_together(alone(WOMEN, RING), WOMEN), singles(WOMEN))
    assert ours.thinks_possible(near, a="1", b="0") == list(near)


def test_only_what_the_ring_would_tell_is_hidden_besides():
    before = alone(WOMEN, RING)
    after = audited_together(before, WOMEN)
    assert [hidden_in(one) for one in after] == [
        hidden_in(one) + n for one, n in zip(before, (1, 1, 0), strict=True)
    ]


def test_two_crossings_that_share_a_question_are_left_as_they_are():
    before = alone(WOMEN, ("ab", "ac"))
    assert audited_together(before, WOMEN) == tuple(before)


def test_a_crossing_of_which_nothing_would_be_left_is_left_out_the_last_first():
    few = [dict(zip("abc", kind, strict=True)) for kind in ("000", "111") * 2]
    tables = [blank(few, *pair) for pair in RING]
    assert [one.column_variable for one in audited_together(tables, few)] == ["b", "c"]


def registered(sizes):
    """Return women by age, area and whether they said yes: `20a1` of `3/4` is three of four."""
    return [
        {"a": group[:2], "b": group[2:], "c": "yes" if at < int(yes) else "no"}
        for group, (yes, size) in ((one, two.split("/")) for one, two in sizes.items())
        for at in range(int(size))
    ]


@pytest.mark.parametrize(
    ("sizes", "is_told"),
    [
        ({"20a1": "3/4", "20a2": "5/11", "40a1": "6/14", "40a2": "0/1"}, True),
        ({"20a1": "3/4", "20a2": "5/11", "40a1": "6/14", "40a2": "3/6"}, False),
        ({"20a1": "4/8", "20a2": "5/11", "40a1": "6/14", "40a2": "0/1"}, False),
    ],
)
def test_who_knows_age_and_area_of_all_learns_no_answer_from_crossings_with_both(sizes, is_told):
    """In the first, whoever has all ages and areas sees that three or four of four said yes."""
    women = registered(sizes)
    naive = [crossed(women, key, "c") for key in "ab"]
    size = sum((one["a"], one["b"]) == ("20", "a1") for one in women)
    possible = [yes for yes in range(size + 1) if fits(women, naive, "20a1", yes)]
    assert all(size - yes < 2 for yes in possible) is is_told
    assert len(without_telling_groups(naive, women, "ab", "c")) == (1 if is_told else 2)


def fits(women, crossings, group, yes):
    """Say whether `yes` women of a group can have said yes, the size of each group being known."""
    sizes = Counter(one["a"] + one["b"] for one in women)
    groups = sorted(sizes)
    for said in product(*(range(sizes[one] + 1) for one in groups)):
        given = dict(zip(groups, said, strict=True))
        if given[group] == yes and all(agrees(one, given, sizes) for one in crossings):
            return True
    return False


def agrees(crossing, given, sizes):
    for label, line in zip(crossing.row_labels, crossing.counts, strict=True):
        inside = [one for one in given if label in one]
        yes = sum(given[one] for one in inside)
        both = {"yes": yes, "no": sum(sizes[one] for one in inside) - yes}
        known = zip(crossing.column_labels, line, strict=True)
        if any(count not in {None, both[answer]} for answer, count in known):
            return False
    return True


def blank(women, row, column):
    rows, columns = (tuple(sorted({woman[name] for woman in women})) for name in (row, column))
    counts = tuple((None,) * len(columns) for _ in rows)
    return CrossTable(row, column, rows, columns, counts, len(women), LEAST)


LABELS = st.fixed_dictionaries({name: st.sampled_from("xyz") for name in "abc"})


@settings(max_examples=40)
@given(st.lists(LABELS, min_size=3, max_size=9), st.randoms(use_true_random=False))
def test_nothing_hidden_is_shown_and_nothing_shown_is_changed(kinds, chance):
    women = [chance.choice(kinds) for _ in range(60)]
    before = {(one.row_variable, one.column_variable): one for one in alone(women, RING)}
    for one in audited_together(list(before.values()), women):
        old = before[one.row_variable, one.column_variable]
        for line, was in zip(one.counts, old.counts, strict=True):
            assert all(now in {None, then} for now, then in zip(line, was, strict=True))
