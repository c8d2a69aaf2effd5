"""A forgotten passphrase: ask the holder of the study key, take her answer.

Room: web, field desk.
Spec: docs/spec/recovery.md section 3.
Promise: needs no passphrase and opens nothing by itself: the answer opens with the new
    passphrase only, which was shown once on this page.
"""

from flask import Blueprint, Response, redirect, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.errors import SurveyError
from survey_app.vault.errors import WrongPassphraseError
from survey_app.vault.passphrase import new_passphrase
from survey_app.web.field import page
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk
from survey_app.web.field.forms.keys import AnswerForm
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.throttle import TooSoonError
from survey_app.workflows.field_laptop.laptop import Laptop
from survey_app.workflows.keys.recovering import (
    accept_answer,
    is_waiting,
    make_request,
    request_words,
)

pages = Blueprint("forgotten", __name__)

_LARGEST_ANSWER = 1 << 20


@pages.get("/forgotten")
def forgotten() -> ResponseReturnValue:
    """Explain, offer a request, and take an answer."""
    if _enrolled() is None:
        return redirect(url_for("wizard.welcome"), code=303)
    return _page(AnswerForm())


@pages.post("/forgotten/ask")
def ask() -> ResponseReturnValue:
    """Make the new passphrase and the request; show both until they were written down."""
    visit, laptop = current_visit(), _enrolled()
    if laptop is None or not PageForm().validate_on_submit():
        return redirect(url_for("wizard.welcome"), code=303)
    fresh = new_passphrase("digits")
    visit.request_for_help = make_request(laptop, fresh)
    visit.fresh_passphrases["asked"] = fresh
    return redirect(url_for("forgotten.forgotten"), code=303)


@pages.get("/forgotten/request")
def request_file() -> ResponseReturnValue:
    """Hand the request over as a file; it shows no key."""
    made = current_visit().request_for_help
    if not made:
        return redirect(url_for("forgotten.forgotten"), code=303)
    reply = Response(made, mimetype="application/octet-stream")
    reply.headers["Content-Disposition"] = 'attachment; filename="help.request"'
    return reply


@pages.post("/forgotten/answer")
def answer() -> ResponseReturnValue:
    """Take the answer: from now on the new passphrase opens the laptop."""
    visit, laptop, form = current_visit(), _enrolled(), AnswerForm()
    if laptop is None:
        return redirect(url_for("wizard.welcome"), code=303)
    if not form.validate_on_submit():
        return _page(form), 422
    data, name = form.answer.data.read(_LARGEST_ANSWER), form.answer.data.filename or "file"
    try:
        the_desk().throttle.try_once(
            lambda: accept_answer(laptop, data, form.passphrase.data, name=name),
            WrongPassphraseError,
        )
    except (SurveyError, TooSoonError) as error:
        return _page(AnswerForm(formdata=None), page.current_wording().of_error(error)), 403
    visit.fresh_passphrases.clear()
    visit.request_for_help = b""
    return redirect(url_for("door.unlock", news="changed"), code=303)


def _page(form: AnswerForm, wrong: str | None = None) -> str:
    visit, laptop = current_visit(), _enrolled()
    made = visit.request_for_help
    return render(
        "keys/forgotten.html",
        form=form,
        wrong=wrong,
        made=visit.fresh_passphrases.get("asked"),
        words=request_words(made) if made else "",
        waits=laptop is not None and is_waiting(laptop),
    )


def _enrolled() -> Laptop | None:
    laptop = the_desk().laptop()
    return None if laptop is None or laptop.device is None else laptop
