"""What changed between two versions of a questionnaire, in a researcher's words.

Room: xlsform (floor 4).
Promise: a change that starts a new series in the data is said to do so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from survey_app.canonical import Json
from survey_app.i18n.marking import N_
from survey_app.xlsform.headings import OUR_PLAN_COLUMNS, base_name, is_text
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.workbook import Row, Workbook


@dataclass(frozen=True)
class Manner:
    """A way in which two versions can differ; `splits` when answers stop being comparable."""

    name: str
    msgid: str
    splits: bool = False


ADDED = Manner("added", N_("New question {name}: “{new}”."))
REMOVED = Manner("removed", N_("Question {name} is gone: “{old}”."), splits=True)
RENAMED = Manner("renamed", N_("Question {name} was called {old}."))
RETYPED = Manner("type", N_("{name} changed its type from {old} to {new}."), splits=True)
REWORDED = Manner("wording", N_("The {column} of {name} was “{old}”, is now “{new}”."))
REROUTED = Manner("routing", N_("The {column} of {name} was “{old}”, is now “{new}”."), splits=True)
REPLANNED = Manner(
    "protection",
    N_("The protection of {name} ({column}) was “{old}”, is now “{new}”."),
    splits=True,
)
ALTERED = Manner("column", N_("{column} of {name} was “{old}”, is now “{new}”."))
MOVED = Manner("moved", N_("{name} now follows {new}; before, it followed {old}."))
CHOICE_ADDED = Manner("choice added", N_("The list {name} has a new choice {new}."), splits=True)
CHOICE_REMOVED = Manner("choice removed", N_("The list {name} lost the choice {old}."), splits=True)
CHOICE_ALTERED = Manner("choice", N_("{column} of the choice {name} was “{old}”, is now “{new}”."))
SETTING = Manner("setting", N_("The setting {name} was “{old}”, is now “{new}”."))

_ROUTING = frozenset({"relevant", "calculation", "repeat_count", "choice_filter", "constraint"})
_NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """One difference: its manner, and what was and is."""

    manner: Manner
    details: Mapping[str, str] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = lambda text: text) -> str:
        """Return the change as one sentence."""
        return translate(self.manner.msgid).format(**self.details)

    def as_json(self) -> Mapping[str, Json]:
        """Return the change for a script."""
        return {
            "manner": self.manner.name,
            "splits": self.manner.splits,
            "said": self.said(),
            **self.details,
        }


def differences(old: Workbook, new: Workbook) -> tuple[Change, ...]:
    """Return how `new` differs from `old`: settings, questions in their order, choices.

    A question that names its old name in `was` is the same question.
    """
    return (*_settings(old, new), *_questions(old, new), *_choices(old, new))


def _settings(old: Workbook, new: Workbook) -> Iterator[Change]:
    for name, before, after in _different(old.settings, new.settings):
        yield Change(SETTING, {"name": name, "old": before, "new": after})


def _questions(old: Workbook, new: Workbook) -> Iterator[Change]:
    before, after = _by_name(old), _by_name(new)
    known = {name: _old_name(row, before) for name, row in after.items()}
    for name, row in before.items():
        if name not in known.values():
            yield Change(REMOVED, {"name": name, "old": _label(row)})
    for name, row in after.items():
        was = known[name]
        if not was:
            yield Change(ADDED, {"name": name, "new": _label(row)})
            continue
        if was != name:
            yield Change(RENAMED, {"name": name, "old": was})
        yield from _question(name, before[was], row)
    yield from _order(before, known)


def _question(name: str, before: Row, after: Row) -> Iterator[Change]:
    for column, old, new in _different(before.cells, after.cells):
        if column in {"name", "was"}:
            continue
        details = {"name": name, "column": column, "old": old, "new": new}
        yield Change(_manner(column), details)


def _manner(column: str) -> Manner:
    if column == "type":
        return RETYPED
    if is_text(column):
        return REWORDED
    if column in _ROUTING:
        return REROUTED
    return REPLANNED if column in {*OUR_PLAN_COLUMNS, "sensitivity"} else ALTERED


def _order(before: Mapping[str, Row], known: Mapping[str, str]) -> Iterator[Change]:
    """Yield questions that have another question before them, counting kept ones only."""
    kept = set(known.values())
    old_order = [name for name in before if name in kept]
    new_order = [name for name, was in known.items() if was]
    follows = dict(zip(new_order, [_NOTHING, *new_order], strict=False))
    followed = dict(zip(old_order, [_NOTHING, *old_order], strict=False))
    in_place = _longest_rise([old_order.index(known[name]) for name in new_order])
    for place, name in enumerate(new_order):
        if place not in in_place:
            old = followed[known[name]]
            yield Change(MOVED, {"name": name, "old": old, "new": follows[name]})


def _longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """Return the places of a longest rising part of `numbers`: what did not move."""
    best: list[tuple[int, int]] = []
    for place, number in enumerate(numbers):
        before = [(best[other][0], other) for other in range(place) if numbers[other] < number]
        length, previous = max(before, default=(0, -1))
        best.append((length + 1, previous))
    place = max(range(len(best)), key=lambda at: best[at][0], default=-1)
    kept: set[int] = set()
    while place >= 0:
        kept.add(place)
        place = best[place][1]
    return frozenset(kept)


def _choices(old: Workbook, new: Workbook) -> Iterator[Change]:
    before, after = _choices_by_name(old), _choices_by_name(new)
    for list_name, choice in before:
        if (list_name, choice) not in after:
            yield Change(CHOICE_REMOVED, {"name": list_name, "old": choice})
    for key, row in after.items():
        if key not in before:
            yield Change(CHOICE_ADDED, {"name": key[0], "new": key[1]})
            continue
        for column, was, now in _different(before[key].cells, row.cells):
            name = f"{key[0]}/{key[1]}"
            details = {"name": name, "column": column, "old": was, "new": now}
            yield Change(CHOICE_ALTERED, details)


def _by_name(workbook: Workbook) -> Mapping[str, Row]:
    rows: dict[str, Row] = {}
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if row.get("name") and (kind is None or kind.place != "end"):
            rows.setdefault(row.get("name"), row)
    return rows


def _choices_by_name(workbook: Workbook) -> Mapping[tuple[str, str], Row]:
    return {(row.get("list_name"), row.get("name")): row for row in workbook.choices.rows}


def _old_name(row: Row, before: Mapping[str, Row]) -> str:
    name, was = row.get("name"), row.get("was")
    if name in before:
        return name
    return was if was in before else ""


def _label(row: Row) -> str:
    texts = [text for name, text in row.cells.items() if base_name(name) == "label"]
    return texts[0] if texts else row.get("type")


def _different(
    before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield name, old or _NOTHING, new or _NOTHING
