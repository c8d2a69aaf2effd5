"""Show the screen the interview stands at, and the steps between screens.

Room: web, field desk. For a script a part of the page, otherwise a page of its own.
"""

import secrets
from dataclasses import replace
from datetime import timedelta

from flask import Response, g, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey_app.errors import SurveyError
from survey_app.interview import Screen
from survey_app.interview.private import is_private
from survey_app.media import is_map_layer
from survey_app.web import fragments
from survey_app.web.field import page
from survey_app.web.field.asking import roster, slips
from survey_app.web.field.asking.contents import begins_a_part
from survey_app.web.field.asking.place import can_be_asked_in, leave, present_screen, sheet_of
from survey_app.web.field.asking.remarks import remarks_on_form
from survey_app.web.field.asking.uploading import asks_for_sound, scripts_of
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk
from survey_app.web.field.hearing import HEARD, WAYS, is_heard, unheard
from survey_app.web.field.marks import N_
from survey_app.web.field.pending import Pending
from survey_app.web.field.remembering import stay_at
from survey_app.workflows.interviewing.sitting import Sitting

UNHEARD = N_("{silent} of {hers} questions to her have no recording in this language.")
ONCE_BYTES = 12
BESIDE = {
    "pause": "interview.pause",
    "moment": "moment.moment",
    "contents": "contents.contents",
    "answers": "ending.answers",
}

BREAK_AFTER = timedelta(minutes=20)
A_BREAK = N_("You have talked for a while. Offer her a break here, and take one yourself.")


def show(sitting: Sitting, *, removing: int = 0, why: str = "") -> ResponseReturnValue:
    """Return the screen; `removing` asks about that row of a roster first.

    `why` says what kept the last answers from being saved.
    """
    visit, screen = current_visit(), present_screen(sitting)
    if not visit.may_see(screen.module):
        return go("joining.over")  # the part that this phone was given is done
    if is_private(screen.kind):
        return go("alone.alone")
    visit.alone = None  # whatever way led out of a private part, what she said there is forgotten
    page.speak(sitting.interview.language)
    sheet = sheet_of(visit, sitting, screen)
    stand_at = visit.pending.stand_at
    if not sheet.wrong:
        visit.pending = Pending()
    whole = not fragments.wants_fragment(request)
    g.may_record = asks_for_sound(sitting.interview.form)
    facts: dict[str, object] = {
        "sheet": replace(sheet, state="failed") if why else sheet,
        "removing": removing,
        "why": why,
        "once": secrets.token_urlsafe(ONCE_BYTES),
        "draft_text": is_draft_text(sitting),
        "remarks": _remarks(sitting, screen),
        "stopped": sitting.interview.stopped,
        "taken_away": visit.taken_away,
        "for_files": scripts_of(sitting.interview.form) if whole else (),
        "with_maps": any(map(is_map_layer, sitting.media)),
    }
    facts |= heard_facts(sitting, screen)
    if screen.kind == "repeat":
        facts |= _roster_facts(sitting, str(screen.repeat_ref)) | {"stand_at": stand_at}
    html = render("interview/page.html" if whole else "interview/screen.html", **facts)
    return Response(html, status=fragments.NEEDS_A_LOOK if sheet.wrong or why else 200)


def not_saved(sitting: Sitting, error: SurveyError) -> ResponseReturnValue:
    """Say why the last wish could not be kept; what was typed stays in the page."""
    said = page.current_wording().of_error(error)
    if fragments.wants_fragment(request):
        status = fragments.NEEDS_A_LOOK
        return fragments.part(said, target="#why", event="answer-failed", status=status)
    return show(sitting, why=said)


def lead_again(sitting: Sitting, place: str) -> ResponseReturnValue:
    """Answer a wish that was done before and whose reply was lost: `place` is where it led."""
    here = url_for("interview.question")
    if not place or place == here:
        return show_again(sitting)
    return fragments.go_to(place) if fragments.wants_fragment(request) else redirect(place, 303)


def show_again(sitting: Sitting, *, removing: int = 0) -> ResponseReturnValue:
    """Return the screen as the answer to a wish; without a script a reload must not wish again."""
    direct = removing or current_visit().pending.complaints
    if direct or fragments.wants_fragment(request):
        return show(sitting, removing=removing)
    return redirect(url_for("interview.question"), code=303)


def forward(sitting: Sitting, screen: Screen) -> ResponseReturnValue:
    """Go on to the next screen; after the last one, to all answers."""
    following = sitting.interview.next_screen(screen.key)
    if following is None:
        return to_the_end()
    sitting.go(following.key)
    return show_again(sitting)


def to_the_end() -> ResponseReturnValue:
    """Go to all answers; a phone that was given one part of the interview is done."""
    return go("joining.over" if current_visit().module else "ending.answers")


def backward(sitting: Sitting, screen: Screen) -> ResponseReturnValue:
    """Go back one screen; before the first one, to the first page (the draft stays).

    On a phone the first one is the end of the way: before it lies the laptop.
    """
    previous = sitting.interview.previous_screen(screen.key)
    current_visit().pending = Pending()
    if previous is not None and not current_visit().may_see(previous.module):
        return show_again(sitting)
    if previous is None and current_visit().phone:
        return show_again(sitting)
    if previous is None:
        leave(current_visit())
        return go("home.first_page")
    sitting.go(previous.key)
    return show_again(sitting)


def bring_back(sitting: Sitting) -> ResponseReturnValue:
    """Go back to the question that the last press left out, with the answer that stood there."""
    visit = current_visit()
    slips.bring_back(sitting, visit.taken_away)
    visit.taken_away, visit.pending = None, Pending()
    return show_again(sitting)


def go_on(sitting: Sitting) -> ResponseReturnValue:
    """Take back that the interview was stopped."""
    sitting.go_on()
    return show_again(sitting)


def speak(sitting: Sitting, tag: str) -> ResponseReturnValue:
    """Go on in another language; what is typed stays in its place."""
    if can_be_asked_in(sitting, tag):
        sitting.set_language(tag)
        current_visit().language = tag
        stay_at("language")
    return anew()


def anew() -> ResponseReturnValue:
    """Open the page again as a whole: its frame has changed."""
    if fragments.wants_fragment(request):
        return Response(status=204, headers={"HX-Refresh": "true"})
    return redirect(url_for("interview.question"), code=303)


def choose_way(way: str) -> None:
    """Remember how she wants the questions: read to her, heard, or read by herself."""
    if way in {one for one, _words in WAYS}:
        current_visit().way = way
        stay_at("way")


def go(endpoint: str) -> ResponseReturnValue:
    """Open another page as a whole."""
    if fragments.wants_fragment(request):
        return fragments.go_to(url_for(endpoint))
    return redirect(url_for(endpoint), code=303)


def step_aside(place: str) -> ResponseReturnValue:
    """Open a page beside the interview; what was sent is kept."""
    return go(BESIDE.get(place, "interview.question"))


def is_draft_text(sitting: Sitting) -> bool:
    """Say whether the words she reads still await a native reviewer (only a demo may)."""
    laptop = the_desk().laptop()
    installed = laptop.forms.get(sitting.interview.form.form_id) if laptop else None
    return installed is not None and sitting.interview.language in installed.unreviewed


def _remarks(sitting: Sitting, screen: Screen) -> tuple[Markup, ...]:
    """Return what the first page says of the form as a whole; later, when a break is good."""
    if sitting.interview.previous_screen(screen.key) is None:
        said = remarks_on_form(sitting.interview.form, page.current_wording())
        return (*said, *_unheard(sitting))
    visit = current_visit()
    if visit.seen - visit.rested < BREAK_AFTER or not begins_a_part(sitting.interview, screen):
        return ()
    return (page.current_wording().markup(A_BREAK),)


def heard_facts(sitting: Sitting, screen: Screen) -> dict[str, object]:
    """Return what the page says to the researcher where she wants to listen."""
    return {"silent": _silent(sitting, screen)} if current_visit().way == HEARD else {}


def _silent(sitting: Sitting, screen: Screen) -> bool:
    """Say whether something on the screen is hers to hear and has no sound."""
    asked = map(sitting.interview.question, screen.refs)
    return any(one.voice != "researcher" and not is_heard(sitting, one) for one in asked)


def _unheard(sitting: Sitting) -> tuple[Markup, ...]:
    """Return how many questions have no voice in her language, when others have one."""
    silent, hers = unheard(sitting)
    wording = page.current_wording()
    return (wording.markup(UNHEARD, silent=silent, hers=hers),) if silent else ()


def _roster_facts(sitting: Sitting, repeat_ref: str) -> dict[str, object]:
    return {
        "rows": roster.rows_of(sitting.interview, repeat_ref),
        "may_add": sitting.interview.can_add_repeat(repeat_ref),
        "removed": current_visit().removed_row,
    }
