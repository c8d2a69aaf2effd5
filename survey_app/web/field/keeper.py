"""Keep the pages open while the process behind them ends at every lock.

Room: web, field desk.
Spec: docs/adr/0105-a-lock-ends-the-process.md.
Promise: this process holds the listening socket, the order and a count of mistakes; what a person
typed never passes through it. The process that saw an answer is gone, memory and all, before
the next one opens the folder.
"""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from survey_app.web.field.handing import inherited, offered
from survey_app.web.field.order import Order

LOCKED = 75  # exit code of a process that ended because somebody locked
NO_MISTAKES = b"0\n"
LONGEST_WORD = 16
SETTLED = 2.0  # seconds after which the next process is made ready
LIVED = 10.0  # a process that fell after so many seconds is worth another try
SECONDS_TO_STOP = 15
MODULE = "survey_app.web.field.working"


def keep(listener: socket.socket, order: Order) -> int:
    """Let one process after the other serve at `listener`; return the last one's exit code.

    The next one waits, ready but without the folder, so that a locked page answers at once.
    SIGTERM and Ctrl-C end both; so does the end of this process, whatever its cause.
    """
    with _told_to_stop():
        running = _Serving(listener, order)
        spare: _Serving | None = None
        try:
            running.take_over(NO_MISTAKES)
            while True:
                if spare is None and not running.ends_within(SETTLED):
                    spare = _Serving(listener, order)
                if not _is_followed(running.wait(), running.age()):
                    return running.wait()
                mistakes = running.last_word()
                running, spare = spare or _Serving(listener, order), None
                running.take_over(mistakes)
        finally:
            for process in (running, spare):
                if process is not None:
                    process.stop()


def _is_followed(code: int, age: float) -> bool:
    """Say whether another process goes on: after a lock, and after a fall that came late."""
    return code == LOCKED or (code != 0 and age > LIVED)


class _Serving:
    """One process: made ready, then given the socket, then gone."""

    def __init__(self, listener: socket.socket, order: Order) -> None:
        self._listener = listener
        self._began = time.monotonic()
        with _ctrl_c_held_back():
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", MODULE],  # not what lies where it was started
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                pass_fds=inherited(listener),
            )
        self._say(order.to_line())

    def take_over(self, mistakes: bytes) -> None:
        """Give it the socket, once it is ready; what fell before that shows in `wait`.

        `mistakes` is how often a wrong passphrase was tried, so that a lock forgives none.
        """
        ready = self._process.stdout.readline() if self._process.stdout else b""
        # its own number, which is not ours to know where a launcher stands in between
        if ready.strip().isdigit():
            self._say(offered(self._listener, int(ready)) + mistakes)

    def last_word(self) -> bytes:
        """Return the number of mistakes that it told at its end; it tells nothing else."""
        told = self._process.stdout.read(LONGEST_WORD) if self._process.stdout else b""
        return told if told.strip().isdigit() else NO_MISTAKES

    def ends_within(self, seconds: float) -> bool:
        """Wait so long; say whether it has ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
            return True
        return False

    def wait(self) -> int:
        """Wait for its end and return its exit code."""
        return self._process.wait()

    def age(self) -> float:
        """Return the seconds since it was started."""
        return time.monotonic() - self._began

    def stop(self) -> None:
        """End it: it puts everything on the disk when nobody holds its input any more."""
        if self._process.stdin:
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(SECONDS_TO_STOP)
        self._process.kill()
        if self._process.stdout:
            self._process.stdout.close()

    def _say(self, line: bytes) -> None:
        with suppress(OSError):  # it has fallen, which `wait` tells
            if self._process.stdin:
                self._process.stdin.write(line)


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Start a process that no Ctrl-C reaches, not even before it can say so: the mask is inherited.

    Windows has no mask; there the process is deaf from its first line on.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Let SIGTERM be as good as Ctrl-C."""
    previous = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
