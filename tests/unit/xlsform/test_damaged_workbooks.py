"""Rules for workbooks that something went wrong with: an end, and a place, never a crash."""

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from mutated_workbooks import KINDS, SMALL, mutants

from survey_app.errors import SurveyError
from survey_app.workflows.author import check_folder
from survey_app.xlsform.checking import check_form
from survey_app.xlsform.errors import WorkbookUnreadableError
from survey_app.xlsform.files.reading import workbook_from_bytes
from survey_app.xlsform.files.writing import workbook_bytes


def ends_well(path, folder):
    """Check a workbook: findings, each with a place, or one error that names the file."""
    found, said = (), path.name
    try:
        found = check_folder(path, folder)
    except SurveyError as error:
        said = error.message()
    assert path.name in said
    for finding in found:
        assert finding.sheet
        assert finding.message
        assert finding.remedy


@pytest.mark.parametrize("part", range(3))
def test_a_damaged_workbook_ends_in_findings_or_in_one_clear_error(tmp_path, part):
    for _, (name, data) in mutants(3 * len(KINDS), seed=part):
        path = tmp_path / name
        path.write_bytes(data)
        ends_well(path, tmp_path)
        path.unlink()


def spreadsheet(replaced):
    """Return a good .xlsx with some of its parts replaced."""
    good = workbook_bytes(workbook_from_bytes(SMALL, "small.md"), Path("small.xlsx"))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, replaced.get(name, old.read(name)))
    return out.getvalue()


def test_entities_in_a_spreadsheet_are_refused_and_never_filled_in():
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>'
        b"</worksheet>"
    )
    with pytest.raises(WorkbookUnreadableError):
        workbook_from_bytes(spreadsheet({"xl/worksheets/sheet1.xml": bomb}), "small.xlsx")


def test_a_spreadsheet_that_unpacks_to_an_absurd_size_is_refused_before_it_is_unpacked():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 150_000_000)
    with pytest.raises(WorkbookUnreadableError):
        workbook_from_bytes(out.getvalue(), "small.xlsx")


@pytest.mark.parametrize("column", ["type", "name", "relevant", "appearance", "default"])
def test_a_cell_that_no_spreadsheet_keeps_is_found_and_all_else_still_checked(column):
    cells = {"type": "text", "name": "a", "relevant": "", "appearance": "", "default": ""}
    cells[column] = "x" * 40_000
    book = workbook_from_bytes(
        f"| survey | {' | '.join(cells)} |\n| | {' | '.join(cells.values())} |\n"
        "| | texxt | b | | | |\n".encode(),
        "form.md",
    )
    began = time.process_time()
    found = {(one.code, one.row) for one in check_form(book, {})}
    assert {("CHECK-058", 2), ("CHECK-011", 3)} <= found
    assert time.process_time() - began < 60  # not a speed: an endless loop is what is feared


def test_groups_without_measure_are_one_finding():
    rows = "".join(f"| | begin group | g{at} | G |\n" for at in range(300))
    ends = "| | end group | | |\n" * 300
    book = workbook_from_bytes(
        f"| survey | type | name | label |\n{rows}| | text | a | A |\n{ends}".encode(), "form.md"
    )
    assert [one.row for one in check_form(book, {}) if one.code == "CHECK-059"] == [102]
