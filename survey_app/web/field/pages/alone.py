"""The part she answers alone: the offer, the handing over, her pages, and the way back.

Room: web, field desk.
Spec: docs/spec/private-part.md; docs/adr/0126-alone-with-shapes.md.
Promise: "saved" means sealed and on the disk; what she pressed is on no page that comes after.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint, request
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.errors import SurveyError
from survey_app.interview import Screen
from survey_app.interview.private import is_private
from survey_app.web.field import page
from survey_app.web.field.alone import Alone
from survey_app.web.field.asking import showing, taking
from survey_app.web.field.asking.alone import alone_sheet, can_be_shaped, chosen_value
from survey_app.web.field.asking.drawing import draw
from survey_app.web.field.asking.naming import by_field_name, number_in
from survey_app.web.field.asking.place import present_screen
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.hearing import HEARD, are_heard
from survey_app.web.field.marks import N_
from survey_app.web.field.pending import Pending
from survey_app.workflows.collect import DraftSitting
from survey_app.workflows.interviewing.private import enter

pages = Blueprint("alone", __name__)

LOOK_AROUND = N_("Look around first. When nobody can hear or see, tick the line that says so.")


@pages.get("/interview/alone")
@unlocked_only
def alone() -> ResponseReturnValue:
    """Show where the part stands: the offer, a question, or its end."""
    sitting = current_visit().sitting
    if not isinstance(sitting, DraftSitting):
        return showing.go("home.first_page")
    if not is_private(present_screen(sitting).kind):
        return showing.go("interview.question")
    page.speak(sitting.interview.language)
    return _shown(sitting)


@pages.post("/interview/alone")
@unlocked_only
def wish() -> ResponseReturnValue:
    """Do what the pressed button says; an old page can change nothing."""
    visit = current_visit()
    sitting = visit.sitting
    if not isinstance(sitting, DraftSitting):
        return showing.go("home.first_page")
    screen = present_screen(sitting)
    if not is_private(screen.kind) or request.form.get("sitting") != visit.sitting_mark:
        return showing.go("interview.question")
    page.speak(sitting.interview.language)
    verb, _, object_ = request.form.get("do", "").partition(":")
    try:
        if visit.alone is None:
            if request.form.get("at") != screen.key:  # pressed twice, or a page of another part
                return showing.go("interview.question")
            return _OFFERED.get(verb, _stay)(sitting, screen)
        return _in_the_part(sitting, visit.alone, verb, object_)
    except SurveyError as error:
        return _shown(sitting, why=page.current_wording().of_error(error))


def _shown(sitting: DraftSitting, why: str = "", *, over: bool = False) -> ResponseReturnValue:
    visit = current_visit()
    at_screen = present_screen(sitting).key
    facts: dict[str, object] = {"mark": visit.sitting_mark, "why": why, "at": at_screen}
    status = 422 if why else 200
    if over:
        return render("alone/over.html", **facts), status
    part = sitting.private.part_at(sitting.interview, present_screen(sitting))
    facts |= {"part": part, "heard": part is not None and are_heard(sitting, part.names)}
    if visit.alone is None:
        return render("alone/offer.html", **facts), status
    at = visit.alone
    if not at.asked:
        page_ = "alone/begin.html" if at.aloud or at.handed else "alone/hand_over.html"
        return render(page_, **facts), status
    if not (at.is_researchers or at.aloud or at.handed):
        return render("alone/hand_over.html", **facts), status
    screen = at.screen
    if screen is None:
        return _leave(sitting)
    at.talk.screen_key = screen.key
    listens = visit.way in {"", HEARD}
    sheet = alone_sheet(at, sitting, screen, page.current_wording(), visit.pending, listens=listens)
    at.quarter = sheet.quarter
    wrong = any(control.complaint for control in sheet.controls)
    html = render("alone/question.html", sheet=sheet, files=sitting.media, **facts)
    return html, 422 if wrong else status


def _begin(sitting: DraftSitting, _screen: Screen, *, aloud: bool) -> ResponseReturnValue:
    part = sitting.private.part_at(sitting.interview, present_screen(sitting))
    if part is None:
        return showing.go("interview.question")
    if not part.own_check and request.form.get("looked") != "yes":
        return _shown(sitting, why=page.current_wording().gettext(LOOK_AROUND))
    visit = current_visit()
    visit.pending = Pending()
    visit.alone = Alone(enter(sitting, part), aloud=aloud, asked=part.own_check)
    return showing.go("alone.alone")


def _by_herself(sitting: DraftSitting, screen: Screen) -> ResponseReturnValue:
    return _begin(sitting, screen, aloud=False)


def _read_to_her(sitting: DraftSitting, screen: Screen) -> ResponseReturnValue:
    return _begin(sitting, screen, aloud=True)


def _left_out(sitting: DraftSitting, screen: Screen) -> ResponseReturnValue:
    """Go on without the part; what is sealed is as long as if it had been answered."""
    part = sitting.private.part_at(sitting.interview, screen)
    if part is not None:
        enter(sitting, part).leave_out()
    return showing.forward(sitting, screen)


def _stay(_sitting: DraftSitting, _screen: Screen) -> ResponseReturnValue:
    return showing.go("alone.alone")


_OFFERED: Mapping[str, Callable[[DraftSitting, Screen], ResponseReturnValue]] = {
    "alone": _by_herself,
    "aloud": _read_to_her,
    "leave-out": _left_out,
    "back": showing.backward,
    "on": showing.forward,
}


def _in_the_part(sitting: DraftSitting, at: Alone, verb: str, object_: str) -> ResponseReturnValue:
    """Do a wish inside the part."""
    if verb == "leave":
        return _leave(sitting)
    if verb == "ready":
        at.handed = True
        return showing.go("alone.alone")
    if verb in {"yes", "no"} and not at.asked:
        at.asked = True
        if verb == "no":
            at.talk.leave_out()
            return _leave(sitting)
        return showing.go("alone.alone")
    screen = at.screen
    if screen is None or screen.key != request.form.get("screen"):
        return showing.go("alone.alone")
    return _answered(sitting, at, screen, verb, object_)


def _answered(
    sitting: DraftSitting, at: Alone, screen: Screen, verb: str, object_: str
) -> ResponseReturnValue:
    """Take what the page sent, sealed and committed, then go where the button says."""
    if verb == "empty":
        return _without_answer(sitting, at, screen, object_)
    visit, talk = current_visit(), at.talk
    wording = page.current_wording()
    controls = draw(talk.interview, screen.refs, wording, visit.pending, {}, files=sitting.media)
    shaped = len(controls) == 1 and can_be_shaped(controls[0]) and not at.is_researchers
    place = number_in(object_)
    if verb in {"choose", "take"} and shaped and place is not None:
        chosen = chosen_value(controls[0], place, wanted=verb == "choose")
        talk.answer({screen.refs[0]: chosen})
        return showing.go("alone.alone")
    if not shaped:
        visit.pending = taking.take(talk, screen.refs, controls)
        if visit.pending.complaints and verb != "back":
            return _shown(sitting)
    return _step(sitting, at, -1 if verb == "back" else 1)


def _without_answer(
    sitting: DraftSitting, at: Alone, screen: Screen, object_: str
) -> ResponseReturnValue:
    code, _, name = object_.partition(":")
    ref = by_field_name(screen.refs).get(name)
    kind = number_in(code)
    if ref is None or kind is None:
        return showing.go("alone.alone")
    taking.mark_empty(at.talk, ref, kind)
    if len(screen.refs) == 1 and taking.is_marked(at.talk, ref):
        return _step(sitting, at, 1)
    return showing.go("alone.alone")


def _step(sitting: DraftSitting, at: Alone, by: int) -> ResponseReturnValue:
    current_visit().pending = Pending()
    was_hers = not at.is_researchers
    following = at.after(by)
    if following is None:
        return _leave(sitting) if by > 0 else showing.go("alone.alone")
    at.talk.screen_key = following.key
    if was_hers and at.is_researchers:
        at.handed = False
    return showing.go("alone.alone")


def _leave(sitting: DraftSitting) -> ResponseReturnValue:
    """Forget what she said; it is in its boxes. Then ask for the researcher."""
    visit = current_visit()
    visit.alone, visit.pending = None, Pending()
    return _shown(sitting, over=True)
