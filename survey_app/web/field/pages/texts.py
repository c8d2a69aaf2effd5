"""The review of free texts: one text at a time, each of its words to tick.

Room: web, field desk.
Promise: a decision shown here is on the disk already; nobody but a supervisor reads a text.
"""

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.disclosure.deidentified.pending import Redaction, Verdict, WhoOrWhat
from survey_app.errors import SurveyError
from survey_app.web.field import page
from survey_app.web.field.asking.naming import number_in
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import who
from survey_app.web.field.finding import A_FEW, MOST_LETTERS, holds
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.marks import N_
from survey_app.web.field.reading.listing import (
    decided_of,
    mark_of,
    pending_of,
    reading_of,
    state_of,
)
from survey_app.web.field.reading.marking import redactions_of, words_of
from survey_app.web.field.reading.roles import roles_in
from survey_app.workflows import review as leg
from survey_app.workflows.field_laptop.laptop import Laptop, Person

pages = Blueprint("texts", __name__)

VERDICTS = {"clear": Verdict.CLEARED, "redact": Verdict.REDACTED, "hold": Verdict.HELD}
STORY_LEFT = N_(
    "Before a text leaves, say that it tells no story that fits only one person. "
    "If it does, replace those words too, or hold the text back."
)
NOTHING_TICKED = N_("Tick the words to replace first, or say that the text may leave as it is.")
CHANGED = N_(
    "Since this page was made, the text or what is suspected in it has changed. What is suspected "
    "now is ticked. Look again, then decide."
)


@pages.get("/texts")
@unlocked_only
def review() -> ResponseReturnValue:
    """Show the next text that waits for a reader."""
    return _show(*who(current_visit()))


@pages.post("/texts")
@unlocked_only
def decide() -> ResponseReturnValue:
    """Take the decision about the text that the page showed, or take one back."""
    laptop, person = who(current_visit())
    verb, _, mark = request.form.get("do", "").partition(":")
    if verb in {"find", "all"}:
        words = request.form.get("words", "").strip()[:MOST_LETTERS]
        current_visit().looked_in_texts = words if verb == "find" else ""
        return redirect(url_for("texts.review"), code=303)
    mark = mark or request.form.get("text", "")
    item = next((one for one in leg.all_texts(laptop, person) if mark_of(one) == mark), None)
    if item is None:
        return redirect(url_for("texts.review"), code=303)
    if verb == "undo":
        leg.undo(laptop, person, item.view_id, item.index)
        current_visit().last_text = ""
        return redirect(url_for("texts.review"), code=303)
    if verb not in VERDICTS:
        return redirect(url_for("texts.review"), code=303)
    return _decided(laptop, person, item, VERDICTS[verb])


def _decided(
    laptop: Laptop, person: Person, item: leg.ReviewItem, verdict: Verdict
) -> ResponseReturnValue:
    wording = page.current_wording()
    if request.form.get("state") != state_of(item):
        return _show(laptop, person, item=item, wrong=wording.markup(CHANGED))
    places = _places(item) if verdict is Verdict.REDACTED else ()
    if verdict is Verdict.REDACTED and not places:
        return _show(laptop, person, item=item, wrong=wording.markup(NOTHING_TICKED))
    no_story = _has_read(item)
    if verdict is not Verdict.HELD and not no_story:
        return _show(laptop, person, item=item, wrong=wording.markup(STORY_LEFT))
    try:
        leg.decide(laptop, person, item.view_id, item.index, verdict, places, no_story=no_story)
    except SurveyError as error:
        return _show(laptop, person, item=item, wrong=wording.of_error(error))
    current_visit().last_text = mark_of(item)
    return redirect(url_for("texts.review"), code=303)


def _has_read(item: leg.ReviewItem) -> bool:
    """Say whether the box about stories was ticked for `item` as it is now, not as it was."""
    return request.form.get("state") == state_of(item) and bool(request.form.get("no_story"))


def _ticked() -> set[int]:
    sent = map(number_in, request.form.getlist("word"))
    return {place for place in sent if place is not None}


def _still_ticked(item: leg.ReviewItem) -> set[int]:
    """Return what stands ticked in a page that is refused, with what it did not show suspected."""
    shown, now = request.form.get("state", ""), state_of(item)
    if shown == now:
        return _ticked()
    suspected = {word.place for word in words_of(pending_of(item)) if word.marked}
    is_same_text = shown.partition(":")[0] == now.partition(":")[0]
    return suspected | _ticked() if is_same_text else suspected


def _places(item: leg.ReviewItem) -> tuple[Redaction, ...]:
    ticked, role = _ticked(), request.form.get("role", "")
    known = role in set(WhoOrWhat)
    return redactions_of(pending_of(item), ticked, WhoOrWhat(role) if known else WhoOrWhat.OTHER)


def _show(
    laptop: Laptop, person: Person, *, item: leg.ReviewItem | None = None, wrong: object = None
) -> ResponseReturnValue:
    wording, visit = page.current_wording(), current_visit()
    texts = tuple(leg.all_texts(laptop, person))
    mine = [one for one in texts if one.first and one.first.reader == person.person_id]
    waiting = [one for one in texts if one.decision is None and one not in mine]
    words = visit.looked_in_texts
    found = [one for one in texts if holds([one.text, *one.labels.values()], words)]
    shown = item or next((one for one in waiting if one in found), None)
    html = render(
        "texts/review.html",
        item=reading_of(shown, wording, _still_ticked(shown) if wrong else None) if shown else None,
        chosen_role=request.form.get("role", WhoOrWhat.PERSON) if wrong else WhoOrWhat.PERSON,
        no_story=bool(wrong and shown and _has_read(shown)),
        waiting=len(waiting),
        elsewhere=len(mine),
        decided=decided_of(found, wording),
        wanted=words,
        may_find=bool(words) or len(texts) > A_FEW,
        last_text=visit.last_text,
        roles=roles_in(wording),
        wrong=wrong,
    )
    return html, 422 if wrong else 200
