"""What is left when counts, follow-ups and sums are held beside rows that hide whole groups."""

import pytest
from disclosure_forms import SETTINGS, SURVEY, form_of, record

from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.rows.recodings import Recoding
from survey_app.microdata.cells import Cell, Record
from survey_app.release.comparison import rounded
from survey_app.release.gate import decide
from survey_app.release.series import Series
from survey_app.xform.empties import EmptyKind

MORE = """| | select_one offence | why | Why | S1 | | sensitive | keep | | | | |
| | select_one offence | how | How | S1 | | safe | keep | | | | ${fed}='yes' |
| | integer | months | Months waited | S1 | | sensitive | keep | | | | |
| | calculate | had | | S1 | | sensitive | keep | | | if(${why}='theft','yes','no') | |
"""
FORM = form_of(
    SURVEY.replace("| calculation |", "| calculation | relevant |") + MORE,
    settings=SETTINGS.replace("sdc_max_drop |", "sdc_max_drop | sdc_cross | sdc_sums |").replace(
        "0.2 |", "0.2 | age by why | months by area, months by fed |"
    ),
)
ALIKE = {"children_n": "1", "offence": "theft", "area": "a1", "tv": "yes", "age": "30"}
KINDS = ("theft", "hurt", "fraud", "murder")


def passed(women, earlier=(), form=FORM, **wish):
    records = tuple(
        Record({"how": Cell(None, EmptyKind.NOT_APPLICABLE), **record(**ALIKE | one).values})
        for one in women
    )
    marks = tuple(f"mark-{number}" for number in range(len(women)))
    series = Series("small", form, plan_of(form), ("1",), records, (), 0, marks)
    return decide(series, digest="d", earlier=[one.entry for one in earlier], **wish)


def left(one):
    shown = one.tables if one.rows is None else one.rows.columns
    return {getattr(part, "variable", "") or getattr(part, "name", "") for part in shown}


def mixed(name, *answers, times=12, **same):
    return [{**same, name: answer} for answer in answers for _ in range(times)]


def both_orders(women):
    """Return what the tables after the rows have, and the rows after the tables."""
    rows, tables = passed(women), passed(women, only_tables=True)
    return left(passed(women, [rows], only_tables=True)), left(passed(women, [tables]))


def test_answers_that_a_table_does_not_show_are_not_those_that_the_rows_hide():
    """The table hides murder and who did not answer: the rest is not one more answer."""
    agreed = mixed("why", "theft", age="20")
    women = agreed + mixed("why", *KINDS, "hurt") + mixed("fed", "yes", times=3)
    women = [one | {"fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    shown = passed(women, only_tables=True).tables
    why = next(one for one in shown if one.variable == "why")
    assert {line.label: line.count for line in why.counts} == {
        "murder": None,
        "hurt": 24,
        "theft": 24,
        "fraud": 12,
        "": None,
    }
    after_rows, after_tables = both_orders(women)
    assert "why" in left(passed(women))
    assert "why" not in after_rows | after_tables
    assert "fed" in after_rows & after_tables


def test_an_answer_that_outgrows_all_that_was_hidden_tells_what_all_who_joined_had_answered():
    """Murder and theft are hidden, 20 in all; then 44 of 24 more women have theft, so all 24."""
    women = mixed("why", "theft", times=20) + mixed("why", "hurt", times=30)
    women += mixed("why", "fraud", times=40)
    women = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    tables = passed(women, only_tables=True)
    joined = mixed("why", "theft", fed="yes") + mixed("why", "theft", fed="no")
    assert "why" in left(tables)
    assert "why" not in left(passed(women + joined, [tables], only_tables=True))
    several = mixed("why", "theft", fed="yes") + mixed("why", "fraud", fed="no")
    assert "why" in left(passed(women + several, [tables], only_tables=True))


def test_whom_a_follow_up_was_asked_does_not_tell_the_answer_before_it():
    agreed = mixed("how", "theft", "hurt", times=6, age="20", fed="yes")
    women = agreed + mixed("how", *KINDS, fed="yes") + mixed("fed", "no", times=40)
    women = [{**one, "why": KINDS[at % 2]} for at, one in enumerate(women)]
    assert {"fed", "how", "why"} <= left(passed(women))
    after_rows, after_tables = both_orders(women)
    assert not {"fed", "how"} & (after_rows | after_tables)
    assert "why" in after_rows & after_tables


def test_whom_a_follow_up_was_asked_does_not_tell_what_all_who_joined_had_answered():
    women = mixed("how", "theft", "hurt", fed="yes") + mixed("fed", "no", times=24)
    before = passed(women, only_tables=True)
    joined = mixed("how", "theft", "hurt", times=6, fed="yes")
    after = left(passed(women + joined, [before], only_tables=True))
    assert not {"fed", "how"} & after
    fair = joined + mixed("fed", "no")
    assert {"fed", "how"} <= left(passed(women + fair, [before], only_tables=True))


CHOSEN = form_of(
    SURVEY + "| | select_multiple offence | why | Why | S1 | | sensitive | keep | | | |\n"
)


@pytest.mark.parametrize(
    ("joined", "is_shown"),
    [
        ({"theft": 12}, False),
        ({"theft": 12, "": 8}, False),
        ({"theft": 12, "hurt": 8}, True),
        ({"theft": 12, "hurt": 8, "hurt theft": 2}, False),
        ({"theft": 12, "hurt": 8, "hurt theft": 6}, True),
    ],
)
def test_choices_of_those_who_came_do_not_tell_that_all_made_one_or_few_made_two(joined, is_shown):
    """Also where some who came gave no answer."""

    def women(chosen):
        said = [one or None for one, times in chosen.items() for _ in range(times)]
        return [{"fed": ("yes", "no")[at % 2], "why": one} for at, one in enumerate(said)]

    known = {"theft": 30, "hurt": 30, "fraud": 20, "fraud hurt": 20, "murder theft": 20, "": 30}
    before = passed(women(known), only_tables=True, form=CHOSEN)
    assert "why" in left(before)
    after = passed(women(known) + women(joined), [before], only_tables=True, form=CHOSEN)
    assert ("why" in left(after)) is is_shown


def test_whom_a_follow_up_was_asked_does_not_tell_what_those_who_went_and_came_had_answered():
    """Of 24 who were not asked six went, and all 12 who came were asked."""
    women = mixed("fed", "no", times=24) + mixed("how", "theft", "hurt", fed="yes")
    before = passed(women, only_tables=True)
    joined = mixed("how", "theft", "hurt", times=6, fed="yes")
    after = left(passed(women[6:] + joined, [before], only_tables=True))
    assert not {"fed", "how"} & after


@pytest.mark.parametrize(
    ("agreed", "is_shown"), [(["0"], False), (["7"], False), (["3", "8"], True)]
)
def test_a_sum_beside_rows_does_not_tell_the_number_that_a_hidden_group_agreed_on(agreed, is_shown):
    women = mixed("months", *agreed, age="20") + mixed("months", "3", "4", "5", "6", "8")
    women = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    rows, tables = passed(women), passed(women, only_tables=True)
    assert tables.asked.sums
    after = passed(women, [rows], only_tables=True)
    assert bool(after.asked.sums) == is_shown
    assert is_shown or any("months" in one.text() for one in after.report.reasons)
    for counts in (tables, rounded(tables, 3, b"secret")):
        assert ("months" in left(passed(women, [counts]))) == is_shown


def test_rows_after_a_crossing_do_not_hide_a_group_that_the_crossing_tells_of():
    """In all, enough joined to hide in; in the group of the crossing nobody did."""
    young = mixed("why", "theft", age="20", children_n="2") + mixed(
        "why", "theft", "hurt", age="20"
    )
    women = young + mixed("why", "theft", "hurt")
    tables = passed(women, only_tables=True)
    assert tables.asked.crossings
    joined = mixed("why", "theft", "hurt", times=40)
    joined = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(joined)]
    assert "why" in left(passed(women + joined))
    for counts in (tables, rounded(tables, 3, b"secret")):
        assert "why" not in left(passed(women + joined, [counts]))


def test_rounding_does_not_bring_back_a_crossing_that_tells_of_a_hidden_group():
    young = mixed("why", "theft", age="20", children_n="2") + mixed(
        "why", "theft", "hurt", age="20"
    )
    women = young + mixed("why", "theft", "hurt")
    women = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    rows = passed(women)
    joined = mixed("why", "theft", "hurt", times=40)
    more = women + [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(joined)]
    tables = passed(more, [rows], only_tables=True)
    assert "why" in left(tables)
    assert not tables.asked.crossings
    assert not rounded(tables, 3, b"secret", [rows.entry]).asked.crossings
    assert rounded(tables, 3, b"secret").asked.crossings


def test_a_follow_up_does_not_tell_a_count_that_the_table_before_it_hides():
    """How many were asked is how many said yes; with them the hidden no can be subtracted."""
    few = mixed("fed", "no", times=3) + mixed("fed", None, times=9)
    women = mixed("how", "theft", "hurt", times=4, fed="yes") + few
    women = [{"why": "theft", **one} for one in women]
    tables = passed(women, only_tables=True)
    assert "fed" in left(tables)
    assert "how" not in left(tables)
    more = mixed("how", "theft", "hurt", fed="yes") + mixed("fed", "no", times=12)
    assert {"fed", "how"} <= left(passed(more, only_tables=True))


def test_what_is_computed_from_an_answer_does_not_stand_beside_it_where_both_cannot_be_compared():
    """All who went had said theft: the tables count it, the later rows its computed value."""
    stay = mixed("why", "theft", "hurt", times=14, fed="yes", had="no")
    stay = [{**one, "had": "yes" if one["why"] == "theft" else "no"} for one in stay]
    went = mixed("why", "theft", times=10, had="yes", fed="no")
    before = passed(stay + went, only_tables=True)
    assert "why" in left(before)
    assert "had" in left(passed(stay))
    assert not {"why", "had"} & left(passed(stay, [before]))


@pytest.mark.parametrize("base", [None, 3])
def test_rows_after_sums_do_not_tell_the_number_of_a_woman_who_joined(base):
    women = mixed("months", "3", "4", "5", "6", "8")
    women = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    tables = passed(women, only_tables=True)
    tables = tables if base is None else rounded(tables, base, b"secret")
    assert tables.asked.sums
    assert "months" in left(passed(women, [tables]))
    more = [*women, *mixed("months", "9", times=1, fed="yes")]
    after = passed(more, [tables])
    assert after.rows is None or "months" not in left(after)
    rows = passed(more)
    assert "months" in left(rows)
    assert not passed(women, [rows], only_tables=True).asked.sums


def test_sums_by_an_answer_do_not_tell_it_of_a_group_whose_numbers_the_rows_show():
    women = mixed("months", "3", "4", age="20", fed="yes")
    for said in ("yes", "no"):
        women += mixed("months", "3", "4", "5", "6", "8", fed=said)
    by = {one.by for one in passed(women, only_tables=True).asked.sums}
    assert by == {"area", "fed"}
    rows = passed(women)
    assert {"months", "fed"} <= left(rows)
    assert {one.by for one in passed(women, [rows], only_tables=True).asked.sums} == {"area"}


def test_a_sum_that_stays_while_women_join_tells_that_they_all_said_nought():
    women = mixed("months", "3", "4", "5", "6", "8")
    women = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    tables = passed(women, only_tables=True)
    joined = mixed("months", "0", times=14, fed="yes") + mixed("months", "0", times=14, fed="no")
    assert not passed(women + joined, [tables], only_tables=True).asked.sums
    spread = mixed("months", "0", "9", times=7, fed="yes") + mixed("months", "9", "0", fed="no")
    assert passed(women + spread, [tables], only_tables=True).asked.sums


def test_a_sum_that_sinks_while_women_join_tells_what_the_one_who_went_had_said():
    women = mixed("months", "3", "4", "5", "6", "8")
    women = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    tables = passed(women, only_tables=True)
    joined = [one | {"fed": ("yes", "no")[at % 2]} for at, one in enumerate(mixed("months", "0"))]
    assert not passed(women[:-1] + joined, [tables], only_tables=True).asked.sums
    said = [{**one, "months": "3"} for one in joined]
    assert passed(women[:-1] + said, [tables], only_tables=True).asked.sums


def test_sums_by_a_key_and_rows_with_labels_of_their_own_of_it_do_not_stand_beside_each_other():
    """Where some rows show her area and others do not, the sum tells the numbers of the others."""
    women = [one for area in ("a1", "a2") for one in mixed("months", *"34568", area=area)]
    women = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    rows, tables = passed(women, recoding=Recoding.LOCAL), passed(women, only_tables=True)
    assert {"area", "fed"} == {one.by for one in tables.asked.sums}
    assert {"months", "area"} <= left(rows)
    assert {one.by for one in passed(women, [rows], only_tables=True).asked.sums} == {"fed"}
    assert "months" not in left(passed(women, [tables], recoding=Recoding.LOCAL))
    assert "months" in left(passed(women, [tables]))


def test_the_same_rows_once_more_are_the_same_where_a_question_was_left_out():
    women = mixed("why", "theft", age="20") + mixed("why", *KINDS) + mixed("why", *KINDS, age="40")
    women = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    tables = passed(women, only_tables=True)
    first = passed(women, [tables], recoding=Recoding.LOCAL)
    again = passed(women, [tables, first], recoding=Recoding.LOCAL)
    assert "fed" in left(first)
    assert "why" not in left(first)
    assert again.rows.rows == first.rows.rows


def test_a_crossing_and_rows_with_labels_of_their_own_do_not_stand_beside_each_other():
    """Where some rows show her age and others do not, those of the crossing who are left agree."""
    women = mixed("why", "theft", "hurt", times=24, age="20") + mixed("why", "theft", "hurt")
    women = [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    rows, tables = passed(women, recoding=Recoding.LOCAL), passed(women, only_tables=True)
    assert tables.asked.crossings
    assert "why" in left(rows)
    assert not passed(women, [rows], only_tables=True).asked.crossings
    assert "why" not in left(passed(women, [tables], recoding=Recoding.LOCAL))
    assert "why" in left(passed(women, [tables]))


def test_a_question_that_differs_by_a_few_women_is_left_out_and_the_others_stay():
    """Twelve women stand out and are in no row: three of them had enough food, six stole."""
    women = mixed("why", "theft", "hurt", times=54)
    women = [one | {"fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]
    women += [
        {"age": age, "why": ("theft", "hurt")[at % 2], "fed": ("yes", "no", "no", "no")[at]}
        for age in ("16", "50", "60")
        for at in range(4)
    ]
    assert passed(women).report.records_dropped == 12
    assert {"fed", "why", "tv"} <= left(passed(women))
    for beside in both_orders(women):
        assert "fed" not in beside
        assert {"why", "tv"} <= beside


FOLLOWED = form_of(
    SURVEY.replace("| calculation |", "| calculation | relevant |")
    + MORE.replace("How | S1 | | safe | keep", "How | S1 | | quasi | level:0")
)


def test_a_follow_up_of_a_safe_question_stays_when_that_one_is_left_out():
    form = form_of(
        SURVEY.replace("| calculation |", "| calculation | relevant |")
        + MORE.replace("How | S1 | | safe | keep", "How | S1 | | quasi | level:0").replace(
            "${fed}", "${tv}"
        )
    )
    women = mixed("how", "theft", "hurt", times=27, tv="yes") + mixed("tv", "no", times=54)
    for age in ("16", "50", "60"):
        women += mixed("how", "theft", tv="yes", times=1, age=age)
        women += mixed("tv", "no", times=3, age=age)
    women = [one | {"why": ("theft", "hurt")[at % 2]} for at, one in enumerate(women)]
    women = [one | {"fed": ("yes", "no")[at // 2 % 2]} for at, one in enumerate(women)]
    rows = passed(women, form=form)
    assert "tv" in left(rows)
    after = left(passed(women, [rows], only_tables=True, form=form))
    assert "tv" not in after
    assert "how" in after


def test_whom_a_follow_up_was_asked_does_not_stand_for_a_question_that_is_left_out():
    """The follow-up is in no row: how many were asked it is how many had enough food."""
    women = mixed("how", "theft", "hurt", times=27, fed="yes") + mixed("fed", "no", times=54)
    for age in ("16", "50", "60"):
        women += mixed("how", "theft", fed="yes", times=1, age=age)
        women += mixed("fed", "no", times=3, age=age)
    women = [one | {"why": ("theft", "hurt")[at % 2]} for at, one in enumerate(women)]
    rows = passed(women, form=FOLLOWED)
    assert {"fed", "why"} <= left(rows)
    assert "how" not in left(rows)
    assert {"fed", "how"} <= left(passed(women, only_tables=True, form=FOLLOWED))
    after = left(passed(women, [rows], only_tables=True, form=FOLLOWED))
    assert not {"fed", "how"} & after
    assert "why" in after


def test_who_waits_for_a_parcel_is_not_said_to_stand_out():
    women = mixed("why", "theft", "hurt", times=30, fed="yes")
    before = passed(women)
    after = passed(women + mixed("why", "theft", times=3, fed="no"), [before])
    assert len(after.rows.rows) == 60
    told = " ".join(step.text() for step in after.report.next_steps)
    assert "3 rows wait" in told
    assert "stood out" not in told
