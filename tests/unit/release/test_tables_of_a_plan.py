"""Crossings, sums and masked columns that a plan asks for, on cases whose answer is known by hand."""

from collections import Counter
from decimal import Decimal

import pytest
from disclosure_forms import CHOICES, SETTINGS, SURVEY, form_of, plan_from, record
from merged_women import write_merged

from survey_app.disclosure.checks import check_plan
from survey_app.disclosure.counts.asked_tables import asked_tables
from survey_app.disclosure.measures.population import Population
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.methods import DROP
from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.reports.report import risk_report
from survey_app.disclosure.rows.number_columns import swapped
from survey_app.disclosure.rows.protect import protect
from survey_app.merge.dataset import ROUNDING
from survey_app.release.comparison import rounded
from survey_app.release.csv_text import read_csv
from survey_app.release.gate import decide
from survey_app.release.ledger import EarlierRelease
from survey_app.release.other_worlds import View, World
from survey_app.release.series import Series
from survey_app.workflows.release import release
from survey_app.xlsform.checks.protection import check_protection
from survey_app.xlsform.files.reading import workbook_from_markdown

MORE = """| | integer | months | Months waited | S1 | | sensitive | keep | | | |
| | integer | debt | Debt | S1 | | sensitive | means | | | |
| | select_one yes_no | bribed | Paid a bribe | S2 | | sensitive | swap:80 | | | |
"""
WANTED = SETTINGS.replace("sdc_max_drop |", "sdc_max_drop | sdc_cross | sdc_sums |").replace(
    "0.2 |", "0.2 | tv by fed | months by area |"
)
FORM = form_of(SURVEY + MORE, settings=WANTED)
PLAN = plan_of(FORM)
SECRET = b"a secret of the dataset"
FAIR = {("yes", "yes"): 25, ("yes", "no"): 12, ("no", "yes"): 11, ("no", "no"): 12}


def crowd(pairs, **fixed):
    """Women who answered (television, food) so often; the rest of each is the same."""
    return [
        record(tv=tv, fed=fed, **fixed) for (tv, fed), count in pairs.items() for _ in range(count)
    ]


def waited(months):
    return [record(area=area, months=one) for area, said in months.items() for one in said]


def decided(women, earlier=(), digest="d", **wish):
    marks = tuple(f"mark-{number}" for number in range(len(women)))
    series = Series("small", FORM, PLAN, ("1",), tuple(women), (), 0, marks)
    return decide(series, digest=digest, earlier=earlier, **wish)


def counts_of(women, **wish):
    found = asked_tables(PLAN, women, **wish).crossings
    return found[0].counts if found else None


def sums_of(women):
    found = asked_tables(PLAN, women).sums
    return {one.label: one.total for one in found[0].sums} if found else None


def test_two_questions_are_crossed_as_the_plan_asks():
    assert counts_of(crowd(FAIR)) == ((25, 12), (11, 12))


def test_one_small_count_hides_its_row_and_its_column_and_what_they_would_tell():
    pairs = FAIR | {("no", "yes"): 19, ("no", "no"): 4}
    assert counts_of(crowd(pairs)) == ((None, None), (None, None))


def test_crossings_that_close_a_ring_stand_beside_each_other_where_no_count_is_small():
    asked = WANTED.replace("tv by fed", "tv by fed, fed by hurt, hurt by tv")
    plan = plan_of(form_of(SURVEY + MORE, settings=asked))
    women = [one for hurt in ("yes", "no") for one in crowd(FAIR, hurt=hurt)]
    assert [one.counts for one in asked_tables(plan, women).crossings] == [
        ((50, 24), (22, 24)),
        ((36, 36), (24, 24)),
        ((37, 23), (37, 23)),
    ]


def test_under_fifty_women_a_crossing_with_a_small_count_is_left_out_and_said_to_be():
    pairs = {("yes", "yes"): 14, ("yes", "no"): 12, ("no", "yes"): 11, ("no", "no"): 2}
    found = asked_tables(PLAN, crowd(pairs))
    assert (found.crossings, len(found.left_out)) == ((), 2)
    assert "tv × fed" in found.left_out[0].text()


def test_a_crossing_in_which_two_women_exchanged_answers_is_left_out_beside_an_earlier_one():
    first = decided(crowd(FAIR), only_tables=True)
    other = {("yes", "yes"): 24, ("yes", "no"): 13, ("no", "yes"): 12, ("no", "no"): 11}
    second = decided(crowd(other), [first.entry], only_tables=True)
    assert (len(first.asked.crossings), second.asked.crossings) == (1, ())
    assert [one.counts for one in second.tables if one.variable in {"tv", "fed"}] == [
        one.counts for one in first.tables if one.variable in {"tv", "fed"}
    ]


def test_a_crossing_that_hides_counts_does_not_stand_beside_the_same_one_rounded():
    pairs = {("yes", "yes"): 30, ("yes", "no"): 20, ("yes", None): 14}
    women = crowd(pairs | {("no", "yes"): 25, ("no", "no"): 12, ("no", None): 7})
    exact = decided(women, only_tables=True)
    assert {None, 30} < {count for line in exact.asked.crossings[0].counts for count in line}
    near = rounded(decided(women, only_tables=True, rounding=3), 3, SECRET)
    assert near.asked.crossings
    wish = {"earlier": [exact.entry], "only_tables": True, "rounding": 3}
    assert not rounded(decided(women, **wish), 3, SECRET, [exact.entry]).asked.crossings
    assert not decided(women, [near.entry], only_tables=True).asked.crossings


def test_the_sum_that_one_woman_dominates_goes_and_the_next_smallest_with_it():
    months = {"a1": [10] * 5, "a2": [10, 9, 8, 10, 9], "a3": [100, 1, 1, 1, 1]}
    assert sums_of(waited(months)) == {"a1": 50, "a2": None, "a3": None, "": 0}


def test_a_sum_of_zero_tells_what_each_of_them_said_so_it_goes():
    months = {"a1": [0] * 5, "a2": [5, 6, 5, 6, 5], "a3": [7] * 5}
    assert sums_of(waited(months)) == {"a1": None, "a2": None, "a3": 35, "": 0}


def limited(constraint, *, row="| | integer | months | Months waited |", method="keep"):
    """Return the plan whose months are limited by the form, and the label of each sum."""
    survey = SURVEY.replace("| calculation |", "| calculation | constraint | parameters |")
    months = f"{row} S1 | | sensitive | {method} | | | | {constraint}\n"
    return plan_of(form_of(survey + months, settings=WANTED.replace("tv by fed", "tv by area")))


@pytest.mark.parametrize(
    ("plan", "told", "most"),
    [
        (limited(". >= 0 and . <= 12 | |"), [12] * 5, True),
        (limited(". >= 0 and . <= 12 | |"), [12, 12, 12, 12, 7], True),
        (limited(". < 13 | |"), [12] * 5, True),
        (limited("13 > . or . = 0 | |"), [12] * 5, True),
        (limited(". <= 14 | |", method="round:5"), [15] * 5, True),
        (limited("| start=0 end=12 step=1 |", row="| | range | months | Months |"), [12] * 5, True),
        (limited(". >= 3 | |"), [3] * 5, False),
        (limited(". > 2 | |"), [3, 3, 3, 3, 9], False),
    ],
)
def test_a_sum_of_women_who_all_said_the_most_or_the_least_that_the_form_allows_goes(
    plan, told, most
):
    others = [7, 8, 6, 7, 5] if most else [4, 8, 6, 7, 9]
    months = {"a1": told, "a2": others, "a3": others}
    found = asked_tables(plan, waited(months)).sums
    assert not found or found[0].sums[0].total is None
    free = asked_tables(limited("| |"), waited(months)).sums[0].sums[0].total
    assert free == sum(told)


@pytest.mark.parametrize(
    ("constraint", "method", "answer", "is_told"),
    [
        (". <= 12", "keep", "12", True),
        (". <= 13", "keep", "12", False),
        (". >= 12", "keep", "12", True),
        ("", "keep", "12", False),
        (". <= 16", "round:5", "15", True),
    ],
)
def test_no_woman_of_another_world_says_more_than_the_form_allows(
    constraint, method, answer, is_told
):
    rule = limited(f"{constraint} | |", method=method).rules["months"]
    view = View(0, ["a1"] * 5, {"sum"}, lambda _, said: iter([("sum", Decimal(said))]))
    world = World([view], Counter({(("a1",), answer): 5}), rule)
    assert world.tells() is is_told


@pytest.mark.parametrize(
    ("constraint", "children", "told"),
    [
        (". <= ${children_n} | |", [1, 2, 3, 1, 2], [1, 2, 3, 1, 2]),
        (". >= 0 and ${children_n} >= . | |", [1, 2, 3, 1, 2], [1, 2, 3, 0, 2]),
        (". < 2 * ${children_n} + 1 | |", [1, 2, 3, 1, 2], [2, 4, 6, 2, 4]),
        (". <= ${age} - 17 | |", [1, 1, 1, 1, 1], [7] * 5),
        (". <= 10 - ${children_n} | |", [1, 2, 3, 1, 2], [9, 8, 7, 9, 8]),
        (". >= ${children_n} | |", [1, 2, 3, 1, 2], [1, 2, 3, 1, 2]),
    ],
)
def test_a_sum_of_women_who_all_said_what_another_answer_limits_them_to_goes(
    constraint, children, told
):
    """Staff know how many children each has: if all of them together are with her, so is each."""
    here = [
        record(area="a1", age="20", children_n=str(n), months=months)
        for n, months in zip(children, told, strict=True)
    ]
    others = [
        record(area=area, age="30", children_n="4", months=months)
        for area in ("a2", "a3", "a4")
        for months in (7, 8, 6, 9, 5)
    ]
    found = asked_tables(limited(constraint), [*here, *others]).sums
    assert not found or found[0].sums[0].total is None
    free = asked_tables(limited("| |"), [*here, *others]).sums[0].sums[0].total
    assert free == sum(told)


def test_what_is_far_from_the_limit_that_another_answer_sets_is_added_up():
    women = [
        record(area=area, children_n="3", months=months)
        for area in ("a1", "a2", "a3")
        for months in (1, 2, 0, 2, 1, 3, 1)
    ]
    (found,) = asked_tables(limited(". <= ${children_n} | |"), women).sums
    assert [one.total for one in found.sums][:3] == [10] * 3


@pytest.mark.parametrize(("said_no", "joined", "base"), [(16, "no", None), (2, "yes", 3)])
def test_sums_by_an_answer_do_not_tell_what_all_who_joined_gave_to_it(said_no, joined, base):
    """Its counts are left out; a sum that stayed would say that none of them said the other."""
    form = form_of(SURVEY + MORE, settings=WANTED.replace("months by area", "months by fed"))

    def tables_of(women, earlier):
        marks = tuple(f"mark-{number}" for number in range(len(women)))
        series = Series("small", form, plan_of(form), ("1",), tuple(women), (), 0, marks)
        wish = {"earlier": earlier, "only_tables": True, "rounding": base}
        found = decide(series, digest=str(len(women)), **wish)
        return found if base is None else rounded(found, base, SECRET, earlier)

    said = ["no"] * said_no + ["yes"] * (32 - said_no) + [joined] * 20
    women = [record(area="a1", fed=fed, months=at % 4 + 4) for at, fed in enumerate(said)]
    first = tables_of(women[:32], [])
    assert [one.by for one in first.asked.sums] == ["fed"]
    second = tables_of(women, [first.entry])
    assert second.tables
    assert "fed" not in {one.variable for one in second.tables}
    assert (second.asked.sums, second.entry.sums) == ((), {})


def test_a_calculation_is_limited_by_the_most_that_anybody_has():
    row = "| | calculate | months | |"
    plan = plan_of(
        form_of(
            SURVEY + row + " S1 | | sensitive | keep | | | ${children_n} * 3 |\n", settings=WANTED
        )
    )
    months = {"a1": [9] * 5, "a2": [3, 6, 0, 3, 6], "a3": [3, 6, 6, 0, 6]}
    found = asked_tables(plan, waited(months)).sums
    assert found[0].sums[0].total is None


def test_a_place_without_anybody_is_hidden_where_few_were_asked():
    months = {"a1": [7] * 5, "a2": [5] * 5, "a3": []}
    assert sums_of(waited(months)) == {"a1": 35, "a2": None, "a3": None, "": 0}


def test_no_sums_of_what_can_be_less_than_nothing_or_of_too_few():
    assert sums_of(waited({"a1": [7] * 6, "a2": [-1, 5, 5, 5, 5, 5]})) is None
    assert sums_of(waited({"a1": [7] * 5, "a2": [5] * 4})) is None


def test_a_sum_whose_difference_to_an_earlier_one_tells_on_a_woman_is_left_out():
    months = {"a1": [7] * 20, "a2": [5] * 20, "a3": [6] * 20}
    first = decided(waited(months), only_tables=True)
    assert first.asked.sums[0].total == 360
    again = decided(waited(months), [first.entry], only_tables=True)
    assert again.asked.sums == first.asked.sums
    corrected = decided(waited(months | {"a1": [8, *[7] * 19]}), [first.entry], only_tables=True)
    assert (corrected.asked.sums, bool(corrected.tables)) == ((), True)
    refused = record(area="a1", months=None)
    less = [*waited(months | {"a1": [7] * 19}), refused]
    assert decided(less, [first.entry], only_tables=True).asked.sums == ()


def test_the_ledger_keeps_what_was_summed():
    entry = decided(waited({"a1": [7] * 20, "a2": [5] * 20}), only_tables=True).entry
    assert isinstance(entry, EarlierRelease)
    assert entry.sums['["months","area","a1"]'] == (20, "140")
    assert entry.sums['["months","area"]'] == (40, "240")


def test_the_check_names_tables_that_can_never_be_made():
    asked = WANTED.replace("tv by fed", "tv by age_now").replace("months by area", "age by area")
    found = check_plan(form_of(SURVEY + MORE, settings=asked))
    settings = {one.column for one in found if one.severity == "error" and one.question is None}
    assert settings >= {"sdc_cross", "sdc_sums"}
    assert not [one for one in check_plan(FORM) if one.column in {"sdc_cross", "sdc_sums"}]
    broken = check_plan(form_of(SURVEY + MORE, settings=WANTED.replace("tv by fed", "tv, fed")))
    assert broken[0].column == "sdc_cross"


def test_the_check_of_the_workbook_knows_both_methods_and_whom_they_fit():
    def codes(survey):
        found = check_protection(workbook_from_markdown(survey + CHOICES + WANTED))
        return [one.rule.code for one in found if one.column == "sdc_method"]

    plain = codes(SURVEY)
    assert codes(SURVEY + MORE) == plain
    for wrong in ("swap:0", "swap:100", "swap", "means:3"):
        assert codes(SURVEY + MORE.replace("swap:80", wrong)) == [*plain, "CHECK-042"]
    for wrong in (MORE.replace("swap:80", "means"), MORE.replace("means", "swap:80")):
        assert codes(SURVEY + wrong) == [*plain, "CHECK-051"]
    quasi = MORE.replace("sensitive | means", "quasi | means")
    assert codes(SURVEY + quasi) == [*plain, "CHECK-044"]
    assert plan_of(form_of(SURVEY + quasi)).rules["debt"].method == DROP


def numbered(count=60, debt=1000):
    """Women alike in what others know; each has debts of her own."""
    return [
        record(
            age=20 + 10 * (at % 2),
            children_n=1,
            offence="theft",
            area="a1",
            fed=("yes", "no")[at % 2],
            bribed=("yes", "no")[at // 2 % 2],
            debt=debt + 37 * at,
        )
        for at in range(count)
    ]


def released(women, **wish):
    one = decided(women, population=Population(4000), **wish)
    assert one.rows is not None
    names = [column.name for column in one.rows.columns]
    return one, {name: [row[at].value for row in one.rows.rows] for at, name in enumerate(names)}


def test_a_number_of_a_released_row_is_shared_by_k_women_and_their_sum_stays():
    one, columns = released(numbered(), secret=SECRET)
    shared = Counter(columns["debt"])
    assert min(shared.values()) >= one.plan.k
    assert not set(shared) & {str(1000 + 37 * at) for at in range(60) if at % 5 != 2}
    assert sum(map(int, columns["debt"])) == sum(1000 + 37 * at for at in range(60))


@pytest.mark.parametrize("debt", [1000, 100_003])  # a mean of these has seven digits
def test_averaged_numbers_stay_as_they_are_when_protected_again_and_come_once_only(debt):
    women = numbered(61, debt)
    one, columns = released(women, secret=SECRET)
    again = protect(one.plan, one.rows.records())
    at = [column.name for column in again.columns].index("debt")
    assert [row[at].value for row in again.rows] == columns["debt"]
    assert released(women, earlier=[one.entry], secret=SECRET)[1] == columns  # the very same file
    _, later = released(women, earlier=[one.entry], secret=SECRET, digest="another state")
    assert "debt" not in later


def test_swapped_answers_are_the_same_for_the_same_secret_and_missing_without_one():
    _, columns = released(numbered(), secret=SECRET)
    assert columns["bribed"] == released(numbered(), secret=SECRET)[1]["bribed"]
    true = Counter(one.values["bribed"].value for one in numbered())
    assert abs(Counter(columns["bribed"])["yes"] - true["yes"]) <= 12
    told, without = released(numbered())
    assert "bribed" not in without
    assert "swapped" in told.report.variables[-1].why_left_out.text()


@pytest.mark.parametrize(("percent", "low", "high"), [(80, 0.87, 0.93), (50, 0.71, 0.79)])
def test_as_many_answers_are_kept_as_the_plan_says(percent, low, high):
    kept = sum(
        swapped("yes", ["yes", "no"], percent, secret=SECRET, woman=str(at), variable="bribed")
        == "yes"
        for at in range(4000)
    )
    assert low < kept / 4000 < high


def test_the_risk_report_states_what_was_averaged_and_swapped():
    one, _ = released(numbered(), secret=SECRET)
    said = {part.name: part.released_as for part in one.report.variables}
    assert (said["debt"], said["bribed"]) == ("means", "swap:80")
    assert risk_report(one.plan, numbered(), one.rows).loss is not None


@pytest.fixture
def merged(tmp_path):
    people = crowd(FAIR, months=7, area="a1")
    return write_merged(tmp_path / "merged", FORM, PLAN, people)


def test_a_release_of_tables_holds_the_crossings_and_the_sums_of_the_plan(merged, tmp_path):
    wish = {"audience": Audience.PARTNER, "population": Population(4000), "only_tables": True}
    run = release(merged, tmp_path / "out", **wish)
    place = tmp_path / "out" / "small"
    assert not run.is_refused
    crossed = read_csv((place / "crossings.csv").read_bytes())
    assert [line[1::2][:2] + line[4:] for line in crossed[1:]] == [
        ["yes", "yes", "25", "60", "10"],
        ["yes", "no", "12", "60", "10"],
        ["no", "yes", "11", "60", "10"],
        ["no", "no", "12", "60", "10"],
    ]
    summed = read_csv((place / "sums.csv").read_bytes())
    assert [line[2:] for line in summed[1:]] == [
        ["a1", "420"],
        ["a2", "0"],
        ["a3", "0"],
        ["no answer", "0"],
        ["all", "420"],
    ]
    page = (place / "counts.html").read_text("utf-8")
    assert "×" in page
    assert "crossings.csv" in (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")


def test_a_rounded_crossing_shows_multiples_and_hides_none(merged, tmp_path):
    wish = {"audience": Audience.PUBLIC, "population": Population(4000), "rounding": 5}
    (merged / ROUNDING).write_bytes(bytes(32))  # with one secret in eight it is left out (ADR 0163)
    release(merged, tmp_path / "out", only_tables=True, **wish)
    crossed = read_csv((tmp_path / "out" / "small" / "crossings.csv").read_bytes())
    assert len(crossed) == 10
    assert all(int(line[4]) % 5 == 0 for line in crossed[1:])


def dropped_beside(*answers):
    """Return women of whom the rows leave twelve out, who answered so."""
    fixed = {"children_n": 1, "offence": "theft", "area": "a1"}
    shown = [{"tv": tv, "fed": fed} for tv in ("yes", "no") for fed in ("yes", "no")] * 30
    left_out = [{"tv": tv, "fed": fed} for tv, fed in answers]
    ages = [20] * len(shown) + [30, 40, 50] * 4
    pairs = zip(ages, shown + left_out, strict=True)
    return [record(age=age, **fixed, **said) for age, said in pairs]


@pytest.mark.parametrize(
    ("answers", "is_shown"),
    [
        ([("yes", "yes"), ("no", "no")] * 6, False),
        ([("yes", "yes")] * 6 + [("yes", "no")] * 6, True),
    ],
)
def test_a_crossing_beside_rows_does_not_tell_what_one_group_left_out_had_answered(
    answers, is_shown
):
    women = dropped_beside(*answers)
    rows = decided(women)
    assert rows.rows.records_dropped == len(answers)
    asked = decided(women, [rows.entry], only_tables=True).asked
    assert [one.row_variable for one in asked.crossings] == ["tv"] * is_shown


WIDE = plan_from(
    SURVEY + MORE,
    settings=SETTINGS.replace("sdc_max_drop |", "sdc_max_drop | sdc_cross |").replace(
        "0.2 |", "0.2 | fed by area |"
    ),
)


def women_of_three_areas(areas_of_the_left_out):
    """Return women whose rows show the two areas of the north as one, and leave twelve out."""
    sizes = {"a1": 10, "a2": 4, "a3": 6}
    women = [
        record(age=20, children_n=children, offence=offence, area=area, fed=("yes", "no")[at % 2])
        for area, size in sizes.items()
        for offence in ("theft", "fraud", "hurt", "murder")
        for children in (1, 2)
        for at in range(size)
    ]
    people = [(70, 1, "yes"), (70, 2, "yes"), (40, 1, "no"), (40, 2, "no")]
    return women + [
        record(age=age, children_n=children, offence="theft", area=area, fed=fed)
        for age, children, fed in people
        for area in areas_of_the_left_out
    ]


@pytest.mark.parametrize(
    ("areas", "is_shown"), [(["a1", "a3", "a3"], False), (["a1", "a1", "a1"], True)]
)
def test_a_crossing_is_compared_in_the_wider_groups_of_the_rows(areas, is_shown):
    women = women_of_three_areas(areas)
    marks = tuple(f"mark-{number}" for number in range(len(women)))
    every = Series("small", FORM, WIDE, ("1",), tuple(women), (), 0, marks)
    rows = decide(every, digest="d", earlier=())
    assert rows.rows.records_dropped == 12
    assert {str(one.method) for one in rows.rows.columns if one.name == "area"} == {"level:1"}
    beside = decide(every, digest="d", earlier=[rows.entry], only_tables=True)
    assert "fed" in {one.variable for one in beside.tables}
    assert [one.row_variable for one in beside.asked.crossings] == ["fed"] * is_shown
