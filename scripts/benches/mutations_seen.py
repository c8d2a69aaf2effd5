"""Which lines of the vault each test runs: traced once, so that a mistake meets only its tests.

A module-wide fixture belongs to every test that asks for it, whoever was the first. What runs
while tests are collected is noted apart: a mistake there must be made before anything is read.
"""

import hashlib
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType

import pytest

Line = tuple[str, int]
ENOUGH = 2000
"""A function that a test has called so often is followed no more: its lines are known."""


class Seen:
    """A plugin of pytest that follows every step inside of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._now: set[Line] = set()
        self._fixtures: dict[int, set[Line]] = {}
        self._calls: Counter[CodeType] = Counter()
        self.while_collecting: set[Line] = set()
        self.tests: dict[str, dict[str, object]] = {}

    def start(self) -> None:
        """Follow from here on; everything until `collected` counts as collecting."""
        self._now = self.while_collecting
        self._follow()

    def collected(self) -> None:
        """Stop until a test runs."""
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note the lines of a test, those of its fixtures included."""
        lines: set[Line] = set()
        began = time.monotonic()
        with self._into(lines):
            self._follow()
            result = yield
            self.collected()
        asked = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]  # noqa: SLF001
        for fixtures in asked.values():
            for one in fixtures:
                lines |= self._fixtures.get(id(one), set())
        by_module: dict[str, list[int]] = {}
        for module, line in sorted(lines):
            by_module.setdefault(module, []).append(line)
        self.tests[item.nodeid] = {"seconds": time.monotonic() - began, "lines": by_module}
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: object) -> Iterator[None]:
        """Note the lines of a fixture apart from the test that happened to want it first."""
        with self._into(self._fixtures.setdefault(id(fixturedef), set())):
            return (yield)

    @contextmanager
    def _into(self, lines: set[Line]) -> Iterator[None]:
        before, self._now = self._now, lines
        self._calls.clear()
        try:
            yield
        finally:
            self._now = before
            before |= lines

    def _follow(self) -> None:
        threading.settrace(self._call)
        sys.settrace(self._call)

    def _call(self, frame: FrameType, _event: str, _given: object) -> object:
        if not frame.f_code.co_filename.startswith(self._folder):
            return None
        self._calls[frame.f_code] += 1
        return self._line if self._calls[frame.f_code] < ENOUGH else None

    def _line(self, frame: FrameType, event: str, _given: object) -> object:
        if event == "line":
            self._now.add((Path(frame.f_code.co_filename).stem, frame.f_lineno))
        return self._line


def digest(paths: list[Path]) -> str:
    """Return what tells whether any of the files is another than before."""
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(path.read_bytes())
    return found.hexdigest()


def kept(path: Path, state: str) -> dict[str, dict]:
    """Return the tests that were traced before, none when the program is another since."""
    if not path.exists():
        return {}
    read = json.loads(path.read_text(encoding="utf-8"))
    return read["files"] if read["state"] == state else {}
