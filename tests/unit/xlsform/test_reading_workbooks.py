"""Rules for reading workbooks and writing them as another kind of file."""

import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Spreadsheet
from scenario import environment

from survey_app.interview import begin
from survey_app.xform import parse
from survey_app.xlsform.checking import check_form
from survey_app.xlsform.errors import (
    SheetNameError,
    WorkbookKindError,
    WorkbookTooLargeError,
    WorkbookUnreadableError,
)
from survey_app.xlsform.files.reading import (
    read_workbook,
    workbook_from_bytes,
    workbook_from_markdown,
)
from survey_app.xlsform.files.writing import lost_sheet, workbook_bytes
from survey_app.xlsform.to_xform.compiling import compile_form
from survey_app.xlsform.workbook import LIMIT_COLUMNS, Workbook, sheet_of

FORM = """
# A form

| survey   | type          | name  | label::English (en) |
| -------- | ------------- | ----- | ------------------- |
|          | integer       | age   | How old are you?    |

Some prose between the rows is passed over.

|          | select_one yn | again | Once more?          |
| choices  | list_name     | name  | label               |
|          | yn            | yes   | Yes \\| surely       |
| settings | form_id       | form_title | version        |
|          | small         | Small | 1                   |
"""

CELLS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",))
    | st.sampled_from("|\\\n<br>,\"'=؟ک"),
    max_size=12,
)
PEERS = Path(__file__).resolve().parents[4] / "shared" / "conformance" / "forms"
HEADINGS = ("type", "name", "label::English (en)", "relevant")


def test_a_row_keeps_its_number_and_its_line():
    rows = workbook_from_markdown(FORM).survey.rows
    assert [(row.number, row.line, row.get("name")) for row in rows] == [
        (2, 6, "age"),
        (3, 10, "again"),
    ]


def test_an_escaped_bar_stays_inside_its_cell():
    assert workbook_from_markdown(FORM).choices.rows[0].get("label") == "Yes | surely"


def test_headings_and_sheet_names_do_not_mind_case_or_blanks():
    book = workbook_from_markdown("""
    | Survey | TYPE    | Name | Label :: English (en) | Relevance |
    |        | integer | age  | How old?              | 1 = 1     |
    """)
    row = book.survey.rows[0]
    assert (row.get("type"), row.get("label::English (en)"), row.get("relevant")) == (
        "integer",
        "How old?",
        "1 = 1",
    )


def test_a_text_under_no_heading_is_kept_to_be_reported():
    book = workbook_from_markdown("""
    | survey | type    | name |
    |        | integer | age  | lost |
    """)
    assert book.survey.rows[0].stray == ("lost",)


@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=5),
    st.sampled_from([".md", ".csv", ".xlsx"]),
)
@settings(max_examples=60, deadline=None)
def test_a_workbook_reads_back_as_it_was_written(rows, kind):
    numbered = [(number, 0, cells) for number, cells in enumerate(rows, start=2)]
    book = Workbook("x.md", {"survey": sheet_of("survey", HEADINGS, numbered)})
    target = Path("form").with_suffix(kind)
    assert lost_sheet(book, workbook_from_bytes(workbook_bytes(book, target), target.name)) == ""


@pytest.mark.parametrize("kind", [".md", ".csv", ".xlsx"])
def test_each_kind_of_file_gives_the_same_cells(tmp_path, kind):
    book = workbook_from_markdown(FORM)
    path = tmp_path / f"form{kind}"
    path.write_bytes(workbook_bytes(book, path))
    assert lost_sheet(book, read_workbook(path)) == ""


PARTS = """
| survey | type | name | label |
| | text | a | A? |

Some words between the two.

| Survey | name | type | hint |
| | b | text | B |
"""


@pytest.mark.parametrize("kind", [".md", ".csv"])
def test_a_sheet_that_is_written_in_parts_is_read_as_one(kind):
    comma = "survey,type,name,label\n,text,a,A?\n\nSurvey,name,type,hint\n,b,text,B\n"
    book = workbook_from_bytes((PARTS if kind == ".md" else comma).encode(), f"form{kind}")
    assert book.parted == ("survey",)
    assert [(row.number, row.get("name"), row.get("hint")) for row in book.survey.rows] == [
        (2, "a", ""),
        (3, "b", "B"),
    ]
    copy = workbook_from_bytes(workbook_bytes(book, Path(f"x{kind}")), f"x{kind}")
    assert lost_sheet(book, copy) == ""


def test_a_row_over_several_lines_is_found_at_its_first_line():
    text = 'survey,type,name,label\n,text,a,"one\ntwo\nthree"\n,text,b,B\n'
    rows = workbook_from_bytes(text.encode(), "form.csv").survey.rows
    assert [row.line for row in rows] == [2, 5]


def _spreadsheet(*rows, dimension="", notes=None):
    book = Spreadsheet()
    book.active.title = "survey"
    for place, row in rows:
        for column, value in enumerate(row, start=1):
            book.active.cell(place, column).value = value
    out = BytesIO()
    second = book.create_sheet("survey " if notes is None else "notes")
    for line in [["type"]] if notes is None else notes:
        second.append(line)
    book.save(out)
    if not dimension:
        return out.getvalue()
    other = BytesIO()
    with ZipFile(out) as old, ZipFile(other, "w") as new:
        for name in old.namelist():
            part = re.sub(rb'<dimension ref="[^"]*"', dimension.encode(), old.read(name))
            new.writestr(name, part)
    return other.getvalue()


def test_what_a_spreadsheet_says_of_its_size_cuts_nothing_off():
    rows = [(1, ["type", "name"]), (2, ["text", "a"]), (9, ["text", "b"])]
    data = _spreadsheet(*rows, dimension='<dimension ref="A1"')
    read = workbook_from_bytes(data, "form.xlsx").survey.rows
    assert [(row.number, row.get("name")) for row in read] == [(2, "a"), (9, "b")]


def test_a_formula_without_a_saved_value_is_read_as_it_is_written():
    data = _spreadsheet((1, ["type", "name", "relevant"]), (2, ["text", "a", "=A1&B1"]))
    assert workbook_from_bytes(data, "form.xlsx").survey.rows[0].get("relevant") == "=A1&B1"


def test_what_a_spreadsheet_holds_and_nobody_reads_is_named():
    book = workbook_from_bytes(
        _spreadsheet((1, ["type", "name"]), (2, ["text", "a"]), (80, ["text", "b"])), "form.xlsx"
    )
    assert (book.unread, book.survey.beyond) == (("survey ",), 80)
    assert lost_sheet(book, book) == "survey "
    found = {(one.code, one.row) for one in check_form(book, {})}
    assert found >= {("CHECK-142", 0), ("CHECK-144", 80)}


def test_a_cell_that_looks_like_a_formula_stays_a_text(tmp_path):
    book = workbook_from_markdown("| survey | type | name | label |\n| | text | a | =1+1 |")
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook_bytes(book, path))
    assert read_workbook(path).survey.rows[0].get("label") == "=1+1"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("form.xlsx", b"not a spreadsheet", WorkbookUnreadableError),
        ("form.xlsx", b"", WorkbookUnreadableError),
        ("form.xlsx", b"PK\x03\x04 broken", WorkbookUnreadableError),
        ("form.md", b"no table at all", WorkbookUnreadableError),
        ("form.md", b"\xff\xfe\x00", WorkbookUnreadableError),
        ("form.csv", b'"survey\n', WorkbookUnreadableError),
        ("form.csv", b"settings,a\n,b\n", WorkbookUnreadableError),
        ("form.docx", b"", WorkbookKindError),
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused_with_its_name(tmp_path, name, data, error):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error, match=name):
        read_workbook(path)


def test_a_missing_file_is_one_clear_error(tmp_path):
    with pytest.raises(WorkbookUnreadableError, match=r"form\.md"):
        read_workbook(tmp_path / "form.md")


def test_a_file_larger_than_any_questionnaire_is_not_read(tmp_path):
    path = tmp_path / "form.md"
    with path.open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(WorkbookTooLargeError):
        read_workbook(path)


NASTY = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",))
    | st.sampled_from("|\\\n<br>,\"'=+-@؟ک \t#0_x"),
    max_size=14,
) | st.sampled_from(
    ["=1+1", "+44 20", "-5", "@SUM(A1)", "007", "1e5", "2026-11-26", "TRUE", "<br>", "\\<br>",
     "a\\|b", "\\", "\\\\", "a\\\nb", "<wbr>\n<wbr><br>", "|", "||", " lead", "trail ", "a\nb", '"q"', "'q'", "_x000D_", "---", "#",
     "عمر کتنی ہے؟", "| a | b |", "survey", "\u200f", "${a}", "&amp;", "\t", "a\u00a0b", "5.0", "==="]
)  # fmt: skip
HEADINGS_OF = {
    "survey": ("type", "name", "label::English (en)", "label::Français (fr)", "my column", "bind::x:y"),
    "choices": ("list_name", "name", "label", "District", "k|v"),
    "settings": ("form_id", "version", "attribute::x"),
    "entities": ("list_name", "label"),
    "my notes": ("anything", "goes here"),
}  # fmt: skip


def books():
    def sheet(name, table):
        numbered = [(at, 0, cells) for at, cells in enumerate(table, start=2)]
        return sheet_of(name, HEADINGS_OF[name], numbered)

    tables = {
        name: st.lists(
            st.lists(NASTY | st.just(""), min_size=len(columns), max_size=len(columns)), max_size=3
        )
        for name, columns in HEADINGS_OF.items()
    }
    return st.fixed_dictionaries(tables).map(
        lambda made: Workbook("x.md", {name: sheet(name, rows) for name, rows in made.items()})
    )


@given(books(), st.permutations([".md", ".csv", ".xlsx"]))
@settings(max_examples=30, deadline=None)
def test_no_cell_is_lost_on_any_way_through_the_kinds_of_file(book, kinds):
    copy = book
    for kind in (*kinds, kinds[0]):
        target = Path("form").with_suffix(kind)
        copy = workbook_from_bytes(workbook_bytes(copy, target), target.name)
        assert lost_sheet(book, copy) == ""
        assert [sheet.title for sheet in copy.sheets.values()] == list(book.sheets)
        for name, columns in HEADINGS_OF.items():
            assert [column.heading for column in copy.sheet(name).columns] == list(columns)


@pytest.mark.parametrize("cell", ["a\\\nb", "\\\n\n\\", "<wbr>\nx", "<wbr><br>", "<wbr>\\\n<br>"])
def test_a_line_may_end_in_a_backslash(cell):
    book = Workbook(
        "x.md", {"survey": sheet_of("survey", ("type", "label"), [(2, 0, ("a", cell))])}
    )
    copy = workbook_from_bytes(workbook_bytes(book, Path("x.md")), "x.md")
    assert copy.survey.rows[0].get("label") == cell


@pytest.mark.parametrize("name", ["old/new", "a:b", "[x]", "why?", "x" * 32, "'x", "x\\y"])
def test_a_sheet_whose_name_no_spreadsheet_holds_is_one_clear_error(name):
    book = workbook_from_markdown(f"| survey | type |\n| | text |\n| {name} | a |\n| | b |\n")
    with pytest.raises(SheetNameError) as error:
        workbook_bytes(book, Path("x.xlsx"))
    assert error.value.details["sheet"] == name


def test_a_cell_that_no_column_reads_keeps_its_place_in_every_kind_of_file():
    book = workbook_from_bytes(
        _spreadsheet(
            (1, ["type", "name", "label", "", "caption"]),
            (2, ["text", "a", "A?", "", "Another text", "", "ask the team"]),
            (4, ["text", "b", "", "aside", "B?"]),
            notes=[[], ["How to use this file"], [], ["", "Write to the team"]],
        ),
        "form.xlsx",
    )
    for kind in (".md", ".xlsx", ".csv", ".xlsx"):
        target = Path("form").with_suffix(kind)
        book, before = workbook_from_bytes(workbook_bytes(book, target), target.name), book
        assert lost_sheet(before, book) == ""
    survey, notes = book.survey, book.sheet("notes")
    assert [list(survey.written(row)) for row in survey.rows] == [
        ["text", "a", "A?", "", "Another text", "", "ask the team"],
        ["text", "b", "", "aside", "B?"],
    ]
    assert [row.get("label") for row in survey.rows] == ["A?", "B?"]
    assert [one.heading for one in notes.columns] == ["How to use this file"]
    assert [list(notes.written(row)) for row in notes.rows] == [["", "Write to the team"]]


def test_a_part_with_cells_that_no_column_reads_is_not_put_together_in_silence():
    book = workbook_from_bytes((PARTS + "| | text | c | C | aside |\n").encode(), "form.md")
    copy = workbook_from_bytes(workbook_bytes(book, Path("x.xlsx")), "x.xlsx")
    assert lost_sheet(book, copy) == "survey"


def test_a_column_too_far_out_is_told_and_never_lost_in_silence():
    far = [""] * LIMIT_COLUMNS
    book = workbook_from_bytes(
        _spreadsheet((1, ["type", "name", *far, "hint"]), (2, ["text", "a", *far, "h"]), notes=[]),
        "form.xlsx",
    )
    line = ",".join(["survey", "type", "name", *far, "hint"])
    text = workbook_from_bytes(f"{line}\n,text,a\n".encode(), "form.csv")
    assert (book.survey.wide, text.survey.wide) == (1, 1)
    copy = workbook_from_bytes(workbook_bytes(book, Path("x.xlsx")), "x.xlsx")
    assert lost_sheet(book, copy) == "survey"
    assert ("CHECK-146", 1) in {(one.code, one.row) for one in check_form(book, {})}


def test_the_order_of_sheets_and_empty_columns_are_kept(tmp_path):
    text = "| _why | a |\n| | x |\n| survey | type | | name | hint |\n| | text | | a | |\n"
    book = workbook_from_markdown(text)
    for kind in (".xlsx", ".csv", ".md"):
        target = Path("form").with_suffix(kind)
        copy = workbook_from_bytes(workbook_bytes(book, target), target.name)
        assert [sheet.title for sheet in copy.sheets.values()] == ["_why", "survey"]
        assert [one.heading for one in copy.survey.columns] == ["type", "", "name", "hint"]


def test_an_old_xls_becomes_every_other_kind_without_loss():
    if not PEERS.is_dir():
        pytest.skip("the forms of the peers are not here")
    for path in sorted(PEERS.glob("*.xls")):
        book = read_workbook(path)
        for kind in (".md", ".csv", ".xlsx"):
            target = Path("form").with_suffix(kind)
            copy = workbook_from_bytes(workbook_bytes(book, target), target.name)
            assert lost_sheet(book, copy) == "", path.name


def test_a_day_of_a_spreadsheet_is_a_day_in_the_interview():
    book = Spreadsheet()
    book.active.title = "survey"
    days = {"date": "2026-01-31", "dateTime": "2026-01-31T08:30:00", "time": "08:30:00"}
    moment = datetime(2026, 1, 31, 8, 30)  # noqa: DTZ001 - as a spreadsheet holds it
    given = {"date": date(2026, 1, 31), "dateTime": moment, "time": moment.time()}
    book.active.append(["type", "name", "label", "default"])
    for kind, value in given.items():
        book.active.append([kind, kind, "Q", value])
    file = BytesIO()
    book.save(file)
    form = compile_form(workbook_from_bytes(file.getvalue(), "x.xlsx"), {})
    interview = begin(parse(form.xform, form.files), environment(), language="en")
    assert {kind: interview.value(f"/data/{kind}") for kind in given} == days
