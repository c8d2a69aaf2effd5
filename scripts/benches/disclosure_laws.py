"""What `protect` promises, over data sets that hypothesis makes: the way every release goes.

Counted by the definitions, from the released rows and tables alone; nothing of the room's own
counting. Numbers that are averaged, rounded, top and bottom coded, answers that are swapped, and
the tables that the plan asks for take part.
"""

import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from survey_app.disclosure.counts.asked_tables import asked_tables
from survey_app.disclosure.counts.tables import count_tables
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.rows.line_table import line_table
from survey_app.disclosure.rows.parcels import History
from survey_app.disclosure.rows.protect import ProtectedMicrodata, protect
from survey_app.disclosure.rows.recodings import Recoding
from survey_app.microdata.cells import Record
from survey_app.release.ledger import entry_of_rows

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "support"))
from disclosure_forms import SETTINGS, SURVEY, plan_from, record

MORE = """| | integer | waited | Years waited | S1 | | quasi | bottom:2 | 5 | | |
| | integer | months | Months | S1 | | sensitive | round:5 | | | |
| | integer | debt | Debt | S1 | | sensitive | means | | | |
| | integer | visits | Visits | S0 | | safe | means | | | |
| | select_one yes_no | bribed | Paid a bribe | S2 | | sensitive | swap:70 | | | |
"""
WANTED = SETTINGS.replace("sdc_max_drop |", "sdc_max_drop | sdc_cross | sdc_sums |").replace(
    "0.2 |", "0.2 | tv by fed, fed by area, area by tv | months by area |"
)
SECRET = b"a secret of the dataset"
MEANS = ("debt", "visits")

SHAPES = st.fixed_dictionaries(
    {
        "women": st.integers(1, 400),
        "kinds": st.integers(1, 60),
        "k": st.integers(3, 10),
        "l": st.integers(1, 3),
        "max_drop": st.sampled_from(["0", "0.05", "0.2", "0.5"]),
        "audience": st.sampled_from(list(Audience)),
        "recoding": st.sampled_from(list(Recoding)),
        "seed": st.integers(0, 2**32),
        "join": st.integers(0, 60),
        "leave": st.sampled_from([0.0, 0.02, 0.1]),
    }
)


def laws_of_protect(examples: int) -> int:
    """Try `examples` data sets; return how many broke a promise."""
    plan, broken, seen = plan_from(SURVEY + MORE, settings=WANTED), Counter(), Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(SHAPES)
    def one(shape: dict) -> None:
        asked = replace(plan, **{name: shape[name] for name in ("k", "l", "audience")})
        asked = replace(asked, max_drop=type(plan.max_drop)(shape["max_drop"]))
        women = women_of(shape)
        marks = History(tuple(f"woman {at}" for at in range(len(women))))
        outcome = protect(asked, women, history=marks, recoding=shape["recoding"], secret=SECRET)
        broken.update(promises_of_tables(asked, women))
        seen["data sets"] += 1
        if isinstance(outcome, ProtectedMicrodata):
            seen[f"released, {shape['recoding'].value}"] += 1
            seen["rows"] += len(outcome.rows)
            broken.update(promises_broken(asked, women, outcome, shape["recoding"]))
            later = classes_that_tell_later(asked, women, shape)
            seen["second releases"] += later is not None
            broken["tells beside the release before"] += bool(later)

    one()
    print(", ".join(f"{name}: {count:,}" for name, count in sorted(seen.items())))
    broken = +broken
    print("broken promises of protect:", dict(broken) or "none")
    return broken.total()


def women_of(shape: dict) -> list[Record]:
    """Return women of few or many kinds, so that some files are alike and some are not."""
    chance = random.Random(shape["seed"])
    kinds = [
        {
            "age": chance.choice([None, *range(18, 81)]),
            "children_n": chance.randrange(10),
            "offence": chance.choice(["murder", "hurt", "theft", "fraud"]),
            "area": chance.choice(["a1", "a2", "a3"]),
            "waited": chance.choice([None, *range(9)]),
        }
        for _ in range(shape["kinds"])
    ]
    return [
        record(
            **chance.choice(kinds),
            fed=chance.choice(["yes", "no", None]),
            hurt=chance.choice(["yes", "no", "no", "no"]),
            tv=chance.choice(["yes", "no"]),
            months=chance.choice([None, *range(60)]),
            debt=chance.choice([None, 0, chance.randrange(10**5)]),
            visits=chance.choice([None, *range(30)]),
            bribed=chance.choice(["yes", "no", None]),
        )
        for _ in range(shape["women"])
    ]


def promises_broken(
    plan: Plan, women: list[Record], outcome: ProtectedMicrodata, recoding: Recoding
) -> set[str]:
    """Return the names of the promises that the released rows break."""
    classes, answers = classes_of(outcome), {}
    for label, row in zip(classes, outcome.rows, strict=True):
        for column, cell in zip(outcome.columns, row, strict=True):
            if column.role.value == "sensitive":
                answers.setdefault((label, column.name), set()).add(cell.value)
    smallest = min(Counter(classes).values())
    again = protect(plan, outcome.records(), recoding=recoding)
    swaps = [one.name for one in outcome.columns if one.method.verb == "swap"]
    tests = {
        "k": smallest < plan.k,
        "l": any(said != {None} and len(said - {None}) < plan.l for said in answers.values()),
        "lower k": smallest < smallest_before(plan, women, outcome.keys),
        "thin mean": any(
            0 < women < plan.k for name in MEANS for women in rows_behind(outcome, name).values()
        ),
        "idempotent": not isinstance(again, ProtectedMicrodata)
        or Counter(again.rows) != Counter(rows_without(outcome, swaps)),
    }
    return {
        f"{name} ({recoding.value})" if name == "idempotent" else name
        for name, is_broken in tests.items()
        if is_broken
    }


def rows_behind(outcome: ProtectedMicrodata, name: str) -> Counter[str]:
    """Return how many rows share each number of a column."""
    at = [n for n, column in enumerate(outcome.columns) if column.name == name]
    return Counter(row[n].value for n in at for row in outcome.rows if row[n].value is not None)


def rows_without(outcome: ProtectedMicrodata, names: list[str]) -> list[tuple]:
    """Return the rows without some columns: without marks no answer can be swapped again."""
    at = [n for n, column in enumerate(outcome.columns) if column.name not in names]
    return [tuple(row[n] for n in at) for row in outcome.rows]


def promises_of_tables(plan: Plan, women: list[Record]) -> set[str]:
    """Return the names of the promises that the tables of counts and sums break."""
    broken = set()
    for one in count_tables(plan, women):
        shown = [line.count for line in one.counts if line.count is not None]
        hidden = one.total - sum(shown)
        if any(0 < count < one.minimum for count in shown):
            broken.add("small count")
        is_partly = 0 < len(shown) < len(one.counts)
        if one.is_exclusive and is_partly and hidden < one.minimum:
            broken.add("hidden counts are few")
    asked = asked_tables(plan, women)
    for one in asked.crossings:
        lines = [*one.counts, *zip(*one.counts, strict=True)]
        if any(count is not None and count < one.minimum for line in lines for count in line):
            broken.add("small count in a crossing")
        if any(line.count(None) == 1 for line in lines):
            broken.add("one hidden count in a line of a crossing")
    for one in asked.sums:
        behind = [count for label, count in one.women.items() if count]
        if any(count < 3 for count in behind):  # noqa: PLR2004 - two know each other's share
            broken.add("a sum of one or two")
    return broken


def classes_that_tell_later(plan: Plan, women: list[Record], shape: dict) -> int | None:
    """Return how many classes 1 to k - 1 women joined or left by a second release; None for none.

    Counted from the marks of the women, which no file holds: the gravest intruder knows them.
    """
    chance = random.Random(shape["seed"] + 1)
    marks = [f"woman {at}" for at in range(len(women))]
    first = protect(plan, women, history=History(tuple(marks)), recoding=shape["recoding"])
    if not isinstance(first, ProtectedMicrodata):
        return None
    kept = [at for at in range(len(women)) if chance.random() > shape["leave"]]
    joined = women_of({**shape, "women": shape["join"]})
    then = [women[at] for at in kept] + joined
    names = [marks[at] for at in kept] + [f"new {at}" for at in range(len(joined))]
    shown = entry_of_rows(first, plan, women=len(women), digest="").shown
    second = protect(
        plan, then, history=History(tuple(names), (shown,)), recoding=shape["recoding"]
    )
    if not isinstance(second, ProtectedMicrodata):
        return None
    nobody: frozenset[str] = frozenset()
    pairs = [
        (first.members.get(label, nobody), second.members.get(label, nobody))
        for label in {*first.members, *second.members}
    ]
    moved = [len(one - other) for pair in pairs for one, other in (pair, pair[::-1])]
    return sum(0 < women < plan.k for women in moved)


def classes_of(outcome: ProtectedMicrodata) -> list[tuple[str | None, ...]]:
    """Return the labels of every row on the key variables."""
    at = [n for n, column in enumerate(outcome.columns) if column.name in outcome.keys]
    return [tuple(row[n].value for n in at) for row in outcome.rows]


def smallest_before(plan: Plan, women: list[Record], keys: tuple[str, ...]) -> int:
    """Return the size of the smallest class of all women on `keys`, in the bands of the plan."""
    columns = line_table(plan, women).columns
    rows = zip(*([cell.value for cell in columns[name]] for name in keys), strict=True)
    return min(Counter(rows).values())
