"""What a journey waits for in a page may be asked of one that is only being read."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAY_BE_NOTHING = re.compile(
    r"(?:(?:getElementById|querySelector)\([^()]*\)|document\.(?:activeElement|body))\.\w"
)


def _waits():
    """Yield the place and the script of every wait for a function of the page."""
    for folder in ("journey", "support"):
        for path in (ROOT / "tests" / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == (
                    "wait_for_function"
                ):
                    yield f"{path.name}:{node.lineno}", ast.unparse(node.args[0])


def test_a_wait_asks_nothing_of_an_element_that_is_not_there_yet():
    waits = dict(_waits())
    assert len(waits) > 40
    assert {place: script for place, script in waits.items() if MAY_BE_NOTHING.search(script)} == {}
