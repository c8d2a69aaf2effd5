"""People who want to find one woman in what was released; and the same against a naive export.

Every attack is run twice: against what passes the gate, where it must find nobody, and against a
deliberately naive export, where it must find somebody, or it would prove nothing.
"""

import json
import random
from collections import Counter
from itertools import pairwise

import pytest
from disclosure_forms import SURVEY, form_of, record

from survey_app.disclosure.measures.population import Population
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.methods import read_method
from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.planning.recode import recode
from survey_app.disclosure.rows.line_table import steps_of
from survey_app.disclosure.rows.protect import protect
from survey_app.disclosure.rows.recodings import Recoding
from survey_app.i18n.catalogues import Catalogues
from survey_app.release.comparison import as_it_leaves, rounded
from survey_app.release.gate import decide
from survey_app.release.risk_page import risk_page
from survey_app.release.series import Series

FORM = form_of()
PLAN = plan_of(FORM)
KEYS = ("age", "children_n", "offence", "area")
STORY = "I am the only midwife of Chak 12 and my brother Akbar is the numberdar."


def woman(chance):
    return {
        "age": str(min(18 + int(chance.expovariate(1 / 14)), 80)),
        "children_n": str(min(int(chance.expovariate(0.5)), 9)),
        "offence": chance.choice(["theft", "theft", "theft", "fraud", "hurt", "murder"]),
        "area": chance.choice(["a1", "a1", "a2", "a2", "a3"]),
        "fed": chance.choice(["yes", "no"]),
        "tv": chance.choice(["yes", "no"]),
        "her_name": f"Name {chance.random()}",
        "story": STORY,
    }


@pytest.fixture(scope="module")
def register():
    """A synthetic register of all women who could have been asked; the first were."""
    chance = random.Random(20240607)
    return [woman(chance) for _ in range(1500)]


def series(women, numbers=None):
    numbers = range(len(women)) if numbers is None else numbers
    marks = tuple(f"mark-{number:05}" for number in numbers)
    records = tuple(record(**one) for one in women)
    return Series("small", FORM, PLAN, ("1",), records, (), 0, marks)


def passed(women, earlier=(), numbers=None, **wish):
    return decide(series(women, numbers), digest="d", earlier=earlier, **wish)


def rows_of(one):
    """Return the rows as whoever holds the file reads them."""
    return [{n: c.value for n, c in r.values.items()} for r in one.rows.records()]


def methods_of(one):
    return {column.name: column.method for column in one.rows.columns if column.name in KEYS}


def candidates(target, rows, methods):
    """Return the rows that may be hers, for someone who knows her exact values."""
    labels = {
        name: {
            recode(one, target[name], hierarchy=PLAN.rules[name].hierarchy)
            for one in (_rungs(name) if method.verb == "local" else [method])
        }
        | {None}
        for name, method in methods.items()
    }
    return [row for row in rows if all(row.get(name) in labels[name] for name in methods)]


def _rungs(name):
    return [step.method for step in steps_of(PLAN.rules[name])]


def singled_out(targets, rows, methods, k):
    """Return how many targets have 1 to k - 1 candidates, or candidates with one answer only."""
    found = 0
    for target in targets:
        hers = candidates(target, rows, methods)
        answers = {row.get("fed") for row in hers}
        found += 0 < len(hers) < k or (bool(hers) and len(answers) == 1 and answers != {None})
    return found


def naive(women):
    return [{name: one[name] for name in (*KEYS, "fed", "story")} for one in women]


@pytest.mark.parametrize("recoding", list(Recoding))
@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.TEAM])
def test_linking_with_a_register_finds_nobody(register, audience, recoding):
    asked = register[:240]
    one = passed(asked, audience=audience, recoding=recoding)
    assert one.rows is not None
    assert singled_out(asked[::3], rows_of(one), methods_of(one), one.plan.k) == 0


def test_linking_with_a_register_finds_women_in_a_naive_export(register):
    asked = register[:240]
    exact = {name: read_method("keep") for name in KEYS}
    assert singled_out(asked, naive(asked), exact, 5) > 100


def subtracted(before, after):
    """Return how many classes lost or won 1 to 4 rows between two files of the same columns."""
    sizes = [
        Counter(tuple(row.get(name) for name in KEYS) for row in rows) for rows in (before, after)
    ]
    return sum(
        0 < abs(sizes[0][label] - sizes[1][label]) < 5 for label in set(sizes[0]) & set(sizes[1])
    )


def told_by_an_insider(before, after):
    """Return how many classes 1 to 4 women joined or left, for one who can tell all rows apart."""
    pairs = [
        (before.rows.members.get(label, frozenset()), after.rows.members.get(label, frozenset()))
        for label in set(before.rows.members) & set(after.rows.members)
    ]
    return sum(0 < len(one - two) < 5 or 0 < len(two - one) < 5 for one, two in pairs)


def successive(register, *, with_ledger):
    """Return five successive releases: women join in ones and twos, and two withdraw."""
    sizes = [(200, ()), (203, ()), (230, (7,)), (231, (7, 91)), (320, (7, 91))]
    ledger, files = [], []
    for size, withdrawn in sizes:
        numbers = [number for number in range(size) if number not in withdrawn]
        one = passed([register[n] for n in numbers], tuple(ledger), numbers)
        if with_ledger and one.entry is not None:
            ledger.append(one.entry)
        files.append(one)
    return files


def test_subtracting_successive_releases_finds_nobody_who_joined_or_withdrew(register):
    files = successive(register, with_ledger=True)
    shown = [rows_of(one) for one in files if one.rows is not None]
    assert len(shown) == len(files)
    assert len(shown[-1]) > len(shown[0])
    assert all(methods_of(one) == methods_of(files[0]) for one in files)
    for at, before in enumerate(shown):
        assert [subtracted(before, after) for after in shown[at + 1 :]] == [0] * (4 - at)
        insider = [told_by_an_insider(files[at], after) for after in files[at + 1 :]]
        assert insider == [0] * (4 - at)
    assert any(one.rows.records_held for one in files)


def test_subtracting_releases_without_a_ledger_finds_women(register):
    shown = [rows_of(one) for one in successive(register, with_ledger=False) if one.rows]
    assert sum(subtracted(before, after) for before, after in pairwise(shown))


def test_a_woman_who_withdrew_is_in_no_later_release_and_her_class_keeps_k(register):
    files = successive(register, with_ledger=True)
    for one in files[2:]:
        assert all("mark-00007" not in marks for marks in one.rows.members.values())
        assert min(len(marks) for marks in one.rows.members.values()) >= 5


PAPER = (
    {"age": "45", "children_n": "2", "offence": "murder", "area": "a1"},
    {"age": "35", "children_n": "3", "offence": "theft", "area": "a1"},
    {"age": "30", "children_n": "1", "offence": "fraud", "area": "a1"},
    {"age": "40", "children_n": "2", "offence": "hurt", "area": "a1"},
    {"age": "29", "children_n": "1", "offence": "theft", "area": "a1"},
)


@pytest.mark.parametrize("recoding", list(Recoding))
@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("women", [PAPER, PAPER[:1] * 9])
def test_the_five_women_of_the_paper_leave_on_no_route_as_rows(women, audience, recoding):
    answered = [{**one, "fed": ("yes", "no")[at % 2], "tv": "no"} for at, one in enumerate(women)]
    one = passed(answered, audience=audience, recoding=recoding)
    assert one.rows is None
    assert one.report.reasons
    if len(women) < 10 and audience is not Audience.TEAM:
        assert [table.variable for table in one.tables] in ([""], [])


def test_staff_who_know_all_ten_women_learn_no_answer(register):
    ten = register[:10]
    for audience in Audience:
        one = passed(ten, audience=audience, population=Population(10))
        assert one.rows is None
        counts = [c for table in one.tables for c in table.counts if c.count is not None]
        assert all(count.count >= 3 or count.count == 0 for count in counts)
    exact = {name: read_method("keep") for name in KEYS}
    assert singled_out(ten, naive(ten), exact, 3) == 10


def test_the_report_and_the_rows_together_do_not_say_who_was_left_out(register):
    one = passed(register[:240])
    assert one.rows.records_dropped
    report = json.dumps(one.report.to_json(), ensure_ascii=False)
    labels = {value for row in rows_of(one) for name in KEYS if (value := row.get(name))}
    labels = {label for label in labels if not label.isdigit() and label not in PLAN.rules}
    assert labels
    assert not [label for label in labels if f'"{label}"' in report]
    left_out = Counter(w["area"] for w in register[:240]) - Counter(
        r.get("area") for r in rows_of(one)
    )
    assert left_out.total()  # a report with the counts of all women would have told it


def told_of_the_left_out(shifts, women, shown, missing):
    """Return whether report and rows together say that all who were left out gave one answer.

    The intruder knows how many women are missing and tries every number of them who may have
    said yes; what agrees with the figure of the report is possible.
    """
    yes = sum(row["fed"] == "yes" for row in shown)
    possible = [
        said
        for said in range(missing + 1)
        if shifts(abs((yes + said) * len(shown) - yes * women) * 1000 // (women * len(shown)))
    ]
    return missing > 0 and len(possible) > 0 and set(possible) in ({0}, {missing})


def reports_beside_rows(register):
    """Yield the figures of real reports, and the rows that leave with them."""
    for size in range(60, 300, 12):
        one = passed(register[:size], audience=Audience.TEAM)
        if one.rows is not None and not one.rows.cells_hidden.get("fed"):
            yield one.report, rows_of(one), register[:size]


def test_the_report_beside_the_rows_tells_no_answer_of_those_who_were_left_out(register):
    tried = 0
    for report, shown, _ in reports_beside_rows(register):
        told = report.to_json()
        figure, missing = told["loss"]["shift_permille"]["fed"], told["records_dropped"]
        if "fed" not in shown[0] or not missing:
            continue
        fits = lambda exact, is_=figure, m=missing: (0 if m < 5 else 50 * -(-exact // 50)) == is_  # noqa: E731
        assert not told_of_the_left_out(fits, told["records"], shown, missing)
        tried += 1
    assert tried


def test_an_exact_figure_beside_the_rows_would_tell_the_answer_of_one_who_was_left_out():
    shown = [{"fed": "yes"}] * 30 + [{"fed": "no"}] * 9
    exact = abs(31 * 39 - 30 * 40) * 1000 // (40 * 39)  # the fortieth woman said yes
    assert told_of_the_left_out(lambda one: one == exact, 40, shown, 1)


def test_no_cue_of_a_story_stands_in_a_release(register):
    one = passed(register[:240])
    shown = json.dumps([rows_of(one), one.report.to_json()], ensure_ascii=False)
    cues = ("midwife", "Chak", "Akbar", "Name 0")
    assert not [cue for cue in cues if cue in shown]
    assert [cue for cue in cues if cue in json.dumps(naive(register[:240]))]


def test_after_labels_that_differ_from_row_to_row_no_second_file_follows(register):
    first = passed(register[:240], recoding=Recoding.LOCAL)
    second = passed(register[:300], (first.entry,), recoding=Recoding.LOCAL)
    assert first.rows is not None
    assert second.rows is None
    assert "other groups" in second.report.reasons[0].text()


ALIKE = {"children_n": "1", "offence": "theft", "area": "a1", "tv": "yes"}


def two_ages(*answers_by_age):
    """Return women of two ages, one for each answer."""
    ages = zip(("20", "30"), answers_by_age, strict=True)
    return [{**ALIKE, "age": age, "fed": fed} for age, answers in ages for fed in answers]


def learned(before, after):
    """Return the answers of those who went, as the difference of two files tells them."""
    gone = Counter((row["age"], row["fed"]) for row in rows_of(before))
    gone.subtract((row["age"], row.get("fed")) for row in rows_of(after))
    return {fed for (_, fed), women in gone.items() if women > 0}


def test_those_who_went_do_not_leave_behind_what_they_all_answered():
    women = two_ages(["yes"] * 6 + ["no"] * 12, ["yes", "no"] * 70)
    first = passed(women)
    left = [*range(12), *range(18, len(women))]
    second = passed([women[at] for at in left], [first.entry], left)
    young = {row["fed"] for row in rows_of(second) if row["age"] == "18–24"}
    assert young == {None}
    alone = passed([women[at] for at in left], numbers=left)
    assert learned(first, alone) == {"no"}  # what a release that knows of no other tells


def test_a_small_file_is_refused_where_it_would_tell_on_those_who_went_and_says_so():
    women = two_ages(["yes"] * 6 + ["no"] * 12, ["yes", "no"] * 9)
    left = [*range(12), *range(18, len(women))]
    second = passed([women[at] for at in left], [passed(women).entry], left)
    assert second.rows is None
    assert "women left groups" in second.report.reasons[0].text()


def test_neighbours_who_answered_differently_let_the_others_keep_their_answers():
    women = two_ages(["yes", "no"] * 40, ["yes", "no"] * 40)
    left = [*range(1, len(women))]
    second = passed([women[at] for at in left], [passed(women).entry], left)
    assert {row["fed"] for row in rows_of(second)} == {"yes", "no"}
    assert second.rows.records_held == 4


def test_what_a_partner_does_not_see_the_public_file_does_not_give_away():
    """A partner has both: in wider groups the hidden answers of a finer group would stand again."""
    women = two_ages(["yes"] * 30, ["yes", "no"] * 90)
    partner = passed(women)
    assert {row["fed"] for row in rows_of(partner) if row["age"] == "18–24"} == {None}
    public = passed(women, [partner.entry], audience=Audience.PUBLIC)
    assert public.rows is None or methods_of(public) == methods_of(partner)
    wide = passed(two_ages(["yes", "no"] * 60, ["yes", "no"] * 60), audience=Audience.PUBLIC)
    after = passed(two_ages(["yes", "no"] * 60, ["yes", "no"] * 60), [wide.entry])
    assert methods_of(after) == methods_of(wide)


def test_groups_that_are_too_fine_for_the_public_are_refused_with_that_reason(register):
    partner = passed(register[:400])
    public = passed(register[:400], [partner.entry], audience=Audience.PUBLIC)
    assert public.rows is None
    assert "The groups stay" in public.report.reasons[0].text()


def counted(offences, earlier=()):
    women = [{**ALIKE, "age": "20", "fed": "yes", "offence": one} for one in offences]
    return passed(women, earlier, only_tables=True)


def test_one_woman_among_all_hidden_counts_together_holds_the_table_back():
    first = ["theft"] * 30 + ["fraud"] * 4 + ["murder"] * 2 + ["hurt"] * 6
    before = counted(first)

    def tables_with(*joined):
        return {one.variable for one in counted([*first, *joined], [before.entry]).tables}

    assert "offence" in {one.variable for one in before.tables}
    assert "offence" not in tables_with(*["theft"] * 10, "murder")
    assert "area" in tables_with(*["theft"] * 10, "murder")
    assert not tables_with("theft")
    assert "offence" in tables_with(*["theft"] * 10)
    assert "offence" in tables_with(*["theft"] * 10, *["murder"] * 5)


OLDER = form_of(
    SURVEY.replace(
        "| | date | met |",
        "| | calculate | older | | S1 | | quasi | band:35 | | | ${age} |\n| | date | met |",
    )
)


def aged(**women_of):
    """Return the tables that may leave of so many women of each age."""
    women = [
        record(**{**ALIKE, "age": age[1:], "older": age[1:], "fed": "yes"})
        for age, count in women_of.items()
        for _ in range(count)
    ]
    every = Series("small", OLDER, plan_of(OLDER), ("1",), tuple(women), (), 0, ())
    one = decide(every, digest="d", earlier=(), only_tables=True)
    return {table.variable: [line.count for line in table.counts] for table in one.tables}


def test_a_table_that_adds_up_another_one_does_not_tell_what_it_hides():
    shown = aged(_20=2, _30=30, _40=11, _50=30)
    assert shown["age"][1:5] == [None, 30, None, 30]
    assert "older" not in shown  # 32 under 35, of whom 30 are shown
    assert aged(_20=2, _30=11, _40=30, _50=30)["older"][:2] == [13, 60]
    assert aged(_20=20, _30=30, _40=11, _50=30)["older"][:2] == [50, 41]


def test_a_file_for_another_audience_is_compared_on_the_wider_groups(register):
    partner = passed(register[:400])
    public = passed(register[:401], (partner.entry,), audience=Audience.PUBLIC)
    alone = passed(register[:401], audience=Audience.PUBLIC)
    assert (public.rows is None) or subtracted(rows_of(partner), rows_of(public)) == 0
    assert alone.rows is not None or alone.report.reasons


def test_protecting_with_the_ledger_twice_shows_the_same(register):
    first = passed(register[:240])
    again = passed(register[:240], (first.entry,))
    assert again.rows.rows == first.rows.rows
    assert protect(PLAN, again.rows.records()).rows == again.rows.rows


def test_a_woman_who_knows_her_own_answer_learns_no_other_from_the_report(register):
    one = passed([woman | {"told": "yes"} for woman in register[:60]])
    naive = {part.variable: part.homogeneous for part in one.report.diversity}
    assert naive["told"] == 60  # all groups said the same, so hers did
    left = as_it_leaves(one, ()).report
    shared = {column.name for column in one.rows.columns}
    assert {part.variable for part in left.diversity} <= shared


def test_the_report_beside_tables_does_not_tell_the_counts_that_they_hide():
    """One woman is the oldest: with "alone by her age: 1" the two hidden counts are known."""
    women = [ALIKE | {"age": age} for age in ["20"] * 20 + ["30"] * 20 + ["40"] * 14 + ["60"]]
    tables = passed(women, only_tables=True)
    (ages,) = [one for one in tables.tables if one.variable == "age"]
    assert len([line for line in ages.counts if line.count is None]) == 2
    whole, told = tables.report.to_json(), as_it_leaves(tables, ()).report.to_json()
    assert whole["before"]["unique_alone"]["age"] == 1
    assert (told["before"], told["records"], told["household"]) == (None, None, None)


def page_of(one, folder):
    return risk_page(one.report, (Catalogues(folder).translator("en"),)).decode()


def test_two_women_who_were_left_out_together_do_not_learn_from_the_report_that_they_agreed(
    tmp_path,
):
    pair = [{**ALIKE, "age": "60", "area": "a3", "fed": "yes"}] * 2
    one = passed(two_ages(["yes", "no"] * 40, ["yes", "no"] * 40) + pair)
    assert one.rows.records_dropped == 2
    assert [part.homogeneous for part in one.report.diversity if part.variable == "fed"] == [2]
    told = {part.variable: part for part in as_it_leaves(one, ()).report.diversity}["fed"]
    assert (told.least, told.records_below, told.homogeneous) == (None, None, None)
    assert told.released_least == 2
    assert "that all said the same" in page_of(one, tmp_path)
    assert "that all said the same" not in page_of(as_it_leaves(one, ()), tmp_path)


@pytest.mark.parametrize("unlike", [{"fed": "no"}, {"offence": "murder"}, {"children_n": "3"}])
def test_report_and_rows_are_the_same_whatever_those_are_like_who_are_not_in_them(unlike):
    """Five of sixty-five stand out by their ages; all who know them see that they are left out."""
    many = two_ages(["yes", "no"] * 15, ["yes", "no"] * 15)
    alone = {**ALIKE, "age": "60", "fed": "yes"}
    others = [alone | {"area": area} for area in ("a3", "a3", "a2", "a2")]
    agreed = passed([*many, *others, alone | {"area": "a3"}])
    not_all = passed([*many, *others, alone | {"area": "a3"} | unlike])
    assert agreed.rows.records_dropped == not_all.rows.records_dropped == 5
    assert agreed.report.to_json() != not_all.report.to_json()
    told = [as_it_leaves(one, ()).report.to_json() for one in (agreed, not_all)]
    assert told[0] == told[1]
    assert (told[0]["before"], told[0]["household"], told[0]["circumstances"]) == (None, None, None)
    assert told[0]["reasons"][0]["params"] == {"women": 65, "rows": 60}
    assert told[0]["loss"]["certainty_permille"]["age"] == 0
    assert told[0]["loss"]["shift_permille"] == {}


def left(one):
    """Return which questions the tables or rows that left tell of."""
    shown = one.tables if one.rows is None else one.rows.columns
    return {getattr(part, "variable", "") or getattr(part, "name", "") for part in shown}


@pytest.mark.parametrize("agreed", [6, 12])
def test_counts_do_not_give_back_the_answers_that_rows_hide(agreed):
    women = two_ages(["yes"] * agreed, ["yes", "no"] * 60)
    rows = passed(women)
    assert {row["fed"] for row in rows_of(rows) if row["age"] == "18–24"} == {None}
    tables = passed(women, [rows.entry], only_tables=True)
    assert left(tables) >= {"age", "offence"}
    assert "fed" not in left(tables)
    assert any("fed" in reason.text() for reason in tables.report.reasons)
    after = passed(women, [passed(women, only_tables=True).entry])
    assert after.rows is None
    assert "Together with an earlier release" in after.report.reasons[0].text()


def test_counts_beside_rows_stay_where_those_who_differ_answered_differently():
    women = two_ages(["yes", "no"] * 30, ["yes", "no"] * 60)
    rows = passed(women)
    assert "fed" in left(passed(women, [rows.entry], only_tables=True))
    counted_before = passed(women, only_tables=True)
    assert "fed" in left(passed(women, [counted_before.entry]))


def test_later_counts_do_not_tell_what_all_who_joined_had_answered():
    women = two_ages(["yes", "no"] * 20, ["yes", "no"] * 20)
    before = passed(women, only_tables=True)
    agreeing = [{**ALIKE, "age": "20", "fed": "yes"}] * 12
    assert "fed" not in left(passed(women + agreeing, [before.entry], only_tables=True))
    mixed = two_ages(["yes"] * 12, ["no"] * 12)
    assert "fed" in left(passed(women + mixed, [before.entry], only_tables=True))


def test_counts_of_several_choices_do_not_tell_what_all_who_joined_had_chosen():
    women = [{**one, "told": one["fed"]} for one in two_ages(["yes", "no"] * 20, ["no"] * 20)]
    before = passed(women, only_tables=True)
    joined = two_ages(["yes"] * 12, ["no"] * 12)
    same = [{**one, "told": "yes"} for one in joined]
    assert "told" not in left(passed(women + same, [before.entry], only_tables=True))
    mixed = [{**one, "told": one["fed"]} for one in joined]
    assert "told" in left(passed(women + mixed, [before.entry], only_tables=True))


def test_counts_of_two_choices_do_not_tell_that_one_who_went_had_chosen_both():
    women = [
        {**one, "told": one["fed"]} for one in two_ages(["yes", "no"] * 20, ["no", "yes"] * 20)
    ]
    both = [{**one, "told": "no yes"} for one in two_ages(["yes", "no"] * 6, [])]
    before = passed(women + both, only_tables=True)
    assert "told" in left(before)
    assert "told" in left(passed(women + women + both, [before.entry], only_tables=True))
    assert "told" not in left(passed(women + women + both[1:], [before.entry], only_tables=True))


def test_rounded_counts_do_not_give_back_the_answers_that_rows_hide_either():
    women = two_ages(["yes"] * 12, ["yes", "no"] * 60)
    rows = passed(women)
    after = rounded(passed(women, [rows.entry], only_tables=True), 3, b"secret")
    assert left(after) >= {"age", "offence"}
    assert "fed" not in left(after)
    assert any("fed" in reason.text() for reason in after.report.reasons)
    first = rounded(passed(women, only_tables=True), 3, b"secret")
    assert "fed" in left(first)
    assert passed(women, [first.entry]).rows is None


def test_rounded_counts_of_a_few_more_women_follow_each_other():
    women = two_ages(["yes", "no"] * 20, ["yes", "no"] * 20)
    first = rounded(passed(women, only_tables=True), 3, b"secret")
    more = women + two_ages(["yes"] * 4, ["no"])
    later = passed(more, [first.entry], only_tables=True, rounding=3)
    assert "fed" in left(rounded(later, 3, b"secret", [first.entry]))
    agreeing = women + two_ages(["yes"] * 5, [])
    after = passed(agreeing, [first.entry], only_tables=True, rounding=3)
    assert "fed" not in left(rounded(after, 3, b"secret", [first.entry]))


def test_counts_are_not_rounded_in_two_ways():
    women = two_ages(["yes", "no"] * 20, ["yes", "no"] * 20)
    first = rounded(passed(women, only_tables=True, rounding=3), 3, b"secret")
    again = passed(women, [first.entry], only_tables=True, rounding=5)
    later = rounded(again, 5, b"secret", [first.entry])
    assert (later.entry.rounded, later.tables) == (3, first.tables)
    assert any("rounded to 3" in reason.text() for reason in later.report.reasons)
    assert rounded(passed(women, only_tables=True), 5, b"secret").entry.rounded == 5


def test_exact_counts_after_rounded_ones_do_not_tell_on_one_woman_who_came_for_another():
    """A rounded count is a bound: the change of one woman may reach it."""
    women = two_ages(["yes", "no"] * 20, ["yes", "no"] * 20)
    first = rounded(passed(women, only_tables=True), 3, b"secret")
    other = [*women[1:], {**women[0], "fed": "no"}]
    assert "fed" not in left(passed(other, [first.entry], only_tables=True))
    assert passed(other, [first.entry]).rows is None
    again = passed(other, [first.entry], only_tables=True, rounding=3)
    assert "fed" in left(rounded(again, 3, b"secret", [first.entry]))


def test_counts_do_not_tell_what_all_who_joined_and_what_all_who_went_had_answered():
    """As many yes more as there came, as many no fewer as there went, for who knows how many."""
    women = two_ages(["yes", "no"] * 20, ["yes", "no"] * 20)
    before = passed(women, only_tables=True)
    went = [one for one in women if one["fed"] == "no"][:8]
    rest = list(women)
    for one in went:
        rest.remove(one)
    joined = two_ages(["yes"] * 12, ["yes"] * 12)
    assert "fed" not in left(passed(rest + joined, [before.entry], only_tables=True))
    mixed = two_ages(["yes"] * 20, ["no"] * 20)
    assert "fed" in left(passed(rest + mixed, [before.entry], only_tables=True))
