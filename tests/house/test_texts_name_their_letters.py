"""A text file is read and written as UTF-8 by name: on Windows the usual letters are others."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("survey_app", "scripts", "tests")
MEANT = {"read_text": 0, "write_text": 1}
"""How many arguments stand before the one that names the letters."""


def _unnamed(tree):
    for call in ast.walk(tree):
        is_text = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if not is_text or len(call.args) != MEANT.get(call.func.attr, -1):
            continue
        if not any(word.arg == "encoding" for word in call.keywords):
            yield call.lineno


def test_every_text_that_is_read_or_written_names_its_letters():
    found = {
        str(path.relative_to(ROOT)): lines
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (lines := [*_unnamed(ast.parse(path.read_bytes()))])
    }
    assert found == {}


def test_a_text_without_its_letters_is_noticed():
    assert [*_unnamed(ast.parse("p.read_text()\nq.write_text('a')"))] == [1, 2]
    assert [*_unnamed(ast.parse("p.read_text('utf-8')\nq.write_text('a', encoding='ascii')"))] == []
