"""Closeness, presence, uniques outside, and columns of numbers that are protected."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from survey_app.disclosure.measures.closeness import largest_distance, least_entropy
from survey_app.disclosure.measures.population import Group, Population
from survey_app.disclosure.measures.presence import presence, unique_outside
from survey_app.disclosure.rows.number_columns import group_means

ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["yes", "no", None])), min_size=1)
NUMBERS = st.lists(st.integers(0, 200).map(Decimal), min_size=1, max_size=60)


@given(ROWS)
def test_a_class_is_worth_no_more_answers_than_it_gave_and_joining_brings_it_closer(rows):
    classes, answers = zip(*rows, strict=True)
    given_answers = {group: set() for group in classes}
    for group, answer in rows:
        given_answers[group].add(answer)
    poorest = min(len(found) for found in given_answers.values())
    assert least_entropy(classes, answers) + 1e-9 >= 1
    assert least_entropy(classes, answers) <= poorest + 1e-9
    assert largest_distance(["all"] * len(rows), answers) == 0
    assert 0 <= largest_distance(classes, answers) < 1


def test_the_more_of_a_group_were_asked_the_surer_it_is_that_she_was():
    rows = [{"area": "a"}] * 3 + [{"area": "b"}] * 3
    counted = Population(60, (Group({"area": "a"}, 4), Group({"area": "b"}, 30)))
    found = presence(rows, counted)
    assert (found.least, found.largest) == (Fraction(1, 10), Fraction(3, 4))
    assert presence(rows, Population()) is None


@given(st.lists(st.integers(1, 9), min_size=1), st.integers(1, 20))
def test_uniques_outside_are_no_more_than_inside_and_all_when_everybody_was_asked(sizes, parts):
    inside = Counter(sizes)[1]
    assert unique_outside(sizes, Fraction(1)) == inside
    assert 0 <= unique_outside(sizes, Fraction(1, parts)) <= inside


@given(NUMBERS, st.integers(2, 6))
def test_a_mean_is_shared_by_k_women_and_the_sum_stays(numbers, k):
    means = group_means(numbers, k)
    assert min(Counter(means).values()) >= min(k, len(numbers))
    assert abs(sum(means) - sum(numbers)) <= len(numbers) * Decimal("0.005")
    assert group_means(means, k) == means
