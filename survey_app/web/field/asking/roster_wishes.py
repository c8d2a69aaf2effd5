"""What the buttons of a roster screen do: add, change, move, remove, bring back, go on.

Room: web, field desk.
Promise: a page that was made before a row moved, went or came back changes nothing: under its
    places other rows stand now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from survey_app.interview import Screen
from survey_app.web.field.asking import roster, showing
from survey_app.web.field.asking.naming import number_in
from survey_app.web.field.asking.place import turn_over
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.pending import Pending
from survey_app.web.field.remembering import take_look
from survey_app.workflows.interviewing.sitting import Sitting


@dataclass(frozen=True)
class Wish:
    """A pressed button: on which roster, for which row (0 when for none), with what else."""

    sitting: Sitting
    screen: Screen
    repeat_ref: str
    place: int
    object: str


def answer(sitting: Sitting, screen: Screen, verb: str, object_: str) -> ResponseReturnValue:
    """Return the reply to the button `verb`; a button pressed twice does its work once."""
    repeat_ref = str(screen.repeat_ref)
    count = sitting.interview.count_repeats(repeat_ref)
    if request.form.get("rows") != str(count):
        return showing.show_again(sitting)
    place = number_in(object_) or 0
    wish = Wish(sitting, screen, repeat_ref, place, object_)
    if verb in OF_A_ROW and not 1 <= place <= count:
        return showing.show_again(sitting)
    return {**OF_THE_ROSTER, **OF_A_ROW}.get(verb, _stay)(wish)


def _stay(wish: Wish) -> ResponseReturnValue:
    return showing.show_again(wish.sitting)


def _next(wish: Wish) -> ResponseReturnValue:
    current_visit().removed_row = None
    return showing.forward(wish.sitting, wish.screen)


def _back(wish: Wish) -> ResponseReturnValue:
    return showing.backward(wish.sitting, wish.screen)


def _speak(wish: Wish) -> ResponseReturnValue:
    return showing.speak(wish.sitting, wish.object)


def _aside(wish: Wish) -> ResponseReturnValue:
    return showing.step_aside(wish.object)


def _look(wish: Wish) -> ResponseReturnValue:
    take_look(wish.object)
    return showing.anew()


def _way(wish: Wish) -> ResponseReturnValue:
    showing.choose_way(wish.object)
    return showing.show_again(wish.sitting)


def _add(wish: Wish) -> ResponseReturnValue:
    if not wish.sitting.interview.can_add_repeat(wish.repeat_ref):
        return showing.show_again(wish.sitting)
    current_visit().removed_row = None
    wish.sitting.add_repeat(wish.repeat_ref)
    return _open(wish, wish.sitting.interview.count_repeats(wish.repeat_ref))


def _change(wish: Wish) -> ResponseReturnValue:
    return _open(wish, wish.place)


def _ask_before_removing(wish: Wish) -> ResponseReturnValue:
    return showing.show_again(wish.sitting, removing=wish.place)


def _remove(wish: Wish) -> ResponseReturnValue:
    ref = roster.row_ref(wish.repeat_ref, wish.place)
    current_visit().removed_row = wish.sitting.remove_repeat(ref)
    turn_over(current_visit())
    return showing.show_again(wish.sitting)


def _undo(wish: Wish) -> ResponseReturnValue:
    visit = current_visit()
    if visit.removed_row is not None:
        wish.sitting.put_back(visit.removed_row)
        visit.removed_row = None
        turn_over(visit)
    return showing.show_again(wish.sitting)


def _bring_back(wish: Wish) -> ResponseReturnValue:
    return showing.bring_back(wish.sitting)


def _go_on(wish: Wish) -> ResponseReturnValue:
    return showing.go_on(wish.sitting)


def _up(wish: Wish) -> ResponseReturnValue:
    return _move(wish, "up", max(wish.place - 1, 1))


def _down(wish: Wish) -> ResponseReturnValue:
    last = wish.sitting.interview.count_repeats(wish.repeat_ref)
    return _move(wish, "down", min(wish.place + 1, last))


def _move(wish: Wish, verb: str, place: int) -> ResponseReturnValue:
    """Give a row another place; what was removed before stays removed, its place is gone."""
    visit, last = current_visit(), wish.sitting.interview.count_repeats(wish.repeat_ref)
    visit.removed_row = None
    wish.sitting.move_repeat(roster.row_ref(wish.repeat_ref, wish.place), place)
    turn_over(visit)
    # the keyboard goes with the row; at an end only the other button is left
    onward = {1: "down", last: "up"}.get(place, verb)
    visit.pending = Pending(stand_at=f"row-{place}-{onward}")
    return showing.show_again(wish.sitting)


def _open(wish: Wish, place: int) -> ResponseReturnValue:
    current_visit().removed_row = None  # its files go with the next step
    key = roster.first_screen_of(wish.sitting.interview, wish.repeat_ref, place)
    if key is not None:
        wish.sitting.go(key)
    return showing.show_again(wish.sitting)


Reply = Callable[[Wish], ResponseReturnValue]
OF_THE_ROSTER: Mapping[str, Reply] = {
    "add": _add,
    "undo": _undo,
    "next": _next,
    "back": _back,
    "speak": _speak,
    "look": _look,
    "to": _aside,
    "way": _way,
    "bring-back": _bring_back,
    "go-on": _go_on,
}
OF_A_ROW: Mapping[str, Reply] = {
    "change": _change,
    "up": _up,
    "down": _down,
    "remove": _ask_before_removing,
    "remove-now": _remove,
}
