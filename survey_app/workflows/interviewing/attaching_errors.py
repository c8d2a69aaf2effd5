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


class AttachmentDamagedError(SurveyError):
    """A file of an open interview rotted on the disk: the interview cannot be finished with it."""

    code = "ATTACH-005"
    exit_code = 5
    msgid = (
        "A picture or recording of this interview was damaged on the disk. Go to its question, "
        "where the page says so. Keep what can still be heard of a recording, or take the file "
        "away or make it again, then finish. Every other answer is safe."
    )


class PieceOutOfPlaceError(SurveyError):
    """A piece of a recording does not follow what is kept of it: the page sends the whole."""

    code = "ATTACH-007"
    exit_code = 2
    msgid = "This piece of the recording did not fit. The page sends the recording as a whole."


class AnotherFileKeptError(SurveyError):
    """A page that records would take the place of what another window keeps meanwhile."""

    code = "ATTACH-008"
    exit_code = 2
    msgid = (
        "Something else is kept for this question since, from another window, so this recording "
        "was not taken. What is kept is safe. Listen to it; remove it first if it is to be made "
        "again."
    )


class AnotherFileStaysError(SurveyError):
    """A page would remove what another window keeps meanwhile, and has not shown."""

    code = "ATTACH-009"
    exit_code = 2
    msgid = (
        "Something else is kept for this question since, from another window, so it was not "
        "removed. Look at it or listen to it; remove it then if it is to go."
    )


class PartsDamagedError(SurveyError):
    """Some finished interviews are not whole, or not what the laptop's log says."""

    code = "ATTACH-006"
    exit_code = 5
    msgid = (
        "Something of these interviews is damaged, missing, or not what the laptop's log says: "
        "{records}. All others are complete. Look for an earlier backup of this laptop that still "
        "holds them."
    )
