"""An old page of another interview: what it sends changes nothing.

Room: web, field desk.
Promise: a second tab, or the way back of a browser, cannot end, strike or seal an interview that
    its page was not about.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import request
from flask.typing import ResponseReturnValue

from survey_app.web.field import page
from survey_app.web.field.asking import showing
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.marks import N_

Arguments = ParamSpec("Arguments")
OLD_PAGE = N_("That page was an old one and nothing of it was taken. Here is where you are now.")


def is_old_page() -> bool:
    """Say whether the sent page belongs to another interview than the one that is open."""
    visit = current_visit()
    return visit.sitting is not None and request.form.get("sitting") != visit.sitting_mark


def say_it_was_old() -> None:
    """Tell, on the next page, that the last one was not taken."""
    current_visit().tell(page.current_wording().gettext(OLD_PAGE), good=False)


def of_the_open_interview(
    view: "Callable[Arguments, ResponseReturnValue]",
) -> "Callable[Arguments, ResponseReturnValue]":
    """Let only a page of the open interview wish; an older one is told, and nothing is done."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
        if is_old_page():
            say_it_was_old()
            return showing.go("interview.question")
        return view(*args, **kwargs)

    return guarded
