"""Versions of a form with one plan are one series; what any of them asked tells what it asked for."""

from disclosure_forms import SETTINGS, SURVEY, form_of, record
from merged_women import write_versions

from survey_app.disclosure.planning.plan import plan_of
from survey_app.merge.dataset import read_dataset
from survey_app.microdata.cells import Cell, Record
from survey_app.release.gate import decide
from survey_app.release.series import series_of
from survey_app.xform.empties import EmptyKind

LINES = SURVEY.replace("| calculation |", "| calculation | relevant |")
DOCTOR = "| | select_one yes_no | doctor | Doctor | S1 | | sensitive | keep | | | | {} |\n"
ASKED_BECAUSE = form_of(LINES + DOCTOR.format("${hurt}='yes'"))
ASKED_OF_ALL = form_of(
    LINES + DOCTOR.format(""), settings=SETTINGS.replace("| small | 1 |", "| small | 2 |")
)
SAME = {"age": 20, "children_n": 1, "offence": "theft", "area": "a1", "tv": "yes"}


def women(count, *, of_all):
    for at in range(count):
        was_hurt = at % 4 == 0
        said = record(fed=("yes", "no")[at // 2 % 2], hurt=("no", "yes")[was_hurt], **SAME).values
        doctor = Cell(("yes", "no")[at // 8 % 2])
        unasked = Cell(None, EmptyKind.NOT_APPLICABLE)
        yield Record({**said, "doctor": doctor if of_all or was_hurt else unasked})


def in_rows(folder, versions):
    plan = plan_of(versions[-1][0])
    write_versions(folder, plan, versions)
    (one,) = series_of(read_dataset(folder))
    rows = decide(one, digest="d", earlier=[]).rows
    return {column.name for column in rows.columns}


def test_what_an_earlier_version_asked_because_of_a_gravest_answer_is_in_no_row_of_a_later_one(
    tmp_path,
):
    assert plan_of(ASKED_BECAUSE).hash == plan_of(ASKED_OF_ALL).hash
    later = (ASKED_OF_ALL, list(women(40, of_all=True)))
    assert "doctor" in in_rows(tmp_path / "new", [later])
    earlier = (ASKED_BECAUSE, list(women(24, of_all=False)))
    assert "doctor" not in in_rows(tmp_path / "both", [earlier, later])
