"""What a backup refuses, in words that name the way out.

Room: workflows.
"""

from survey_app.errors import SurveyError


class NotABackupError(SurveyError):
    """The file is something else."""

    code = "BACKUP-001"
    exit_code = 2
    msgid = (
        "{file} is not a backup of a laptop. Choose a file that ends in .backup, as it was written "
        "when the backup was made."
    )


class BackupDamagedError(SurveyError):
    """A byte of the backup is not what was written, or not the laptop's own."""

    code = "BACKUP-002"
    exit_code = 5
    msgid = (
        "The backup {file} cannot be trusted: its {part} was changed, cut short or damaged. "
        "Use another copy of it, or an older backup; this one was not used."
    )


class NewerBackupError(SurveyError):
    """The backup was made by a later version."""

    code = "BACKUP-003"
    exit_code = 2
    msgid = (
        "The backup {file} was made by a newer version of this program. Install the newer "
        "version here, then try again."
    )


class FolderInUseError(SurveyError):
    """Something would be lost under what is restored."""

    code = "BACKUP-004"
    exit_code = 3
    msgid = (
        "The folder {folder} already holds a laptop's interviews. Restore into a new folder; or "
        "add --replace, and the present folder is kept beside it under another name."
    )


class BackupOfOtherStudyError(SurveyError):
    """The study that should open it is not the one of the laptop."""

    code = "BACKUP-005"
    exit_code = 2
    msgid = (
        "This backup belongs to another study. Name the folder of the study whose pack was on "
        "that laptop."
    )


class BackupUnreadableError(SurveyError):
    """The file or its folder cannot be read or written."""

    code = "BACKUP-006"
    exit_code = 1
    msgid = (
        "The backup could not be written to or read from {folder}: {reason}. Check that the "
        "stick is plugged in, has room and may be written, then try again. The laptop's own "
        "interviews are untouched."
    )


class BackupOfOtherLaptopError(SurveyError):
    """The backup was made by another laptop, or before this one was set up anew."""

    code = "BACKUP-007"
    exit_code = 2
    msgid = (
        "This backup was made by another laptop. Type the passphrase of anybody of that laptop to "
        "open it, as it was on that day."
    )


class NoSuchFolderError(SurveyError):
    """The place for the backup is not there, or is no folder."""

    code = "BACKUP-008"
    exit_code = 2
    msgid = (
        "There is no folder {folder}. Check that the stick is plugged in, and choose the folder "
        "again. No backup was made."
    )
