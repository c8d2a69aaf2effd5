"""What is said where only headings changed, or of columns that no program reads."""

import pytest

from survey_app.xlsform.checking import checked
from survey_app.xlsform.files.reading import workbook_from_markdown
from survey_app.xlsform.versions.changes import Verdict, verdict_of
from survey_app.xlsform.versions.difference import differences

HEADED = """
| survey | type | name | label{first} | label{second} | $kuid |
| | select_one yn | q | {asked} | سوال | {remark} |
| choices | list_name | name | label{first} | label{second} |
| | yn | yes | {yes} | ہاں |
| | yn | no | {no} | نہیں |
| settings | form_id | version |
| | x | 1 |
"""
PLAIN = {"first": "", "second": "::Urdu", "asked": "Q?", "yes": "Yes", "no": "No", "remark": "a1"}
NAMED = PLAIN | {"first": "::English (en)", "second": "::Urdu (ur)"}


def _headed(**cells):
    return workbook_from_markdown(HEADED.format(**cells))


def test_a_heading_that_writes_its_language_otherwise_is_no_change_of_its_texts():
    assert differences(_headed(**PLAIN), _headed(**NAMED)) == ()
    assert differences(_headed(**NAMED), _headed(**PLAIN)) == ()
    (reworded,) = differences(_headed(**PLAIN), _headed(**NAMED | {"asked": "Really?"}))
    assert reworded.details["old"] == "Q?"


def test_choices_that_change_places_are_seen_under_other_headings():
    swapped = differences(_headed(**PLAIN), _headed(**NAMED | {"yes": "No", "no": "Yes"}))
    assert verdict_of(swapped) is Verdict.BREAKS_DATA


def test_a_column_that_no_program_reads_costs_nothing():
    (remark,) = differences(_headed(**PLAIN), _headed(**PLAIN | {"remark": "b2"}))
    assert (remark.manner.verdict, remark.details["column"]) == (Verdict.SAFE, "$kuid")


ODD = """
| survey   | type          | name | label | {survey} |
|          | select_one yn | q    | So?   | x        |
| choices  | list_name | name | label | {choices} |
|          | yn        | yes  | Yes   | x |
| settings | form_id | form_title | version | {settings} |
|          | x       | X          | 1       | x |
"""


@pytest.mark.parametrize("sheet", ["survey", "choices", "settings"])
@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        ("label::English (en)::Urdu (ur)", {"CHECK-150"}),
        ("image::English (en)::", {"CHECK-150"}),
        ("bind::x::y", {"CHECK-150"}),
        ("relevant::Urdu (ur)", {"CHECK-001", "CHECK-002"}),
        ("list_name::Urdu (ur)", {"CHECK-001", "CHECK-002"}),
        ("media", {"CHECK-002"}),
    ],
)
def test_a_heading_that_no_form_can_hold_is_named_and_left_out(sheet, heading, codes):
    headings = dict.fromkeys(("survey", "choices", "settings"), "sdc_note") | {sheet: heading}
    told = checked(workbook_from_markdown(ODD.format(**headings)), {})
    assert told.form is not None
    assert {one.code for one in told.findings if one.column == heading} & codes
    assert "CHECK-090" not in {one.code for one in told.findings}
