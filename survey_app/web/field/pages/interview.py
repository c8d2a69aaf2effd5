"""The interview: one address, one question a screen, one form that takes every wish.

Room: web, field desk. No answer, no question and no id ever stands in an address.
Promise: "saved" is said only after the encrypted draft was committed.
"""

from flask import Blueprint, abort, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.errors import SurveyError
from survey_app.interview import Screen
from survey_app.web import fragments
from survey_app.web.field import once, page
from survey_app.web.field.asking import (
    beside,
    map_steps,
    question_wishes,
    roster_wishes,
    showing,
    slips,
)
from survey_app.web.field.asking.old_pages import (
    is_old_page,
    of_the_open_interview,
    say_it_was_old,
)
from survey_app.web.field.asking.place import sheet_of
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.turnstile import few_at_a_time
from survey_app.web.field.visits import Visit
from survey_app.workflows.interviewing.sitting import Sitting

pages = Blueprint("interview", __name__)


@pages.get("/interview")
@unlocked_only
@few_at_a_time
def question() -> ResponseReturnValue:
    """Show the screen the interview stands at."""
    sitting = current_visit().sitting
    return showing.go("home.first_page") if sitting is None else showing.show(sitting)


@pages.post("/interview")
@unlocked_only
@few_at_a_time
def wish() -> ResponseReturnValue:
    """Take what the page sent, commit it, then do what the pressed button says."""
    visit = current_visit()
    sitting = visit.sitting
    if sitting is None:
        return _of_no_open_interview(visit)
    if visit.done.is_late(request.form.get("turn", "")):
        return beside.overtaken(sitting)
    named = once.name_of(request)
    led = visit.done.led_to(named)
    if led is not None:
        return showing.lead_again(sitting, led)
    screen = _screen_of_page(sitting)
    if screen is None:
        say_it_was_old()
        return showing.show_again(sitting)
    if screen.key != sitting.screen_key:
        sitting.go(screen.key)
    page.speak(sitting.interview.language)
    wished = map_steps.pressed(request.form) or request.form.get("do", "save")
    verb, _, object_ = wished.partition(":")
    try:
        reply = _done(visit, sitting, screen, verb, object_)
    except SurveyError as error:  # a full disk, above all: the page keeps what was typed
        return beside.not_kept(sitting, error)
    visit.done.note(named, reply)
    return reply


@pages.get("/interview/pause")
@unlocked_only
def pause() -> ResponseReturnValue:
    """Show a quiet page: rest, stop here, or go on."""
    sitting = current_visit().sitting
    if sitting is None:
        return redirect(url_for("home.first_page"), code=303)
    current_visit().rested = current_visit().seen
    page.speak(sitting.interview.language)
    return render("interview/pause.html")


@pages.post("/interview/stop")
@unlocked_only
@of_the_open_interview
def stop() -> ResponseReturnValue:
    """End the interview at this question; what was not reached counts as stopped."""
    sitting = current_visit().sitting
    if sitting is None:
        return redirect(url_for("home.first_page"), code=303)
    if current_visit().module:  # a phone that was given one part can only give it back
        return redirect(url_for("joining.over"), code=303)
    sitting.stop()
    return redirect(url_for("ending.answers"), code=303)


def _done(
    visit: Visit, sitting: Sitting, screen: Screen, verb: str, object_: str
) -> ResponseReturnValue:
    if verb in slips.STEPS:
        visit.taken_away = None
    if screen.kind == "repeat":
        return roster_wishes.answer(sitting, screen, verb, object_)
    return question_wishes.answer(sitting, sheet_of(visit, sitting, screen), verb, object_)


def _of_no_open_interview(visit: Visit) -> ResponseReturnValue:
    """Answer a page whose interview is open elsewhere, or over: nothing of it is lost unsaid.

    A save by the page's script leaves the page as it is; whatever opens another page says so there.
    """
    if visit.done.led_to(once.name_of(request)) is None:
        if fragments.wants_fragment(request) and request.form.get("do", "save") == "save":
            abort(404)
        say_it_was_old()
    return showing.go("home.first_page")


def _screen_of_page(sitting: Sitting) -> Screen | None:
    """Return the screen that the sent page showed, if this interview still has it."""
    if is_old_page():
        return None
    key = request.form.get("screen")
    found = next((screen for screen in sitting.interview.screens() if screen.key == key), None)
    return found if found is not None and current_visit().may_see(found.module) else None
