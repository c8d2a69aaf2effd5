"""What can go wrong when a form is spoken.

Room: workflows.
"""

from survey_app.errors import SurveyError


class NotSpokenError(SurveyError):
    """The form has no whole text in this language."""

    code = "SPEAK-001"
    msgid = (
        "The form cannot be recorded in the language {language}: its texts are not complete. "
        "Complete its translation first."
    )


class NoSuchPromptError(SurveyError):
    """The text to be spoken is not there any more."""

    code = "SPEAK-002"
    msgid = "This text is not in the form any more. Go back to the list of texts."
