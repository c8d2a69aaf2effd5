"""The preview on a laptop: plain words and numbers, never an answer."""

from disclosure_forms import SETTINGS, plan_from, record
from hypothesis import given
from hypothesis import strategies as st

from survey_app.disclosure.reports.preview import preview
from survey_app.release.preview_bars import preview_bars

PLAN = plan_from()
WOMEN = st.builds(
    record,
    age=st.integers(18, 60),
    children_n=st.integers(0, 9),
    offence=st.sampled_from(["murder", "hurt", "theft", "fraud"]),
    area=st.sampled_from(["a1", "a2", "a3"]),
    fed=st.sampled_from(["yes", "no"]),
    interviewer=st.integers(3, 5),
)


def told(found):
    return " ".join(one.text() for one in found.sentences)


@given(st.lists(WOMEN, max_size=12))
def test_the_three_kinds_of_women_add_up_and_no_answer_is_told(women):
    found = preview(PLAN, women)
    assert found.alone + found.few + found.enough == found.women == len(women)
    assert found.alone <= found.alone_with_children or not women
    for word in ("murder", "theft", "a1", "18–24", "55+"):
        assert word not in told(found)
        assert word not in preview_bars(found, lambda text, **_: text)


def test_on_one_laptop_women_stand_out_and_the_words_say_that_this_is_usual():
    women = [
        record(age=20 + 10 * n, children_n=n, offence="theft", area="a1", fed="yes")
        for n in range(4)
    ]
    found = preview(PLAN, women)
    assert (found.women, found.alone, found.few, found.enough) == (4, 4, 0, 0)
    assert "4 are the only one of their kind" in told(found)
    assert "That is usual for one laptop" in told(found)
    assert "no row may be shown to anybody outside the team" in told(found)


def test_women_who_all_look_alike_are_told_so_and_still_nothing_leaves():
    women = [
        record(age=30, children_n=1, offence="theft", area="a1", fed=("yes", "no")[n % 2])
        for n in range(40)
    ]
    found = preview(PLAN, women)
    assert (found.alone, found.few, found.enough) == (0, 0, 40)
    assert "looks like at least 4 others" in told(found)
    assert "decided after the merge" in told(found)


def test_a_laptop_measures_with_the_thresholds_that_the_hub_will_use():
    lax = plan_from(settings=SETTINGS.replace("| 5 | 2 | 5 |", "| 3 | 2 | 5 |"))
    women = [record(age=30, children_n=1, offence="theft", area="a1", fed="yes")] * 4
    found = preview(lax, women)
    assert (found.k, found.few, found.enough, found.plan_hash) == (5, 4, 0, lax.hash)


def test_who_was_there_when_she_was_asked_counts_as_somebody_who_knows_her():
    women = [
        record(age=30, children_n=1, offence="theft", area="a1", fed="yes", interviewer=n)
        for n in range(40)
    ]
    found = preview(PLAN, women)
    assert (found.alone, found.alone_with_children) == (0, 40)


def test_without_key_questions_only_counts_are_promised():
    form = """
    | survey |
    | | type | name | label::English (en) | sensitivity | sdc_role | sdc_method |
    | | select_one yes_no | fed | Fed | S1 | sensitive | keep |
    """
    found = preview(plan_from(form), [record(fed="yes")])
    assert "The form ranks no question" in told(found)
    assert "nothing to measure" in told(preview(PLAN, []))
