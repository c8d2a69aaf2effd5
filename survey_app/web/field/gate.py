"""What every request passes before a page sees it.

Room: web, field desk. Order: own host, own page, one request of a browser at a time, a process
that has not been told to end.
Spec: docs/adr/0052-who-may-ask.md, docs/adr/0105-a-lock-ends-the-process.md.
"""

from collections.abc import Collection
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, ParamSpec

from flask import Flask, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from survey_app.web import fragments, headers, origin
from survey_app.web.field import phone_gate
from survey_app.web.field.cookies import current_visit, is_on_phone
from survey_app.web.field.desk import the_desk
from survey_app.web.field.limits import LARGEST_FORM, MOST_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable

Arguments = ParamSpec("Arguments")
LONGEST_FAREWELL = 5
LONGEST_LAST_WORDS = 1.0  # seconds to come, and as many to be kept; the page is covered meanwhile

# hiding the page may not wait until an answer is saved or a file is made; other windows go to the
# calendar by its address
WAIT_FOR_NOBODY = frozenset({"static", "door.hide", "door.month", "decoy.show"})
# but for what the page sent a moment before
AFTER_LAST_WORDS = frozenset({"door.hide", "decoy.show", "door.lock"})


def install(app: Flask, addresses: Collection[str]) -> None:
    """Let `app` answer only wishes that came to its own address from its own pages."""

    def refuse_strangers() -> ResponseReturnValue | None:
        own = phone_gate.places() if is_on_phone(request) else addresses
        if not origin.is_own_host(request, own):
            return Response(status=404)  # not even a page: nobody of ours asked
        if not origin.is_own_wish(request, own):
            abort(400)
        _refuse_floods()
        return phone_gate.refusal() if is_on_phone(request) else None

    app.before_request(refuse_strangers)
    app.before_request(_take_turn)
    app.before_request(_leave_to_the_next)
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
    if is_on_phone(request):
        return redirect(url_for("joining.over"), code=303)
    if the_desk().laptop() is None:
        return redirect(url_for("wizard.welcome"), code=303)
    return redirect(url_for("door.unlock"), code=303)


def leave(endpoint: str) -> AnyResponse:
    """Lock the laptop, return the way to `endpoint`; the browser is told to forget too.

    Every page of it is locked, since the process that showed them ends.
    """
    end_everything()
    if is_on_phone(request):
        return forgetting(Response(status=503))
    return forgetting(redirect(url_for(endpoint), code=303))


def end_everything() -> None:
    """End this visit and, where it knew anything, every other and the process.

    A phone ends itself only. A visitor who has not unlocked cannot end the process.
    """
    desk, visit = the_desk(), current_visit()
    everybody = visit.is_in and not visit.phone
    desk.visits.end(visit)
    if everybody:
        desk.visits.end_all()
        desk.end_if_all_is_over()


def forgetting(reply: AnyResponse) -> AnyResponse:
    """Return `reply` as the last one of a visit: the browser forgets, and connects anew."""
    reply.headers["Clear-Site-Data"] = headers.FORGET
    return last_words(reply)


def _refuse_floods() -> None:
    """Refuse a form that is larger than any of ours: the framework bounds only multipart ones."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    if request.content_length is None and "Transfer-Encoding" not in request.headers:
        return  # only the kind of a form, and nothing in it
    if request.content_length is None or request.content_length > LARGEST_FORM:
        abort(413)
    if request.get_data(cache=True).count(b"&") >= MOST_FIELDS:
        abort(413)


def _hear_last_words() -> None:
    """Let in what the page sent a moment before the wish to hide or lock, which may overtake it.

    So may what another window sent, in which she is recorded.
    """
    visit, until = current_visit(), monotonic() + LONGEST_LAST_WORDS
    turns = request.form.getlist("awaits") if visit.sitting is not None else []
    heard = [visit.done.hears(turn, until - monotonic()) for turn in turns]
    if any(heard):
        visit.wait_for_turn(LONGEST_LAST_WORDS)


def _take_turn() -> None:
    if request.endpoint in AFTER_LAST_WORDS:
        _hear_last_words()
    if request.endpoint not in WAIT_FOR_NOBODY:
        visit = current_visit()
        visit.take_turn()
        g.whose_turn = visit


def _leave_to_the_next() -> ResponseReturnValue | None:
    """Send the browser to the process that comes next, when this one must end."""
    desk = the_desk()
    desk.end_if_all_is_over()
    if not desk.ending.is_set():
        return None
    if is_on_phone(request):
        return last_words(Response(status=503))  # its door goes with this process
    # sooner, the browser would come back to this process, and again, until it gives up
    desk.deaf.wait(LONGEST_FAREWELL)
    # the same wish at the same address; the next process decides what it is worth there
    return last_words(redirect(request.url, code=307))


def last_words(reply: AnyResponse) -> AnyResponse:
    """Return `reply` as one after which the browser must open another connection."""
    reply.headers["Connection"] = "close"
    return reply


def _end_turn(_error: BaseException | None) -> None:
    visit = g.pop("whose_turn", None)
    if visit is not None:
        visit.end_turn()
