"""Few answers are worked on at one moment, so that none waits much longer than the others.

Room: web, field desk.
Spec: docs/adr/0112-two-answers-at-a-time.md.
Promise: whoever came first is let in first; a page that takes long, such as an export, does not go
through here and holds nobody up.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

AT_ONCE = 2  # one is thought about while the other is brought onto the disk

Arguments = ParamSpec("Arguments")
Reply = TypeVar("Reply")


class Turnstile:
    """Lets `at_once` threads in, and the others one by one, in the order in which they came."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._gate = threading.Lock()
        self._row: deque[threading.Event] = deque()

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait for a place, keep it for the block, and give it to whoever waits longest."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        with self._gate:
            if self._free:
                self._free -= 1
                return
            called = threading.Event()
            self._row.append(called)
        called.wait()

    def _leave(self) -> None:
        with self._gate:
            if self._row:
                self._row.popleft().set()  # the place itself is handed over
            else:
                self._free += 1


def few_at_a_time(view: Callable[Arguments, Reply]) -> Callable[Arguments, Reply]:
    """Let at most `AT_ONCE` requests work on a page of this kind; the others stand in a row."""

    @wraps(view)
    def in_turn(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Reply:
        with _ANSWERS.passed():
            return view(*args, **kwargs)

    return in_turn


_ANSWERS = Turnstile(AT_ONCE)
