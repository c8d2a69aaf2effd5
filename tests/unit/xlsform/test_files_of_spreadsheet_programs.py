"""Files as spreadsheet programs really save them: read where they are plain, else told why not."""

from io import BytesIO

import pytest
from openpyxl import Workbook as Spreadsheet

from survey_app.xlsform.errors import (
    NoSurveySheetError,
    WorkbookDisguisedError,
    WorkbookEncodingError,
    WorkbookLockedError,
    WorkbookQuoteError,
    WorkbookUnreadableError,
)
from survey_app.xlsform.files.reading import workbook_from_bytes

LINES = (
    "survey,type,name,label\n"
    ',text,a,"Who, and when; really?"\n'
    ',select_one l,b,"Line one\nline two"\n'
    "choices,list_name,name,label\n"
    ",l,1,ہاں\n"
)


def shown(book):
    rows = [row for sheet in ("survey", "choices") for row in book.sheet(sheet).rows]
    return [(row.line, row.get("name"), row.get("label")) for row in rows]


AS_WRITTEN = shown(workbook_from_bytes(LINES.encode(), "f.csv"))


def semicolons():
    quoted = LINES.replace('"Who, and when; really?"', "QUOTED").replace(",", ";")
    return quoted.replace("QUOTED", '"Who, and when; really?"')


@pytest.mark.parametrize(
    "data",
    [
        semicolons().encode("utf-8-sig"),
        semicolons().replace("\n;", "\r\n;").encode(),
        LINES.encode("utf-16"),
        semicolons().encode("utf-16"),
        semicolons().replace("survey;type", '"survey";"type"').encode(),
    ],
    ids=["semicolons", "line ends", "wide", "both", "all in marks"],
)
def test_what_a_spreadsheet_program_saves_as_csv_is_read(data):
    assert shown(workbook_from_bytes(data, "f.csv")) == AS_WRITTEN
    assert [line for line, _, _ in AS_WRITTEN] == [2, 3, 6]


def test_unicode_text_with_tabs_is_read():
    text = "survey\ttype\tname\tlabel\r\n\ttext\ta\tWho, and when?\r\n"
    book = workbook_from_bytes(text.encode("utf-16"), "f.csv")
    assert shown(book) == [(2, "a", "Who, and when?")]


def test_the_separator_that_a_file_names_counts_and_its_line_too():
    book = workbook_from_bytes(b"sep=;\nsurvey;type;name\n;text;a\n", "f.csv")
    assert (list(book.sheets), shown(book)) == (["survey"], [(3, "a", "")])


def old_spreadsheet(inside):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + inside.encode("utf-16-le")


def new_spreadsheet():
    out = BytesIO()
    Spreadsheet().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "error", "told"),
    [
        ("f.csv", LINES.encode("cp1256", "replace"), WorkbookEncodingError, "Line 6"),
        ("f.csv", "survey,type\n,é\n".encode("latin-1"), WorkbookEncodingError, "Line 2"),
        ("f.csv", LINES.encode("utf-16-le"), WorkbookEncodingError, "Line 1"),
        ("f.md", "| survey | type |\n| | é |".encode("latin-1"), WorkbookEncodingError, "Line 2"),
        ("f.csv", b'survey,type\n,text\n,"a" b\n', WorkbookQuoteError, "line 3"),
        ("f.csv", b'survey,type\n,"text\n,b\n,c\n', WorkbookQuoteError, "line 2"),
        ("f.xlsx", new_spreadsheet(), NoSurveySheetError, "Sheet"),
        ("f.csv", b"questions,type\n,text\nsettings,x\n,1\n", NoSurveySheetError, "questions"),
        ("f.xlsx", old_spreadsheet("EncryptedPackage"), WorkbookLockedError, "password"),
        ("f.xlsx", old_spreadsheet("Workbook"), WorkbookDisguisedError, ".xls file"),
        ("f.xls", new_spreadsheet(), WorkbookDisguisedError, ".xlsx file"),
        ("f.csv", new_spreadsheet(), WorkbookDisguisedError, ".xlsx file"),
        ("f.xls", b"<html><table><tr><td>survey", WorkbookDisguisedError, ".html file"),
        ("f.xlsx", LINES.encode(), WorkbookDisguisedError, ".csv file"),
        ("f.xlsx", b"PK\x03\x04 broken", WorkbookUnreadableError, "cannot be read"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(name, data, error, told):
    with pytest.raises(WorkbookUnreadableError) as raised:
        workbook_from_bytes(data, name)
    assert type(raised.value) is error
    assert told in raised.value.message()
    assert name in raised.value.message()
