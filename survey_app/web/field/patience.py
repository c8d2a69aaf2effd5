"""How long an untouched page stays open, and how long any page does.

Room: web, field desk.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Patience:
    """The two times after which a page locks by itself."""

    idle: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(minutes=30)
