"""Spreadsheets made to hurt: refused by their sizes, or read where nothing else can be hurt."""

import io
import os
import subprocess
import sys
import zipfile

import pytest

from survey_app.confined import Limits, OutOfBoundsError, in_a_child
from survey_app.xlsform.errors import WorkbookUnreadableError
from survey_app.xlsform.files import confining
from survey_app.xlsform.files.reading import workbook_from_bytes, workbook_from_markdown
from survey_app.xlsform.files.spreadsheet import spreadsheet_bytes

PLAIN = """
| survey | type | name  | label::English (en) |
|        | text | story | Tell about it.      |
"""
HONEST = spreadsheet_bytes(workbook_from_markdown(PLAIN))
SHEET = "xl/worksheets/sheet1.xml"


def _with(**members):
    """Return the honest file with other members put in."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(HONEST)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, data in members.items():
            new.writestr(name, data)
    return out.getvalue()


def _opened_here(monkeypatch):
    opened = []
    real = confining.spreadsheet_sheets
    monkeypatch.setattr(
        confining, "spreadsheet_sheets", lambda data: opened.append(data) or real(data)
    )
    return opened


BOMBS = {
    "two hundred megabytes of blanks": lambda: _with(**{SHEET: b" " * 200_000_000}),
    "one member that grows a thousandfold": lambda: _with(**{"x.bin": bytes(60_000_000)}),
    "thousands of members": lambda: _with(**{f"x{n}.xml": b"" for n in range(3000)}),
    "not a zip": lambda: b"PK\x03\x04" + bytes(100),
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_by_its_sizes_before_it_is_opened(bomb, monkeypatch):
    opened = _opened_here(monkeypatch)
    monkeypatch.setattr(confining, "in_a_child", None)
    with pytest.raises(WorkbookUnreadableError):
        workbook_from_bytes(bomb(), "bomb.xlsx")
    assert opened == []


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><worksheet><sheetData><row><c><v>&a11;</v></c></row></sheetData></worksheet>"
)


def test_entities_that_grow_without_end_are_refused():
    with pytest.raises(WorkbookUnreadableError):
        workbook_from_bytes(_with(**{SHEET: LAUGHS}), "laughs.xlsx")


def test_a_large_honest_file_is_read_aside_and_means_the_same(monkeypatch):
    here = workbook_from_bytes(HONEST, "honest.xlsx")
    monkeypatch.setattr(confining, "SMALL_PACKED", len(HONEST) - 1)
    opened = _opened_here(monkeypatch)
    assert workbook_from_bytes(HONEST, "honest.xlsx") == here
    assert opened == []  # it went to a child
    assert len(here.survey.rows) == 1


WORKS = """
def eat(data):
    return bytes(3 << 30)[:1]

def wait(data):
    while True:
        pass

def leave(data):
    with open("left-behind", "wb") as left:
        left.write(b"x")
    return b"done"

def modest(data):
    return data[::-1]
"""


@pytest.fixture
def works(tmp_path, monkeypatch):
    """Four works that a child can import, as those of the program."""
    (tmp_path / "works.py").write_text(WORKS, encoding="utf-8")
    real = subprocess.run

    def run(command, **how):
        # -I would keep the child from looking into a folder of a test
        return real([part for part in command if part != "-I"], **how, cwd=tmp_path)

    monkeypatch.setattr(subprocess, "run", run)
    return tmp_path


def test_a_child_gives_back_what_the_work_made(works):
    assert in_a_child("works:modest", b"calm") == b"mlac"


@pytest.mark.parametrize("work", ["eat", "wait", "leave", "absent"])
def test_work_that_takes_more_than_its_share_fails_alone(works, work):
    if work in {"eat", "leave"} and sys.platform != "linux":
        pytest.skip("this system has no such limit")
    with pytest.raises(OutOfBoundsError):
        in_a_child(f"works:{work}", b"x", Limits(memory=1 << 30, seconds=4))
    assert not (works / "left-behind").exists() or not (works / "left-behind").read_bytes()


def test_whatever_byte_of_its_list_is_damaged_a_spreadsheet_is_read_or_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as small:
        small.writestr("a.xml", "<a/>")
        small.writestr("b.xml", "<b/>")
    whole = out.getvalue()
    assert confining._unpacked(whole) == 8
    ends = set()
    for at in range(len(whole)):
        for other in (0x00, 0xFF, whole[at] ^ 0x80):
            damaged = whole[:at] + bytes([other]) + whole[at + 1 :]
            try:
                ends.add(confining._unpacked(damaged) >= 0)
            except ValueError:
                ends.add("refused")
    assert ends == {True, "refused"}


@pytest.mark.skipif(os.name == "nt", reason="os.getenvb is POSIX only")
def test_a_child_that_reads_a_strangers_file_gets_no_passphrase(monkeypatch):
    monkeypatch.setenv("SURVEY_APP_PASSPHRASE", "redlamp oldgate")
    assert in_a_child("os:getenvb", b"PATH") == os.environ["PATH"].encode()
    with pytest.raises(OutOfBoundsError):  # there is none: nothing that could be returned
        in_a_child("os:getenvb", b"SURVEY_APP_PASSPHRASE")
