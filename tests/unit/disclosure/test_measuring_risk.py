from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.disclosure.errors import UnknownVariableError
from survey_app.disclosure.measures.risk import assess, class_sizes, minimal_uniques, smallest_class

TABLE_1 = [
    {"age": "45", "children": "2", "sentence": "12", "offence": "Murder"},
    {"age": "35", "children": "3", "sentence": "2", "offence": "Theft"},
    {"age": "30", "children": "1", "sentence": "3", "offence": "Fraud"},
    {"age": "40", "children": "2", "sentence": "5", "offence": "House help abuse"},
    {"age": "29", "children": "1", "sentence": "2", "offence": "Theft"},
]
KEYS = ["age", "children", "sentence", "offence"]

LABELS = st.sampled_from(["a", "b", "c", None])
ROWS = st.lists(st.fixed_dictionaries({"x": LABELS, "y": LABELS, "z": LABELS}), max_size=40)


def test_table_1_as_printed_singles_out_five_women_of_five():
    risk = assess(TABLE_1, KEYS, k=5)
    assert (risk.records, risk.uniques, risk.k_strict, risk.below_k) == (5, 5, 1, 5)
    assert risk.expected_reidentifications == 5
    assert risk.largest_permille == 1000


def test_in_table_1_the_age_alone_is_enough():
    risk = assess(TABLE_1, KEYS, k=5)
    assert risk.unique_alone["age"] == 5
    assert risk.unique_on_subsets[1] == 5
    assert assess(TABLE_1, ["age"], k=5).uniques == 5


def test_in_table_1_the_sentence_singles_out_three_and_the_offence_three():
    risk = assess(TABLE_1, KEYS, k=5)
    assert risk.unique_alone == {"age": 5, "children": 1, "sentence": 3, "offence": 3}


@given(ROWS)
def test_the_highest_chance_to_find_a_woman_is_never_told_below_the_mean_one(rows):
    risk = assess(rows, ["x", "y", "z"], k=3)
    assert risk.largest_permille >= risk.mean_permille


def test_an_empty_table_has_no_smallest_class():
    assert smallest_class([], ["age"]) == 0


def test_without_key_variables_all_women_are_alike():
    assert smallest_class(TABLE_1, []) == 5


def test_an_unknown_key_variable_is_named():
    with pytest.raises(UnknownVariableError, match="height"):
        smallest_class(TABLE_1, ["height"])


def test_a_missing_value_agrees_with_missing_values_only():
    rows = [{"a": "1"}, {"a": "1"}, {"a": None}]
    risk = assess(rows, ["a"], k=2)
    assert (risk.k_strict, risk.k_wildcard) == (1, 3)


def test_a_row_unique_on_one_variable_is_not_counted_again_for_two():
    minimal = minimal_uniques({"age": ["45", "35", "35"], "place": ["a", "a", "b"]})
    assert minimal == {("age",): [0], ("place",): [2], ("age", "place"): [1]}


@given(ROWS)
def test_fewer_key_variables_never_make_a_smaller_class(rows):
    assert smallest_class(rows, ["x", "y"]) >= smallest_class(rows, ["x", "y", "z"])
    assert smallest_class(rows, ["x"]) >= smallest_class(rows, ["x", "y"])


@given(ROWS)
def test_the_wildcard_reading_never_finds_a_smaller_class(rows):
    risk = assess(rows, ["x", "y", "z"], k=3)
    assert risk.k_wildcard >= risk.k_strict


@given(ROWS)
def test_expected_reidentifications_are_the_sum_of_one_over_the_class_sizes(rows):
    risk = assess(rows, ["x", "y"], k=3)
    sizes = class_sizes({name: [row[name] for row in rows] for name in ("x", "y")})
    assert risk.expected_reidentifications == round(sum(1 / size for size in sizes))
    assert risk.uniques == sum(size == 1 for size in sizes)


@given(ROWS)
def test_a_minimal_unique_is_unique_on_its_set_and_on_no_part_of_it(rows):
    columns = {name: [row[name] for row in rows] for name in ("x", "y", "z")}
    for subset, found in minimal_uniques(columns).items():
        for row in found:
            assert class_sizes({name: columns[name] for name in subset})[row] == 1
            for left_out in subset:
                rest = {name: columns[name] for name in subset if name != left_out}
                assert not rest or class_sizes(rest)[row] > 1


@given(ROWS)
def test_a_row_that_is_unique_on_a_set_is_found_on_it_or_on_a_part_of_it(rows):
    columns = {name: [row[name] for row in rows] for name in ("x", "y", "z")}
    minimal = minimal_uniques(columns)
    for size in (1, 2, 3):
        for subset in combinations(columns, size):
            sizes = class_sizes({name: columns[name] for name in subset})
            told = {
                row for part, found in minimal.items() if set(part) <= set(subset) for row in found
            }
            assert told == {row for row, like_her in enumerate(sizes) if like_her == 1}
