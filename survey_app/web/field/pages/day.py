"""The end of an interviewer's day: what it was like, for herself alone.

Room: web, field desk.
Spec: docs/spec/notebook.md.
Promise: what is written here opens with her passphrase only and is in no export.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask import Blueprint, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.i18n.dates import long_date
from survey_app.i18n.locales import language
from survey_app.web.field import page
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import who
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.marks import N_
from survey_app.web.field.pages.moment import DONE
from survey_app.workflows.interviewing import notebook
from survey_app.workflows.interviewing.notebook import Kind, Note

pages = Blueprint("day", __name__, url_prefix="/day")

FEELINGS = {
    "well": N_("Well"),
    "tired": N_("Tired, as after work"),
    "heavy": N_("Heavy: something stays with me"),
    "much": N_("It is too much"),
}
STILL_THE_SAME = frozenset({"pause", "card"})
KEPT = N_("Kept for you alone.")
GONE = N_("Your notes were destroyed.")


@dataclass(frozen=True)
class Entry:
    """One line of her own notes."""

    day: str
    said: str


@pages.get("")
@unlocked_only
def day() -> ResponseReturnValue:
    """Show the questions of the end of the day, and what she wrote before."""
    return _page()


def _page(*, asking: bool = False) -> str:
    """Return the page; with `asking` it asks once more before her notes are destroyed."""
    laptop, person = who(current_visit())
    found = notebook.notes(laptop, person)
    today = notebook.of_today(laptop, person)
    return render(
        "home/day.html",
        feelings=FEELINGS,
        begun=_count(today, Kind.BEGUN),
        finished=_count(today, Kind.FINISHED),
        moments=[_moment(one) for one in today if one.kind is Kind.MOMENT],
        hard=_hard_moments(today),
        own=[_entry(one) for one in reversed(found) if one.kind in {Kind.FEELING, Kind.THOUGHT}],
        heavy=any(one.said in {"heavy", "much"} for one in today if one.kind is Kind.FEELING),
        longest=notebook.LONGEST_NOTE,
        form=PageForm(),
        asking=asking,
    )


@pages.post("")
@unlocked_only
def keep() -> ResponseReturnValue:
    """Keep what she said about herself, or destroy all of it."""
    visit = current_visit()
    laptop, person = who(visit)
    if request.form.get("do") == "forget":
        return _page(asking=True)
    if request.form.get("do") == "forget-now":
        notebook.forget_notes(laptop, person)
        visit.tell(page.current_wording().gettext(GONE))
        return redirect(url_for("day.day"), code=303)
    feeling, thought = request.form.get("feeling", ""), request.form.get("thought", "").strip()
    if feeling in FEELINGS:
        notebook.note(laptop, person, Kind.FEELING, feeling)
    if thought:
        notebook.note(laptop, person, Kind.THOUGHT, thought)
    if feeling in FEELINGS or thought:
        visit.tell(page.current_wording().gettext(KEPT))
    return redirect(url_for("day.day"), code=303)


def _count(today: Sequence[Note], kind: Kind) -> int:
    return sum(one.kind is kind for one in today)


def _hard_moments(today: Sequence[Note]) -> int:
    """Return how many moments there were: resting or showing the card goes on with the same one."""
    moments = [one if one.kind is Kind.MOMENT else None for one in today]
    return sum(
        one is not None and not (one.said in STILL_THE_SAME and after is not None)
        for one, after in pairwise([*moments, None])
    )


def _moment(one: Note) -> str:
    return page.current_wording().gettext(DONE.get(one.said, one.said))


def _entry(one: Note) -> Entry:
    said = one.said
    if one.kind is Kind.FEELING:
        said = page.current_wording().gettext(FEELINGS.get(said, said))
    return Entry(long_date(one.day, language(page.current_language())), said)
