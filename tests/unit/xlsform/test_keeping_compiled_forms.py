"""Rules for the shelf of compiled forms: found whole, or not at all."""

import subprocess
import sys

import pytest

from survey_app.workflows.author import check_folder, load_form
from survey_app.xlsform.shelf import MOST_FORMS, Shelf, key_of, user_shelf
from survey_app.xlsform.to_xform import compiling

FORM = (
    "| survey | type | name | label | relevent |\n| | integer | age | Age of {n}? | |\n"
    "| settings | form_id | form_title | version |\n| | x | X | 1 |\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "form.md").write_text(FORM, encoding="utf-8")
    return tmp_path


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "shelf")


def count_builds(monkeypatch):
    built = []
    real = compiling.document_of
    monkeypatch.setattr(compiling, "document_of", lambda *a: built.append(1) or real(*a))
    return built


def test_what_was_compiled_once_is_found_again_whole(folder, shelf, monkeypatch):
    built = count_builds(monkeypatch)
    first = check_folder(folder, folder, shelf=shelf), load_form(folder, folder, shelf=shelf)
    again = check_folder(folder, folder, shelf=shelf), load_form(folder, folder, shelf=shelf)
    assert len(built) == 1
    assert first == again == (check_folder(folder, folder), load_form(folder, folder))


def test_who_finds_a_form_on_the_shelf_does_not_load_what_makes_forms(folder, shelf):
    check_folder(folder, folder, shelf=shelf)
    program = (
        "import sys; from pathlib import Path; from survey_app.workflows.author import check_folder;"
        "from survey_app.xlsform.shelf import Shelf; place = Path(sys.argv[1]);"
        "found = check_folder(place, place, shelf=Shelf(place / 'shelf'));"
        "print(len(found), 'pyxform' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(len(check_folder(folder, folder))), "False"]


@pytest.mark.parametrize("part", ["workbook", "translation", "media"])
def test_a_form_is_built_anew_when_anything_that_went_into_it_changed(
    folder, shelf, monkeypatch, part
):
    built = count_builds(monkeypatch)
    load_form(folder, folder, shelf=shelf)
    changed = {
        "workbook": folder / "form.md",
        "translation": folder / "ur" / "LC_MESSAGES" / "form-x.po",
        "media": folder / "media" / "a.csv",
    }[part]
    texts = {
        "workbook": FORM.replace("{n}", "her"),
        "translation": 'msgid ""\nmsgstr ""\n\nmsgctxt "q:age:label"\nmsgid "x"\nmsgstr "x"\n',
        "media": "name,label\na,A\n",
    }
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text(texts[part], encoding="utf-8")
    load_form(folder, folder, shelf=shelf)
    assert len(built) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"Age of", b"Name of"),
        lambda data: b"",
        lambda data: b"0" * 64 + b"\n{}",
        lambda data: data.split(b"\n")[0] + b"\n[1]",
    ],
)
def test_an_entry_that_is_not_what_was_put_there_is_built_anew(folder, shelf, monkeypatch, damage):
    form = load_form(folder, folder, shelf=shelf)
    (entry,) = shelf.folder.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))
    built = count_builds(monkeypatch)
    assert load_form(folder, folder, shelf=shelf) == form
    assert load_form(folder, folder, shelf=shelf) == form
    assert len(built) == 1


def test_an_entry_of_another_form_is_not_taken_for_this_one(folder, shelf, tmp_path):
    load_form(folder, folder, shelf=shelf)
    (entry,) = shelf.folder.iterdir()
    (folder / "form.md").write_text(FORM.replace("{n}", "him"), encoding="utf-8")
    form = load_form(folder, folder, shelf=shelf)
    (other,) = set(shelf.folder.iterdir()) - {entry}
    other.write_bytes(entry.read_bytes())
    assert load_form(folder, folder, shelf=shelf) == form


def test_a_shelf_that_cannot_be_written_only_costs_time(folder, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert load_form(folder, folder, shelf=Shelf(tmp_path / "file")).form_id == "x"


def test_a_shelf_never_grows_beyond_its_measure(folder, shelf):
    shelf.folder.mkdir()
    for number in range(MOST_FORMS + 5):
        (shelf.folder / f"{number}.compiled").write_bytes(b"old")
    load_form(folder, folder, shelf=shelf)
    assert len(list(shelf.folder.iterdir())) == MOST_FORMS


def test_no_file_on_the_shelf_is_code(folder, shelf):
    load_form(folder, folder, shelf=shelf)
    (entry,) = shelf.folder.iterdir()
    assert entry.read_bytes().partition(b"\n")[2].startswith(b"{")


def test_the_person_says_where_the_shelf_stands_or_that_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("SURVEY_APP_CACHE", "off")
    assert user_shelf() is None
    monkeypatch.setenv("SURVEY_APP_CACHE", str(tmp_path))
    assert user_shelf() == Shelf(tmp_path)


def test_no_two_ways_of_giving_files_have_one_key():
    keys = {
        key_of("form.md", b"ab", {}, {}),
        key_of("form.md", b"a", {"b": b""}, {}),
        key_of("form.md", b"a", {}, {"b": b""}),
        key_of("form.xlsx", b"ab", {}, {}),
    }
    assert len(keys) == 4
