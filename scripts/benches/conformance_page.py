"""Write docs/conformance.md: counts, every miss with its reason, the feature matrix."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from conformance_cases import Played
from conformance_forms import FormsPlayed
from conformance_reasons import UNEXPLAINED, Reasons

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "conformance.md"
MATRIX = "<!-- the feature matrix begins here -->"
_LONGEST = 160

_HEAD = """# Conformance

Written by `python3 scripts/bench.py conformance`: the public test cases of three other engines,
played against ours as they are, and every form that came with them. Where the peers disagree
with each other or with XPath 1.0, JavaRosa's reading decides about data. Every case that is
missed stands here with its reason; a miss without one makes the command fail. A whole number of
type decimal is kept as `89` here and as `89.0` by the peers: the adapter shows it as they do.
"""
_NOT_MET = """*Not applicable*: cases in the middle of a text, a comment or an attribute, where no
form can put an expression (XPath); cases that ask for what the runner does not translate
(scenarios). *Known gap*: cases that the peer itself marks as failing. *Incomplete*: scenarios
not drawn whole.
"""


def page(
    xpath: Played, scenarios: Played, forms: FormsPlayed, reasons: Reasons
) -> tuple[str, list[str]]:
    """Return the page without the matrix, and what has no known reason."""
    xpath_rows = [_xpath_row(one, reasons) for one in xpath.misses]
    missed = [one for one in scenarios.misses if one["state"] != "n/a"]
    scenario_rows = [_scenario_row(one, reasons) for one in missed]
    form_rows = [
        (one.name, one.why, reasons.of("form", one.name))
        for one in forms.forms
        if one.state != "plays"
    ]
    parts = [
        _HEAD,
        "## Counts\n",
        _counts({**xpath.counts, **scenarios.counts}),
        _NOT_MET,
        _form_counts(forms),
        "## XPath cases that are missed\n",
        _table(("suite", "expression", "expected", "got", "reason"), xpath_rows),
        "## Scenarios that are missed\n",
        _table(("scenario", "expected and got", "reason"), scenario_rows),
        "## Scenarios that are not applicable\n",
        _not_applicable(scenarios, reasons),
        "## Forms that are refused\n",
        _table(("form", "what is said", "reason"), form_rows),
        "## Forms that play, with something set aside\n",
        _set_aside(forms),
    ]
    rows = [*xpath_rows, *scenario_rows, *form_rows]
    unexplained = [" | ".join(row) for row in rows if row[-1] == UNEXPLAINED]
    return "\n".join(parts), unexplained


def with_matrix(text: str, section: str) -> str:
    """Return the page with `section` in the place of the matrix."""
    return f"{text.partition(MATRIX)[0].rstrip()}\n\n{MATRIX}\n\n{section}"


def _counts(counts: Mapping[str, Counter[str]]) -> str:
    states = ("pass", "fail", "error", "n/a", "known gap", "incomplete")
    rows = [
        (suite, *(str(found[state]) for state in states), _share(found))
        for suite, found in sorted(counts.items())
    ]
    return _table(("suite", *states, "passed of those applicable"), rows)


def _share(found: Counter[str]) -> str:
    asked = found["pass"] + found["fail"] + found["error"]
    return f"{100 * found['pass'] / asked:.1f} %" if asked else "-"


def _form_counts(forms: FormsPlayed) -> str:
    counts = forms.counts
    return (
        f"Of {len(forms.forms)} forms, {counts['plays']} load and play to the end of an interview "
        f"that is saved and resumed on the way, {counts['refused']} are refused with one sentence, "
        f"{counts['crash']} crash.\n"
    )


def _xpath_row(case: Mapping, reasons: Reasons) -> tuple[str, ...]:
    said = f"{case['file'].rpartition('/')[2]}: {case['expression']}"
    wanted = "an error" if case["check"] == "error" else json.dumps(case["expected_value"])
    return (
        case["suite"],
        f"`{_short(case['expression'])}`",
        _short(wanted),
        _short(str(case["got"])),
        reasons.of("xpath", said),
    )


def _scenario_row(case: Mapping, reasons: Reasons) -> tuple[str, ...]:
    name = f"{case['file'].rpartition('/test/')[2]}: {case['test']}"
    said = "; ".join(case["notes"]) or case["why"] or ""
    return (_short(name, 300), _short(said, 300), reasons.of("scenario", name))


def _not_applicable(scenarios: Played, reasons: Reasons) -> str:
    found = [one for one in scenarios.misses if one["state"] == "n/a"]
    causes = Counter(_cause(one) for one in found)
    rows = [
        (cause, str(count), reasons.of("not applicable", cause))
        for cause, count in sorted(causes.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return _table(("what the runner does not ask us", "scenarios", "reason"), rows)


def _cause(case: Mapping) -> str:
    """Return the step at which the runner stops, or the questions it cannot put to a session."""
    if case["why"]:
        return str(case["why"])
    asked = {_asked(step) for step in _checks(case["steps"])}
    return ", ".join(sorted(asked)) or "nothing is checked"


def _asked(step: Mapping) -> str:
    query = ".".join(part[0] for part in step["query"])
    return f"{query} {step['matcher']}".strip()


def _checks(steps: Iterable[Mapping]) -> list[Mapping]:
    found: list[Mapping] = []
    for step in steps:
        if step["op"] == "check":
            found.append(step)
        found.extend(_checks(step.get("steps", ())))
    return found


def _set_aside(forms: FormsPlayed) -> str:
    rows = [(one.name, "; ".join(one.set_aside)) for one in forms.forms if one.set_aside]
    return _table(("form", "what has no place in an interview"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "None.\n"
    lines = [_line(head), _line(["---"] * len(head)), *(_line(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def _short(text: str, longest: int = _LONGEST) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
