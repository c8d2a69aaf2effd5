"""Run the two runners of the cases as they are, each in a process of its own."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Played:
    """What came out of one runner: counts by suite, the cases that did not pass, its last line."""

    counts: dict[str, Counter[str]]
    misses: list[dict]
    line: str


def play_xpath(cases: Path) -> Played:
    """Return what the XPath cases gave whose context a form can meet."""
    words = [str(cases / "xpath_cases.jsonl"), "--evaluator", "tests.support.outside:evaluate"]
    done, misses, totals = _run(cases / "run_xpath_cases.py", [*words, "--elements-only"])
    counts = {suite: Counter(found) for suite, found in totals["suites"].items()}
    for case in _lines(cases / "xpath_cases.jsonl"):
        if case.get("known_gap"):
            counts.setdefault(case["suite"], Counter())["known gap"] += 1
        elif case["context_kind"] not in {"document", "element"}:
            counts.setdefault(case["suite"], Counter())["n/a"] += 1
    return Played(counts, misses, done)


def play_scenarios(cases: Path) -> Played:
    """Return what the scenarios gave."""
    words = [str(cases / "scenarios.jsonl"), "--engine", "tests.support.outside:open_form"]
    done, misses, _totals = _run(cases / "run_scenarios.py", words)
    counts: Counter[str] = Counter(one["state"] for one in misses)
    told = list(_lines(cases / "scenarios.jsonl"))
    counts["known gap"] = sum(1 for one in told if one["known_gap"])
    whole = [one for one in told if not one["known_gap"]]
    counts["incomplete"] = sum(1 for one in whole if not one["complete"])
    counts["pass"] = len(whole) - counts["incomplete"] - len(misses)
    return Played({"web-forms-scenario": counts}, misses, done)


def _run(runner: Path, words: list[str]) -> tuple[str, list[dict], dict]:
    with tempfile.TemporaryDirectory() as place:
        failures, totals = Path(place) / "failures.jsonl", Path(place) / "totals.json"
        command = [sys.executable, str(runner), *words, "--path", str(ROOT)]
        command += ["--failures", str(failures)]
        if "xpath" in runner.name:
            command += ["--json", str(totals)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
        found = json.loads(totals.read_text(encoding="utf-8")) if totals.exists() else {}
        last = next(
            line
            for line in reversed(done.stdout.splitlines())
            if line.startswith(("TOTAL", "scenarios"))
        )
        return " ".join(last.split()), list(_lines(failures)), found


def _lines(path: Path):
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
