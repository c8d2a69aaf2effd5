"""What the buttons of a question screen do.

Room: web, field desk.
Promise: whatever the button, what was understood is committed before the reply says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask import render_template as render
from flask import request
from flask.typing import ResponseReturnValue

from survey_app.web import fragments
from survey_app.web.field import page
from survey_app.web.field.asking import (
    beside,
    map_steps,
    showing,
    slips,
    small_steps,
    taking,
)
from survey_app.web.field.asking.commenting import take_comments
from survey_app.web.field.asking.naming import by_field_name, number_in
from survey_app.web.field.asking.place import Sheet, present_screen, sheet_of
from survey_app.web.field.asking.uploading import is_meant
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.pending import Pending
from survey_app.web.field.remembering import take_look
from survey_app.workflows.interviewing.attaching_errors import AnotherFileStaysError
from survey_app.workflows.interviewing.sitting import Sitting

SAID = {"saved": "answer-saved", "look": "answer-look", "waiting": "answer-waiting"}


@dataclass(frozen=True)
class Wish:
    """A pressed button: on which screen, and what stood behind the colon."""

    sitting: Sitting
    before: Sheet
    object: str


def answer(sitting: Sitting, sheet: Sheet, verb: str, object_: str) -> ResponseReturnValue:
    """Return the reply to the button `verb` of the screen `sheet`."""
    wish = Wish(sitting, sheet, object_)
    current_visit().file_to_remove = ""
    stays = _erase(wish)
    take_comments(sitting.interview, sheet.screen.refs, sheet.controls, request.form)
    if verb in WITHOUT_TAKING:
        return WITHOUT_TAKING[verb](wish)
    visit = current_visit()
    visit.seeking = taking.sought(sheet.controls, request.form, sheet.screen.refs)
    visit.pending = taking.take(sitting, sheet.screen.refs, sheet.controls).saying(stays)
    if verb in small_steps.STEPS:
        visit.pending = small_steps.step(sitting, sheet, visit.pending, verb, object_)
    if verb in map_steps.STEPS:
        visit.pending = map_steps.step(visit, sitting, sheet, verb, object_)
    return AFTER_TAKING.get(verb, _stay)(wish)


def _next(wish: Wish) -> ResponseReturnValue:
    visit, refs = current_visit(), wish.before.asked_refs
    if _looks_for_something_new(wish):
        return showing.show_again(wish.sitting)
    complaints = {**taking.unanswered(wish.sitting, refs), **visit.pending.complaints}
    if complaints:
        visit.pending = Pending(visit.pending.typed, complaints)
        return showing.show_again(wish.sitting)
    return showing.forward(wish.sitting, wish.before.screen)


def _looks_for_something_new(wish: Wish) -> bool:
    """Say whether other letters stand in a list's search than it shows: Enter there is no Next."""
    before = wish.before
    shown = dict(zip(before.screen.refs, before.controls, strict=True))
    return any(letters != shown[ref].sought for ref, letters in current_visit().seeking.items())


def _back(wish: Wish) -> ResponseReturnValue:
    return showing.backward(wish.sitting, wish.before.screen)


def _speak(wish: Wish) -> ResponseReturnValue:
    """Go on in another language; what was said in the present one about an answer goes with it."""
    visit = current_visit()
    visit.pending = Pending(visit.pending.typed)
    return showing.speak(wish.sitting, wish.object)


def _look(wish: Wish) -> ResponseReturnValue:
    """Draw the pages in other letters or colours; what was sent is kept, and nothing asked for."""
    visit = current_visit()
    typed = visit.pending.typed
    said = {ref: why for ref, why in visit.pending.complaints.items() if ref in typed}
    visit.pending = Pending(typed, said)
    take_look(wish.object)
    return showing.anew()


def _way(wish: Wish) -> ResponseReturnValue:
    showing.choose_way(wish.object)
    return showing.show_again(wish.sitting)


def _aside(wish: Wish) -> ResponseReturnValue:
    return showing.step_aside(wish.object)


def _stay(wish: Wish) -> ResponseReturnValue:
    return showing.show_again(wish.sitting)


def _save(wish: Wish) -> ResponseReturnValue:
    """Answer an automatic save: nothing changed, or the questions that did."""
    visit, sitting = current_visit(), wish.sitting
    event = SAID[visit.pending.state]
    after = sheet_of(visit, sitting, present_screen(sitting))
    refused = _refuses_a_file(after)
    if beside.is_beside():  # that the recording grew is no news to the page that sends it
        drawn = _same_questions(_without_files(wish.before), _without_files(after))
        return beside.told(event, refused=refused, drawn=drawn)
    if _same_questions(wish.before, after) and not refused and "anew" not in request.form:
        return fragments.unchanged(event)
    if after.screen.key != wish.before.screen.key:
        return showing.show_again(sitting)
    html = render(
        "interview/asking.html", sheet=after, **showing.heard_facts(sitting, after.screen)
    )
    return fragments.part(html, target="#asking", event=event)


def _without_files(sheet: Sheet) -> Sheet:
    return replace(sheet, controls=tuple(replace(one, upload=None) for one in sheet.controls))


def _skip(wish: Wish) -> ResponseReturnValue:
    """Go on without this answer; what was typed or chosen here can be brought back at once."""
    visit, sitting, before = current_visit(), wish.sitting, wish.before
    if not before.can_skip:
        return showing.show_again(sitting)
    visit.pending = taking.take(sitting, before.screen.refs, before.controls)
    visit.file_to_remove = slips.file_among(sitting, *before.asked_refs)
    if visit.file_to_remove:
        return showing.show_again(sitting)
    visit.taken_away = slips.what_stands(sitting, *before.asked_refs)
    taking.leave_open(sitting, before.asked_refs)
    visit.pending = Pending()
    return showing.forward(sitting, before.screen)


def _without_answer(wish: Wish) -> ResponseReturnValue:
    """Record a refusal or its kin; alone on its screen, the question is done with that."""
    visit, sitting, before = current_visit(), wish.sitting, wish.before
    code, _, name = wish.object.partition(":")
    ref = by_field_name(before.screen.refs).get(name)
    kind = number_in(code)
    if ref is None or kind is None:
        return showing.show_again(sitting)
    visit.pending = taking.take(sitting, before.screen.refs, before.controls)
    visit.file_to_remove = slips.file_among(sitting, ref)
    if visit.file_to_remove:
        return showing.show_again(sitting)
    visit.taken_away = slips.what_stands(sitting, ref)
    taking.mark_empty(sitting, ref, kind)
    visit.pending = visit.pending.without(ref)
    if before.alone and taking.is_marked(sitting, ref):
        return showing.forward(sitting, before.screen)
    return showing.show_again(sitting)


def _ask_before_removing(wish: Wish) -> ResponseReturnValue:
    """Ask once more: a recording cannot be taken again."""
    ref = by_field_name(wish.before.screen.refs).get(wish.object)
    if ref is not None:
        current_visit().file_to_remove = ref
    return showing.show_again(wish.sitting)


def _remove_file(wish: Wish) -> ResponseReturnValue:
    """Destroy a file that was attached here."""
    name, _, shown = wish.object.partition(":")
    visit = current_visit()
    visit.pending = visit.pending.saying(_destroy_file(wish, name, shown))
    return showing.show_again(wish.sitting)


def _keep_what_is_left(wish: Wish) -> ResponseReturnValue:
    """Go on with what can still be heard of a damaged recording."""
    name, _, meant = wish.object.partition(":")
    ref = by_field_name(wish.before.screen.refs).get(name)
    if ref is not None and is_meant(current_visit(), ref, meant):
        wish.sitting.keep_what_is_left(ref)
    return showing.show_again(wish.sitting)


def _erase(wish: Wish) -> Mapping[str, str]:
    """Destroy the recordings whose erasing goes with this wish, whichever button was pressed.

    Return what to say of those that stay.
    """
    stays: dict[str, str] = {}
    for sent in request.form.getlist("erase"):
        name, _, told = sent.partition(" ")
        meant, _, before = told.partition(" ")
        stays |= _destroy_file(wish, name, meant, before)
    return stays


def _destroy_file(wish: Wish, name: str, meant: str, before: str = "") -> Mapping[str, str]:
    """Destroy the file that its page meant; return what to say where another one is kept by now.

    `before` is what a take goes on with: where that alone is kept, nothing of the take came.
    """
    visit, sitting = current_visit(), wish.sitting
    ref = by_field_name(wish.before.screen.refs).get(name)
    if ref is None or sitting.interview.question(ref).control != "upload":
        return {}
    if before and is_meant(visit, ref, before):
        sitting.erased.add(meant)
    if meant in sitting.erased:  # a page says it until it knows that it was heard
        return {}
    if sitting.files.holds(sitting.interview.value(ref)) and not is_meant(visit, ref, meant):
        return {ref: page.current_wording().of_error(AnotherFileStaysError())}
    if sitting.before_take(ref, meant):
        sitting.erase_take(ref, meant)
    else:
        sitting.answer({ref: None})
        sitting.erased.add(meant)
    visit.pending = visit.pending.without(ref)
    return {}


def _refuses_a_file(sheet: Sheet) -> bool:
    """Say whether a file was just refused: its field is empty again, so it is now or never told."""
    return any(control.kind == "upload" and control.complaint for control in sheet.controls)


def _same_questions(before: Sheet, after: Sheet) -> bool:
    def drawn(sheet: Sheet) -> list[tuple[object, ...]]:
        return [
            (
                control.name,
                control.label,
                control.hint,
                control.options,
                control.shown,
                control.unseen,
                control.required,
                control.upload,
                control.map,
                [way.chosen for way in control.no_answers],
            )
            for control in sheet.controls
        ]

    return drawn(before) == drawn(after)


def _bring_back(wish: Wish) -> ResponseReturnValue:
    return showing.bring_back(wish.sitting)


def _go_on(wish: Wish) -> ResponseReturnValue:
    return showing.go_on(wish.sitting)


Reply = Callable[[Wish], ResponseReturnValue]
WITHOUT_TAKING: Mapping[str, Reply] = {"skip": _skip, "empty": _without_answer}
AFTER_TAKING: Mapping[str, Reply] = {
    "save": _save,
    "next": _next,
    "back": _back,
    "speak": _speak,
    "look": _look,
    "remove-file": _ask_before_removing,
    "remove-file-now": _remove_file,
    "keep-rest": _keep_what_is_left,
    "to": _aside,
    "way": _way,
    "bring-back": _bring_back,
    "go-on": _go_on,
}
