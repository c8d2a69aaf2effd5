"""Break the vault, one small mistake at a time, and run its tests: mutations [--kind K] [--only M].

Each mistake is made in memory, in a process of its own; no file is touched. A mistake that no test
notices is named. Exit code 1 when something that is bound could be left out unnoticed; the other
survivors are listed, to be killed by a test or explained in docs/mutations.md. Ends with one line
of JSON.
"""

import argparse
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cryptography.hazmat.primitives.hpke
import hypothesis
import lxml.etree
import pytest

ROOT = Path(__file__).resolve().parents[2]
SUPPORT = ROOT / "tests" / "support"
sys.path.insert(0, str(SUPPORT))

from rig.mutants import Mutant, mutants  # noqa: E402 - only now can it be found

LOADED_BEFORE = (cryptography, hypothesis, lxml)
"""Imported once, so that each mistake does not wait for them again."""

LATE = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""pytest would rather have imported them itself."""

VAULT = ROOT / "survey_app" / "vault"
TESTS, RIG = ROOT / "tests" / "unit" / "vault", ROOT / "tests" / "rig"
OTHERS = ("test_public_age_vectors.py", "test_tamper_list.py")
FIRST = {
    "chain": ("log_chain",),
    "epochs": ("epoch",),
    "kdf": ("slots",),
    "kem": ("keys.py",),
    "passphrase": ("slots",),
    "signing": ("keys.py",),
    "words": ("slots",),
    "framing": ("attachments",),
}
SECONDS = 240
EQUIVALENT = {
    ("age_keys", "separator not compared in (start, separator) != (prefix, '1')"): (
        "without a separator the start is blank, which is no prefix"
    ),
    ("age", "if len(nonce) != _NONCE_BYTES: raise"): (
        "a payload that short has no chunk that could be authentic"
    ),
}
"""Mistakes that no test can notice, because the program does the same with them."""

KINDS = ("unbound", "unguarded", "turned", "shifted")


@dataclass(frozen=True)
class Case:
    """A mistake in one module."""

    module: str
    mutant: Mutant

    def __str__(self) -> str:
        return f"{self.module}:{self.mutant.line} {self.mutant.kind}: {self.mutant.what}"


def main() -> int:
    """Run the mistakes; return 1 when a bound field could be left out unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kind", choices=KINDS, action="append", help="these kinds only")
    parser.add_argument("--only", action="append", help="these modules only")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wish = parser.parse_args()
    cases = [
        Case(path.stem, mutant)
        for path in sorted(VAULT.glob("*.py"))
        if not wish.only or path.stem in wish.only
        for mutant in mutants(path.read_text(encoding="utf-8"))
        if mutant.kind in (wish.kind or KINDS)
    ]
    print(f"{len(cases)} mistakes", flush=True)
    if not _survivors([_unbroken()], 1):
        print("The tests fail without any mistake: mend them first.")
        return 2
    survivors = _survivors(cases, wish.jobs)
    made = Counter(case.mutant.kind for case in cases)
    lived = Counter(case.mutant.kind for case in survivors)
    explained = [case for case in survivors if (case.module, case.mutant.what) in EQUIVALENT]
    survivors = [case for case in survivors if case not in explained]
    print(f"{len(explained)} change nothing that can be seen (EQUIVALENT says why)")
    print(*survivors, sep="\n")
    print(
        json.dumps({kind: f"{made[kind] - lived[kind]} of {made[kind]} noticed" for kind in made})
    )
    return 1 if lived["unbound"] else 0


def _unbroken() -> Case:
    """Return a case with no mistake in it: tests that fail for it would notice everything."""
    source = (VAULT / "context.py").read_text(encoding="utf-8")
    return Case("context", Mutant("none", 0, "nothing broken", source))


def _survivors(cases: list[Case], jobs: int) -> list[Case]:
    waiting, running, lived = list(reversed(cases)), {}, []
    while waiting or running:
        while waiting and len(running) < jobs:
            case = waiting.pop()
            running[_forked(case)] = (case, time.monotonic())
        done, status = os.waitpid(-1, os.WNOHANG)
        if done:
            case, _ = running.pop(done)
            if os.waitstatus_to_exitcode(status) == 0:
                lived.append(case)
                print(f"alive: {case}", flush=True)
            continue
        for child, (_, began) in running.items():
            if time.monotonic() - began > SECONDS:
                os.kill(child, signal.SIGKILL)  # a mistake that never ends is noticed, too
        time.sleep(0.02)
    return sorted(lived, key=str)


def _forked(case: Case) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        sys.meta_path.insert(0, _Mistaken(case))
        hypothesis.settings.register_profile("mutations", max_examples=15, database=None)
        hypothesis.settings.load_profile("mutations")
        likely, others = _tests(case.module)
        code = int(pytest.main(["-x", "-q", *LATE, *likely]))
        code = code or int(pytest.main(["-x", "-q", *LATE, *others]))
    finally:
        os._exit(code)


def _tests(module: str) -> tuple[list[str], list[str]]:
    """Return the tests of the module, where most mistakes end, and all others of the vault."""
    first = FIRST.get(module, ("age_",) if module.startswith("age") else (module,))
    files = [*sorted(TESTS.glob("test_*.py")), *(RIG / name for name in OTHERS)]
    files = [path for path in files if "security_page" not in path.name]
    likely = [path for path in files if any(part in path.name for part in first)]
    likely = likely or [path for path in files if "sealed_objects" in path.name]
    others = [path for path in files if path not in likely]
    return list(map(str, likely)), list(map(str, others))


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
