"""What the store refuses, one class per thing a person can do something about.

Room: store.
"""

from survey_app.errors import SurveyError

NEEDED_MEBIBYTES = 16


class StoreFullError(SurveyError):
    """The disk has no room for the next save; everything saved so far is safe."""

    code = "STORE-001"
    msgid = (
        "The disk is full. Everything saved until now is safe, but nothing more can be saved. "
        "Free at least {mebibytes} MiB on this disk, then go on."
    )
    exit_code = 1


class StoreDamagedError(SurveyError):
    """The database file is damaged, or is not a database."""

    code = "STORE-002"
    msgid = (
        "The file of the interviews is damaged. Do not write to this folder any more: keep it "
        "as it is, and ask the coordinator to restore the last backup into a new folder."
    )
    exit_code = 5


class StoreBusyError(SurveyError):
    """Another process holds the folder."""

    code = "STORE-003"
    msgid = (
        "The program is already running on this folder. Use the window that is open, or "
        "close it first. If none is open, restart the computer."
    )
    exit_code = 1


class StoreUnwritableError(SurveyError):
    """The disk refuses to read or write for another reason than being full."""

    code = "STORE-004"
    msgid = (
        "The folder of the interviews cannot be read or written. Check that the disk or stick "
        "is plugged in, not write-protected, and that the folder is yours; then start again."
    )
    exit_code = 1


class StoreUnsafeError(SurveyError):
    """The disk or this SQLite cannot keep a promise the store depends on."""

    code = "STORE-005"
    msgid = (
        "Interviews cannot be kept safely in this folder: the setting {setting} does not hold. "
        "Choose a folder on the computer's own disk, not on a network drive."
    )
    exit_code = 3


class StoreNewerError(SurveyError):
    """The folder was last used by a newer version of the program."""

    code = "STORE-006"
    msgid = (
        "This folder was written by a newer version of the program. Start that version; "
        "this one would not understand everything in it."
    )
    exit_code = 2


class StoreClosedError(SurveyError):
    """The store was closed (locked) while something still wanted to use it."""

    code = "STORE-007"
    msgid = "The program is locked. Everything saved is safe; unlock it to go on."
    exit_code = 1


class NotInStoreError(SurveyError):
    """What should be changed is not there: finished, withdrawn or discarded meanwhile."""

    code = "STORE-008"
    msgid = (
        "This interview is not here any more: it was finished, withdrawn or discarded. "
        "Go back to the start page."
    )
    exit_code = 2


class KeysChangedError(SurveyError):
    """A change of keys came before what was sealed with the earlier ones."""

    code = "STORE-014"
    msgid = (
        "A passphrase or key of this laptop was changed while this was being saved. Everything "
        "saved before is safe. Unlock again, and do the last step once more."
    )
    exit_code = 4


class WithdrawnError(SurveyError):
    """Somebody wants to store an interview that its respondent has withdrawn."""

    code = "STORE-009"
    msgid = "This interview was withdrawn by its respondent. It stays removed."
    exit_code = 3


class AlreadyInStoreError(SurveyError):
    """A name that must be given once is given a second time."""

    code = "STORE-010"
    msgid = "This was stored before. Nothing was changed; go back to the start page."
    exit_code = 2


class StoreAlteredError(SurveyError):
    """Finished interviews do not agree with the signed log of operations."""

    code = "STORE-011"
    msgid = (
        "Something was removed, changed or added outside the program: {count} interviews do not "
        "agree with the signed log. Keep this folder as it is and tell the coordinator."
    )
    exit_code = 5


class NoStepBackError(SurveyError):
    """There is no copy from before an update, or it was wiped for the sake of what it held."""

    code = "STORE-012"
    msgid = (
        "There is no copy from before an update in this folder. It is kept only until an "
        "interview is finished, discarded or withdrawn; after that, restore a backup instead."
    )
    exit_code = 2


class WorkWouldBeLostError(SurveyError):
    """Something was done since the update that the copy does not have."""

    code = "STORE-013"
    msgid = (
        "Going back to the copy from before the update would lose what was done since: "
        "{count} interviews or entries of the log. Make a backup first; then add --lose-work."
    )
    exit_code = 3
