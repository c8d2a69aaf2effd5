"""CSV that reads back exactly, and CSV that no spreadsheet computes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.release.csv_text import BOM, exact_csv, excel_csv, harmless, read_csv

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5).filter(
    lambda rows: all(row != [""] for row in rows)
)


@given(ROWS)
def test_the_exact_file_reads_back_to_what_was_written(rows):
    assert read_csv(exact_csv(rows)) == rows


@given(ROWS)
def test_no_cell_of_the_file_for_people_starts_a_formula(rows):
    data = excel_csv(rows)
    assert data.startswith(BOM)
    for row in csv.reader(io.StringIO(data.removeprefix(BOM).decode(), newline="")):
        for cell in row:
            bare = cell.strip()
            number = bare.lstrip("+-").replace(".", "", 1).isdigit()
            assert number or not bare.startswith(("=", "+", "-", "@"))
            assert not set(cell) & set("\t\r\n")


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\u200f=1",
        "\ufeff=1",
        "＝1",
        "-",
        "=",
        "\r=1",
    ],
)
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(cell):
    assert harmless(cell).startswith("'")


@pytest.mark.parametrize("cell", ["", "5", "-5", "+5.25", "25–34", "4+", "عمر", "a=b", "'x"])
def test_what_no_spreadsheet_computes_stays(cell):
    assert harmless(cell) == cell
