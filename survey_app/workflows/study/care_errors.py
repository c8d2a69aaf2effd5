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


class ReferralsLettersError(SurveyError):
    """A spreadsheet program wrote the list in letters that lost the names, or cannot be read."""

    code = "CARE-002"
    exit_code = 2
    msgid = (
        "The letters in line {line} of the list of places that help are lost or cannot be read. "
        "Write each name in the letters of its language, and save the list as CSV UTF-8."
    )


class ReferralNotCalledError(SurveyError):
    """Nobody can have called a number: it is one of the example's, or its day is still to come."""

    code = "CARE-003"
    exit_code = 2
    msgid = (
        "Nobody can have called {number} of the list of places that help: it is an invented number "
        "of the example, or its day is still to come. Have somebody call it, and write the day, "
        "like 2026-11-30."
    )
