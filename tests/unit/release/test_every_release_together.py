"""What three files and more tell together that no two of them tell."""

from disclosure_forms import SETTINGS, SURVEY, form_of, record

from survey_app.disclosure.planning.plan import plan_of
from survey_app.release.gate import decide
from survey_app.release.ledger import append, read_ledger
from survey_app.release.series import Series

FORM = form_of(
    SURVEY.replace("| Area | S1 | | quasi | level:0 | 4 |", "| Area | S1 | | quasi | level:0 | |")
    + """| | select_one offence | why | Why | S1 | | sensitive | keep | | | |
| | integer | months | Months waited | S1 | | sensitive | keep | | | |
""",
    settings=SETTINGS.replace("sdc_max_drop |", "sdc_max_drop | sdc_sums |").replace(
        "0.2 |", "0.2 | months by area |"
    ),
)
PLAN = plan_of(FORM)
ALIKE = {"children_n": "1", "offence": "theft", "area": "a1", "tv": "yes", "age": "30"}


def mixed(name, *answers, times=12, **same):
    return [{**same, name: answer} for answer in answers for _ in range(times)]


def passed(women, earlier=(), **wish):
    records = tuple(record(**ALIKE | one) for one in women)
    marks = tuple(f"mark-{number}" for number in range(len(women)))
    series = Series("small", FORM, PLAN, ("1",), records, (), 0, marks)
    return decide(series, digest="d", earlier=[one.entry for one in earlier], **wish)


def left(one):
    shown = one.tables if one.rows is None else one.rows.columns
    return {getattr(part, "variable", "") or getattr(part, "name", "") for part in shown}


FIRST = [
    *mixed("why", "theft", times=20, age="20"),
    *mixed("why", "theft", times=20, age="40"),
    *mixed("why", "hurt", times=4, age="40"),
    *mixed("why", "hurt", "fraud", "murder", times=4, age="30"),
]
"""The table of why shows theft and hides the others."""
OF_HIDDEN = mixed("why", "fraud", age="20")
AFTER = mixed("why", "theft", "hurt", age="40")


def with_food(women):
    return [{**one, "fed": ("yes", "no")[at % 2]} for at, one in enumerate(women)]


def test_rows_do_not_tell_what_those_answered_who_came_between_two_tables():
    """No count of theft grew, so nobody of them said theft; the others of their group all did."""
    one = passed(with_food(FIRST), only_tables=True)
    two = passed(with_food(FIRST + OF_HIDDEN), [one], only_tables=True)
    everybody = with_food(FIRST + OF_HIDDEN + AFTER)
    assert "why" in left(one) & left(two)
    assert "why" in left(passed(everybody, [one])) & left(passed(everybody, [two]))
    assert "why" not in left(passed(everybody, [one, two]))


def test_releases_that_do_not_say_who_was_in_them_are_compared_two_and_two():
    one = passed(with_food(FIRST), only_tables=True)
    two = passed(with_food(FIRST + OF_HIDDEN), [one], only_tables=True)
    for each in (one, two):
        object.__setattr__(each.entry, "present", frozenset())
    assert "why" in left(passed(with_food(FIRST + OF_HIDDEN + AFTER), [one, two]))


def test_what_is_left_of_a_sum_may_not_be_the_most_that_the_rows_show_of_each_woman():
    """The sums of two areas are hidden; together they are seven months for each of their women."""
    women = []
    for age in ("20", "30", "40", "50"):
        women += mixed("months", "0", "7", times=5, area="a1", age=age)
        women += mixed("months", "7", times=2, area="a2", age=age)
        women += mixed("months", "7", times=2, area="a3", age=age)
    women = with_food(women)
    sums = passed(women, only_tables=True)
    by_area = next(one for one in sums.asked.sums if one.by == "area")
    assert [one.label for one in by_area.sums if one.total is None][:2] == ["a2", "a3"]
    assert "months" in left(passed(women))
    assert "months" not in left(passed(women, [sums]))


def test_the_ledger_keeps_who_was_counted_and_where_rows_hide_an_answer(tmp_path):
    tables = passed(with_food(FIRST), only_tables=True).entry
    rows = passed(with_food(FIRST + OF_HIDDEN + AFTER)).entry
    for one in (tables, rows):
        append(tmp_path, one)
    assert read_ledger(tmp_path) == (tables, rows)
    assert len(tables.present) == len(FIRST)
    assert "why" in rows.unsaid
