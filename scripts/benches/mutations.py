"""Break the vault, one small mistake at a time, and run its tests: mutations [--kind K] [--only M].

Each mistake is made in memory, in a process of its own; no file is touched. Only the tests that
run its line are run, which a first run without any mistake finds out. A mistake that no test
notices is named. Exit code 1 when something that is bound could be left out unnoticed; the other
survivors are listed, to be killed by a test or explained in docs/mutations.md. Ends with one line
of JSON. With --keep FOLDER a run that was broken off goes on; --again tries survivors once more.
"""

import argparse
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cryptography.hazmat.primitives.hpke
import hypothesis
import lxml.etree
import pytest

ROOT = Path(__file__).resolve().parents[2]
SUPPORT = ROOT / "tests" / "support"
sys.path.insert(0, str(SUPPORT))

from mutations_seen import Seen, digest, kept  # noqa: E402 - only now can it be found
from mutations_warm import Children, Served, place, replaced, say  # noqa: E402
from rig.mutants import Mutant, mutants  # noqa: E402

LOADED_BEFORE = (cryptography, hypothesis, lxml)
"""Imported once, so that each mistake does not wait for them again."""

PYTEST = ("-q", "--capture=sys", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""pytest would rather have imported them itself."""

VAULT = ROOT / "survey_app" / "vault"
OWN = "tests/unit/vault"
ROOMS = (OWN, *(f"tests/unit/{room}" for room in ("bundle", "store", "merge", "hub", "workflows")))
RIG = ("tests/rig/test_public_age_vectors.py", "tests/rig/test_tamper_list.py")
NOT_OF_THE_CODE = "security_page"
ENDS_AFTER, TRACED_WITHIN = 240, 1800
SECONDS_OF_TESTS = 60
"""No more tests than take so long without a mistake; what they miss counts as not noticed."""

EQUIVALENT = {
    ("age_keys", "separator not compared in (start, separator) != (prefix, '1')"): (
        "without a separator the start is blank, which is no prefix"
    ),
    ("age", "if len(nonce) != _NONCE_BYTES: raise"): (
        "a payload that short has no chunk that could be authentic"
    ),
    ("framing", "if len(held) < 2 * _NUMBER: raise"): (
        "of so few bytes the data would end behind the statement's beginning"
    ),
    ("framing", "len(held) < 2 * _NUMBER"): "sixteen bytes are no whole step",
    ("framing", "step * _STEPS < size"): "at its border a size is a multiple of either step",
}
"""Mistakes that no test can notice, because the program does the same with them."""

KINDS = ("unbound", "unguarded", "turned", "shifted")


@dataclass(frozen=True)
class Case:
    """A mistake in one module; `nth` tells apart those that read alike."""

    module: str
    mutant: Mutant
    nth: int

    def __str__(self) -> str:
        return f"{self.module}:{self.mutant.line} {self.mutant.kind}: {self.mutant.what}"

    @property
    def path(self) -> Path:
        """The file of the module."""
        return VAULT / f"{self.module}.py"

    @property
    def key(self) -> str:
        """What names the mistake in the notes, as long as its module is the same."""
        return f"{self} #{self.nth} {digest([self.path])[:12]}"


class Notes:
    """What is known of each mistake, and of each test, in a folder that outlives the run."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._ends, self._tests = folder / "ends.jsonl", folder / "tests.json"

    def ends(self) -> dict[str, dict]:
        """Return how the mistakes of this and earlier runs ended, the last word of each."""
        if not self._ends.exists():
            return {}
        lines = self._ends.read_text(encoding="utf-8").splitlines()
        ends = {one["case"]: one for one in map(json.loads, lines)}
        return {name: one for name, one in ends.items() if "forgotten" not in one}

    def left(self, cases: Iterable[Case]) -> list[Case]:
        """Return the cases of which nothing is known."""
        ends = self.ends()
        return [case for case in cases if case.key not in ends]

    def forget_survivors(self) -> None:
        """Let those that nobody noticed be tried again."""
        for name, one in self.ends().items():
            if not one["noticed"]:
                self._write({"case": name, "forgotten": True})

    def add(self, case: Case, said: dict) -> None:
        """Write an end down at once."""
        if "cold" in said:
            return
        if "crashed" in said:  # no word of a test: to be looked into, and made again
            say(f"crashed: {case} {said['crashed']}")
            return
        noticed = "it never ended" if "late" in said else said["noticed"]
        self._write({"case": case.key, **said, "noticed": noticed})
        if not noticed:
            say(f"alive: {case} ({said['tests']} tests run that line)")

    def _write(self, one: dict) -> None:
        with self._ends.open("a", encoding="utf-8") as out:
            out.write(json.dumps(one) + "\n")

    def tests(self) -> dict[str, dict]:
        """Return the tests of each file as they were traced, if the vault is the same."""
        return kept(self._tests, _state())

    def set_tests(self, files: dict[str, dict]) -> None:
        """Keep what was traced."""
        said = json.dumps({"state": _state(), "files": files})
        self._tests.write_text(said, encoding="utf-8")


def _state() -> str:
    return digest(list(VAULT.glob("*.py")))


def main() -> int:
    """Run the mistakes; return 1 when a bound field could be left out unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kind", choices=KINDS, action="append", help="these kinds only")
    parser.add_argument("--only", action="append", help="these modules only")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, help="a folder for notes, to go on with later")
    parser.add_argument("--again", action="store_true", help="try known survivors once more")
    wish = parser.parse_args()
    cases = [case for case in _cases(wish.only) if case.mutant.kind in (wish.kind or KINDS)]
    with tempfile.TemporaryDirectory() as passing:
        notes = Notes(wish.keep or Path(passing))
        if wish.again:
            notes.forget_survivors()
        todo = notes.left(cases)
        print(f"{len(cases)} mistakes, {len(todo)} to be made", flush=True)
        if todo and not _made(todo, notes, wish.jobs):
            print("The tests fail without any mistake: mend them first.")
            return 2
        ends = notes.ends()
    return _told(cases, ends)


def _cases(only: list[str] | None) -> list[Case]:
    cases, alike = [], Counter()
    for path in sorted(VAULT.glob("*.py")):
        if only and path.stem not in only:
            continue
        for mutant in mutants(path.read_text(encoding="utf-8")):
            name = (path.stem, mutant.kind, mutant.line, mutant.what)
            cases.append(Case(path.stem, mutant, alike[name]))
            alike[name] += 1
    return cases


def _told(cases: list[Case], ends: dict[str, dict]) -> int:
    """Print how it stands; return 1 for what is bound and unnoticed, or not known."""
    unknown = [case for case in cases if case.key not in ends]
    alive = [case for case in cases if case not in unknown and not ends[case.key]["noticed"]]
    explained = [case for case in alive if (case.module, case.mutant.what) in EQUIVALENT]
    survivors = [case for case in alive if case not in explained]
    made, lived, same, open_ones = (
        Counter(case.mutant.kind for case in some)
        for some in (cases, survivors, explained, unknown)
    )
    print(f"{len(explained)} change nothing that can be seen (EQUIVALENT says why)")
    print(*sorted(map(str, survivors)), sep="\n")
    told = {
        kind: {
            "made": made[kind] - open_ones[kind],
            "noticed": made[kind] - open_ones[kind] - lived[kind] - same[kind],
            "same": same[kind],
            "not noticed": lived[kind],
            "not made": open_ones[kind],
        }
        for kind in made
    }
    print(json.dumps(told))
    return 1 if lived["unbound"] or open_ones["unbound"] else 0


def _made(todo: list[Case], notes: Notes, jobs: int) -> bool:
    """Make the mistakes; `False` when the tests are not content without any."""
    warm = os.fork()
    if not warm:
        code = 2
        try:
            code = 0 if _made_warm(todo, notes, jobs) else 2
        finally:
            os._exit(code)
    if os.waitstatus_to_exitcode(os.waitpid(warm, 0)[1]):
        return False
    cold = notes.left(todo)
    say(f"{len(cold)} of them before anything is read")
    choice = Choice(notes.tests())
    Children(jobs, ENDS_AFTER).run(
        cold, lambda case, _: _tried_cold(case, choice.of(case)), notes.add
    )
    return True


def _made_warm(todo: list[Case], notes: Notes, jobs: int) -> bool:
    """Read and trace all tests, then make each mistake in a fork of this process."""
    content = []
    seen = Seen(VAULT)

    def work(served: Served) -> None:
        say(f"{len(served.items)} tests are read")
        files = _traced(served, seen, notes, jobs)
        content.append(_content(served, Choice(files), jobs))
        if content == [True]:
            early = {module for module, _ in seen.while_collecting}
            say(f"{len(early)} modules have lines that ran while tests were read")
            choice = Choice(files)
            Children(jobs, ENDS_AFTER).run(
                todo,
                lambda case, _: _tried_warm(case, served, seen, choice.of(case)),
                notes.add,
            )

    seen.start()
    pytest.main([*PYTEST, *ROOMS, *RIG], plugins=[Profile(), Served(seen, work)])
    return content == [True]


def _traced(served: Served, seen: Seen, notes: Notes, jobs: int) -> dict[str, dict]:
    """Return the tests of each file with their lines; only files that changed are run."""
    files, by_file = {}, {}
    for name in served.items:
        by_file.setdefault(name.split("::")[0], []).append(name)
    known = notes.tests()
    for path in by_file:
        if path in known and known[path]["digest"] == digest([ROOT / path]):
            files[path] = known[path]

    def child(path: str, _: Path) -> dict:
        failed = served.run(by_file[path], first_only=False, plugin=seen)
        return {"tests": seen.tests, "failed": failed}

    def ended(path: str, said: dict) -> None:
        if "late" in said:
            say(f"{path} takes too long and is left out")
            return
        if said["failed"]:
            say(f"left out, they fail or are skipped: {said['failed']}")
        tests = {name: one for name, one in said["tests"].items() if name not in said["failed"]}
        files[path] = {"digest": digest([ROOT / path]), "tests": tests}
        notes.set_tests(files)

    new = [path for path in by_file if path not in files]
    Children(jobs, TRACED_WITHIN).run(new, child, ended)
    notes.set_tests(files)
    return files


def _content(served: Served, choice: "Choice", jobs: int) -> bool:
    """Tell whether the vault's own tests pass in the order in which mistakes meet them."""
    failed = []
    Children(jobs, ENDS_AFTER * 4).run(
        [choice.own()],
        lambda names, _: {"failed": served.run(names)},
        lambda _, said: failed.extend(said.get("failed", ["it never ended"])),
    )
    say(f"without any mistake {len(choice.own())} tests ran, failed: {failed}")
    return not failed


class Choice:
    """Which tests meet a mistake, and in which order."""

    def __init__(self, files: dict[str, dict]) -> None:
        tests = [pair for one in files.values() for pair in one["tests"].items()]
        tests = [pair for pair in tests if NOT_OF_THE_CODE not in pair[0]]
        self._tests = sorted(tests, key=lambda pair: (_far(pair[0]), pair[1]["seconds"]))

    def own(self) -> list[str]:
        """Return the vault's own tests."""
        return [name for name, _ in self._tests if not _far(name)]

    def of(self, case: Case) -> list[str]:
        """Return the tests that run the statement of a mistake, within a minute of work.

        Of what stands outside of functions: all tests of the files in which one runs the module.
        """
        source = case.path.read_text(encoding="utf-8")
        there = place(source, case.mutant.line)
        wanted = set(range(there.first, there.last + 1)) if there.function else None
        near = {name.split("::")[0] for name, one in self._tests if case.module in one["lines"]}
        chosen, seconds = [], 0.0
        for name, one in self._tests:
            lines = one["lines"].get(case.module, ())
            if not (wanted.intersection(lines) if wanted else name.split("::")[0] in near):
                continue
            seconds += one["seconds"]
            if chosen and seconds > SECONDS_OF_TESTS:
                break
            chosen.append(name)
        return chosen


def _far(name: str) -> bool:
    return not name.startswith((OWN, *RIG))


def _tried_warm(case: Case, served: Served, seen: Seen, names: list[str]) -> dict:
    source = case.path.read_text(encoding="utf-8")
    there = place(source, case.mutant.line)
    ran = {line for module, line in seen.while_collecting if module == case.module}
    early = there.function is None or ran & set(range(there.first, there.last + 1))
    if early or not replaced(case.path, case.mutant.source, there.function):
        return {"cold": True}
    began = time.monotonic()
    noticed = served.run(names)
    return {"noticed": (noticed or [None])[0], "tests": len(names), "seconds": _since(began)}


def _tried_cold(case: Case, names: list[str]) -> dict:
    sys.meta_path.insert(0, _Mistaken(case))
    noted = Noted(names)
    began = time.monotonic()
    files = dict.fromkeys(name.split("::")[0] for name in names)
    code = int(pytest.main(["-x", *PYTEST, *files], plugins=[Profile(), noted])) if files else 0
    nothing_left = code == pytest.ExitCode.NO_TESTS_COLLECTED
    noticed = (noted.failed or ["before any test"])[0] if code and not nothing_left else None
    return {"noticed": noticed, "tests": len(names), "seconds": _since(began)}


def _since(began: float) -> float:
    return round(time.monotonic() - began, 2)


class Profile:
    """A plugin of pytest: few examples, the same ones for every mistake."""

    def pytest_collection(self) -> None:
        """Load it after the profile of the tests."""
        hypothesis.settings.register_profile(
            "mutations",
            hypothesis.settings.default,
            max_examples=15,
            database=None,
            derandomize=True,
        )
        hypothesis.settings.load_profile("mutations")


class Noted:
    """A plugin of pytest that runs the named tests only, and keeps the names of those that failed.

    A test that a mistake made disappear, since it runs once for each line of a table, notices
    nothing: so tests are chosen after they were read, not asked for by name.
    """

    def __init__(self, names: list[str]) -> None:
        self._place = {name: at for at, name in enumerate(names)}
        self.failed: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave the others out."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self._place),
            key=lambda item: self._place[item.nodeid],
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the name."""
        if report.failed:
            self.failed.append(report.nodeid)


class _Mistaken(importlib.abc.MetaPathFinder):
    """Gives out the one module with its mistake; all others are found as ever."""

    def __init__(self, case: Case) -> None:
        self._name = f"survey_app.vault.{case.module}"
        self._case = case

    def find_spec(self, name, path=None, target=None):  # noqa: ARG002 - the shape of importlib
        if name != self._name:
            return None
        where = VAULT / f"{self._case.module}.py"
        return importlib.util.spec_from_file_location(
            name, where, loader=_Loader(self._case, where)
        )


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, case: Case, where: Path) -> None:
        super().__init__(f"survey_app.vault.{case.module}", str(where))
        self._source = case.mutant.source

    def get_code(self, fullname):  # noqa: ARG002 - the shape of importlib
        return compile(self._source, self.path, "exec")


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main())
