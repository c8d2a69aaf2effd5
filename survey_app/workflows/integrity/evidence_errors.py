"""What the log and what is remembered of it say against each other.

Room: workflows.
"""

from survey_app.errors import SurveyError


class LogRolledBackError(SurveyError):
    """Somewhere a longer log of this laptop is known: the folder is of an older day."""

    code = "EVIDENCE-001"
    exit_code = 5
    msgid = (
        "This laptop was put back to an older day: its log has {here} entries, but {known} were "
        "known before. If nobody restored a backup here, keep this folder as it is and tell the "
        "coordinator."
    )


class LogForkedError(SurveyError):
    """Somewhere another log of the same laptop is known: two laptops are one."""

    code = "EVIDENCE-002"
    exit_code = 5
    msgid = (
        "Two laptops work as this one: at entry {entry} of the log they part. Use only one of "
        "them from now on, and tell the coordinator; no interview is lost by that."
    )
