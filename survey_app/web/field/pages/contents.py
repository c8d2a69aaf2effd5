"""The contents of the open interview: where it is, what is done, where to go.

Room: web, field desk.
"""

from flask import Blueprint, redirect, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.web.field import page
from survey_app.web.field.asking.contents import chapters, needs_a_look
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only

pages = Blueprint("contents", __name__)


@pages.get("/interview/contents")
@unlocked_only
def contents() -> ResponseReturnValue:
    """Show the parts of the interview with the state of each."""
    sitting = current_visit().sitting
    if sitting is None:
        return redirect(url_for("home.first_page"), code=303)
    page.speak(sitting.interview.language)
    return render(
        "interview/contents.html",
        chapters=chapters(sitting),
        looks=needs_a_look(sitting),
        form=PageForm(),
    )
