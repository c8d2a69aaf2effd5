"""When something went wrong: one calm page that says what, and what to do.

Room: web, field desk.
Promise: no page of this kind shows an answer, an address or a trace; nothing saved is lost.
"""

import logging
import traceback
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from survey_app.errors import SurveyError
from survey_app.web import fragments
from survey_app.web.field import gate, page
from survey_app.web.field.cookies import current_visit, is_on_phone
from survey_app.web.field.desk import the_desk
from survey_app.web.field.marks import N_
from survey_app.workflows.errors import PackDamagedError

LOG = logging.getLogger("survey_app.web")
TOO_LARGE = 413
MIDDLE_OF_ALL = 500


@dataclass(frozen=True)
class Problem:
    """A title and a sentence, both message ids."""

    title: str
    advice: str


PROBLEMS = {
    400: Problem(
        N_("This page was open too long"),
        N_("Nothing saved was lost. Go to the first page and continue from there."),
    ),
    404: Problem(
        N_("There is no such page"),
        N_("Nothing was lost. Go to the first page and continue from there."),
    ),
    405: Problem(
        N_("There is no such page"),
        N_("Nothing was lost. Go to the first page and continue from there."),
    ),
    413: Problem(
        N_("That is too large"),
        N_("The file or text is larger than this page can take. Nothing saved was lost."),
    ),
    500: Problem(
        N_("Something went wrong"),
        N_("Everything the page called saved is safe. Go to the first page and try again."),
    ),
}


def install(app: Flask) -> None:
    """Give `app` its problem pages."""
    app.register_error_handler(CSRFError, _old_page)
    app.register_error_handler(SecurityError, _stranger)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SurveyError, _known)
    app.register_error_handler(Exception, _unknown)


def _old_page(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form of an earlier visit: the person is sent to the door, or told.

    Whoever hides the page is never asked for a proof: leaving is all that it does.
    """
    if request.endpoint == "door.hide":
        return gate.leave("door.month")
    if request.endpoint == "door.unlock":  # else the right passphrase would look like a wrong one
        return redirect(url_for("door.unlock", news="old"), code=303)
    if current_visit().person is None or fragments.wants_fragment(request):
        return gate.to_the_door()  # a page that was open before a lock is as good as locked
    return _show(PROBLEMS[400], 400)


def _stranger(_error: SecurityError) -> ResponseReturnValue:
    """Answer a request for another host name: with nothing at all."""
    return Response(status=400)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:  # noqa: PLR2004 -- a redirect is no problem
        return error.get_response()
    code = error.code if error.code in PROBLEMS else MIDDLE_OF_ALL
    reply = _show(PROBLEMS[code], error.code or MIDDLE_OF_ALL)
    if isinstance(error, MethodNotAllowed):
        reply.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return reply


def _known(error: SurveyError) -> ResponseReturnValue:
    page.speak_a_known_language()
    wording = page.current_wording()
    cannot_open = the_desk().laptop_if_open() is None and not is_on_phone(request)
    html = render(
        "problem/problem.html",
        title=wording.markup(N_("This did not work")),
        advice=wording.of_error(error),
        code=error.code,
        cannot_open=cannot_open,
        wants_pack=cannot_open and isinstance(error, PackDamagedError),
    )
    return Response(html, status=409)


def _unknown(error: Exception) -> ResponseReturnValue:
    # the kind and the place, never the words: they could hold an answer
    LOG.error("%s at %s while answering %s", type(error).__name__, _place(error), request.endpoint)
    return _show(PROBLEMS[MIDDLE_OF_ALL], MIDDLE_OF_ALL)


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def _beside_the_mark(problem: Problem) -> Response:
    """Tell the reason on the page of the interview, which keeps what was typed."""
    page.speak_a_known_language()
    said = page.current_wording().gettext(problem.advice)
    status = fragments.NEEDS_A_LOOK
    return fragments.part(said, target="#why", event="answer-failed", status=status)


def _show(problem: Problem, status: int) -> Response:
    wants_a_part = fragments.wants_fragment(request)
    if wants_a_part and status == TOO_LARGE and request.endpoint == "interview.wish":
        return _beside_the_mark(problem)
    if wants_a_part or request.endpoint == "static":
        return Response(status=status)
    page.speak_a_known_language()
    wording = page.current_wording()
    html = render(
        "problem/problem.html",
        title=wording.markup(problem.title),
        advice=wording.markup(problem.advice),
        code="",
        cannot_open=False,
        wants_pack=False,
    )
    return Response(html, status=status)
