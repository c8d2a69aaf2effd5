"""After each wrong passphrase the door stays shut a little longer.

Room: web, field desk.
Promise: a guess costs 1 second after the first mistake, doubling up to 60; one guess at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from threading import Lock
from typing import TypeVar

from survey_app.clock import Clock
from survey_app.errors import SurveyError

LONGEST_WAIT = 60
Opened = TypeVar("Opened")


class TooSoonError(SurveyError):
    """Someone tried again before the waiting time was over."""

    code = "DOOR-001"
    exit_code = 4
    msgid = "Please wait {seconds} seconds, then try the passphrase again."


@dataclass
class Throttle:
    """How long the door stays shut; one for all passphrases, since a guess names none."""

    clock: Clock
    failures: int = 0
    _open_from: datetime | None = None
    _one_at_a_time: Lock = field(default_factory=Lock)

    def try_once(self, opening: Callable[[], Opened], wrong: type[SurveyError]) -> Opened:
        """Return what `opening` returns; an error of the class `wrong` makes the door slower.

        Raises: TooSoonError without calling `opening` while the door is shut.
        """
        with self._one_at_a_time:
            self._refuse_while_shut()
            try:
                opened = opening()
            except wrong:
                self._shut()
                raise
            self.failures, self._open_from = 0, None
            return opened

    def go_on_after(self, failures: int) -> None:
        """Stay as slow as the process before this one had become."""
        self.failures = failures
        if failures:
            wait = waiting_time(failures - 1)
            self._open_from = self.clock.now() + timedelta(seconds=wait)

    def _refuse_while_shut(self) -> None:
        if self._open_from is None:
            return
        left = (self._open_from - self.clock.now()).total_seconds()
        if left > LONGEST_WAIT:  # the clock was put back: the wait begins anew, and stays short
            self.go_on_after(self.failures)
            left = waiting_time(self.failures - 1)
        if left > 0:
            raise TooSoonError(seconds=ceil(left))

    def _shut(self) -> None:
        wait = waiting_time(self.failures)
        self.failures += 1
        self._open_from = self.clock.now() + timedelta(seconds=wait)


def waiting_time(failures: int) -> int:
    """Return the seconds to wait after one more mistake when `failures` came before.

    >>> [waiting_time(n) for n in (0, 1, 2, 5, 6, 900)]
    [1, 2, 4, 32, 60, 60]
    """
    return min(1 << min(failures, 6), LONGEST_WAIT)
