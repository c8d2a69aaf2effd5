"""What a phone on the hotspot sees before and after its interview.

Room: web, field desk.
Promise: looking at an invitation uses nothing up, so that a scanner may look first; the button
does, once.
"""

from flask import Blueprint, Response, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.web import headers
from survey_app.web.field.asking.place import can_be_asked_in
from survey_app.web.field.cookies import current_visit, is_on_phone
from survey_app.web.field.desk import the_desk
from survey_app.web.field.forms.words import PageForm

pages = Blueprint("joining", __name__)


@pages.get("/join/<code>")
def join(code: str) -> ResponseReturnValue:
    """Ask the person with the phone to press one button."""
    desk, phone = the_desk(), current_visit()
    if phone.phone and phone.person is not None and not desk.phones.is_invited(code):
        # it is in: the way back of its browser leads here
        return redirect(url_for("interview.question"), code=303)
    door, invitation = desk.phones.door, desk.phones.invitation()
    if not is_on_phone(request) or door is None or invitation is None:
        return Response(status=404)
    if not desk.phones.is_invited(code):
        return redirect(url_for("joining.over"), code=303)
    if not desk.visits.knows(phone):  # later she may have chosen another one
        desk.visits.remember(phone)
        phone.language = phone.receipt_language = invitation.language
    phone.invited_by = code
    return render("joining/join.html", code=code, words=door.certificate.words(), form=PageForm())


@pages.post("/join/<code>")
def joined(code: str) -> ResponseReturnValue:
    """Let the phone in: the interview is here now, in the language chosen here."""
    phone = current_visit()
    if not is_on_phone(request) or not the_desk().phones.let_in(code, phone):
        return Response(status=404)
    if phone.sitting is not None and can_be_asked_in(phone.sitting, phone.language):
        phone.sitting.set_language(phone.language)
    return redirect(url_for("interview.question"), code=303)


@pages.get("/limits")
def limits() -> ResponseReturnValue:
    """Say what a phone cannot promise: before the switch is pressed, and on the phone."""
    return render("joining/limits.html", way_back=_before_the_limits())


def _before_the_limits() -> str:
    """Return the page that leads there: of the laptop, of the interview, or of the invitation."""
    visit = current_visit()
    if not is_on_phone(request):
        return url_for("phones.phones" if visit.person is not None else "door.unlock")
    if visit.person is not None:
        return url_for("interview.question")
    return url_for("joining.join", code=visit.invited_by) if visit.invited_by else ""


@pages.get("/over")
def over() -> ResponseReturnValue:
    """Say that this phone is done, and let it forget everything."""
    if not is_on_phone(request):
        return redirect(url_for("home.first_page"), code=303)
    the_desk().phones.say_goodbye(current_visit())
    the_desk().visits.end(current_visit())
    reply = Response(render("joining/over.html"))
    reply.headers["Clear-Site-Data"] = headers.FORGET
    return reply
