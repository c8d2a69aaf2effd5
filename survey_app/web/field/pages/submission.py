"""A finished interview that came back as a file: choose it, see what fits, go on with it.

Room: web, field desk.
Promise: what is sent stays in memory until it is sealed as a draft; no answer stands on the page.
"""

from flask import Blueprint, request
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.errors import SurveyError
from survey_app.interview.speaking import TextPart
from survey_app.web.field import page
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import who
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.marks import N_
from survey_app.web.rich_text.telling import told_in_line
from survey_app.workflows.taking_up import TakenUp, take_up

pages = Blueprint("submission", __name__)

NONE_CHOSEN = N_("Choose the file of the interview, for example submission.xml.")


@pages.get("/submission")
@unlocked_only
def choose() -> ResponseReturnValue:
    """Ask for the file of a finished interview, and for the files that belong to it."""
    _laptop, person = who(current_visit())
    person.interviews()
    return render("submission/choose.html", form=PageForm(), wrong="")


@pages.post("/submission")
@unlocked_only
def take() -> ResponseReturnValue:
    """Open it as an interview of this person, and say what of it found no place."""
    xml = b"".join(sent.stream.read() for sent in request.files.getlist("submission"))
    wording = page.current_wording()
    if not xml:
        wrong = wording.markup(NONE_CHOSEN)
        return render("submission/choose.html", form=PageForm(), wrong=wrong), 422
    try:
        taken = _taken(xml)
    except SurveyError as error:
        wrong = wording.of_error(error)
        return render("submission/choose.html", form=PageForm(), wrong=wrong), 409
    return render(
        "submission/taken.html",
        form=PageForm(),
        taken=taken,
        fit=taken.fit,
        asked=_asked(taken),
    )


def _asked(taken: TakenUp) -> dict[str, Markup]:
    """Return the question at each place that does not fit, without an answer that it repeats."""
    interview = taken.sitting.interview
    return {
        ref: told_in_line([_silent(part) for part in interview.label_parts(ref)])
        for ref in taken.fit.unfit
        if interview.exists(ref)
    }


def _silent(part: TextPart) -> TextPart:
    return TextPart("…") if part.is_value else part


def _taken(xml: bytes) -> TakenUp:
    laptop, person = who(current_visit())
    files = {sent.filename or "": sent.stream.read() for sent in request.files.getlist("files")}
    return take_up(laptop, person, xml, files.get, language=page.current_language())
