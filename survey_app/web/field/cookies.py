"""The cookie: a random token, for this browser window's life, for this address only.

Room: web, field desk. Joins Flask's session interface to `visits`.
Promise: the cookie says nothing about anyone; without the server's memory it is noise.
"""

from collections.abc import Callable
from typing import cast

from flask import Flask, Request, Response, request, session
from flask.sessions import SessionInterface, SessionMixin

from survey_app.web.field.phones import ON_PHONE
from survey_app.web.field.preferences import Preferences
from survey_app.web.field.visits import Visit, Visits

PHONE_COOKIE = "__Host-phone"  # browsers take it over TLS only, for this one address
# what a page asks for by itself: it says nothing of whether anybody sits before it
ASKED_BY_PAGES = ("/static/", "/backup/far", "/backup/look", "/look")


class VisitCookies(SessionInterface):
    """Find the visit of a request by its cookie; send the cookie of the visit back.

    A phone's visit is good for the address it joined from; its cookie from elsewhere ends it.
    """

    def __init__(self, visits: Visits, preferences: Callable[[], Preferences]) -> None:
        self._visits = visits
        self._preferences = preferences

    def open_session(self, app: Flask, request: Request) -> Visit:
        """Return the visit of this request, a new one when there is none."""
        phone = (request.remote_addr or "?") if is_on_phone(request) else ""
        token = request.cookies.get(_cookie_name(app, phone))
        found = self._visits.find(token, counts=_is_of_somebody(request))
        if found is not None and found.phone == phone:
            return found
        if found is not None and phone:
            self._visits.end(found)
        preferences = self._preferences()
        begin = self._visits.stranger if phone else self._visits.begin
        visit = begin(preferences.language)
        visit.plain_letters, visit.colours = preferences.plain_letters, preferences.colours
        visit.phone = phone
        return visit

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the token of the visit into the reply."""
        visit = cast("Visit", session)
        self._visits.answered(visit, counts=_is_of_somebody(request))
        if visit.phone and not self._visits.knows(visit):
            return
        response.set_cookie(
            _cookie_name(app, visit.phone),
            visit.token,
            httponly=True,
            samesite="Strict",
            secure=bool(visit.phone),
            path="/",
        )


def is_on_phone(request: Request) -> bool:
    """Say whether the request came over the hotspot."""
    return bool(request.environ.get(ON_PHONE))


def _is_of_somebody(request: Request) -> bool:
    return not request.path.startswith(ASKED_BY_PAGES)


def _cookie_name(app: Flask, phone: str) -> str:
    return PHONE_COOKIE if phone else str(app.config["SESSION_COOKIE_NAME"])


def current_visit() -> Visit:
    """Return the visit of the request that is being answered."""
    return cast("Visit", session._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
