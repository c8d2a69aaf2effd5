"""What every request passes before a page sees it.

Room: web, field desk. Order: own host, own page, one request of a browser at a time.
Spec: docs/adr/0052-who-may-ask.md.
"""

from collections.abc import Collection
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from flask import Flask, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from survey_app.web import fragments, headers, origin
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk

if TYPE_CHECKING:
    from collections.abc import Callable

Arguments = ParamSpec("Arguments")

# hiding the page may not wait until an answer is saved or a file is made
WAIT_FOR_NOBODY = frozenset({"static", "door.hide"})


def install(app: Flask, addresses: Collection[str]) -> None:
    """Let `app` answer only wishes that came to its own address from its own pages."""

    def refuse_strangers() -> Response | None:
        if not origin.is_own_host(request, addresses):
            return Response(status=404)  # not even a page: nobody of ours asked
        if not origin.is_own_wish(request, addresses):
            abort(400)
        return None

    app.before_request(refuse_strangers)
    app.before_request(_take_turn)
    app.teardown_request(_end_turn)


def unlocked_only(
    view: "Callable[Arguments, ResponseReturnValue]",
) -> "Callable[Arguments, ResponseReturnValue]":
    """Let only a person who has unlocked see this page; others go to the door."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
        if current_visit().person is None:
            return to_the_door()
        return view(*args, **kwargs)

    return guarded


def to_the_door() -> ResponseReturnValue:
    """Return the way to the unlock page, or to the first set-up."""
    if fragments.wants_fragment(request):
        # the page keeps what was typed and says that it is locked
        return Response(status=403, headers={"HX-Trigger": "page-locked"})
    if the_desk().laptop() is None:
        return redirect(url_for("wizard.welcome"), code=303)
    return redirect(url_for("door.unlock"), code=303)


def leave(endpoint: str) -> AnyResponse:
    """End this visit and return the way to `endpoint`; the browser is told to forget too."""
    the_desk().visits.end(current_visit())
    reply = redirect(url_for(endpoint), code=303)
    reply.headers["Clear-Site-Data"] = headers.FORGET
    return reply


def _take_turn() -> None:
    if request.endpoint not in WAIT_FOR_NOBODY:
        visit = current_visit()
        visit.take_turn()
        g.whose_turn = visit


def _end_turn(_error: BaseException | None) -> None:
    visit = g.pop("whose_turn", None)
    if visit is not None:
        visit.end_turn()
