"""Made studies of a few women, released twice, before somebody who tries every world that fits."""

import random

import pytest
from disclosure_forms import form_of, record
from world_intruder import Held, held, learned

from survey_app.disclosure.counts.tables import NO_ANSWER
from survey_app.disclosure.planning.plan import plan_of
from survey_app.release.comparison import rounded
from survey_app.release.gate import decide
from survey_app.release.series import Series

FORM = form_of()
PLAN = plan_of(FORM)
ALIKE = {"children_n": "1", "offence": "theft", "area": "a1", "tv": "yes"}
LABELS = {"fed": ("yes", "no", NO_ANSWER), "told": ("yes", "no", "no yes", NO_ANSWER)}
SEEDS = range(10)


def made(seed):
    """Return two states of a study: women by their numbers, some of whom come and some go."""
    chance = random.Random(seed)

    def woman(**fixed):
        said = {name: chance.choice(labels[:-1]) for name, labels in LABELS.items()}
        return {**ALIKE, "age": chance.choice(("20", "30", "40")), **said, **fixed}

    first = {number: woman() for number in range(chance.randint(14, 30))}
    name = chance.choice(tuple(LABELS))
    alike = {name: chance.choice(LABELS[name][:-1])}
    gone = chance.sample(sorted(first), chance.choice((0, 1, 5)))
    more = {100 + at: woman(**alike) for at in range(chance.choice((0, 1, 5, 8)))}
    return first, {at: one for at, one in {**first, **more}.items() if at not in gone}


def ways_of(seed):
    return random.Random(seed).choices(("rows", "tables", 3, 5), k=2)


def released(women, way, earlier):
    marks = tuple(f"mark-{number}" for number in women)
    records = tuple(record(**one) for one in women.values())
    series = Series("small", FORM, PLAN, ("1",), records, (), 0, marks)
    base = way if isinstance(way, int) else None
    wish = {"earlier": earlier, "only_tables": way != "rows", "rounding": base}
    one = decide(series, digest=str(sorted(women)), **wish)
    return one if base is None else rounded(one, base, b"secret", earlier)


def naive(women, name):
    """Return a file that counts every answer, whatever it was released beside."""
    said = [one[name] for one in women.values()]
    return Held(
        frozenset(women), {frozenset(women): {one: said.count(one) for one in LABELS[name]}}
    )


def told(states, files, name):
    every = {**states[0], **states[1]}
    ages = {number: one["age"] for number, one in every.items()}
    return learned(files, ages, {number: one[name] for number, one in every.items()}, LABELS[name])


@pytest.mark.parametrize("seed", SEEDS)
def test_who_tries_every_world_learns_no_answer_from_what_was_released(seed):
    states, earlier, files = made(seed), [], {name: [] for name in LABELS}
    for women, way in zip(states, ways_of(seed), strict=True):
        one = released(women, way, earlier)
        earlier += [one.entry] if one.entry is not None else []
        for name in LABELS if one.entry is not None else ():
            files[name].append(held(one, women, name))
    assert {name: told(states, files[name], name) for name in LABELS} == {"fed": [], "told": []}


def test_who_tries_every_world_learns_answers_from_counts_that_nobody_compared():
    found = [
        told(states, [naive(women, name) for women in states], name)
        for states in map(made, SEEDS[:3])
        for name in LABELS
    ]
    assert sum(map(bool, found)) == 4
