"""The end of an interview: read back, change or strike, seal, give the receipt.

Room: web, field desk.
Promise: the receipt is shown once; after that nobody at this laptop can read the interview.
"""

from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.web.beside import NOTHING
from survey_app.web.field import page
from survey_app.web.field.asking import showing
from survey_app.web.field.asking.contents import needs_a_look
from survey_app.web.field.asking.naming import by_field_name
from survey_app.web.field.asking.old_pages import of_the_open_interview
from survey_app.web.field.asking.place import leave
from survey_app.web.field.asking.summary import closing_words, read_back
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import who
from survey_app.web.field.forms.ending import ReasonForm
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.marks import N_
from survey_app.workflows.collect import DraftSitting
from survey_app.workflows.interviewing import notebook
from survey_app.workflows.interviewing.notebook import Kind
from survey_app.workflows.interviewing.sitting import Sitting

pages = Blueprint("ending", __name__)

GOING_ON = {"go-on": showing.go_on, "bring-back": showing.bring_back}
REST = timedelta(minutes=15)
PRACTICE_IS_OVER = N_("The practice is over. Nothing of it is left.")


@pages.get("/interview/answers")
@unlocked_only
def answers() -> ResponseReturnValue:
    """Show everything she answered, so that it can be read to her."""
    sitting = _sitting()
    return _home() if sitting is None else _read_back(sitting)


def _read_back(sitting: Sitting, asking: str = "", stand_at: str = "") -> str:
    """Return all answers; `asking` is one that may be taken back, `stand_at` one to stand at."""
    return render(
        "ending/answers.html",
        parts=read_back(sitting.interview, page.current_wording()),
        asking=asking,
        stand_at=stand_at,
        looks=needs_a_look(sitting),
        may_keep=sitting.may_keep(),
        draft=sitting.draft_id,
        reopened=sitting.reopened,
        stopped=sitting.interview.stopped,
        taken_away=current_visit().taken_away,
        is_practice=not isinstance(sitting, DraftSitting),
    )


@pages.post("/interview/answers")
@unlocked_only
@of_the_open_interview
def change() -> ResponseReturnValue:
    """Go to a question again, or strike its answer once it was asked for twice."""
    sitting = _sitting()
    if sitting is None:
        return _home()
    verb, _, object_ = request.form.get("do", "").partition(":")
    if verb == "change" and any(s.key == object_ for s in sitting.interview.screens()):
        sitting.go(object_)
        return redirect(url_for("interview.question"), code=303)
    if verb in GOING_ON:
        return GOING_ON[verb](sitting)
    if verb in {"strike", "keep"}:
        return _read_back(sitting, **{"asking" if verb == "strike" else "stand_at": object_})
    if verb == "strike-now":
        refs = [ref for screen in sitting.interview.screens() for ref in screen.refs]
        ref = by_field_name(refs).get(object_)
        if ref is not None:
            sitting.strike(ref)
            current_visit().tell(page.current_wording().gettext("The answer was removed."))
    return redirect(url_for("ending.answers"), code=303)


@pages.get("/interview/finish")
@unlocked_only
def finish() -> ResponseReturnValue:
    """Ask once more: after this the interview cannot be opened here again."""
    sitting = _sitting()
    if sitting is None:
        return _home()
    if not isinstance(sitting, DraftSitting):
        return render("ending/practice.html", form=PageForm())
    if not sitting.may_keep():
        return redirect(url_for("ending.answers"), code=303)
    return render("ending/finish.html", form=ReasonForm(), sitting=sitting)


@pages.post("/interview/finish")
@unlocked_only
@of_the_open_interview
def seal() -> ResponseReturnValue:
    """Seal the interview; show the receipt next."""
    visit, sitting = current_visit(), _sitting()
    if sitting is None:
        return _home()
    if not isinstance(sitting, DraftSitting):
        leave(visit)
        visit.tell(page.current_wording().gettext(PRACTICE_IS_OVER))
        return _home()
    form = ReasonForm()
    if sitting.wants_reason and not form.validate_on_submit():
        return render("ending/finish.html", form=form, sitting=sitting), 422
    closing, spoken = closing_words(sitting.interview), sitting.interview.language
    visit.receipt = sitting.finish(form.said)
    notebook.note_if_there_is_room(*who(visit), Kind.FINISHED)
    visit.rests_until = visit.seen + REST
    visit.closing = closing
    visit.receipt_language = spoken
    leave(visit)
    return redirect(url_for("ending.receipt"), code=303)


@pages.get("/receipt")
@unlocked_only
def receipt() -> ResponseReturnValue:
    """Show the receipt until it was handed over; it exists nowhere else."""
    visit = current_visit()
    if visit.receipt is None:
        return _home()
    page.speak(visit.receipt_language)
    return render(
        "ending/receipt.html", code=visit.receipt.code, closing=visit.closing, form=PageForm()
    )


@pages.post("/receipt")
@unlocked_only
def handed_over() -> ResponseReturnValue:
    """Forget the receipt that the page showed: she has it."""
    visit = current_visit()
    if visit.receipt is not None and request.form.get("number") == visit.receipt.code:
        visit.receipt, visit.closing = None, NOTHING
    return _home()


def _sitting() -> Sitting | None:
    sitting = current_visit().sitting
    current_visit().alone = None
    if sitting is not None:
        page.speak(sitting.interview.language)
    return sitting


def _home() -> ResponseReturnValue:
    """Return the way home; past the receipt, when the reply that led there was lost."""
    if current_visit().receipt is not None:
        return redirect(url_for("ending.receipt"), code=303)
    return redirect(url_for("home.first_page"), code=303)
