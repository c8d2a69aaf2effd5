"""What can go wrong on a leg, in words that name the way out.

Room: workflows.
"""

from survey_app.errors import SurveyError


class StudyExistsError(SurveyError):
    """The folder already holds a study; its keys must not be overwritten."""

    code = "STUDY-001"
    exit_code = 2
    msgid = (
        "The folder {folder} already holds a study or its keys. Choose an empty folder; nothing "
        "was changed."
    )


class NoStudyError(SurveyError):
    """The folder holds no study, or its card was damaged."""

    code = "STUDY-002"
    exit_code = 2
    msgid = (
        "There is no readable study in {folder}. Name the folder that `survey-app study create` "
        "made, or restore it from its copy."
    )


class StudyDamagedError(SurveyError):
    """The card or a key file of the study is not the one that was made with it."""

    code = "STUDY-003"
    exit_code = 5
    msgid = (
        "The study in {folder} was changed: its card and its keys do not belong together. "
        "Do not use it; restore the folder from its copy."
    )


class StudyBusyError(SurveyError):
    """Another program changes the keys or the lists of the study at this moment."""

    code = "STUDY-004"
    exit_code = 3
    msgid = (
        "Another command is changing the study in {folder} at this moment. Nothing was changed by "
        "this one. Wait until the other has finished, look at what it did, then try again."
    )


class NotAHubAddressError(SurveyError):
    """A study names a hub by its whole address, with the key of its receipts."""

    code = "STUDY-005"
    exit_code = 2
    msgid = (
        "{address} is not the whole address of a hub. Give it as `survey-app hub serve` prints it, "
        "with the long key after #, for example http://192.168.1.5:8766/#KEY. Nothing was written."
    )


class FileNotWrittenError(SurveyError):
    """A file could not be written whole."""

    code = "FILE-001"
    exit_code = 2
    msgid = (
        "{file} could not be written to {folder}. Free some space or choose another folder, "
        "then try again; nothing else was changed."
    )


class PackDamagedError(SurveyError):
    """The pack is not what the study signed."""

    code = "PACK-001"
    exit_code = 5
    msgid = (
        "This study pack was changed or damaged after it was signed. Do not use it; "
        "ask the coordinator for a new copy."
    )


class NotAPackError(SurveyError):
    """The file is something else."""

    code = "PACK-002"
    exit_code = 2
    msgid = "{file} is not a study pack. Choose the file that ends in .pack."


class PackTooHeavyError(SurveyError):
    """The pack asks for more memory or time than a questionnaire needs."""

    code = "PACK-009"
    exit_code = 2
    msgid = (
        "This study pack asks for more memory or time than a questionnaire needs, so it was not "
        "installed. Ask the coordinator for another copy."
    )


class FormNotReadyError(SurveyError):
    """A form in the pack has errors or, for a real study, an unreviewed translation."""

    code = "PACK-003"
    exit_code = 2
    msgid = (
        "The form {form} cannot be fielded yet: {why}. "
        "Run `survey-app form check {folder}` to see every finding; a demo study may carry drafts."
    )


class NoTextsOfLanguageError(SurveyError):
    """A form of a real study has no text at all in a language that the study promises."""

    code = "PACK-010"
    exit_code = 2
    msgid = (
        "The form {form} has no {language} texts, and the study has a cover title in {language}: "
        "somebody could be asked in it. Have them written and reviewed, as "
        "docs/translator-guide.md says, then pack again. Where nobody is asked in {language}, "
        "make a new study with "
        '`survey-app study create ... --cover-{tag} ""`.'
    )


class NoTranslationsError(SurveyError):
    """The folder of the translations is not where the command looked."""

    code = "PACK-005"
    exit_code = 2
    msgid = (
        "There is no folder of translations at {folder}, so every other language would be "
        "missing from the pack. Name it with --translations, or work in the project's folder."
    )


class FormTwiceError(SurveyError):
    """Two forms of one pack have the same id: one of them would vanish."""

    code = "PACK-006"
    exit_code = 2
    msgid = "The form {form} was named twice. Name each form once; nothing was packed."


class PresetUnknownError(SurveyError):
    """A value was preset for a question that no form of the pack has."""

    code = "PACK-007"
    exit_code = 2
    msgid = (
        "No questionnaire of this pack has the question {name}. "
        "Check its spelling after --preset or --ask-first."
    )


class OtherStudyInstalledError(SurveyError):
    """The laptop already belongs to another study."""

    code = "PACK-004"
    exit_code = 2
    msgid = (
        "This laptop already holds another study. Use a new data folder for this pack; "
        "the interviews here are untouched."
    )


class OlderKeysError(SurveyError):
    """The pack is of this study, from before its keys were changed."""

    code = "PACK-008"
    exit_code = 2
    msgid = (
        "This pack is older than the keys on this laptop: what would be sealed with it, only "
        "the old key could open. Ask the coordinator for the newest pack."
    )


class NotInstalledError(SurveyError):
    """No study has been installed in the data folder."""

    code = "LAPTOP-001"
    exit_code = 2
    msgid = "There is no study in {folder} yet. Install a study pack or try the demo study first."


class NotEnrolledError(SurveyError):
    """A pack is installed but nobody has a passphrase yet."""

    code = "LAPTOP-002"
    exit_code = 2
    msgid = "Nobody can unlock this laptop yet. Finish the set-up: choose the passphrases."


class AlreadyEnrolledError(SurveyError):
    """The laptop has its people already."""

    code = "LAPTOP-003"
    exit_code = 2
    msgid = "This laptop already has its passphrases. Unlock it with one of them."


class SupervisorNeededError(SurveyError):
    """An interviewer asked for something only a supervisor's passphrase opens."""

    code = "LAPTOP-004"
    exit_code = 4
    msgid = "This needs the supervisor's passphrase. Lock, then unlock with it."


class InterviewerNeededError(SurveyError):
    """A supervisor's passphrase does not open interviews."""

    code = "LAPTOP-005"
    exit_code = 4
    msgid = "This needs an interviewer's passphrase. Lock, then unlock with it."


class NoSuchFormError(SurveyError):
    """The form of a draft or of a wish is not in the installed pack."""

    code = "COLLECT-001"
    exit_code = 2
    msgid = (
        "The questionnaire {form} is not on this laptop. Install the study pack that holds it; "
        "the interview is kept."
    )


class NoSuchDraftError(SurveyError):
    """The draft was finished, discarded, or belongs to someone else."""

    code = "COLLECT-002"
    exit_code = 2
    msgid = "This interview is not open any more. Choose another one on the first page."


class PresetNotTakenError(SurveyError):
    """A value of the first page does not fit its question."""

    code = "COLLECT-004"
    exit_code = 2
    msgid = "The value of {name} does not fit its question. Look at it again; nothing was begun."


class NoConsentError(SurveyError):
    """The interview has no consent, so it may only be discarded."""

    code = "COLLECT-003"
    exit_code = 3
    msgid = "There is no consent in this interview, so nothing of it may be kept. Discard it."


class SubmissionOpenError(SurveyError):
    """The same submission was taken up before and is still open."""

    code = "COLLECT-005"
    exit_code = 2
    msgid = (
        "This submission is an open interview already. Go on with it on the first page, "
        "or discard it there first."
    )


class ReasonNeededError(SurveyError):
    """The form asks why a finished interview is changed."""

    code = "COLLECT-006"
    exit_code = 2
    msgid = "Say why this finished interview was changed, then finish it."


class NoSuchRecordError(SurveyError):
    """No interview answers to the receipt code."""

    code = "WITHDRAW-001"
    exit_code = 2
    msgid = (
        "No interview on this laptop has this receipt number. Check the digits with her; "
        "if another laptop was used, look there or ask the coordinator."
    )


class DamagedRecordsError(NoSuchRecordError):
    """No interview that opens answers to the receipt code, and some do not open."""

    code = "WITHDRAW-002"
    exit_code = 5
    msgid = (
        "No interview that can be opened on this laptop has this receipt number. {count} finished "
        "interviews are damaged on the disk, and hers may be one of them. Check the digits with "
        "her; then restore the last backup into a new folder and look there."
    )
