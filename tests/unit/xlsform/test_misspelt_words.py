"""What a misspelt word was meant to be is found quickly, and not for more than a person reads."""

from hypothesis import given
from hypothesis import strategies as st

from survey_app.xlsform.spelling import MOST_LOOKS, Guesses, nearest, within

WORDS = st.text("abcdeEعمر_", min_size=3, max_size=8)


def distance(one, other):
    """The whole table, cell by cell: slow and obvious."""
    rows = [list(range(len(other) + 1))]
    for at, letter in enumerate(one, start=1):
        row = [at]
        for to, wanted in enumerate(other, start=1):
            best = min(rows[-1][to] + 1, row[to - 1] + 1, rows[-1][to - 1] + (letter != wanted))
            swapped = at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted
            row.append(min(best, rows[-2][to - 2] + 1) if swapped else best)
        rows.append(row)
    return rows[-1][-1]


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 3))
def test_a_distance_within_bounds_is_the_distance(one, other, most):
    assert within(one, other, most) == min(distance(one, other), most + 1)


@given(WORDS, st.lists(WORDS, max_size=12))
def test_no_word_within_reach_is_passed_over(word, known):
    reach = 1 if len(word) < 6 else 2
    far = {other: distance(word.lower(), other.lower()) for other in known}
    within = {
        other: steps
        for other, steps in far.items()
        if steps <= reach and abs(len(other) - len(word)) <= reach
    }
    found = nearest(word, known)
    assert (found in within) if within else found == ""
    if within:
        assert within[found] == min(within.values())


def test_a_form_in_which_no_name_is_known_is_not_searched_for_each_of_them():
    guesses = Guesses([f"question_{at}" for at in range(600)])
    assert guesses.of("qestion_7") == "question_7"
    found = [guesses.of(f"qestion_{at}") for at in range(600)]
    assert found[1:3] == ["question_1", "question_2"]
    assert sum(map(bool, found)) == MOST_LOOKS // 600
