"""A wish that reaches us twice is done once.

Room: web, field desk.
Spec: docs/adr/0135-a-wish-is-done-once.md.
Promise: when the reply to a wish was lost on the way and the page sends the same wish again,
nothing is added, moved or taken back a second time; and a wish that a page gave up waiting for
never comes over what the same page sent after it.
"""

import hashlib
from collections import OrderedDict
from threading import Condition

from flask import Request, Response
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

MOST_REMEMBERED = 64
MOST_DIGITS = 9
CHANGING = frozenset({"csrf_token", "turn", "anew", "pointed"})
SAVED_AGAIN = "save"  # taking the same answers again changes nothing


class Done:
    """The last wishes of one visit and where each of them led; "" for the screen itself."""

    def __init__(self) -> None:
        self._led: OrderedDict[str, str] = OrderedDict()
        self._turns: OrderedDict[str, int] = OrderedDict()
        self._came = Condition()

    def is_late(self, turn: str) -> bool:
        """Say whether its page has sent us something newer already; `turn` is "page/number"."""
        place, number = _turn(turn)
        if not place:
            return False
        with self._came:
            newest = self._turns.get(place, 0)
            self._turns[place] = max(newest, number)
            while len(self._turns) > MOST_REMEMBERED:
                self._turns.popitem(last=False)
            self._came.notify_all()
        return number < newest

    def hears(self, turn: str, seconds: float) -> bool:
        """Wait until what a page sent as `turn` has come, `seconds` at most; say whether it did."""
        place, number = _turn(turn)
        with self._came:
            return bool(place) and self._came.wait_for(
                lambda: self._turns.get(place, 0) >= number, timeout=seconds
            )

    def led_to(self, wish: str) -> str | None:
        """Return where this wish led, None when it has not been done."""
        return self._led.get(wish)

    def note(self, wish: str, reply: ResponseReturnValue) -> None:
        """Remember a wish that was done."""
        if wish:
            self._led[wish] = _place(reply)
            while len(self._led) > MOST_REMEMBERED:
                self._led.popitem(last=False)


def _turn(turn: str) -> tuple[str, int]:
    """Return page and number of "page/number"; no page where it is not of this kind."""
    place, _, number = turn.rpartition("/")
    if not (number.isascii() and number.isdecimal()):
        return "", 0
    return place, int(number[:MOST_DIGITS])


def name_of_form(request: Request) -> str:
    """Return the name of a form that begins something, pressed twice or not; "" without a number.

    >>> from werkzeug.test import EnvironBuilder
    >>> name_of_form(Request(EnvironBuilder(method="POST", data={"once": "7"}).get_environ()))
    'form 7'
    """
    number = request.form.get("once", "")
    return f"form {number}" if number else ""


def name_of(request: Request) -> str:
    """Return the name of a wish: its number and all that it says; "" for one without a number.

    What was typed anew since makes it another wish, so nothing typed is ever taken for old.
    """
    number = request.form.get("once", "")
    if not number or request.form.get("do", SAVED_AGAIN) == SAVED_AGAIN:
        return ""
    said = sorted(pair for pair in request.form.items(multi=True) if pair[0] not in CHANGING)
    files = sorted((key, str(one.filename)) for key, one in request.files.items(multi=True))
    return hashlib.sha256(repr((number, said, files)).encode()).hexdigest()


def _place(reply: ResponseReturnValue) -> str:
    if not isinstance(reply, Response | AnyResponse):
        return ""
    return reply.headers.get("HX-Redirect") or reply.headers.get("Location") or ""
