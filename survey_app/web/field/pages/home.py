"""The first page after unlocking: what is open, what waits, what to begin.

Room: web, field desk. An interviewer sees interviews, a supervisor sees texts and exports, a
person alone sees both.
"""

from collections.abc import Mapping

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.web.field import once, page
from survey_app.web.field.asking.place import close_everywhere, languages_of, sit_down
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk, who
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import to_the_door, unlocked_only
from survey_app.web.field.giveaways import quiet_name
from survey_app.web.field.marks import N_
from survey_app.web.field.overview import overview, told_briefly
from survey_app.workflows import collect
from survey_app.workflows.errors import PresetNotTakenError
from survey_app.workflows.field_laptop.laptop import Laptop
from survey_app.workflows.interviewing import notebook
from survey_app.workflows.interviewing.notebook import Kind
from survey_app.workflows.interviewing.practice import practise
from survey_app.workflows.interviewing.sitting import Sitting

pages = Blueprint("home", __name__)

FIND = ("words", "form", "state")
ENOUGH = N_(
    "You have begun as many interviews today as the study allows. Rest now. If one more is needed, "
    "speak with your supervisor first, then tick the box and start."
)
NOT_READY = N_("This questionnaire is not ready in that language. Choose another language.")


@pages.get("/")
@pages.get("/look", endpoint="look")
def first_page() -> ResponseReturnValue:
    """Show the day's work.

    A page without scripts that nobody touched goes to the second address by itself, which is no
    sign of life and leads to none: two windows would keep each other open.
    """
    visit, laptop = current_visit(), the_desk().laptop()
    if laptop is None or visit.person is None:
        return to_the_door()
    if visit.receipt is not None and request.endpoint == "home.first_page":
        return redirect(_waiting_number(), code=303)
    return render(
        "home/first_page.html",
        view=overview(laptop, visit.person, visit),
        form=PageForm(),
    )


@pages.post("/find")
@unlocked_only
def find() -> ResponseReturnValue:
    """Look for open interviews by words, questionnaire and state; or stop looking."""
    visit = current_visit()
    stop = request.form.get("do") == "all"
    visit.looked_for = {} if stop else {name: request.form.get(name, "") for name in FIND}
    # what is folded away while an interview is open unfolds for what is named in it
    return redirect(url_for("home.first_page", _anchor="find-words"), code=303)


@pages.post("/begin")
@unlocked_only
def begin() -> ResponseReturnValue:
    """Begin an interview with the chosen questionnaire and language."""
    led = current_visit().done.led_to(once.name_of_form(request)) or _waiting_number()
    if led:  # the button was pressed twice, or a number was not handed over yet
        return redirect(led, code=303)
    laptop, person = who(current_visit())
    tag = request.form.get("language", "")
    form_id = _named(laptop, request.form.get("form", ""))
    installed = laptop.forms.get(form_id)
    ready = [one.tag for one in languages_of(installed.definition)] if installed else [tag]
    if tag not in ready:
        visit = current_visit()
        visit.tell(page.current_wording().gettext(NOT_READY), good=False)
        return redirect(url_for("home.first_page"), code=303)
    try:
        if request.form.get("practice") == "yes":
            return _sit(practise(laptop, form_id, tag, _said_first(laptop)))
        if notebook.is_enough(laptop, person) and request.form.get("one_more") != "yes":
            current_visit().tell(page.current_wording().gettext(ENOUGH), good=False)
            return redirect(url_for("home.first_page"), code=303)
        sitting = collect.start(laptop, person, form_id, tag, _said_first(laptop))
        notebook.note_if_there_is_room(laptop, person, Kind.BEGUN)
        return _sit(sitting)
    except PresetNotTakenError as error:
        current_visit().tell(page.current_wording().of_error(error), good=False)
        return redirect(url_for("home.first_page"), code=303)


@pages.post("/resume")
@unlocked_only
def resume() -> ResponseReturnValue:
    """Go on with an open interview where it was left."""
    if _waiting_number():
        return redirect(_waiting_number(), code=303)
    laptop, person = who(current_visit())
    return _sit(collect.resume(laptop, person, request.form.get("draft", "")))


@pages.post("/discard")
@unlocked_only
def discard() -> ResponseReturnValue:
    """Ask, then destroy an open interview with its key."""
    laptop, person = who(current_visit())
    draft_id = request.form.get("draft", "")
    if request.form.get("sure") != "yes":
        which = told_briefly(laptop, person, draft_id)
        return render("home/discard.html", draft=draft_id, which=which, form=PageForm())
    collect.resume(laptop, person, draft_id).discard()
    close_everywhere(the_desk().visits, draft_id)
    current_visit().tell(
        page.current_wording().gettext("The interview was discarded. Nothing of it is left.")
    )
    return redirect(url_for("home.first_page"), code=303)


def _waiting_number() -> str:
    """Return where the number of a finished interview waits to be handed over; "" for none.

    Another interview, once finished, would take its place.
    """
    return "" if current_visit().receipt is None else url_for("ending.receipt")


def _named(laptop: Laptop, name: str) -> str:
    """Return the id of the form that the page calls `name`."""
    return next((form_id for form_id in laptop.forms if quiet_name(form_id) == name), name)


def _said_first(laptop: Laptop) -> Mapping[str, str]:
    """Return what was said to the questions of the first page; the visit remembers it."""
    visit = current_visit()
    visit.asked_first = {
        name: request.form.get(f"first-{name}", "").strip()
        for name, value in laptop.presets.items()
        if not value
    }
    return visit.asked_first


def _sit(sitting: Sitting) -> ResponseReturnValue:
    visit = current_visit()
    sit_down(the_desk().visits, visit, sitting)
    reply = redirect(url_for("interview.question"), code=303)
    visit.done.note(once.name_of_form(request), reply)
    return reply
