"""An open interview goes to a colleague: offered by who has it, let through by the supervisor.

Room: web, field desk. No draft is named in an address.
Spec: docs/spec/handover.md.
Promise: these pages show the words of people and the title of a questionnaire, never an answer.
"""

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.errors import SurveyError
from survey_app.web.field import page
from survey_app.web.field.asking.place import close_everywhere
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk, who
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.marks import N_
from survey_app.web.field.overview import told_briefly
from survey_app.workflows import handing as leg
from survey_app.workflows.field_laptop.laptop import Laptop, Person

pages = Blueprint("handing", __name__)

OFFERED = N_("Offered. It stays with you until the supervisor lets it through.")
TAKEN_BACK = N_("The offer was taken back. The interview stays with you.")
AGREED = N_("The interview is with the other interviewer now. She sees it when she unlocks.")
REFUSED = N_("The interview stays where it is.")


@pages.post("/handover")
@unlocked_only
def choose() -> ResponseReturnValue:
    """Ask to whom the interview shall go."""
    laptop, person = who(current_visit())
    return render(
        "handing/choose.html",
        draft=_draft(),
        which=told_briefly(laptop, person, _draft()),
        receivers=leg.receivers(laptop, person),
        form=PageForm(),
    )


@pages.post("/handover/offer")
@unlocked_only
def offer() -> ResponseReturnValue:
    """Offer the interview to the chosen colleague; it is put away here."""
    draft, receiver = request.form.get("draft", ""), request.form.get("to", "")

    def deed(laptop: Laptop, person: Person) -> None:
        leg.offer(laptop, person, draft, receiver)
        close_everywhere(the_desk().visits, draft)

    return _do(deed, OFFERED)


@pages.post("/handover/back")
@unlocked_only
def take_back() -> ResponseReturnValue:
    """Take an own offer back."""
    return _do(lambda laptop, person: leg.take_back(laptop, person, _draft()), TAKEN_BACK)


@pages.post("/handover/agree")
@unlocked_only
def agree() -> ResponseReturnValue:
    """Let an interview through to the receiver whom the page named."""
    receiver = request.form.get("receiver", "")

    def deed(laptop: Laptop, person: Person) -> None:
        leg.agree(laptop, person, _draft(), receiver_words=receiver)
        close_everywhere(the_desk().visits, _draft())

    return _do(deed, AGREED)


@pages.post("/handover/refuse")
@unlocked_only
def refuse() -> ResponseReturnValue:
    """Say no to a handover."""
    return _do(lambda laptop, person: leg.refuse(laptop, person, _draft()), REFUSED)


def _draft() -> str:
    return request.form.get("draft", "")


def _do(deed: Callable[[Laptop, Person], None], done: str) -> ResponseReturnValue:
    """Do what was wished; say so, or why not, on the first page."""
    visit, wording = current_visit(), page.current_wording()
    try:
        deed(*who(visit))
    except SurveyError as error:
        visit.tell(wording.of_error(error), good=False)
    else:
        visit.tell(wording.gettext(done))
    return redirect(url_for("home.first_page"), code=303)
