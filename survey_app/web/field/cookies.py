"""The cookie: a random token, for this browser window's life, for this address only.

Room: web, field desk. Joins Flask's session interface to `visits`.
Promise: the cookie says nothing about anyone; without the server's memory it is noise.
"""

from collections.abc import Callable
from typing import cast

from flask import Flask, Request, Response, session
from flask.sessions import SessionInterface, SessionMixin

from survey_app.web.field.preferences import Preferences
from survey_app.web.field.visits import Visit, Visits


class VisitCookies(SessionInterface):
    """Find the visit of a request by its cookie; send the cookie of the visit back."""

    def __init__(self, visits: Visits, preferences: Callable[[], Preferences]) -> None:
        self._visits = visits
        self._preferences = preferences

    def open_session(self, app: Flask, request: Request) -> Visit:
        """Return the visit of this request, a new one when there is none."""
        found = self._visits.find(request.cookies.get(self.get_cookie_name(app)))
        if found is not None:
            return found
        preferences = self._preferences()
        visit = self._visits.begin(preferences.language)
        visit.plain_letters = preferences.plain_letters
        return visit

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the token of the visit into the reply."""
        self._visits.sign_of_life(cast("Visit", session))
        response.set_cookie(
            self.get_cookie_name(app),
            cast("Visit", session).token,
            httponly=True,
            samesite="Strict",
            path="/",
        )


def current_visit() -> Visit:
    """Return the visit of the request that is being answered."""
    return cast("Visit", session._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
