"""The door: unlock, lock, hide, and the language of the pages.

Room: web, field desk.
Promise: a wrong passphrase gets one answer, whoever's it nearly was; a lock forgets all.
"""

import calendar

from flask import Blueprint, Response, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.i18n.dates import long_date
from survey_app.i18n.locales import LANGUAGES
from survey_app.vault.errors import WrongPassphraseError
from survey_app.web.field import page
from survey_app.web.field.asking.place import can_be_asked_in
from survey_app.web.field.asking.showing import choose_way
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk
from survey_app.web.field.forms.door import UnlockForm
from survey_app.web.field.gate import end_everything, forgetting, leave, unlocked_only
from survey_app.web.field.marks import N_
from survey_app.web.field.remembering import remember_looks, stay_at, take_look
from survey_app.web.field.throttle import TooSoonError
from survey_app.workflows.demonstration.end import is_own_demo
from survey_app.workflows.field_laptop import laptop as laptops
from survey_app.workflows.integrity import evidence

pages = Blueprint("door", __name__)

WEEKDAYS = (N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"))

# what a process that ended had still to say; it knows no visit of this one
NEWS = {
    "ready": N_("The laptop is ready. Unlock it to begin."),
    "changed": N_("The new passphrase is in place. Unlock with it."),
    "old": N_("That page was from before a lock. Type the passphrase once more."),
}


@pages.route("/unlock", methods=["GET", "POST"])
def unlock() -> ResponseReturnValue:
    """Ask for a passphrase; the right one opens a new visit."""
    desk, visit = the_desk(), current_visit()
    laptop = desk.laptop()
    if laptop is None or laptop.device is None:
        return redirect(url_for("wizard.welcome"), code=303)
    if visit.person is not None:
        return redirect(url_for("home.first_page"), code=303)
    news = NEWS.get(request.args.get("news", ""))
    if news and request.method == "GET":
        visit.tell(page.current_wording().gettext(news))
    form, own_demo = UnlockForm(), is_own_demo(desk.data, laptop.study)
    if not form.validate_on_submit():
        wrong = next(iter(form.passphrase.errors), None)
        html = render("door/unlock.html", form=form, wrong=wrong, own_demo=own_demo)
        return html, 422 if wrong else 200
    passphrase = str(form.passphrase.data)
    try:
        person = desk.throttle.try_once(
            lambda: laptops.unlock(laptop, passphrase), WrongPassphraseError
        )
    except (WrongPassphraseError, TooSoonError) as error:
        wrong = page.current_wording().of_error(error)
        return render("door/unlock.html", form=form, wrong=wrong, own_demo=own_demo), 403
    desk.visits.renew(visit)
    visit.person = person
    for contradiction in evidence.look_back(laptop):
        visit.tell(page.current_wording().of_error(contradiction), good=False)
    remember_looks()
    return redirect(url_for("home.first_page"), code=303)


@pages.post("/lock")
def lock() -> ResponseReturnValue:
    """Forget the person, the keys and the open interview; then show the door."""
    if current_visit().phone:  # its door may be gone next
        return hide()
    return leave("door.unlock")


@pages.post("/hide")
def hide() -> ResponseReturnValue:
    """Lock, and show a page that means nothing. It waits for no other request but her last words.

    The page is this reply itself: a way to it would wait for the process that comes next.
    """
    on_phone = current_visit().phone
    end_everything()
    # a phone that is out gets no further page from here
    sweep = "" if on_phone else url_for("door.month")
    return forgetting(Response(_calendar(sweep)))


@pages.get("/hide")
def hidden() -> ResponseReturnValue:
    """Answer a reload of the page that hides."""
    return redirect(url_for("door.month"), code=303)


@pages.get("/month")
def month() -> str:
    """Show a calendar: the page to be seen by whoever walked in."""
    return _calendar()


def _calendar(sweep: str = "") -> str:
    """Return the calendar; `sweep` is the address that takes the place of the tab's history."""
    today = the_desk().clock.now().date()
    weeks = calendar.Calendar(firstweekday=calendar.SUNDAY).monthdayscalendar(
        today.year, today.month
    )
    wording = page.current_wording()
    return render(
        "door/calendar.html",
        month=long_date(today, LANGUAGES[wording.lang]),
        days=[wording.gettext(day) for day in WEEKDAYS],
        weeks=weeks,
        today=today.day,
        sweep=sweep,
    )


@pages.post("/quiet")
@unlocked_only
def quiet() -> ResponseReturnValue:
    """Lock this browser: none of its windows was touched for as long as a page stays open."""
    desk = the_desk()
    desk.visits.end(current_visit())
    desk.end_if_all_is_over()
    return forgetting(Response(status=204))


@pages.post("/awake")
@unlocked_only
def awake() -> ResponseReturnValue:
    """Count a key press or a touch as a sign of life, so that the page stays open."""
    return Response(status=204)


@pages.post("/speaking")
@unlocked_only
def speaking() -> ResponseReturnValue:
    """Hear from the page that she is being recorded, so that no half hour cuts her off."""
    current_visit().speak()
    return Response(status=204)


@pages.post("/language")
def language() -> ResponseReturnValue:
    """Speak another language from now on, on the page she is looking at."""
    visit = current_visit()
    tag = request.form.get("language", "")
    if tag in LANGUAGES:
        visit.language = visit.receipt_language = tag
        stay_at("language")
        if visit.sitting is not None and can_be_asked_in(visit.sitting, tag):
            (visit.alone.talk if visit.alone else visit.sitting).set_language(tag)
        remember_looks()
    return redirect(_back(), code=303)


@pages.post("/letters")
def letters() -> ResponseReturnValue:
    """Draw the pages in other letters or other colours from now on."""
    take_look(request.form.get("look", ""))
    return redirect(_back(), code=303)


@pages.post("/way")
@unlocked_only
def way() -> ResponseReturnValue:
    """Remember how she wants the questions, until the interview is put away."""
    choose_way(request.form.get("way", ""))
    return redirect(_back(), code=303)


def _back() -> str:
    """Return where to go back to: only a page of ours that can be opened by its address."""
    endpoint, code = request.form.get("back", ""), request.form.get("code", "")
    if endpoint == "joining.join" and code:
        return url_for(endpoint, code=code)
    return url_for(endpoint if endpoint in PAGES_TO_GO_BACK_TO else "home.first_page")


PAGES_TO_GO_BACK_TO = frozenset(
    {
        "afterwards.answer",
        "afterwards.number",
        "afterwards.part",
        "afterwards.whole",
        "afterwards.wishes",
        "backup.backup",
        "backup.look",
        "card.card",
        "contents.contents",
        "day.day",
        "door.unlock",
        "holdings.holdings",
        "home.first_page",
        "home.look",
        "interview.question",
        "alone.alone",
        "interview.pause",
        "forgotten.forgotten",
        "joining.limits",
        "keying.compared",
        "keying.paper",
        "keys.passphrase",
        "moment.moment",
        "keys.people",
        "panic.emergency",
        "ending.answers",
        "ending.finish",
        "ending.receipt",
        "outgoing.export",
        "outgoing.risk",
        "outgoing.sync",
        "phones.phones",
        "submission.choose",
        "texts.review",
        "wizard.anew",
        "wizard.welcome",
        "wizard.install",
        "wizard.people",
        "wizard.passphrases",
    }
)
