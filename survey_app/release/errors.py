"""What can go wrong between a merged dataset and a published folder.

Room: release (floor 7).
Spec: docs/spec/release-folder.md.
"""

from survey_app.errors import SurveyError


class NothingToReleaseError(SurveyError):
    """The dataset has no interview at all."""

    code = "RELEASE-001"
    msgid = "The dataset {folder} holds no interview. Merge bundles into it first."
    exit_code = 2


class NoSuchFormInDatasetError(SurveyError):
    """The form that was asked for has no interview in the dataset."""

    code = "RELEASE-007"
    msgid = (
        "The dataset {folder} holds no interview of the form {form}. Choose one of these: {forms}."
    )
    exit_code = 2


class UnknownGroupError(SurveyError):
    """A group of the population names what no shared file has: it would protect nobody."""

    code = "RELEASE-008"
    msgid = (
        "The population count of {words} fits no key variable of the released forms, so it would "
        "protect nobody. Write the variable and its label as the codebook does. "
        "Possible here: {known}."
    )
    exit_code = 2


class FormMissingError(SurveyError):
    """The questionnaire of some interviews is not in the dataset."""

    code = "RELEASE-002"
    msgid = (
        "The questionnaire {form} of {count} interviews is not in the dataset, so nobody can say "
        "how to protect them. Put the study pack that holds it into the packs folder of the "
        "study, merge again, then release."
    )
    exit_code = 2


class ReleaseFolderError(SurveyError):
    """A release is never written over something else."""

    code = "RELEASE-003"
    msgid = "The folder {folder} is not empty. Choose a new folder; a release is never overwritten."
    exit_code = 2


class ReleaseNotWrittenError(SurveyError):
    """The disk refused, or gave back other bytes."""

    code = "RELEASE-004"
    msgid = (
        "The release could not be written to {folder}: {reason}. Make room or choose another "
        "folder, then release again; the merged dataset is untouched."
    )


class LedgerError(SurveyError):
    """The list of earlier releases cannot be read, so differences cannot be checked."""

    code = "RELEASE-005"
    msgid = (
        "The list of earlier releases in {folder} is damaged at line {line}. Without it nobody "
        "can check that two releases together do not expose a woman. Restore the file from a "
        "backup, then release again."
    )
    exit_code = 5


class ListLostError(SurveyError):
    """What was released, or spent, is known no more: the list is gone or an older one."""

    code = "RELEASE-016"
    msgid = (
        "The list {file} in {folder} is gone, or older than it was: what it held is needed to check"
        " that two releases together do not expose a woman. Restore it from the newest backup, then"
        " try again. Where there is none, release nothing more of this study."
    )
    exit_code = 5


class PopulationWordsError(SurveyError):
    """The population was typed in a way that cannot be read."""

    code = "RELEASE-006"
    msgid = (
        "The population {words} cannot be read. Write total=400, or the labels of a group and "
        "its number of women, for example offence=theft,age=25–34=12, or name a JSON file."
    )
    exit_code = 2


class NoiseMissingError(SurveyError):
    """The library that makes noise is not installed: only a hub that wants dashboards has it."""

    code = "RELEASE-010"
    msgid = (
        "Counts with noise need the library OpenDP, which is not installed here. Install it with: "
        "pip install --require-hashes -r requirements-dashboards.txt"
    )
    exit_code = 2


class BudgetSpentError(SurveyError):
    """The privacy budget of a dataset does not reach for another dashboard."""

    code = "RELEASE-011"
    msgid = (
        "The privacy budget of this dataset is spent: {left} is left and {asked} was asked for. "
        "Show the dashboard that was made last; a budget never grows."
    )
    exit_code = 3


class OtherBudgetError(SurveyError):
    """Somebody names another whole budget than the one that was set."""

    code = "RELEASE-012"
    msgid = (
        "The privacy budget of this dataset was set to {known} when the first dashboard was made, "
        "and stays so. Name {known}."
    )
    exit_code = 3


class BudgetDamagedError(SurveyError):
    """Nobody can say what was spent, so nothing more may be."""

    code = "RELEASE-013"
    msgid = (
        "The record of the privacy budget in {folder} is damaged at line {line}. Without it nobody "
        "can say what was shown already. Restore the file from a backup, then try again."
    )
    exit_code = 5


class DashboardWordsError(SurveyError):
    """An epsilon, a budget or a question that cannot be used."""

    code = "RELEASE-014"
    msgid = (
        "{words} cannot be used for a dashboard. Epsilon and budget have three decimals at most, a "
        "single dashboard takes 0.001 to 1, all of them together 10 at most, and a question has a "
        "fixed list of answers of which a woman gave one: {known}."
    )
    exit_code = 2


class OtherReleaseError(SurveyError):
    """Another release or dashboard of the same dataset is being made right now."""

    code = "RELEASE-015"
    msgid = (
        "Another release of the dataset {folder} is being made, and two at once could not be "
        "compared with each other. Wait until it is done, then try again."
    )
    exit_code = 2


class DashboardBesideRowsError(SurveyError):
    """Rows were shared that hide the answers of whole groups to a question."""

    code = "RELEASE-017"
    msgid = (
        "Rows that were shared hide what whole groups of women answered to these questions. Counts "
        "of all women, also with noise, would tell it: {words}. Leave them out of the dashboard, "
        "then try again. Nothing was taken of the budget."
    )
    exit_code = 3
