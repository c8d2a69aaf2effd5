"""What can go wrong while interviews leave a laptop.

Room: workflows.
"""

from survey_app.errors import SurveyError


class NothingToExportError(SurveyError):
    """No reviewed interview is waiting, and everything packed was delivered."""

    code = "EXPORT-001"
    exit_code = 2
    msgid = (
        "Nothing is waiting to leave: no finished interview is fully reviewed and not yet "
        "delivered. Interviews that wait for a review of their texts: {unreviewed}."
    )


class OutboxDamagedError(SurveyError):
    """A packed bundle is not in the laptop's outbox any more, or was changed there."""

    code = "EXPORT-002"
    exit_code = 5
    msgid = (
        "The packed bundle {bundle} is missing from this laptop or was changed. Put back the "
        "outbox folder from a backup; the interviews themselves are untouched."
    )


class PackingDisturbedError(SurveyError):
    """Each time interviews were packed, somebody finished, corrected or took back one meanwhile."""

    code = "EXPORT-003"
    msgid = (
        "Interviews of this laptop changed while they were being packed. Nothing was packed, and "
        "nothing is lost. Try again when nobody else is at work on this laptop."
    )
    exit_code = 1
