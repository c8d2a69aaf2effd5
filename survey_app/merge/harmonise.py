"""Several versions of one form as one list of variables.

Room: merge (floor 6). Pure functions over lists of variables.
Spec: docs/spec/merged-dataset.md section 4.
Promise: a variable is only renamed where the form says so; every difference between versions
    is reported, none is guessed away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from survey_app.canonical import Json

ChangeKind: TypeAlias = Literal["added", "removed", "renamed", "type", "choices", "roster"]
Named: TypeAlias = tuple[str, str]
"""A name, and what it was called before."""


@dataclass(frozen=True)
class Variable:
    """A variable of one version: where it stands, what it holds, what it was called before."""

    name: str
    roster: str
    data_type: str
    choices: tuple[tuple[str, str], ...] = ()
    was: str = ""


@dataclass(frozen=True)
class FormVersion:
    """The variables and the rosters of one version of a form, in the order of the form."""

    form_id: str
    version: str
    form_hash: str
    variables: tuple[Variable, ...]
    rosters: tuple[Named, ...] = ()

    @property
    def named(self) -> tuple[Named, ...]:
        """Return all that has a name in the tables."""
        return (*self.rosters, *((one.name, one.was) for one in self.variables))


@dataclass(frozen=True)
class Change:
    """One difference between two versions that follow each other."""

    kind: ChangeKind
    form_id: str
    variable: str
    before: str
    after: str

    def to_json(self) -> Json:
        """Return the change for the report."""
        return {
            "kind": self.kind,
            "form": self.form_id,
            "variable": self.variable,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True)
class Harmonised:
    """What all versions of a form come to.

    `names` maps a form hash to the renames of that version: old name to the name of today.
    `order` ranks the names of today.
    """

    renames: Mapping[str, Mapping[str, str]]
    order: Mapping[str, int]
    changes: tuple[Change, ...]


def harmonise(versions: Sequence[FormVersion]) -> Harmonised:
    """Return the union of `versions` of one form, which are put in order of version and hash."""
    ordered = sorted(versions, key=lambda one: (_natural(one.version), one.form_hash))
    newest_first = [variable for version in reversed(ordered) for variable in version.variables]
    renames = {
        version.form_hash: {
            name: today
            for name, _ in version.named
            if (today := _name_of_today(name, position, ordered)) != name
        }
        for position, version in enumerate(ordered)
    }
    order: dict[str, int] = {}
    for variable in newest_first:
        order.setdefault(variable.name, len(order))
    return Harmonised(renames, order, _changes(ordered))


def _name_of_today(name: str, position: int, ordered: Sequence[FormVersion]) -> str:
    """Follow `was` upwards; a name that lives on beside its successor keeps to itself."""
    for version in ordered[position + 1 :]:
        names = {one for one, _ in version.named}
        successors = [one for one, was in version.named if was == name != one]
        if name not in names and len(successors) == 1:
            name = successors[0]
    return name


def _changes(ordered: Sequence[FormVersion]) -> tuple[Change, ...]:
    found: list[Change] = []
    for older, newer in pairwise(ordered):
        before = {variable.name: variable for variable in older.variables}
        after = {variable.name: variable for variable in newer.variables}
        renamed = _renamed(older.named, newer.named)
        found += [
            Change("renamed", newer.form_id, old, old, new) for old, new in sorted(renamed.items())
        ]
        found += [
            Change("removed", newer.form_id, name, older.version, newer.version)
            for name in before
            if name not in after and name not in renamed
        ]
        found += [
            Change("added", newer.form_id, name, older.version, newer.version)
            for name in after
            if name not in before and name not in renamed.values()
        ]
        for old in before.values():
            new = after.get(renamed.get(old.name, old.name))
            found += [] if new is None else _differences(newer.form_id, old, new, renamed)
    return tuple(found)


def _renamed(before: Sequence[Named], after: Sequence[Named]) -> Mapping[str, str]:
    known, kept = {name for name, _ in before}, {name for name, _ in after}
    return {was: name for name, was in after if was in known and was not in kept}


def _differences(
    form_id: str, old: Variable, new: Variable, renamed: Mapping[str, str]
) -> list[Change]:
    found: list[Change] = []
    if renamed.get(old.roster, old.roster) != new.roster:
        found.append(Change("roster", form_id, new.name, old.roster, new.roster))
    if old.data_type != new.data_type:
        found.append(Change("type", form_id, new.name, old.data_type, new.data_type))
    labels = dict(new.choices)
    for code, label in old.choices:
        if code in labels and labels[code] != label:
            variable = f"{new.name}={code}"
            found.append(Change("choices", form_id, variable, label, labels[code]))
    return found


def _natural(version: str) -> tuple[tuple[int, str], ...]:
    """Return a key under which version 10 comes after version 9.

    >>> _natural("v9") < _natural("v10")
    True
    """
    parts: list[tuple[int, str]] = []
    digits = ""
    for letter in f"{version}\0":
        if letter.isascii() and letter.isdigit():
            digits += letter
            continue
        if digits:
            parts.append((int(digits), ""))
            digits = ""
        parts.append((-1, letter))
    return tuple(parts)
