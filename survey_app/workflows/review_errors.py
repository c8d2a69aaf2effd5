"""What can stand in the way of reading a text.

Room: workflows.

    SurveyError
    ├── NoSuchTextError      REVIEW-001
    └── TextHasLeftError     REVIEW-002
"""

from survey_app.errors import SurveyError


class NoSuchTextError(SurveyError):
    """The interview of the text was withdrawn, or there never was one."""

    code = "REVIEW-001"
    exit_code = 2
    msgid = (
        "This text is not on the laptop any more; its interview may have been withdrawn. "
        "Go back to the list of texts."
    )


class TextHasLeftError(SurveyError):
    """The interview was packed; what left cannot be called back by a new decision."""

    code = "REVIEW-002"
    exit_code = 3
    msgid = (
        "This interview has already been packed, so its texts cannot be changed here. "
        "If something must not be used, withdraw the interview and tell the coordinator."
    )
