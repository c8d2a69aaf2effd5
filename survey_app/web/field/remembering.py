"""Keep for the next page, and for the next visit, how the pages look in this one.

Room: web, field desk.
"""

from flask import request

from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk
from survey_app.web.field.preferences import COLOURS, Preferences, keep_preferences


def remember_looks() -> None:
    """Keep the language, letters and colours of this visit, if the laptop has its folder by now.

    What a phone chooses is for that phone: the laptop's own pages stay as they are.
    """
    visit = current_visit()
    if visit.phone:
        return
    looks = Preferences(visit.language, visit.plain_letters, visit.colours)
    keep_preferences(the_desk().data, looks)


def stay_at(button: str) -> None:
    """Let the keyboard stay at `button` on the page that comes anew."""
    visit = current_visit()
    visit.pressed, visit.pointed = button, "pointed" in request.form


def take_look(wish: str) -> None:
    """Let the pages look as a button says: `book` or `plain` letters, or `colours-...`."""
    visit = current_visit()
    if wish in {"book", "plain"}:
        visit.plain_letters = wish == "plain"
        stay_at("letters")
    elif wish.removeprefix("colours-") in COLOURS:
        visit.colours = wish.removeprefix("colours-")
        stay_at("colours")
    remember_looks()
