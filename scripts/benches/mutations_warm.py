"""Make a mistake in a function that is loaded already, in a fork of a process that has read it all.

Nothing is imported or collected again for a mistake: the function gets another code, and only the
tests that run its line run, the vault's own and the quick ones first. A function that ran while
the tests were collected, and what stands outside of functions, is left to a process of its own.
"""

import ast
import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from mutations_seen import Seen

PATIENCE = 10
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Place:
    """The statement of a line: its function, if it is in one, and its first and last line."""

    function: str | None
    first: int
    last: int


@dataclass(frozen=True)
class End:
    """How a child ended: the test that noticed something, `None` when all were content."""

    noticed: str | None
    tests: int
    seconds: float


def say(text: str) -> None:
    """Print past pytest, which keeps what is printed."""
    print(text, file=sys.__stdout__, flush=True)


def place(source: str, line: int) -> Place:
    """Return where a line stands; of a compound statement only its head counts."""
    found, function = Place(None, line, line), None
    waiting: list[tuple[ast.AST, str]] = [(ast.parse(source), "")]
    while waiting:
        node, path = waiting.pop()
        for child in ast.iter_child_nodes(node):
            first, last = getattr(child, "lineno", line), getattr(child, "end_lineno", line)
            if not first <= line <= last:
                continue
            inner = path
            if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
                inner = f"{path}.{child.name}".lstrip(".")
                within = child.body[0].lineno <= line
                function = function or (inner if within and isinstance(child, FUNCTIONS) else None)
            if isinstance(child, ast.stmt):
                body = getattr(child, "body", None)
                head = body[0].lineno - 1 if body else last
                found = Place(None, first, max(first, head) if line <= max(first, head) else last)
            waiting.append((child, inner))
    return Place(function, found.first, found.last)


def replaced(path: Path, source: str, qualified: str) -> bool:
    """Give a loaded function the code of another source; tell whether that was done."""
    codes = list(_codes(compile(source, str(path), "exec"), qualified))
    functions = [
        one
        for one in gc.get_objects()
        if isinstance(one, FunctionType)
        and one.__code__.co_filename == str(path)
        and one.__code__.co_qualname == qualified
    ]
    if len(codes) != 1 or len({one.__code__ for one in functions}) != 1:
        return False
    for one in functions:
        one.__code__ = codes[0]
    return True


def _codes(code: CodeType, qualified: str) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_qualname == qualified:
                yield inner
            yield from _codes(inner, qualified)


class Children:
    """Forks that run at the same time, each with a folder of its own for what it writes.

    `seconds` are of the processor: a machine with other work must not make a mistake look as if
    it never ended. Only one that waits for ever is measured by the clock, and patiently.
    """

    def __init__(self, jobs: int, seconds: int) -> None:
        self._jobs, self._seconds = jobs, seconds

    def run(
        self,
        tasks: list,
        child: Callable[[object, Path], dict],
        ended: Callable[[object, dict], None],
    ) -> None:
        """Run the tasks and hand over what each said; `{"late": True}` for one that never ended."""
        waiting, running = list(reversed(tasks)), {}
        while waiting or running:
            while waiting and len(running) < self._jobs:
                task, folder = waiting.pop(), Path(tempfile.mkdtemp(prefix="mistake-"))
                running[_forked(task, folder, child, self._seconds)] = (
                    task,
                    folder,
                    time.monotonic(),
                )
            done, _ = os.waitpid(-1, os.WNOHANG)
            if done:
                task, folder, _ = running.pop(done)
                said = folder / "said.json"
                ended(
                    task,
                    json.loads(said.read_text(encoding="utf-8"))
                    if said.exists()
                    else {"late": True},
                )
                shutil.rmtree(folder, ignore_errors=True)
                continue
            for pid, (_, _, began) in running.items():
                if time.monotonic() - began > self._seconds * PATIENCE:
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)


def _forked(task: object, folder: Path, child: Callable[[object, Path], dict], seconds: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.environ["TMPDIR"] = os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
        tempfile.tempdir = None
        try:
            said = child(task, folder)
        except BaseException as error:  # noqa: BLE001 - said, and told apart from what never ended
            said = {"crashed": repr(error)[:200]}
        half = folder / "said.half"
        half.write_text(json.dumps(said), encoding="utf-8")
        half.rename(folder / "said.json")
    finally:
        os._exit(0)


class Served:
    """A plugin of pytest that hands the tests over, once read, where pytest would run them all."""

    def __init__(self, seen: Seen, work: Callable[["Served"], None]) -> None:
        self._seen, self._work = seen, work
        self._failed: list[str] = []
        self.items: dict[str, pytest.Item] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Work on the tests instead of running them."""
        self._seen.collected()
        self.items = {item.nodeid: item for item in session.items}
        self._work(self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what failed or was skipped."""
        if report.failed or (report.skipped and not hasattr(report, "wasxfail")):
            self._failed.append(report.nodeid)

    def run(self, names: list[str], *, first_only: bool = True, plugin: object = None) -> list[str]:
        """Run some tests in this process; return those that failed, at most one when asked so."""
        self._failed.clear()
        items = [self.items[name] for name in names]
        if plugin is not None:
            items[0].config.pluginmanager.register(plugin)
        for item, after in zip(items, [*items, None][1:], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self._failed and first_only:
                break
        return list(dict.fromkeys(self._failed))
