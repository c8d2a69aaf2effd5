"""Work that takes its time, done beside the requests; a page asks how far it is.

Room: web, field desk.
Promise: what is stopped stops at its next sign of progress, and one such work is done at a time.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from survey_app.errors import SurveyError

LOG = logging.getLogger("survey_app.web")
Progress = Callable[[int, int], None]


class StoppedError(Exception):
    """Somebody locked, or wants the work no more."""


class WorkGoesOnError(SurveyError):
    """Another window of this laptop has begun such work."""

    code = "SERVE-003"
    exit_code = 3
    msgid = (
        "A backup is being written or read in another window of this laptop. Wait until it is "
        "done, then try again."
    )


@dataclass(frozen=True)
class Outcome:
    """How the work ended: with a result, with an error to show, or with one that is not ours.

    Or somebody stopped it, as wished.
    """

    result: object = None
    error: SurveyError | None = None
    fell: bool = False
    stopped: bool = False


class LongWork:
    """One piece of work. `rounds` is how often its progress runs from nothing to all."""

    def __init__(self, kind: str, deed: Callable[[Progress], object], rounds: int = 1) -> None:
        """Remember what shall be done."""
        self.kind = kind
        self._deed, self._rounds = deed, rounds
        self._done, self._round = 0.0, 0
        self._stop = threading.Event()
        self._over = threading.Event()
        self.outcome: Outcome | None = None

    @property
    def percent(self) -> int:
        """Return how far it is: 0 to 100."""
        return min(100, int(100 * (self._round + self._done) / self._rounds))

    @property
    def is_stopping(self) -> bool:
        """Say whether somebody wants it to end."""
        return self._stop.is_set()

    def begin(self, free: threading.Lock) -> None:
        """Begin while nobody else holds `free`. Raises: WorkGoesOnError."""
        if not free.acquire(blocking=False):
            raise WorkGoesOnError

        def work() -> None:
            try:
                self.outcome = self._outcome()
            finally:
                free.release()
                self._over.set()

        threading.Thread(target=work, daemon=True).start()

    def wait(self, seconds: float) -> None:
        """Return when it is over, or after so long."""
        self._over.wait(seconds)

    def stop(self) -> None:
        """Wish it to end; what it has begun is taken away by itself."""
        self._stop.set()

    def _outcome(self) -> Outcome:
        try:
            return Outcome(self._deed(self._tell))
        except SurveyError as error:
            return Outcome(error=error)
        except StoppedError:
            return Outcome(stopped=True)
        except Exception as error:  # noqa: BLE001 - a page says that it fell, the log which kind
            LOG.error("%s in the work %s", type(error).__name__, self.kind)  # noqa: TRY400 - no words of it
            return Outcome(fell=True)

    def _tell(self, done: int, everything: int) -> None:
        if self._stop.is_set():
            raise StoppedError
        part = done / max(everything, 1)
        if part < self._done and self._round + 1 < self._rounds:
            self._round += 1
        self._done = part
