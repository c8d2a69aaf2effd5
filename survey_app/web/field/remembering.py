"""Keep for the next visit how the pages look in this one.

Room: web, field desk.
"""

from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk
from survey_app.web.field.preferences import Preferences, keep_preferences


def remember_looks() -> None:
    """Keep the language and the letters of this visit, if the laptop has its folder by now."""
    visit = current_visit()
    keep_preferences(the_desk().data, Preferences(visit.language, visit.plain_letters))
