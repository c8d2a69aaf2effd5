"""What can go wrong while an interview runs.

Room: interview.
Promise: a text names questions, never an answer.
"""

from survey_app.errors import SurveyError


class InterviewError(SurveyError):
    """Something was asked of an interview that it cannot do."""

    code = "INTERVIEW-001"
    msgid = "The interview cannot do this at {ref}. Go back to the page and try again."


class NoSuchQuestionError(InterviewError):
    """A reference that points nowhere in this interview."""

    code = "INTERVIEW-002"
    msgid = "This interview has no question {ref}. Go back to the page and try again."


class NoSuchScreenError(InterviewError):
    """A screen that is not reachable at present."""

    code = "INTERVIEW-003"
    msgid = "The page {key} is not part of this interview now. Go on from the page before it."


class RepeatFixedError(InterviewError):
    """A repeat whose number of instances is not for a person to change."""

    code = "INTERVIEW-004"
    msgid = "Nothing can be added or removed at {ref}. Change the answer that decides the number."


class KindNotAllowedError(InterviewError):
    """A kind of empty that only the program sets."""

    code = "INTERVIEW-005"
    msgid = "A person cannot mark {ref} as {kind}. Choose refused, don't know or not asked."


class DraftDamagedError(InterviewError):
    """A saved interview that does not fit its form."""

    code = "INTERVIEW-006"
    msgid = (
        "The saved interview does not fit the form {form}. Open it with the form it was begun with."
    )
    exit_code = 5


class SubmissionDamagedError(InterviewError):
    """A submission that is not of this form, or no XML."""

    code = "INTERVIEW-007"
    msgid = (
        "The submission is not readable as an answer to the form {form}. If it answers another "
        "form, name that one; otherwise ask for it again."
    )
    exit_code = 5


class NotASubmissionError(SubmissionDamagedError):
    """A file that names no form: no XML, or another kind of it."""

    code = "INTERVIEW-011"
    msgid = (
        "This file holds no finished interview. Choose the one whose name ends in .xml, as it "
        "was given back."
    )


class IncompleteError(InterviewError):
    """Finishing was asked for while answers are missing or wrong."""

    code = "INTERVIEW-008"
    msgid = "{count} answers are missing or not possible. Answer them, then finish."


class EndlessRulesError(InterviewError):
    """Rules that keep changing each other."""

    code = "INTERVIEW-009"
    msgid = "The calculations of the form never come to rest at {ref}. Correct the form."
    exit_code = 2


class SubmissionEncryptedError(SubmissionDamagedError):
    """A submission that another tool encrypted: its answers are in another file."""

    code = "INTERVIEW-010"
    msgid = (
        "The submission is still encrypted by the tool that collected it. Let that tool decrypt "
        "it with its private key, then take the decrypted file."
    )
