"""The emergency: one deliberate act after which no passphrase opens this laptop.

Room: web, field desk.
Spec: docs/spec/panic.md, docs/adr/0093-panic-without-a-passphrase.md.
Promise: no slip, link, reload or single tap does it; it takes a ticked box and a button.
"""

from contextlib import suppress

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.errors import SurveyError
from survey_app.web import headers
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import Desk, the_desk
from survey_app.web.field.forms.words import PageForm
from survey_app.workflows.field_laptop.laptop import Person
from survey_app.workflows.keys.panic import destroy_keys, destroy_keys_in

pages = Blueprint("panic", __name__)


@pages.route("/emergency", methods=["GET", "POST"])
def emergency() -> ResponseReturnValue:
    """Explain, and do it when the box was ticked as well."""
    desk, visit = the_desk(), current_visit()
    if not _is_set_up(desk):
        return redirect(url_for("wizard.welcome"), code=303)
    if request.method == "GET" or request.form.get("sure") != "yes":
        forgot = request.method == "POST"
        return render("keys/panic.html", form=PageForm(), forgot=forgot), 422 if forgot else 200
    desk.stop_long_work()
    try:
        _destroy(desk, visit.person)
    finally:  # what refused is told, and nobody stays in
        desk.visits.end_all()
    reply = redirect(url_for("door.month"), code=303)
    reply.headers["Clear-Site-Data"] = headers.FORGET
    return reply


def _is_set_up(desk: Desk) -> bool:
    """Say whether there are keys; a laptop that cannot be opened may well have some."""
    try:
        laptop = desk.laptop()
    except SurveyError:
        return True
    return laptop is not None and laptop.device is not None


def _destroy(desk: Desk, person: Person | None) -> None:
    """Destroy the keys in the open laptop, or in its folder where it cannot be opened."""
    with suppress(SurveyError):
        laptop = desk.laptop()
        if laptop is not None:
            destroy_keys(laptop, person)
            return
    with suppress(SurveyError):
        desk.let_go()
    destroy_keys_in(desk.data)
