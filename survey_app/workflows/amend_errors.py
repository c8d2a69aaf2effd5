"""What cannot be amended, in words that name the way out.

Room: workflows.
"""

from survey_app.errors import SurveyError


class NoSuchAnswerError(SurveyError):
    """The questionnaire has no question or module of that name."""

    code = "AMEND-001"
    exit_code = 2
    msgid = (
        "The questionnaire of this interview has no question and no module {name}. "
        "Check the name in the questionnaire; nothing was changed."
    )


class NoReasonError(SurveyError):
    """An amendment needs a reason, or it says nothing that could be amended."""

    code = "AMEND-002"
    exit_code = 2
    msgid = "Say what is changed or taken back, and why. Nothing was changed."


class HasLeftError(SurveyError):
    """The anonymised side was packed: a change would not follow it."""

    code = "AMEND-003"
    exit_code = 3
    msgid = (
        "This interview has left in a packed file, and a change of one part cannot follow it. "
        "Withdraw it whole, or tell the coordinator. Nothing was changed."
    )


class AskedSeveralTimesError(SurveyError):
    """A question inside a repeat has several answers: which one is meant is not known."""

    code = "AMEND-004"
    exit_code = 2
    msgid = (
        "{name} is asked several times in this interview, so it can be taken back as a whole "
        "but not changed. Nothing was changed."
    )
