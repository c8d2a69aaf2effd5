"""How many women there are outside the file: what the coordinator knows and enters.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from survey_app.canonical import Json
from survey_app.disclosure.errors import PopulationError

SMALLEST_POPULATION = 20


@dataclass(frozen=True)
class Group:
    """The women who share some released labels, and how many of them there are.

    Shape: `where` maps variables to labels as they are released (`"25–34"`, `"property"`).
    """

    where: Mapping[str, str]
    count: int

    def holds(self, labels: Mapping[str, str | None]) -> bool:
        """Say whether everybody with these labels belongs to the group.

        A label that was made coarser says less than the group does, so it does not match.
        """
        return all(labels.get(name) == label for name, label in self.where.items())


@dataclass(frozen=True)
class Population:
    """All counts that were entered.

    Unit: women; `total` is None when nobody knows it.
    """

    total: int | None = None
    groups: tuple[Group, ...] = field(default=())

    @property
    def small_groups(self) -> tuple[Group, ...]:
        """Return the groups that are too small for any of their rows to be shown."""
        return tuple(group for group in self.groups if group.count < SMALLEST_POPULATION)

    def to_json(self) -> Json:
        """Return the counts as JSON."""
        return {
            "total": self.total,
            "groups": [{"where": dict(group.where), "count": group.count} for group in self.groups],
        }

    @classmethod
    def from_json(cls, data: Json) -> "Population":
        """Return the population that `to_json` wrote, or that a coordinator typed.

        Raises: PopulationError, naming the place.

        >>> Population.from_json({"total": 400, "groups": [{"where": {"area": "a"}, "count": 12}]})
        Population(total=400, groups=(Group(where={'area': 'a'}, count=12),))
        """
        if not isinstance(data, Mapping) or not set(data) <= {"total", "groups"}:
            raise PopulationError(place="$")
        total = data.get("total")
        groups = data.get("groups", [])
        if not isinstance(groups, Sequence) or isinstance(groups, str):
            raise PopulationError(place="groups")
        return cls(
            None if total is None else _count(total, "total"),
            tuple(_group(group, f"groups[{at}]") for at, group in enumerate(groups)),
        )


def _group(data: Json, place: str) -> Group:
    if not isinstance(data, Mapping) or set(data) != {"where", "count"}:
        raise PopulationError(place=place)
    where = data["where"]
    if not isinstance(where, Mapping) or not where:
        raise PopulationError(place=f"{place}.where")
    labels = {name: label for name, label in where.items() if isinstance(label, str)}
    if len(labels) != len(where):
        raise PopulationError(place=f"{place}.where")
    return Group(labels, _count(data["count"], f"{place}.count"))


def _count(data: Json, place: str) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or data < 0:
        raise PopulationError(place=place)
    return data
