"""What the vault refuses, one class per thing a person can do something about.

Room: vault.
Promise: the sentences never say which byte, key or field did not match.
"""

from survey_app.errors import SurveyError


class SealBrokenError(SurveyError):
    """A sealed object was changed, moved, cut short, or is sealed to another key."""

    code = "VAULT-001"
    msgid = (
        "The sealed data cannot be opened: it was changed or damaged, or it belongs to "
        "another study, laptop or key. Use an untouched copy."
    )
    exit_code = 5


class WrongPassphraseError(SurveyError):
    """No slot opens: the passphrase is wrong, or the slot was changed."""

    code = "VAULT-002"
    msgid = (
        "The passphrase does not open this. Check the keyboard language and type it again. "
        "If it is certainly right, the key file was changed or damaged: use a copy of it."
    )
    exit_code = 4


class WeakPassphraseError(SurveyError):
    """A chosen passphrase is so short that a thief could try all of them."""

    code = "VAULT-003"
    msgid = (
        "The passphrase is too short. Take at least {letters} letters or {digits} digits, "
        "or let the program make one."
    )
    exit_code = 2


class MemoryShortError(SurveyError):
    """The machine has not enough free memory to derive a key from a passphrase."""

    code = "VAULT-004"
    msgid = (
        "This computer has not enough free memory to check the passphrase "
        "({mebibytes} MiB are needed). Close other programs and try again."
    )
    exit_code = 1


class SignatureError(SurveyError):
    """A signature does not fit its message, its purpose or its key."""

    code = "VAULT-005"
    msgid = (
        "The signature is not valid: the data was changed, or somebody else signed it. "
        "Ask the sender for a new copy; do not use this one."
    )
    exit_code = 5


class ChainError(SurveyError):
    """A log of operations has a gap, a changed entry, or a foreign signature."""

    code = "VAULT-006"
    msgid = (
        "The log of operations is broken at entry {number}: an entry was removed, changed "
        "or put in another order. Keep this folder as it is and tell the coordinator."
    )
    exit_code = 5


class KeyTextError(SurveyError):
    """A key typed or pasted as text is not one of ours."""

    code = "VAULT-007"
    msgid = "This is not a key of the kind that is needed here. Copy it again, all of it."
    exit_code = 2


class RecipientError(SurveyError):
    """The keys a file should be sealed to are missing, malformed or of mixed strength."""

    code = "VAULT-008"
    msgid = (
        "The file cannot be sealed to these keys: give at least one, and do not mix keys "
        "of the old and the new kind. Install the study pack again."
    )
    exit_code = 2


class ShareWordError(SurveyError):
    """A word of a recovery sheet was read or typed wrongly."""

    code = "SHARE-001"
    msgid = (
        "Word {place}, “{word}”, cannot be right. Compare it with the sheet, letter by letter, "
        "and also the word after it: they may have changed places."
    )
    exit_code = 2


class ShareWordCountError(SurveyError):
    """A recovery sheet was typed with words missing or too many."""

    code = "SHARE-002"
    msgid = (
        "A sheet has {expected} words, and {count} were typed. Look for one that was left out "
        "or typed twice."
    )
    exit_code = 2


class ShareScrambledError(SurveyError):
    """More than one word of a recovery sheet is wrong."""

    code = "SHARE-003"
    msgid = (
        "Every word is known, but more than one is not that of the sheet, or they stand in "
        "another order. Read the sheet again from its first word to its last."
    )
    exit_code = 2


class SharesTooFewError(SurveyError):
    """One sheet alone gives nothing."""

    code = "SHARE-004"
    msgid = "This needs {needed} different sheets. One alone opens nothing, and is meant not to."
    exit_code = 2


class SharesApartError(SurveyError):
    """The sheets come from different sets."""

    code = "SHARE-005"
    msgid = (
        "These sheets do not belong together: they are from different studies, or from before "
        "and after the keys were changed. Sheets of one set begin with the same two words."
    )
    exit_code = 2
