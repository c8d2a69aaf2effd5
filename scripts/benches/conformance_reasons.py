"""Why a case of another engine is missed: read from divergences.csv, asked case by case."""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("divergences.csv")
UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Reason:
    """A reason and the cases it is the reason for."""

    suite: str
    pattern: re.Pattern[str]
    text: str


@dataclass
class Reasons:
    """All reasons; remembers which were needed."""

    rows: list[Reason]
    needed: set[Reason] = field(default_factory=set)

    def of(self, suite: str, said: str) -> str:
        """Return why the case that `said` names is missed; "unexplained" for none."""
        for row in self.rows:
            if row.suite == suite and row.pattern.search(said):
                self.needed.add(row)
                return row.text
        return UNEXPLAINED

    def unused(self) -> list[str]:
        """Return the patterns that no miss has needed."""
        return [row.pattern.pattern for row in self.rows if row not in self.needed]


def read_reasons() -> Reasons:
    """Return the reasons of the file: columns suite, pattern (a regular expression), reason."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return Reasons(
            [
                Reason(row["suite"], re.compile(row["pattern"]), row["reason"])
                for row in csv.DictReader(lines)
            ]
        )
