"""The searches over columns: exact is exact, and whatever is shown meets the demand."""

import itertools
import math
import subprocess
import sys
from collections import Counter, defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.disclosure.columns.checking import smallest_class
from survey_app.disclosure.columns.coded import CodedTable, coded_key, shares_lost
from survey_app.disclosure.columns.demand import Demand
from survey_app.disclosure.columns.full_domain import full_domain
from survey_app.disclosure.columns.grouping import crowded
from survey_app.disclosure.columns.local_recoding import local_recoding

AGES = [["18", "22", "31", "38"], ["18-29", "18-29", "30-39", "30-39"], ["*"] * 4]
AREAS = [["a1", "a2", "a3"], ["north", "north", "south"], ["*"] * 3]
OFFENCES = [["theft", "fraud", "hurt"], ["*"] * 3]
LADDERS = {"age": AGES, "area": AREAS, "offence": OFFENCES}

WOMEN = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)),
    min_size=1,
    max_size=40,
)
DEMANDS = st.builds(
    Demand,
    k=st.integers(2, 6),
    l=st.sampled_from([None, None, 2, 3]),
    entropy=st.booleans(),
    t=st.sampled_from([None, None, 0.3]),
    silent=st.sampled_from([None, None, 0]),
)
LIMITS = st.sampled_from([0.0, 0.1, 0.3])


def table_of(women):
    columns = np.array(women, dtype=np.int64).T
    keys = [
        coded_key(name, columns[at], rungs, shares_lost(rungs))
        for at, (name, rungs) in enumerate(LADDERS.items())
    ]
    return CodedTable(tuple(keys), columns[3])


def meets(answers, everybody, demand):
    counts, size = Counter(answers), len(answers)
    shares = [count / size for count in counts.values()]
    entropy = -sum(share * math.log(share) for share in shares)
    far = sum(abs(counts[one] / size - everybody[one]) for one in everybody) / 2
    told = len(set(counts) - {demand.silent})
    diverse = demand.l is None or (
        entropy >= math.log(demand.l) - 1e-9 if demand.entropy else told >= demand.l
    )
    return size >= demand.k and diverse and (demand.t is None or far <= demand.t + 1e-9)


def classes_of(labels, women):
    found = defaultdict(list)
    for label, woman in zip(labels, women, strict=True):
        found[label].append(woman[3])
    return found


def everybody_of(women):
    return {one: count / len(women) for one, count in Counter(w[3] for w in women).items()}


def brute_force(women, demand, limit):
    """Return the least loss of all nodes by the definition, with no bound and no shortcut."""
    lost = {name: shares_lost(rungs) for name, rungs in LADDERS.items()}
    losses = []
    for node in itertools.product(*(range(len(rungs)) for rungs in LADDERS.values())):
        steps = list(zip(LADDERS, node, range(3), strict=True))
        labels = [tuple(LADDERS[n][rung][w[at]] for n, rung, at in steps) for w in women]
        shown = {
            label
            for label, answers in classes_of(labels, women).items()
            if meets(answers, everybody_of(women), demand)
        }
        dropped = sum(label not in shown for label in labels)
        if shown and dropped <= limit * len(women):
            total = sum(
                sum(lost[n][rung][w[at]] for n, rung, at in steps) / 3 if label in shown else 1.0
                for w, label in zip(women, labels, strict=True)
            )
            losses.append((total / len(women), node))
    return min(losses, default=None)


@settings(max_examples=150)
@given(WOMEN, DEMANDS, LIMITS)
def test_the_best_first_search_finds_what_trying_every_node_finds(women, demand, limit):
    found, expected = full_domain(table_of(women), demand, limit), brute_force(women, demand, limit)
    assert (found is None) == (expected is None)
    if found is not None:
        assert math.isclose(found.loss, expected[0], abs_tol=1e-9)
        same = [one for one in (found.node, expected[1]) if one == found.node]
        assert same


def test_of_few_women_no_more_is_lost_than_a_peeling_to_the_end_loses():
    """Stopped after a few steps, as large files are, it loses 0.32 and 0.30 of this one."""
    chance, keys = np.random.default_rng(7), []
    for width in (20, 30, 8):
        values = np.minimum(chance.exponential(width / 4, 120), width - 1).astype(np.int64)
        rungs = [[str(one // step) for one in range(width)] for step in (1, 3, 9)] + [["*"] * width]
        keys.append(coded_key("key", values, rungs, shares_lost(rungs)))
    table = CodedTable(tuple(keys), chance.integers(0, 3, 120))
    lost = [local_recoding(table, Demand(5, least)).loss for least in (None, 2)]
    assert max(lost) < 0.28


@settings(max_examples=150)
@given(WOMEN, DEMANDS, LIMITS)
def test_no_class_of_a_local_recoding_is_under_its_demand_and_none_loses_more(women, demand, limit):
    table = table_of(women)
    found, exact = local_recoding(table, demand, limit), full_domain(table, demand, limit)
    assert (found is not None) or (exact is None)
    if found is not None:
        columns = [key.shown(found.rungs[:, at]) for at, key in enumerate(table.keys)]
        rows = np.flatnonzero(found.kept)
        labels = [tuple(column[row] for column in columns) for row in rows]
        classes = classes_of(labels, [women[row] for row in rows])
        assert all(meets(one, everybody_of(women), demand) for one in classes.values())
        assert exact is None or found.loss <= exact.loss + 1e-9
        assert exact is not None or found.kept.all()


@given(WOMEN, st.integers(1, 9))
def test_the_smallest_class_is_the_one_that_plain_counting_finds(women, k):
    sizes = Counter(women)
    found = smallest_class(list(np.array(women, dtype=np.int64).T), k)
    assert found.size == min(sizes.values())
    assert found.rows_below == sum(size for size in sizes.values() if size < k)
    wide = [column * 4_000_000 for column in np.array(women, dtype=np.int64).T]
    assert smallest_class(wide, k) == found


@given(st.lists(st.integers(0, 1 << 40), min_size=1, max_size=300), st.integers(1, 5))
def test_the_quick_look_never_overlooks_a_class_of_k(names, k):
    sizes = Counter(names)
    found = crowded(np.array(names), np.ones(len(names), np.int64), k)
    assert all(found[at] for at, name in enumerate(names) if sizes[name] >= k)


def test_large_files_are_looked_at_in_the_same_way(monkeypatch):
    chance = np.random.default_rng(5)
    women = [tuple(row) for row in chance.integers(0, 3, (400, 4)).tolist()]
    table, demand = table_of(women), Demand(5, 2)
    plain = full_domain(table, demand, 0.05)
    monkeypatch.setattr("survey_app.disclosure.columns.full_domain._WORTH_KEEPING", 0)
    monkeypatch.setattr("survey_app.disclosure.columns.grouping._MANY", 0)
    quick = full_domain(table, demand, 0.05)
    assert (quick.node, quick.loss) == (plain.node, plain.loss)
    monkeypatch.setattr("survey_app.disclosure.columns.local_recoding._SMALL", 0)
    assert local_recoding(table, demand).loss <= plain.loss


def test_the_laptop_protects_and_measures_without_numpy():
    laptop = (
        "deidentified.review",
        "rows.protect",
        "measures.risk",
        "reports.report",
        "counts.tables",
        "checks",
    )
    imports = "".join(f"import survey_app.disclosure.{name}\n" for name in laptop)
    code = f"import sys, survey_app.workflows.export\n{imports}assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_protecting_loads_neither_the_parser_nor_xpath_nor_the_finder_of_names():
    heavy = {"lxml", "sqlite3", "duckdb", "numpy", "babel", "importlib.resources"}
    heavy |= {"survey_app.xpath", "survey_app.xform.definition", "survey_app.xform.parsing"}
    heavy |= {"survey_app.media", "survey_app.disclosure.free_text.lexicon"}
    doors = "import sys, survey_app.disclosure.rows.protect, survey_app.disclosure.reports.report"
    found = subprocess.run(
        [sys.executable, "-c", f"{doors}; print(*sys.modules)"], check=True, capture_output=True
    )
    assert not heavy & set(found.stdout.decode().split())


def test_counting_millions_of_rows_loads_nothing_of_the_form():
    doors = "import sys, survey_app.disclosure.columns.local_recoding"
    found = subprocess.run(
        [sys.executable, "-c", f"{doors}; print(*sys.modules)"], check=True, capture_output=True
    )
    rooms = {name.split(".")[1] for name in found.stdout.decode().split() if "survey_app." in name}
    assert rooms == {"disclosure"}
