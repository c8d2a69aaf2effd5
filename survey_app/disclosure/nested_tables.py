"""Two tables of which one adds up the other: what the one hides the other must not tell.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: where every answer to one question belongs to one answer of another, and the form says so,
the hidden counts inside of each such answer protect each other, or the wider table is left out.
"""

from collections.abc import Mapping, Sequence
from itertools import permutations

from survey_app.disclosure.plan import Plan
from survey_app.disclosure.tables import (
    NO_ANSWER,
    CountTable,
    answer_of,
    suppressed,
    telling_zeros,
)
from survey_app.microdata.cells import Record

_Answers = Mapping[str, Sequence[str]]


def without_adding_up(
    plan: Plan, records: Sequence[Record], tables: Sequence[CountTable]
) -> tuple[tuple[CountTable, ...], frozenset[str]]:
    """Return `tables` without those that, by adding up another one, tell what it hides; and those.

    Shape: the second are names of variables.
    """
    linked = {one.variable: one for one in tables if one.is_exclusive}
    answers = {
        name: [answer_of(plan.rules[name], record) for record in records]
        for name in linked
        if name in plan.origins
    }
    left_out: set[str] = set()
    for narrow, wide in permutations(answers, 2):
        both = not left_out & {narrow, wide} and plan.origins[narrow] & plan.origins[wide]
        if both and _tells(plan, linked[narrow], linked[wide], answers):
            left_out.add(wide)
    kept = tuple(one for one in tables if one.variable not in left_out)
    return kept, frozenset(left_out)


def _tells(plan: Plan, narrow: CountTable, wide: CountTable, answers: _Answers) -> bool:
    """Say whether `wide` adds up `narrow` and so tells about counts that one of them hides."""
    parts = _parts(answers[narrow.variable], answers[wide.variable])
    hidden = {one.label for one in narrow.counts if one.count is None}
    if parts is None or not (hidden or any(one.count is None for one in wide.counts)):
        return False
    if any(one.count is None for one in wide.counts):
        return True
    zeros = telling_zeros(plan.rules[narrow.variable], narrow.total)
    return any(_is_weak(part, hidden, narrow.minimum, zeros) for part in parts.values())


def _is_weak(part: Mapping[str, int], hidden: set[str], least: int, zeros: frozenset[str]) -> bool:
    labels = sorted(part)
    needed = suppressed(
        [part[label] for label in labels],
        least,
        [at for at, label in enumerate(labels) if label in zeros],
    )
    here = [part[label] for label in labels if label in hidden]
    return bool(needed or here) and (len(here) < 2 or sum(here) < least)  # noqa: PLR2004


def _parts(narrow: Sequence[str], wide: Sequence[str]) -> Mapping[str, dict[str, int]] | None:
    """Return how many gave each answer of the narrow question in each of the wide one.

    None where an answer of the narrow question belongs to two of the wide one. No answer belongs
    to whatever it stands beside.
    """
    parts: dict[str, dict[str, int]] = {}
    holder: dict[str, str] = {}
    for label, above in zip(narrow, wide, strict=True):
        if label != NO_ANSWER and holder.setdefault(label, above) != above:
            return None
        inside = parts.setdefault(above, {})
        inside[label] = inside.get(label, 0) + 1
    return parts
