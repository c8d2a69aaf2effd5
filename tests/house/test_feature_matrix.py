"""The feature matrix says only what a test proves, and the page says what the matrix says."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "benches"))

from feature_matrix import ANSWERS, matrix_section, read_features  # noqa: E402

PAGE = ROOT / "docs" / "conformance.md"
FEATURES = read_features()
PROVED = [one for one in FEATURES if one.proof]


def written_in(path):
    """Return the names of the tests of a file, and every text that is a key or a case in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return tests, texts


def test_every_row_of_the_matrix_has_one_answer():
    assert len(FEATURES) == 210
    assert len({(one.section, one.row) for one in FEATURES}) == len(FEATURES)
    assert {one.answer for one in FEATURES} <= set(ANSWERS)


def test_every_yes_names_its_proof():
    assert not [one.row for one in FEATURES if one.answer == "yes" and not one.proof]


@pytest.mark.parametrize("proof", sorted({one.proof for one in PROVED}))
def test_a_proof_is_a_test_that_is_there(proof):
    file, _, name = proof.partition("::")
    function, _, case = name.rstrip("]").partition("[")
    assert (ROOT / file).is_file(), f"{file} is not there"
    tests, texts = written_in(ROOT / file)
    assert function in tests
    assert not case or case in texts


def test_the_page_shows_the_matrix_as_it_is():
    assert PAGE.read_text(encoding="utf-8").endswith(matrix_section()), (
        "docs/conformance.md is stale: run python3 scripts/bench.py conformance --matrix"
    )


def test_no_miss_is_without_a_reason():
    assert "unexplained" not in PAGE.read_text(encoding="utf-8")
