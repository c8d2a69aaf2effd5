"""What one press took away, remembered until the next step.

Room: web, field desk.
Spec: docs/adr/0127-a-slip-is-taken-back-with-one-press.md.
Promise: it lies in the memory of a visit alone; a lock forgets it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class TakenAway:
    """The answers that a press took away, by reference, and the screen on which it was pressed.

    `marked` are questions that the press marked as not asked.
    """

    screen_key: str
    answers: Mapping[str, str]
    marked: tuple[str, ...] = ()
