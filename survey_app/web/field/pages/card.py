"""The places that help: on the screen, and on a card that she may carry without danger.

Room: web, field desk.
Promise: title, heading and print carry the study's cover title and nothing else; the page says
    when the numbers were last tried, and tells the researcher when that is too long ago.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint
from flask import render_template as render
from flask.typing import ResponseReturnValue

from survey_app.i18n.dates import long_date
from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE, Language, language
from survey_app.web.field import page
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk, who
from survey_app.web.field.forms.words import PageForm
from survey_app.web.field.gate import unlocked_only
from survey_app.workflows.study.referrals import Referral, is_stale, oldest_check

pages = Blueprint("card", __name__)


@dataclass(frozen=True)
class Line:
    """One place that helps, as the card shows it.

    `tongue` is the language of its words where it is not that of the card.
    """

    name: str
    number: str
    note: str
    tongue: Language | None


@pages.get("/card")
@unlocked_only
def card() -> ResponseReturnValue:
    """Show the card in the language of the interview, or of the pages."""
    visit = current_visit()
    laptop, _person = who(visit)
    if visit.sitting is not None:
        page.speak(visit.sitting.interview.language)
    elif visit.receipt is not None:
        page.speak(visit.receipt_language)
    referrals = laptop.care.referrals
    return render(
        "ending/card.html",
        lines=[_line(one, page.current_language()) for one in referrals],
        checked=_in_words(oldest_check(referrals)),
        stale=is_stale(referrals, the_desk().clock.now().date()),
        in_interview=visit.sitting is not None,
        form=PageForm(),
    )


def _line(one: Referral, tag: str) -> Line:
    spoken = tag if one.names.get(tag) else SOURCE_LANGUAGE
    tongue = None if spoken == tag else LANGUAGES[spoken]
    return Line(one.names.get(spoken, ""), one.number, one.notes.get(spoken, ""), tongue)


def _in_words(day: date | None) -> str:
    return "" if day is None else long_date(day, language(page.current_language()))
