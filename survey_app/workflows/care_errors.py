"""What can go wrong with what a study settles about care.

Room: workflows.
"""

from survey_app.errors import SurveyError


class ReferralsUnreadableError(SurveyError):
    """A line of the list of places that help lacks a name, a number or the day of its check."""

    code = "CARE-001"
    exit_code = 2
    msgid = (
        "Line {line} of the list of places that help cannot be used. Each line needs a name in "
        "every language, a number, and the day it was last tried, written like 2026-11-30."
    )
