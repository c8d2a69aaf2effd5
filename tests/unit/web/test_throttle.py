"""The door gets slower with each wrong passphrase."""

from datetime import UTC, datetime, timedelta

import pytest

from survey_app.clock import FrozenClock
from survey_app.vault.errors import WrongPassphraseError
from survey_app.web.field.throttle import Throttle, TooSoonError

BEGIN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _wrong():
    raise WrongPassphraseError


def _door(seconds=0, throttle=None):
    clock = FrozenClock(BEGIN + timedelta(seconds=seconds))
    if throttle is None:
        return Throttle(clock)
    throttle.clock = clock
    return throttle


def _fail(door):
    with pytest.raises(WrongPassphraseError):
        door.try_once(_wrong, WrongPassphraseError)


def test_the_first_mistake_costs_one_second_and_the_guess_is_not_even_looked_at():
    door = _door()
    _fail(door)
    looked = []
    with pytest.raises(TooSoonError) as refused:
        door.try_once(lambda: looked.append("looked"), WrongPassphraseError)
    assert refused.value.details == {"seconds": 1}
    assert not looked


def test_waiting_doubles_up_to_a_minute():
    door, now, waits = _door(), 0, []
    for _ in range(9):
        _fail(_door(now, door))
        with pytest.raises(TooSoonError) as refused:
            door.try_once(_wrong, WrongPassphraseError)
        waits.append(refused.value.details["seconds"])
        now += waits[-1]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_right_passphrase_opens_and_forgets_the_mistakes():
    door = _door()
    _fail(door)
    assert _door(1, door).try_once(lambda: "open", WrongPassphraseError) == "open"
    _fail(_door(1, door))
    assert door.failures == 1


def test_an_error_of_another_kind_is_no_mistake_of_the_person():
    door = _door()
    with pytest.raises(ZeroDivisionError):
        door.try_once(lambda: 1 / 0, WrongPassphraseError)
    assert door.failures == 0


def test_the_process_after_a_lock_is_as_slow_as_the_one_before():
    door = _door()
    door.go_on_after(4)
    with pytest.raises(TooSoonError) as refused:
        door.try_once(_wrong, WrongPassphraseError)
    assert refused.value.details == {"seconds": 8}
    _fail(_door(8, door))
    assert door.failures == 5


def test_a_clock_that_was_put_back_shuts_nobody_out_for_longer_than_a_minute():
    door = _door()
    _fail(door)
    _fail(_door(1, door))
    with pytest.raises(TooSoonError) as refused:
        _door(-86_400, door).try_once(lambda: "open", WrongPassphraseError)
    assert refused.value.details == {"seconds": 2}
    assert _door(-86_398, door).try_once(lambda: "open", WrongPassphraseError) == "open"
