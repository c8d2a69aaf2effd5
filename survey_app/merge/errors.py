"""What can go wrong while many bundles become one dataset.

Room: merge (floor 6).
Spec: docs/spec/merged-dataset.md.

    SurveyError
    ├── DamagedRevisionError     exit 5
    ├── NotADatasetError         exit 2
    ├── DatasetOfOtherStudyError exit 2
    ├── NothingToMergeError      exit 2
    ├── DamagedDatasetError      exit 5
    └── DatasetFullError         exit 1
"""

from survey_app.errors import SurveyError


class DamagedRevisionError(SurveyError):
    """A row does not carry the name its content gives it."""

    code = "MERGE-001"
    msgid = (
        "Row {row} of the bundle {bundle} is damaged or forged; nothing of this bundle was "
        "merged. Ask the sender to export it again."
    )
    exit_code = 5


class NotADatasetError(SurveyError):
    """The chosen folder holds something else."""

    code = "MERGE-002"
    msgid = (
        "The folder {folder} holds no merged dataset. To merge, choose an empty folder; "
        "to release, the folder that a merge made."
    )
    exit_code = 2


class DatasetOfOtherStudyError(SurveyError):
    """The chosen folder holds the dataset of another study."""

    code = "MERGE-003"
    msgid = (
        "The folder {folder} holds the merged data of another study. "
        "Choose one folder for each study."
    )
    exit_code = 2


class NothingToMergeError(SurveyError):
    """There is no bundle where the person pointed."""

    code = "MERGE-004"
    msgid = (
        "No bundle was found in {place}. Choose a file whose name ends in .bundle, or the folder "
        "to which the laptops exported."
    )
    exit_code = 2


class DamagedDatasetError(SurveyError):
    """A file of the merged dataset is not what the merge wrote."""

    code = "MERGE-005"
    msgid = (
        "The file {file} of the merged dataset was changed or is damaged. "
        "Merge the bundles again into a new folder, or give the same bundles once more."
    )
    exit_code = 5


class DatasetFullError(SurveyError):
    """The disk refused a write; what was there before is untouched."""

    code = "MERGE-006"
    msgid = (
        "The merged dataset could not be written to {folder}: {reason}. "
        "Make room or choose another folder, then merge again; the bundles are untouched."
    )
