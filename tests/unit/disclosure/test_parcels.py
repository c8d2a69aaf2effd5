"""Women come into a class, and go out of it, in parcels only."""

from hypothesis import given
from hypothesis import strategies as st

from survey_app.disclosure.rows.parcels import parcel_of, telling

MARKS = st.frozensets(st.integers(0, 40).map(lambda number: f"{number:02}"), max_size=40)
STEPS = st.lists(MARKS, min_size=1, max_size=6)


@given(STEPS, st.integers(2, 6))
def test_no_later_release_tells_who_came_or_went_against_any_earlier_one(states, k):
    shown = []
    for now in states:
        here = parcel_of(now, shown, parcel=k, k=k)
        assert here <= now
        assert not here or len(here) >= k
        assert not any(telling(here, before, k) for before in shown)
        shown.append(here)


@given(STEPS, st.integers(2, 6))
def test_what_was_shown_once_and_did_not_change_is_shown_again(states, k):
    first = parcel_of(states[0], [], parcel=k, k=k)
    assert parcel_of(states[0], [first], parcel=k, k=k) == first


def test_a_joiner_waits_and_a_parcel_of_joiners_comes_in():
    five = frozenset("abcde")
    assert parcel_of("abcdef", [five], parcel=5, k=5) == five
    assert parcel_of("abcdefghij", [five], parcel=5, k=5) == frozenset("abcdefghij")


def test_where_one_woman_went_her_neighbours_go_with_her_and_the_same_ones_every_time():
    eleven = frozenset("abcdefghijk")
    after = parcel_of(eleven - {"c"}, [eleven], parcel=5, k=5)
    assert len(eleven - after) == 5
    assert parcel_of(eleven - {"c"}, [eleven, after], parcel=5, k=5) == after
    small = frozenset("abcdefg")
    assert parcel_of(small - {"c"}, [small], parcel=5, k=5) == frozenset()
