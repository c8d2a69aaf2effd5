"""A clock that was put back takes along what a visit counts from it."""

from datetime import timedelta

from survey_app.web.field.visits import Visits


def test_after_the_clock_was_put_back_a_break_is_offered_and_a_rest_ends_as_before(clock):
    visits = Visits(clock, timedelta(minutes=5), timedelta(hours=12))
    visit = visits.begin("en")
    visit.rested, visit.rests_until = clock.now(), clock.now() + timedelta(minutes=15)
    clock.wait(days=-1)
    assert visits.find(visit.token) is visit
    assert visit.rested == clock.now()
    assert visit.rests_until == clock.now() + timedelta(minutes=15)
