"""The page of promises names only tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_every_test_that_the_security_page_names_exists():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    written = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(
            r"^\s*def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert len(named) > 30
    assert named - written == set()


def test_every_page_that_the_security_page_points_to_exists():
    links = re.findall(r"\]\((docs/[^)#]+)", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).is_file()] == []
