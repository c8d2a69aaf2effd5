"""What `bench.py promises` breaks is there to be broken, and the tests it runs are those promised.

The run itself takes too long for every day; a text that moved on would turn it blind meanwhile.
"""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _promises():
    path = ROOT / "scripts" / "benches" / "promises.py"
    spec = importlib.util.spec_from_file_location("promises_to_break", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module.BROKEN


@pytest.mark.parametrize("one", _promises(), ids=lambda one: f"{one.file}-{one.tests[0]}")
def test_each_text_that_keeps_a_promise_stands_once_in_its_file(one):
    assert (ROOT / one.file).read_text(encoding="utf-8").count(one.before) == 1
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert [test for test in one.tests if test not in page] == []
