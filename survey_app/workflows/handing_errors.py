"""What can go wrong when a draft is handed over.

Room: workflows.
"""

from survey_app.errors import SurveyError


class NoSuchReceiverError(SurveyError):
    """The person cannot be given a draft: no slot here, a supervisor, or never unlocked."""

    code = "HAND-001"
    msgid = (
        "This person cannot take the interview over yet. She must be an interviewer of this "
        "laptop and unlock it once; then offer it again."
    )
    exit_code = 2


class NoSuchHandoverError(SurveyError):
    """The offer is not there any more: taken back, changed, or sealed to an earlier key."""

    code = "HAND-002"
    msgid = (
        "This offer does not stand any more: the interview was changed, or the offer was taken "
        "back. The interview is where it was; its interviewer can offer it again."
    )
    exit_code = 2


class ReceiverGoneError(SurveyError):
    """The one who should take the draft over was removed from this laptop."""

    code = "HAND-003"
    msgid = (
        "Whoever should take this interview over is not among the people of this laptop any "
        "more. Refuse the offer; its interviewer can offer it to somebody else."
    )
    exit_code = 2
