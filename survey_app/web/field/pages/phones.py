"""The switch "let a phone join", the code to scan, and the phones that are in.

Room: web, field desk.
Spec: docs/adr/0106-phones-on-the-hotspot.md.
Promise: the page says what a phone cannot promise, before anybody presses the switch.
"""

from ipaddress import IPv4Address

import segno
from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.web.field import page
from survey_app.web.field.asking.contents import phone_parts
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk, who
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.marks import N_
from survey_app.web.field.own_networks import hotspot_addresses
from survey_app.web.field.phones import Door, Invitation, over_the_hotspot
from survey_app.workflows.field_laptop.hotspot import certificate_for

pages = Blueprint("phones", __name__)

NO_INTERVIEW = N_("Open the interview first, then let the phone join it.")
NO_HOTSPOT = N_("This laptop has no hotspot now. Switch it on, then try again.")


@pages.get("/phones")
@unlocked_only
def phones() -> ResponseReturnValue:
    """Show the switch, the code to scan, and who is in."""
    desk, visit = the_desk(), current_visit()
    door, invitation = desk.phones.door, desk.phones.invitation()
    mine = invitation if invitation is not None and invitation.host is visit else None
    return render(
        "phones/phones.html",
        form=PageForm(),
        door=door,
        addresses=hotspot_addresses(),
        address=_address(door, mine),
        code=_drawn(_address(door, mine)),
        minutes=_minutes(mine),
        joined=desk.phones.joined(),
        may_invite=visit.sitting is not None,
        parts=() if visit.sitting is None else phone_parts(visit.sitting),
    )


@pages.post("/phones/open")
@unlocked_only
def switch_on() -> ResponseReturnValue:
    """Listen on the hotspot, and invite one phone into the open interview."""
    desk, visit = the_desk(), current_visit()
    laptop, person = who(visit)
    known = {str(address): address for address in hotspot_addresses()}
    address = known.get(request.form.get("address", ""))
    if visit.sitting is None or address is None:
        wrong = NO_INTERVIEW if visit.sitting is None else NO_HOTSPOT
        visit.tell(page.current_wording().gettext(wrong), good=False)
        return _back()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    certificate = certificate_for(laptop, person, address)
    part = request.form.get("part", "")
    known_parts = {one.module for one in phone_parts(visit.sitting)}
    desk.phones.switch_on(
        certificate,
        address,
        over_the_hotspot(app.wsgi_app),
        visit,
        part if part in known_parts else "",
    )
    _trust(address)
    return _back()


@pages.post("/phones/cut")
@unlocked_only
def cut() -> ResponseReturnValue:
    """Put one phone out; its interview waits on the laptop, saved."""
    the_desk().phones.cut(request.form.get("phone", ""))
    return _back()


@pages.post("/phones/close")
@unlocked_only
def switch_off() -> ResponseReturnValue:
    """Put every phone out and stop listening."""
    the_desk().phones.close()
    return _back()


@pages.get("/phones/certificate")
@unlocked_only
def certificate_file() -> ResponseReturnValue:
    """Give the file that a phone must trust; it holds no secret."""
    door = the_desk().phones.door
    if door is None:
        abort(404)
    return Response(
        door.certificate.authority_pem(),
        mimetype="application/x-x509-ca-cert",
        headers={"Content-Disposition": "attachment; filename=hotspot.crt"},
    )


def _trust(address: IPv4Address) -> None:
    """Let requests name the hotspot's address in their Host header."""
    trusted = current_app.config["TRUSTED_HOSTS"]
    if str(address) not in trusted:
        trusted.append(str(address))


def _address(door: Door | None, invitation: Invitation | None) -> str:
    if door is None or invitation is None:
        return ""
    return f"https://{door.place}{url_for('joining.join', code=invitation.code)}"


def _drawn(address: str) -> Markup:
    """Return the address as a picture to scan, drawn here and part of the page."""
    if not address:
        return Markup("")
    drawn = segno.make_qr(address, error="m").svg_inline(scale=5, border=4)
    return Markup(drawn)  # noqa: S704 - a drawing of dark and light squares, no text in it


def _minutes(invitation: Invitation | None) -> int:
    if invitation is None:
        return 0
    left = (invitation.until - the_desk().clock.now()).total_seconds()
    return max(1, round(left / 60))


def _back() -> ResponseReturnValue:
    return redirect(url_for("phones.phones"), code=303)
