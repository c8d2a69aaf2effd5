"""Time that is passed in, never looked up.

Room: clock (floor 1). The only place that asks the machine what time it is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What tells the time: always with its zone."""

    def now(self) -> datetime:
        """Return the present moment, with a time zone."""


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock in the machine's zone."""

    def now(self) -> datetime:
        """Return the present moment in the machine's own zone."""
        return datetime.now(tz=UTC).astimezone()


@dataclass(frozen=True)
class FrozenClock:
    """A clock that stands still: for tests, vectors and reproducible runs."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment at which the clock stands."""
        return self.moment
