"""What can go wrong with photographs and recordings of an interview.

Room: workflows.
"""

from survey_app.errors import SurveyError


class AttachmentTooLargeError(SurveyError):
    """One file is larger than a laptop takes."""

    code = "ATTACH-001"
    exit_code = 2
    msgid = (
        "The file is larger than {mebibytes} MB, so it was not taken. Record a shorter piece or "
        "choose a smaller file. What was saved before is safe."
    )


class InterviewFullError(SurveyError):
    """The files of one interview are too large together."""

    code = "ATTACH-002"
    exit_code = 2
    msgid = (
        "The files of this interview would be larger than {mebibytes} MB together, so this one "
        "was not taken. Remove one that is not needed. What was saved before is safe."
    )


class NoSuchAttachmentError(SurveyError):
    """The file was removed, or the interview is over."""

    code = "ATTACH-003"
    exit_code = 2
    msgid = "This file is not here any more: it was removed or the interview is finished."


class NotForAFileError(SurveyError):
    """A file was sent to a question that asks for none."""

    code = "ATTACH-004"
    exit_code = 2
    msgid = "This question does not ask for a file, so it was not taken. Go on from the page."
