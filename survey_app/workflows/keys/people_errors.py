"""What can go wrong with the people of a laptop and their keys.

Room: workflows.
"""

from survey_app.errors import SurveyError


class PassphraseTakenError(SurveyError):
    """The passphrase opens a slot of this laptop already."""

    code = "PEOPLE-001"
    exit_code = 2
    msgid = (
        "This passphrase is in use on this laptop already. Take another one, or let the program "
        "make it; nothing was changed."
    )


class NoSuchPersonError(SurveyError):
    """No slot has these words."""

    code = "PEOPLE-002"
    exit_code = 2
    msgid = (
        "Nobody on this laptop has these words. Look at the list of its people and copy both "
        "words; nothing was changed."
    )


class LastSupervisorError(SurveyError):
    """A supervisor would take her own slot away."""

    code = "PEOPLE-003"
    exit_code = 2
    msgid = (
        "You cannot remove yourself: nobody could then open the anonymised interviews here. "
        "Another supervisor can remove you."
    )


class NothingToRecoverError(SurveyError):
    """The folder holds nothing that the study key could give back."""

    code = "RECOVER-001"
    exit_code = 2
    msgid = (
        "Nothing on this laptop is sealed to the study for a lost passphrase. Use the whole "
        "folder of the laptop, as it is, and not single files of it."
    )


class WhichPersonError(SurveyError):
    """More than one person could be meant."""

    code = "RECOVER-002"
    exit_code = 2
    msgid = (
        "This laptop has several people: {people}. Name the one who forgot her passphrase by her "
        "two words, with --person."
    )


class RecoveryAlteredError(SurveyError):
    """What was sealed for a lost passphrase is not what this laptop was enrolled with."""

    code = "RECOVER-003"
    exit_code = 5
    msgid = (
        "What this laptop holds for a lost passphrase does not fit the laptop or the study: it "
        "was changed. No passphrase was made. Use an earlier copy of the folder."
    )


class NotARequestError(SurveyError):
    """The file is no request for help, or no answer to one."""

    code = "RECOVER-004"
    exit_code = 2
    msgid = "{file} is not a request for a new passphrase, nor the answer to one."


class OtherRequestError(SurveyError):
    """The answer belongs to another request or another laptop."""

    code = "RECOVER-005"
    exit_code = 2
    msgid = (
        "This answer does not belong to the request that was made on this laptop last, or a "
        "passphrase was changed since. Ask for the answer to that one, or make a new request."
    )


class OtherStudyKeyError(SurveyError):
    """The sheets or the seed are of another study, or of keys it no longer names."""

    code = "RECOVER-006"
    exit_code = 4
    msgid = (
        "This is not the key of this study. Look for the sheets of this study, made after its "
        "keys were last changed."
    )


class NewestPackNeededError(SurveyError):
    """The laptop does not know the newest study key, or is of another study."""

    code = "RECOVER-007"
    exit_code = 2
    msgid = (
        "The pack on this laptop is not the newest of this study. Install the newest one there: "
        "`survey-app study install`. Then do this again; nothing was changed."
    )


class KeysLeftError(SurveyError):
    """A file refused to be written when all keys were to be destroyed."""

    code = "PEOPLE-004"
    exit_code = 5
    msgid = (
        "Not every key is destroyed: these files could not be written, {files}. Make the folder "
        "writable, close every other program and do it again, or destroy these files."
    )
