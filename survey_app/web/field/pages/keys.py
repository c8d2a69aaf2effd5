"""Passphrases and people: change one's own, see who there is, add and remove.

Room: web, field desk.
Spec: docs/spec/keys-and-slots.md section 7.
Promise: a passphrase made here is shown until it was written down, then never again; a change
    ends every visit, so that no old key stays in memory.
"""

from flask import Blueprint, redirect, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.errors import SurveyError
from survey_app.vault.errors import WrongPassphraseError
from survey_app.vault.passphrase import new_passphrase
from survey_app.web.field import page
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk, who
from survey_app.web.field.forms.keys import AddForm, ChangeForm, RemoveForm
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.throttle import TooSoonError
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.keys import people as leg
from survey_app.workflows.keys.people_errors import NoSuchPersonError, PassphraseTakenError

pages = Blueprint("keys", __name__)

_CHANGED, _ADDED = "changed", "added"


@pages.route("/passphrase", methods=["GET", "POST"])
@unlocked_only
def passphrase() -> ResponseReturnValue:
    """Put a new passphrase in the place of one's own; then lock everything."""
    desk, visit = the_desk(), current_visit()
    laptop, _ = who(visit)
    made = visit.fresh_passphrases.setdefault(_CHANGED, new_passphrase("digits"))
    form = ChangeForm()
    if not form.validate_on_submit():
        html = render("keys/passphrase.html", form=form, made=made, wrong=None)
        return html, 422 if form.errors else 200
    try:
        desk.throttle.try_once(
            lambda: leg.change_passphrase(laptop, form.present.data, form.fresh.data),
            WrongPassphraseError,
        )
    except (WrongPassphraseError, TooSoonError, PassphraseTakenError) as error:
        wrong = page.current_wording().of_error(error)
        return render("keys/passphrase.html", form=form, made=made, wrong=wrong), 403
    return _lock_all(
        page.current_wording().gettext("The new passphrase is in place. Unlock with it.")
    )


@pages.get("/people")
@unlocked_only
def people() -> ResponseReturnValue:
    """Show who has a passphrase on this laptop; only a supervisor sees it."""
    return _people_page()


@pages.post("/people/add")
@unlocked_only
def add() -> ResponseReturnValue:
    """Give another person a passphrase, and show it until it was written down."""
    visit, form = current_visit(), AddForm()
    laptop, person = who(visit)
    if not form.validate_on_submit():
        return _people_page(), 422
    fresh = new_passphrase("digits")
    leg.add_person(laptop, person, Role(form.role.data), fresh)
    visit.fresh_passphrases[_ADDED] = fresh
    return redirect(url_for("keys.people"), code=303)


@pages.post("/people/written")
@unlocked_only
def written() -> ResponseReturnValue:
    """Forget the passphrase that was shown; it is on paper now."""
    current_visit().fresh_passphrases.pop(_ADDED, None)
    return redirect(url_for("keys.people"), code=303)


@pages.post("/people/remove")
@unlocked_only
def remove() -> ResponseReturnValue:
    """Ask for the supervisor's passphrase, then take a person's away; then lock everything."""
    desk, form = the_desk(), RemoveForm()
    laptop, person = who(current_visit())
    named = [one for one in leg.members(laptop, person) if one.slot_id == form.slot.data]
    if not named:
        raise NoSuchPersonError
    if not (form.passphrase.data or "").strip():
        return render("keys/remove.html", form=form, member=named[0], wrong=None)
    try:
        desk.throttle.try_once(
            lambda: leg.remove_person(laptop, named[0].slot_id, form.passphrase.data),
            WrongPassphraseError,
        )
    except SurveyError as error:
        wrong = page.current_wording().of_error(error)
        return render("keys/remove.html", form=form, member=named[0], wrong=wrong), 403
    return _lock_all(
        page.current_wording().gettext("Her passphrase opens nothing here any more. Unlock again.")
    )


def _people_page() -> str:
    visit = current_visit()
    laptop, person = who(visit)
    return render(
        "keys/people.html",
        members=leg.members(laptop, person),
        me=person.person_id,
        made=visit.fresh_passphrases.get(_ADDED),
        form=PageForm(),
    )


def _lock_all(notice: str) -> ResponseReturnValue:
    """End every visit, this one too, and say at the door what was done."""
    visit = current_visit()
    desk = the_desk()
    for other in desk.visits.others(visit):
        desk.visits.end(other)
    visit.forget()
    desk.visits.renew(visit)
    visit.tell(notice)
    return redirect(url_for("door.unlock"), code=303)
