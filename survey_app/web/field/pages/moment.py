"""A hard moment: a quiet page, words that steady, and every way on or out.

Room: web, field desk.
Spec: docs/spec/notebook.md.
Promise: what is written down is that there was such a moment and what was done, never which
    question it was or what she said.
"""

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.web.field import page
from survey_app.web.field.asking import showing
from survey_app.web.field.asking.leaving_out import leave_out_part
from survey_app.web.field.asking.old_pages import is_old_page, say_it_was_old
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import who
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import leave, unlocked_only
from survey_app.web.field.marks import N_
from survey_app.web.field.pages.door import hide
from survey_app.workflows.interviewing import notebook
from survey_app.workflows.interviewing.notebook import Kind
from survey_app.workflows.interviewing.practice import Practice
from survey_app.workflows.interviewing.sitting import Sitting

pages = Blueprint("moment", __name__, url_prefix="/interview/moment")

# what was done, as it is written down and as it is told at the end of the day
DONE = {
    "pause": N_("paused"),
    "on": N_("went on when she wished to"),
    "skip": N_("left out the rest of that part"),
    "later": N_("put off to another day"),
    "stop": N_("stopped the interview"),
    "card": N_("showed the places that help"),
}
# of another interview's old page these are refused; to rest, to lock and the card never are
ABOUT_THIS_ONE = frozenset({"skip", "stop"})


@pages.get("")
@unlocked_only
def moment() -> ResponseReturnValue:
    """Show the quiet page."""
    visit = current_visit()
    if visit.sitting is None:
        return _to("home.first_page")
    visit.rested = visit.seen
    page.speak(visit.sitting.interview.language)
    return render("interview/moment.html", form=PageForm())


@pages.post("")
@unlocked_only
def act() -> ResponseReturnValue:
    """Write down what is done, then do it."""
    sitting, wish = current_visit().sitting, request.form.get("do", "")
    if sitting is None or wish not in DONE:
        return _to("home.first_page")
    if wish in ABOUT_THIS_ONE and is_old_page():
        say_it_was_old()
        return _to("interview.question")
    _write_down(sitting, wish)
    return _done(sitting, wish)


def _done(sitting: Sitting, wish: str) -> ResponseReturnValue:
    if wish == "card":
        return _to("card.card")
    if wish == "later":
        return hide() if current_visit().phone else leave("door.unlock")
    if wish == "stop":
        sitting.stop()
        return showing.to_the_end()
    if wish == "skip" and not leave_out_part(current_visit()):
        return showing.to_the_end()
    return _to("moment.moment" if wish == "pause" else "interview.question")


def _write_down(sitting: Sitting, wish: str) -> None:
    if not isinstance(sitting, Practice):
        notebook.note_if_there_is_room(*who(current_visit()), Kind.MOMENT, wish)


def _to(endpoint: str) -> ResponseReturnValue:
    return redirect(url_for(endpoint), code=303)
