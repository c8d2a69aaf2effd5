"""The interview: one address, one question a screen, one form that takes every wish.

Room: web, field desk. No answer, no question and no id ever stands in an address.
Promise: "saved" is said only after the encrypted draft was committed.
"""

from flask import Blueprint, Response, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.i18n.locales import LANGUAGES
from survey_app.interview import Screen
from survey_app.web import fragments
from survey_app.web.field import page
from survey_app.web.field.asking import roster, taking
from survey_app.web.field.asking.naming import by_field_name
from survey_app.web.field.asking.place import Sheet, leave, present_screen, sheet_of
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.marks import N_
from survey_app.web.field.pending import Pending
from survey_app.workflows.collect import Sitting

pages = Blueprint("interview", __name__)

SAVED, WAITING = "answer-saved", "answer-waiting"


@pages.get("/interview")
@unlocked_only
def question() -> ResponseReturnValue:
    """Show the screen the interview stands at."""
    sitting = current_visit().sitting
    if sitting is None:
        return redirect(url_for("home.first_page"), code=303)
    return _show(sitting)


@pages.post("/interview")
@unlocked_only
def wish() -> ResponseReturnValue:
    """Take what the page sent, commit it, then do what the pressed button says."""
    visit = current_visit()
    sitting = visit.sitting
    if sitting is None:
        return _go("home.first_page")
    screen = _screen_of_page(sitting)
    if screen is None:
        visit.tell(page.current_wording().plain(OLD_PAGE), good=False)
        return _go("interview.question")
    if screen.key != sitting.screen_key:
        sitting.go(screen.key)
    page.speak(sitting.interview.language)
    verb, _, object_ = request.form.get("do", "save").partition(":")
    if screen.kind == "repeat":
        return _roster_wish(sitting, screen, verb, object_)
    return _question_wish(sitting, screen, verb, object_)


@pages.get("/interview/pause")
@unlocked_only
def pause() -> ResponseReturnValue:
    """Show a quiet page: rest, stop here, or go on."""
    sitting = current_visit().sitting
    if sitting is None:
        return redirect(url_for("home.first_page"), code=303)
    page.speak(sitting.interview.language)
    return render("interview/pause.html")


@pages.post("/interview/stop")
@unlocked_only
def stop() -> ResponseReturnValue:
    """End the interview at this question; what was not reached counts as stopped."""
    sitting = current_visit().sitting
    if sitting is None:
        return redirect(url_for("home.first_page"), code=303)
    sitting.stop()
    return redirect(url_for("ending.answers"), code=303)


OLD_PAGE = N_("That page was an old one and nothing of it was taken. Here is where you are now.")


def _question_wish(
    sitting: Sitting, screen: Screen, verb: str, object_: str
) -> ResponseReturnValue:
    visit = current_visit()
    before = sheet_of(visit, sitting, screen)
    if verb == "skip":
        return _skip(sitting, before)
    if verb == "empty":
        return _without_answer(sitting, before, object_)
    visit.pending = taking.take(sitting, screen.refs, before.controls).pending
    if verb == "save":
        return _after_saving(sitting, before)
    if verb == "speak":
        return _speak(sitting, object_)
    if verb == "next":
        return _next(sitting, screen)
    if verb == "back":
        return _back(sitting, screen)
    return _show_again(sitting)


def _next(sitting: Sitting, screen: Screen) -> ResponseReturnValue:
    visit = current_visit()
    missing = taking.unanswered(sitting, screen.refs)
    complaints = {**missing, **visit.pending.complaints}
    if complaints:
        visit.pending = Pending(visit.pending.typed, complaints)
        return _show_again(sitting)
    return _forward(sitting, screen)


def _skip(sitting: Sitting, before: Sheet) -> ResponseReturnValue:
    """Go on without this answer; what was typed or chosen here is not kept."""
    if not before.can_skip:
        return _show_again(sitting)
    refs = [
        ref for ref in before.screen.refs if sitting.interview.value(ref) or _marked(sitting, ref)
    ]
    if refs:
        sitting.answer(dict.fromkeys(refs))
    current_visit().pending = Pending()
    return _forward(sitting, before.screen)


def _marked(sitting: Sitting, ref: str) -> bool:
    return sitting.interview.empty(ref) in sitting.interview.question(ref).empties


def _without_answer(sitting: Sitting, before: Sheet, object_: str) -> ResponseReturnValue:
    code, _, name = object_.partition(":")
    ref = by_field_name(before.screen.refs).get(name)
    if ref is None or not code.isdecimal():
        return _show_again(sitting)
    visit = current_visit()
    if not before.alone:
        visit.pending = taking.take(sitting, before.screen.refs, before.controls).pending
    taking.mark_empty(sitting, ref, int(code))
    kept = {other: typed for other, typed in visit.pending.typed.items() if other != ref}
    visit.pending = Pending(kept, {o: c for o, c in visit.pending.complaints.items() if o != ref})
    if before.alone and _marked(sitting, ref):
        return _forward(sitting, before.screen)
    return _show_again(sitting)


def _speak(sitting: Sitting, tag: str) -> ResponseReturnValue:
    """Go on in another language; what is typed stays in its place."""
    if tag in LANGUAGES:
        sitting.set_language(tag)
        current_visit().language = tag
    if fragments.wants_fragment(request):
        return Response(status=200, headers={"HX-Refresh": "true"})
    return redirect(url_for("interview.question"), code=303)


def _roster_wish(sitting: Sitting, screen: Screen, verb: str, object_: str) -> ResponseReturnValue:
    visit, ref = current_visit(), str(screen.repeat_ref)
    count = sitting.interview.count_repeats(ref)
    if request.form.get("rows") != str(count):
        return _show_again(sitting)  # pressed twice
    place = int(object_) if object_.isdecimal() else 0
    exists = 1 <= place <= count
    if verb == "speak":
        return _speak(sitting, object_)
    if verb == "back":
        return _back(sitting, screen)
    if verb == "next":
        visit.removed_row = None
        return _forward(sitting, screen)
    if verb == "add" and sitting.interview.can_add_repeat(ref):
        visit.removed_row = None
        added = sitting.add_repeat(ref)
        return _open_row(sitting, ref, int(added.rpartition("[")[2].rstrip("]")))
    if verb == "change" and exists:
        return _open_row(sitting, ref, place)
    if verb == "remove" and exists:
        return _show_again(sitting, removing=place)
    if verb == "remove-now" and exists:
        visit.removed_row = roster.remove(sitting, ref, place)
    elif verb == "undo" and visit.removed_row is not None:
        roster.bring_back(sitting, visit.removed_row)
        visit.removed_row = None
    return _show_again(sitting)


def _open_row(sitting: Sitting, repeat_ref: str, place: int) -> ResponseReturnValue:
    key = roster.first_screen_of(sitting.interview, repeat_ref, place)
    if key is not None:
        sitting.go(key)
    return _show_again(sitting)


def _forward(sitting: Sitting, screen: Screen) -> ResponseReturnValue:
    following = sitting.interview.next_screen(screen.key)
    if following is None:
        return _go("ending.answers")
    sitting.go(following.key)
    return _show_again(sitting)


def _back(sitting: Sitting, screen: Screen) -> ResponseReturnValue:
    previous = sitting.interview.previous_screen(screen.key)
    current_visit().pending = Pending()
    if previous is None:
        leave(current_visit())
        return _go("home.first_page")
    sitting.go(previous.key)
    return _show_again(sitting)


def _after_saving(sitting: Sitting, before: Sheet) -> ResponseReturnValue:
    """Answer an automatic save: nothing changed, or the questions that did."""
    visit = current_visit()
    event = WAITING if visit.pending.complaints else SAVED
    after = sheet_of(visit, sitting, present_screen(sitting))
    if _same_questions(before, after):
        return fragments.unchanged(event)
    if after.screen.key != before.screen.key:
        return _show_again(sitting)
    html = render("interview/questions.html", sheet=after)
    reply = fragments.part(html, target="#questions")
    reply.headers["HX-Trigger"] = event
    return reply


def _same_questions(before: Sheet, after: Sheet) -> bool:
    def drawn(sheet: Sheet) -> list[tuple[object, ...]]:
        return [
            (control.name, control.label, control.hint, control.options, control.required)
            for control in sheet.controls
        ]

    return drawn(before) == drawn(after) and _marks(before) == _marks(after)


def _marks(sheet: Sheet) -> list[list[bool]]:
    return [[way.chosen for way in control.no_answers] for control in sheet.controls]


def _show_again(sitting: Sitting, *, removing: int = 0) -> ResponseReturnValue:
    """Show the screen the interview stands at now: a part for htmx, else a page of its own."""
    visit = current_visit()
    if fragments.wants_fragment(request) or removing or visit.pending.complaints:
        return _show(sitting, removing=removing)
    return redirect(url_for("interview.question"), code=303)


def _show(sitting: Sitting, *, removing: int = 0) -> ResponseReturnValue:
    visit, screen = current_visit(), present_screen(sitting)
    page.speak(sitting.interview.language)
    sheet = sheet_of(visit, sitting, screen)
    if not sheet.wrong:
        visit.pending = Pending()
    facts = {"sheet": sheet, "removing": removing, "draft_text": _is_draft_text(sitting)}
    if screen.kind == "repeat":
        facts["rows"] = roster.rows_of(sitting.interview, str(screen.repeat_ref))
        facts["may_add"] = sitting.interview.can_add_repeat(str(screen.repeat_ref))
        facts["removed"] = visit.removed_row
    whole = not fragments.wants_fragment(request)
    html = render("interview/page.html" if whole else "interview/screen.html", **facts)
    return Response(html, status=fragments.NEEDS_A_LOOK if sheet.wrong else 200)


def _is_draft_text(sitting: Sitting) -> bool:
    """Say whether the words she reads still await a native reviewer (only a demo may)."""
    laptop = the_desk().laptop()
    installed = laptop.forms.get(sitting.interview.form.form_id) if laptop else None
    return installed is not None and sitting.interview.language in installed.unreviewed


def _screen_of_page(sitting: Sitting) -> Screen | None:
    """Return the screen that the sent page showed, if this interview still has it."""
    if request.form.get("sitting") != current_visit().sitting_mark:
        return None
    key = request.form.get("screen")
    return next((screen for screen in sitting.interview.screens() if screen.key == key), None)


def _go(endpoint: str) -> ResponseReturnValue:
    if fragments.wants_fragment(request):
        return fragments.go_to(url_for(endpoint))
    return redirect(url_for(endpoint), code=303)
