"""Few at a time, in the order in which they came, and no place is ever lost."""

import threading
import time

import pytest

from survey_app.web.field.turnstile import AT_ONCE, Turnstile


class Visitors:
    """Threads that stay inside until they are told to leave."""

    def __init__(self, turnstile):
        self.turnstile = turnstile
        self.entered, self.threads, self.told = [], [], {}

    def arrive(self, name):
        self.told[name] = threading.Event()
        self.threads.append(threading.Thread(target=self._visit, args=(name,), daemon=True))
        self.threads[-1].start()
        self._until(lambda: name in self.entered or len(self.turnstile._row) == self._waiting())

    def leave(self, name, *, then):
        self.told[name].set()
        self._until(lambda: len(self.entered) >= then)

    def _waiting(self):
        return len(self.told) - len(self.entered)

    def _visit(self, name):
        with self.turnstile.passed():
            self.entered.append(name)
            self.told[name].wait(90)

    @staticmethod
    def _until(reached):
        end = time.monotonic() + 90
        while not reached():
            assert time.monotonic() < end
            time.sleep(0.001)


def test_two_are_inside_and_the_others_follow_in_the_order_in_which_they_came():
    visitors = Visitors(Turnstile(AT_ONCE))
    for name in "abcdef":
        visitors.arrive(name)
    assert visitors.entered == ["a", "b"]
    for number, name in enumerate("bacdef", start=3):
        visitors.leave(name, then=min(number, 6))
        assert visitors.entered == list("abcdef"[: min(number, 6)])
    for thread in visitors.threads:
        thread.join(90)


def test_a_page_that_fails_gives_its_place_back():
    turnstile = Turnstile(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turnstile.passed():
            raise ZeroDivisionError
    done = []
    with turnstile.passed():
        done.append("inside")
    assert done == ["inside"]
