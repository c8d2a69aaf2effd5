"""Other questions in the place of the interview: one key, the same page, and nothing is kept.

Room: web, field desk.
Spec: docs/adr/0132-a-decoy-that-keeps-nothing.md.
Promise: the laptop is locked before the first of these pages is shown; what is typed here is not
    even read; the way back is the passphrase.
"""

from flask import Blueprint, Response, g, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.i18n.locales import LANGUAGES
from survey_app.web import fragments
from survey_app.web.field import page
from survey_app.web.field.asking.place import present_screen, sheet_of
from survey_app.web.field.asking.showing import choose_way
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk
from survey_app.web.field.gate import end_everything, forgetting
from survey_app.web.field.pages.door import hide
from survey_app.web.field.remembering import take_look
from survey_app.web.field.visits import Visit
from survey_app.workflows.interviewing.decoy import decoy

pages = Blueprint("decoy", __name__, url_prefix="/daily")

ONWARD = frozenset({"next", "skip", "empty"})


@pages.post("/show")
def show() -> ResponseReturnValue:
    """Lock, and show the first of the other questions. It waits for her last words alone."""
    visit = current_visit()
    if visit.phone:  # it gets no further page from here
        return hide()
    sitting = visit.sitting
    tag = visit.language if sitting is None else sitting.interview.language
    way = visit.way
    end_everything()
    visit.take_notices()  # nothing of the work may be said on this page
    nobody = the_desk().visits.stranger(tag)
    nobody.way = way
    return forgetting(Response(_drawn(nobody, sweep=url_for("decoy.in_language", tag=tag))))


@pages.get("/show")
def shown() -> ResponseReturnValue:
    """Answer a reload of the first page."""
    return redirect(url_for("decoy.question"), code=303)


@pages.get("")
def question() -> ResponseReturnValue:
    """Show the question the decoy stands at."""
    return _home() or Response(_drawn(current_visit()))


@pages.get("/<tag>")
def in_language(tag: str) -> ResponseReturnValue:
    """Show the decoy in the language of the interview that it stands for."""
    _speak(tag)
    return question()


@pages.post("")
def wish() -> ResponseReturnValue:
    """Do what the pressed button says; nothing else that was sent is looked at."""
    visit = current_visit()
    if (away := _home()) is not None:
        return away
    _speak(request.form.get("language", ""))
    verb, _, object_ = request.form.get("do", "save").partition(":")
    if verb == "to":
        return _go("door.unlock")
    if verb == "speak":
        _speak(object_)
    if verb == "way":
        choose_way(object_)
    if verb == "look":
        take_look(object_)
    if verb == "save":
        return fragments.unchanged("answer-saved")
    visit.decoy_at = max(0, visit.decoy_at + (verb in ONWARD) - (verb == "back"))
    if verb != "speak" and fragments.wants_fragment(request):
        return Response(_drawn(visit))
    return _go("decoy.question")


def _home() -> ResponseReturnValue | None:
    """Return the way to the first page for whoever is in: the decoy is for the locked laptop."""
    return None if current_visit().person is None else _go("home.first_page")


def _speak(tag: str) -> None:
    if tag in LANGUAGES:
        current_visit().language = tag


def _drawn(visit: Visit, sweep: str = "") -> str:
    """Return the page as an interview's: the same frame, buttons and marks."""
    sitting = decoy(visit.language, the_desk().clock, visit.decoy_at)
    page.speak(visit.language)
    g.looks_open, g.shown_sitting = True, sitting
    whole = not fragments.wants_fragment(request)
    return render(
        "interview/page.html" if whole else "interview/screen.html",
        sheet=sheet_of(visit, sitting, present_screen(sitting)),
        wishes_go_to=url_for("decoy.wish"),
        language=visit.language,
        sweep=sweep,
        removing=0,
        why="",
        draft_text=False,
        remarks=(),
        for_files=(),
        with_maps=False,
    )


def _go(endpoint: str) -> ResponseReturnValue:
    if fragments.wants_fragment(request):
        return fragments.go_to(url_for(endpoint))
    return redirect(url_for(endpoint), code=303)
