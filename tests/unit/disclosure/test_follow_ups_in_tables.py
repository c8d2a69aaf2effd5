"""How many were asked a follow-up, as its table tells it, beside what the table before it hides."""

from disclosure_forms import SURVEY, form_of, record

from survey_app.disclosure.counts.nested_tables import without_adding_up
from survey_app.disclosure.counts.tables import count_tables
from survey_app.disclosure.planning.plan import plan_of
from survey_app.microdata.cells import Cell, Record
from survey_app.xform.empties import EmptyKind

FORM = form_of(
    SURVEY.replace("| calculation |", "| calculation | relevant |")
    + """| | select_one offence | knew | Knew | S1 | | sensitive | keep | | | | |
| | select_one offence | how | How | S1 | | safe | keep | | | | ${knew}!='murder' |
"""
)
PLAN = plan_of(FORM)
UNASKED, REFUSED = Cell(None, EmptyKind.NOT_APPLICABLE), Cell(None, EmptyKind.REFUSED)


def women(knew, how):
    return [Record({"how": how, **record(knew=knew).values})]


def shown(refused, unasked):
    """Return the tables about 33 women who knew, 7 who knew in part, and some who did not."""
    told = women("theft", Cell("theft")) * 15 + women("theft", Cell("hurt")) * (18 - refused)
    told += women("theft", REFUSED) * refused + women("hurt", Cell("theft")) * 7
    told += women("murder", UNASKED) * unasked + women("theft", Cell("fraud")) * 12
    tables, _ = without_adding_up(PLAN, told, count_tables(PLAN, told))
    return {one.variable: {label.label: label.count for label in one.counts} for one in tables}


def test_a_follow_up_that_some_refused_leaves_open_how_many_were_not_asked():
    tables = shown(refused=1, unasked=18)
    assert tables["knew"]["hurt"] is tables["knew"]["murder"] is None
    assert tables["how"][""] == 19  # so between 0 and 19 did not know, and 6 to 25 knew in part


def test_a_follow_up_that_nobody_refused_tells_how_many_were_not_asked_and_is_left_out():
    tables = shown(refused=0, unasked=18)
    assert "knew" in tables
    assert "how" not in tables
