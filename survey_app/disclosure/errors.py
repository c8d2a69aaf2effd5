"""What can go wrong between an answer and a release.

Room: disclosure (floor 5).

    SurveyError
    ├── MethodError              DISCLOSURE-001
    ├── PlanError                DISCLOSURE-002
    ├── DamagedViewError         DISCLOSURE-003
    ├── UnreviewedTextError      DISCLOSURE-004
    ├── UnknownTextError         DISCLOSURE-005
    ├── SpanError                DISCLOSURE-006
    ├── IdentifierLeftError      DISCLOSURE-007
    ├── UnknownVariableError     DISCLOSURE-008
    ├── PopulationError          DISCLOSURE-009
    └── WrongPlanError           DISCLOSURE-010
"""

from survey_app.errors import SurveyError


class MethodError(SurveyError):
    """A way of protecting a value cannot be read."""

    code = "DISCLOSURE-001"
    exit_code = 2
    msgid = (
        "The protection method {method} cannot be read. Use drop, keep, review, count, "
        "pseudonym, band:18,25,35, top:6, bottom:1, round:5, date:year, date:quarter, level:1, "
        "means or swap:80."
    )


class PlanError(SurveyError):
    """A setting of the disclosure plan cannot be read."""

    code = "DISCLOSURE-002"
    exit_code = 2
    msgid = (
        "The setting {setting} of the form has a value that cannot be used. "
        "Correct it in the settings sheet of the workbook and compile the form again."
    )


class DamagedViewError(SurveyError):
    """A view or a reviewed view cannot be read back."""

    code = "DISCLOSURE-003"
    exit_code = 5
    msgid = (
        "A de-identified interview cannot be read at {place}. It was damaged or made by a "
        "newer version; restore it from a backup or ask the sender to export it again."
    )


class UnreviewedTextError(SurveyError):
    """A text has no decision yet, so the interview cannot leave."""

    code = "DISCLOSURE-004"
    exit_code = 3
    msgid = (
        "{count} texts of this interview were not reviewed yet. "
        "Clear, redact or hold back each of them first."
    )


class UnknownTextError(SurveyError):
    """There is no text at this place of the interview."""

    code = "DISCLOSURE-005"
    exit_code = 2
    msgid = "This interview has no text number {number}. Reload the list of texts to review."


class SpanError(SurveyError):
    """A marked place lies outside its text, is empty, or overlaps another one."""

    code = "DISCLOSURE-006"
    exit_code = 2
    msgid = (
        "The marked places do not fit the text. "
        "Mark them again: none may be empty, overlap another or reach past the end."
    )


class IdentifierLeftError(SurveyError):
    """A number, a phone, an identity card or an e-mail address would stay in a cleared text."""

    code = "DISCLOSURE-007"
    exit_code = 3
    msgid = (
        "{count} identity numbers, phone numbers or addresses would stay readable in this text. "
        "Redact them, or hold the whole text back."
    )


class UnknownVariableError(SurveyError):
    """A table was asked about a variable that it does not hold."""

    code = "DISCLOSURE-008"
    exit_code = 2
    msgid = "The table has no variable {variable}. Check the spelling in the codebook."


class PopulationError(SurveyError):
    """The population counts of the coordinator cannot be read."""

    code = "DISCLOSURE-009"
    exit_code = 2
    msgid = (
        "The population counts cannot be read at {place}. Each group needs a set of "
        "variables with their codes, and a whole number of women."
    )


class WrongPlanError(SurveyError):
    """Rows were made under another disclosure plan than the one given."""

    code = "DISCLOSURE-010"
    exit_code = 3
    msgid = (
        "{count} interviews were protected under another plan than this form's. "
        "Release them apart, each series with its own form version."
    )
