import random
from collections import Counter
from dataclasses import replace

import pytest
from disclosure_forms import SURVEY, form_of, plan_from, record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey_app.disclosure.measures.closeness import Spread, largest_distance, least_entropy
from survey_app.disclosure.measures.population import Group, Population
from survey_app.disclosure.measures.risk import smallest_class
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.reports.report import risk_report
from survey_app.disclosure.rows.protect import ProtectedMicrodata, Refusal, protect
from survey_app.disclosure.rows.recodings import Recoding
from survey_app.microdata.cells import Cell, Record

PLAN = plan_from()
KEYS = ("age", "children_n", "offence", "area")

WOMEN = st.lists(
    st.builds(
        record,
        age=st.one_of(st.none(), st.integers(18, 80)),
        children_n=st.integers(0, 9),
        offence=st.sampled_from(["murder", "hurt", "theft", "fraud"]),
        area=st.sampled_from(["a1", "a2", "a3"]),
        fed=st.sampled_from(["yes", "no", None]),
        hurt=st.sampled_from(["yes", "no"]),
        tv=st.sampled_from(["yes", "no"]),
    ),
    min_size=25,
    max_size=90,
)
QUIETLY = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def women(count, seed=1, **fixed):
    chance = random.Random(seed)
    return [
        record(
            **{
                "age": chance.choice([20, 22, 28, 30, 33, 40, 41, 60]),
                "children_n": chance.choice([1, 1, 2, 2, 3, 6]),
                "offence": chance.choice(["theft", "theft", "fraud", "hurt"]),
                "area": chance.choice(["a1", "a2", "a3"]),
                "fed": chance.choice(["yes", "no"]),
                "hurt": chance.choice(["yes", "no"]),
                "tv": chance.choice(["yes", "no"]),
                "interviewer": 7,
                **fixed,
            }
        )
        for _ in range(count)
    ]


def labels(outcome):
    names = [column.name for column in outcome.columns]
    return [
        {name: cell.value for name, cell in zip(names, row, strict=True)} for row in outcome.rows
    ]


def test_the_five_women_of_table_1_are_refused():
    five = [(45, 2), (35, 3), (30, 1), (40, 2), (29, 1)]
    outcome = protect(PLAN, [record(age=age, children_n=n, fed="yes") for age, n in five])
    assert isinstance(outcome, Refusal)
    assert "5 women" in outcome.reasons[0].text()


def test_nineteen_women_are_refused_however_much_alike():
    alike = {"age": 30, "children_n": 2, "offence": "theft", "area": "a1"}
    assert isinstance(protect(PLAN, women(19, **alike)), Refusal)
    outcome = protect(PLAN, women(20, **alike))
    assert isinstance(outcome, ProtectedMicrodata)
    assert outcome.k == 20


def test_two_hundred_women_are_shared_with_at_least_five_alike():
    outcome = protect(PLAN, women(200))
    assert isinstance(outcome, ProtectedMicrodata)
    assert outcome.k >= 5
    assert smallest_class(labels(outcome), outcome.keys) == outcome.k


@pytest.mark.parametrize(("audience", "least"), [(Audience.TEAM, 10), (Audience.PARTNER, 20)])
def test_one_woman_fewer_than_the_least_is_too_few(audience, least):
    alike = {"age": 20, "children_n": 1, "offence": "theft", "area": "a1"}
    plan = PLAN.for_audience(audience)
    assert isinstance(protect(plan, women(least - 1, **alike)), Refusal)
    assert isinstance(protect(plan, women(least, **alike)), ProtectedMicrodata)


@pytest.mark.parametrize("recoding", [Recoding.BEST, Recoding.LOCAL])
def test_the_least_loss_keeps_k_and_more_detail_than_the_order_of_the_ranks(recoding):
    ranked, other = protect(PLAN, women(300)), protect(PLAN, women(300), recoding=recoding)
    assert other.k >= 5
    assert smallest_class(labels(other), other.keys) == other.k
    lost = [risk_report(PLAN, women(300), one).loss for one in (other, ranked)]
    assert lost[0].certainty_total <= lost[1].certainty_total
    again = protect(PLAN, other.records(), recoding=recoding)
    assert again.rows == other.rows


def test_only_ranked_keys_sensitive_and_safe_answers_are_shared():
    outcome = protect(PLAN, women(300, story="Rukhsana", her_name="Rukhsana", met="2019-01-01"))
    assert {column.name for column in outcome.columns} <= {*KEYS, "fed", "tv", "told"}
    assert "hurt" in outcome.left_out
    assert "gravest" in outcome.left_out["hurt"].text()
    assert "Rukhsana" not in repr(outcome)


def test_the_least_important_key_is_made_coarser_first():
    outcome = protect(PLAN, women(120))
    losses = outcome.loss_permille
    assert losses["age"] <= losses["area"]


def test_small_files_have_few_key_variables():
    few = women(48)
    outcome = protect(PLAN, few)
    assert isinstance(outcome, ProtectedMicrodata)
    assert len(outcome.keys) <= 2


def test_rows_come_in_the_order_of_their_content_whoever_came_first():
    group = women(150)
    assert protect(PLAN, group).rows == protect(PLAN, group[::-1]).rows


def test_a_class_in_which_all_gave_the_same_answer_hides_it():
    group = women(100, age=20, children_n=1, offence="theft", area="a1")
    group += women(20, age=30, children_n=1, offence="theft", area="a1", fed="yes")
    outcome = protect(PLAN, group)
    poor = [row for row in labels(outcome) if row.get("age") == "25–34"]
    assert len(poor) == 20
    assert {row["fed"] for row in poor} == {None}
    assert outcome.cells_hidden["fed"] == 20


def answers_of_the_thirties(fed, audience=Audience.PARTNER):
    group = women(100, age=20, children_n=1, offence="theft", area="a1")
    alike = {"age": 30, "children_n": 1, "offence": "theft", "area": "a1"}
    group += [record(**alike, fed=one, hurt="no", tv="no") for one in fed]
    rows = labels(protect(PLAN.for_audience(audience), group))
    return [row["fed"] for row in rows if row["age"] == "25–34"]


def test_a_woman_who_knows_her_own_answer_does_not_learn_what_all_others_said():
    alone = answers_of_the_thirties(["no"] + ["yes"] * 11)
    assert alone == answers_of_the_thirties(["yes"] * 12) == [None] * 12
    assert Counter(answers_of_the_thirties(["no"] * 2 + ["yes"] * 10)) == {"no": 2, "yes": 10}


def test_inside_the_team_which_holds_all_answers_one_other_answer_is_enough():
    assert "no" in answers_of_the_thirties(["no"] + ["yes"] * 11, Audience.TEAM)
    assert answers_of_the_thirties(["yes"] * 12, Audience.TEAM) == [None] * 12


def test_when_every_answer_would_be_given_away_no_row_is_shared():
    group = women(60, age=20, children_n=1, offence="theft", area="a1", fed="yes")
    outcome = protect(PLAN, group)
    assert isinstance(outcome, Refusal)
    assert "different answers" in outcome.reasons[0].text()


def test_a_group_with_fewer_than_twenty_women_outside_is_not_shown():
    group = women(100, age=20, children_n=1, offence="theft", area="a1")
    group += women(10, age=20, children_n=1, offence="theft", area="a3")
    small = Population(1000, (Group({"area": "a3"}, 19),))
    outcome = protect(PLAN, group, small)
    assert all(row.get("area") != "a3" for row in labels(outcome))
    assert any(row.get("area") == "a3" for row in labels(protect(PLAN, group)))


def test_a_population_under_twenty_is_refused_whatever_the_data():
    outcome = protect(PLAN, women(100), Population(19))
    assert isinstance(outcome, Refusal)


def test_a_population_smaller_than_the_file_is_a_mistake_that_is_said():
    outcome = protect(PLAN, women(100), Population(60))
    assert "Correct" in outcome.reasons[0].text()
    group = Population(None, (Group({"area": "a1"}, 1),))
    assert "Group number 1" in protect(PLAN, women(100), group).reasons[0].text()


def test_the_public_gets_rows_from_two_hundred_women_on_only():
    plan = PLAN.for_audience(Audience.PUBLIC)
    assert isinstance(protect(plan, women(199)), Refusal)
    outcome = protect(plan, women(600))
    assert isinstance(outcome, ProtectedMicrodata)
    classes = len({tuple(row[name] for name in outcome.keys) for row in labels(outcome)})
    assert outcome.k >= 10
    assert classes / len(outcome.rows) < 0.03


def test_a_woman_who_did_not_agree_to_share_is_in_no_shared_row():
    form = form_of()
    plan = plan_of(replace(form, extra={**form.extra, "sdc:share_if": "tv=yes"}))
    assert plan.share_if == ("tv", "yes")
    group = women(60, tv="yes", age=20, children_n=1, offence="theft", area="a1")
    unwilling = women(60, tv="no", age=60, children_n=6, offence="hurt", area="a3")
    outcome = protect(plan, group + unwilling + women(60, tv=None, age=60))
    assert len(outcome.rows) == 60
    assert {row["age"] for row in labels(outcome)} == {"18–24"}


def test_a_form_without_ranks_shares_no_row():
    plan = plan_from(
        SURVEY.replace("| 1 | | |", "| | | |")
        .replace("| 2 | | |", "| | | |")
        .replace("| 3 | | |", "| | | |")
        .replace("| 4 | | |", "| | | |")
    )
    outcome = protect(plan, women(100))
    assert isinstance(outcome, Refusal)
    assert "sdc_rank" in outcome.reasons[0].text()


def test_protected_rows_are_made_by_protecting_alone():
    outcome = protect(PLAN, women(100))
    with pytest.raises(TypeError):
        ProtectedMicrodata(**vars(outcome))


def test_the_children_of_a_woman_enter_as_one_family_and_never_as_rows():
    survey = SURVEY.replace(
        "| S1 | | quasi | level:0 | | | |\n| | select_one yes_no | lives_with",
        "| S1 | | quasi | level:0 | 5 | | |\n| | select_one yes_no | lives_with",
    )
    plan = plan_from(survey)
    assert plan.rules["age_now"].is_key
    group = women(220, age=20, children_n=2, offence="theft", area="a1")
    families = [("y0_5", "y6_17"), ("y6_17", "y0_5"), ("y18",)]
    whole = [
        Record(one.values, {"child": tuple({"age_now": Cell(age)} for age in families[at % 3])})
        for at, one in enumerate(group)
    ]
    outcome = protect(plan, whole)
    assert {row["age_now"] for row in labels(outcome)} == {"{y0_5, y6_17}", "{y18}"}


@QUIETLY
@given(WOMEN)
def test_protecting_never_lowers_k(group):
    outcome = protect(PLAN, group)
    if isinstance(outcome, ProtectedMicrodata):
        rows = [{name: one.values[name].value for name in outcome.keys} for one in group]
        assert outcome.k >= PLAN.k
        assert outcome.k >= smallest_class(rows, outcome.keys)
        assert smallest_class(labels(outcome), outcome.keys) == outcome.k


@QUIETLY
@given(WOMEN)
def test_protecting_twice_changes_nothing(group):
    outcome = protect(PLAN, group)
    if isinstance(outcome, ProtectedMicrodata):
        again = protect(PLAN, outcome.records())
        assert isinstance(again, ProtectedMicrodata)
        assert again.rows == outcome.rows
        assert [one.name for one in again.columns] == [one.name for one in outcome.columns]


@QUIETLY
@given(WOMEN)
def test_no_shared_class_is_homogeneous_in_a_sensitive_answer(group):
    outcome = protect(PLAN, group)
    if isinstance(outcome, ProtectedMicrodata):
        classes = {}
        for row in labels(outcome):
            classes.setdefault(tuple(row[name] for name in outcome.keys), set()).add(row.get("fed"))
        assert all(values == {None} or len(values) > 1 for values in classes.values())


@QUIETLY
@given(WOMEN, st.sampled_from([Recoding.RANKED, Recoding.LOCAL]))
def test_whoever_sets_her_own_answer_aside_is_left_with_several_of_the_others(group, recoding):
    outcome = protect(PLAN, group, recoding=recoding)
    if isinstance(outcome, ProtectedMicrodata):
        classes = {}
        for row in labels(outcome):
            classes.setdefault(tuple(row[name] for name in outcome.keys), []).append(row.get("fed"))
        for said in classes.values():
            others = [set(said[:at] + said[at + 1 :]) - {None} for at in range(len(said))]
            assert all(len(one) > 1 for one in others) or set(said) == {None}


@QUIETLY
@given(WOMEN)
def test_rows_dropped_stay_within_what_the_plan_allows(group):
    outcome = protect(PLAN, group)
    if isinstance(outcome, ProtectedMicrodata):
        assert outcome.records_dropped + len(outcome.rows) == len(group)
        assert outcome.records_dropped <= len(group) * PLAN.max_drop
        assert len(outcome.rows) >= 20


@QUIETLY
@given(WOMEN, st.sampled_from([Spread(entropy=1.6), Spread(distance=0.2), Spread(1.3, 0.3)]))
def test_answers_are_spread_as_evenly_as_the_release_asks_and_stay_so(group, spread):
    outcome = protect(PLAN, group, spread=spread)
    if isinstance(outcome, ProtectedMicrodata):
        rows = [(tuple(row[name] for name in outcome.keys), row) for row in labels(outcome)]
        for name in {"fed", "hurt"} & {one.name for one in outcome.columns}:
            told = {label for label, row in rows if row.get(name) is not None}
            classes = [label for label, _ in rows if label in told]
            said = [row.get(name) for label, row in rows if label in told]
            assert least_entropy(classes, said) >= (spread.entropy or 0) - 1e-6
            assert largest_distance(classes, said) <= (spread.distance or 1) + 1e-6
        again = protect(PLAN, outcome.records(), spread=spread)
        assert again.rows == outcome.rows


def test_rows_are_refused_when_no_question_is_spread_as_evenly_as_asked():
    outcome = protect(PLAN, women(200), spread=Spread(entropy=4))
    assert isinstance(outcome, Refusal)
    assert "evenly" in outcome.reasons[0].text()
