"""What `form diff` says where only headings changed, or columns that no program reads."""

from survey_app.xlsform.changes import Verdict, verdict_of
from survey_app.xlsform.difference import differences
from survey_app.xlsform.reading import workbook_from_markdown

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
