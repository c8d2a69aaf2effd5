"""What can be wrong with a workbook before it can be checked cell by cell.

Room: xlsform (floor 4).

    SurveyError
    ├── WorkbookUnreadableError   not there or damaged
    │   ├── NoSurveySheetError        no sheet of questions in it
    │   ├── WorkbookEncodingError     text that is not in UTF-8
    │   ├── WorkbookQuoteError        a row whose quotation marks do not close
    │   ├── WorkbookLockedError       protected with a password
    │   └── WorkbookDisguisedError    of another kind than its name says
    ├── WorkbookKindError         a kind of file this program does not read or write
    ├── WorkbookTooLargeError     larger than any questionnaire
    ├── NoWorkbookError           a folder of a form without its workbook, or with two
    ├── TargetExistsError         a file that would be written over
    ├── LossyConversionError      a conversion that does not read back
    ├── SheetNameError            a sheet whose name no spreadsheet can hold
    ├── FormHasErrorsError        findings of severity error stand in the way of compiling
    └── TranslationFileError      a file of form texts cannot be read or merged
        ├── ReviewerNeededError   a change that needs a second person's name
        └── NoSuchTextError       a context that is not in the file
"""

from survey_app.errors import SurveyError


class WorkbookUnreadableError(SurveyError):
    """The file cannot be opened, or holds no sheet named survey."""

    code = "FORM-001"
    msgid = (
        "The questionnaire {file} cannot be read. Check that it is an XLSForm with a sheet "
        "named survey, saved as .md, .xlsx or .csv, and that no other program holds it open."
    )
    exit_code = 2


class NoSurveySheetError(WorkbookUnreadableError):
    """The file can be read, but none of its sheets holds the questions."""

    code = "FORM-012"
    msgid = (
        "The questionnaire {file} has no sheet named survey. Its sheets: {sheets}. Name the sheet "
        "with the questions survey; in a .csv or .md file that word stands in the first cell."
    )


class WorkbookEncodingError(WorkbookUnreadableError):
    """A text file in an encoding that cannot be known for sure."""

    code = "FORM-013"
    msgid = (
        "Line {line} of {file} is not written in UTF-8, so its letters cannot be known for sure. "
        "Save it again as “CSV UTF-8”, or as .xlsx."
    )


class WorkbookQuoteError(WorkbookUnreadableError):
    """A row of a file with separators whose quotation marks do not close."""

    code = "FORM-014"
    msgid = (
        "In {file} the quotation marks of the row that begins at line {line} do not close. Inside "
        "a cell in quotation marks each of them is written twice; or save the file as .xlsx."
    )


class WorkbookLockedError(WorkbookUnreadableError):
    """A spreadsheet that opens with a password only."""

    code = "FORM-015"
    msgid = "{file} is protected with a password. Save it without one and try again."


class WorkbookDisguisedError(WorkbookUnreadableError):
    """A file whose content is of another kind than its ending says."""

    code = "FORM-016"
    msgid = (
        "{file} is not of the kind its name says: inside it is like a {found} file. Open it in the "
        "program that made it and save it as .xlsx, .md or .csv."
    )


class WorkbookKindError(SurveyError):
    """A file name whose ending is not known."""

    code = "FORM-002"
    msgid = (
        "The file {file} is of a kind that is not known here. Use .md, .xlsx or .csv; "
        ".xls is read, but not written."
    )
    exit_code = 2


class WorkbookTooLargeError(SurveyError):
    """The file is larger than any questionnaire would be."""

    code = "FORM-003"
    msgid = (
        "The questionnaire {file} is larger than {limit} megabytes. "
        "Move pictures, sounds and long lists into the media folder beside it."
    )
    exit_code = 2


class FormHasErrorsError(SurveyError):
    """The workbook has findings that stand in the way of compiling it."""

    code = "FORM-004"
    msgid = (
        "The questionnaire {form} cannot be used yet. To be mended: {count}. The first: {first} "
        "Run `survey-app form check` to see them all with their places."
    )
    exit_code = 2


class TranslationFileError(SurveyError):
    """A file of translations cannot be read as one."""

    code = "FORM-005"
    msgid = (
        "The translations in {file} cannot be used: {reason} "
        "Nothing was written; mend the file or restore it from a good copy."
    )
    exit_code = 5


class ReviewerNeededError(SurveyError):
    """A step of review without the name of the person who answers for it."""

    code = "FORM-006"
    msgid = "This step needs the name of the reviewer. Add --reviewer NAME."
    exit_code = 2


class NoSuchTextError(SurveyError):
    """A context that the questionnaire does not have."""

    code = "FORM-007"
    msgid = (
        "The text {ctx} is not in {file}. Copy the context (msgctxt) from the translation file "
        "as it stands there."
    )
    exit_code = 2


class NoWorkbookError(SurveyError):
    """The folder of a form holds no workbook, or more than one."""

    code = "FORM-008"
    msgid = (
        "The folder {folder} holds {count} questionnaires. "
        "Keep exactly one there, named form.md, form.xlsx or form.csv."
    )
    exit_code = 2


class TargetExistsError(SurveyError):
    """The file to write is there already."""

    code = "FORM-009"
    msgid = "{file} is there already. Choose another name, or add --force to write over it."
    exit_code = 2


class LossyConversionError(SurveyError):
    """What was written does not read back as what was read."""

    code = "FORM-010"
    msgid = (
        "{file} cannot be converted without losing cells of the sheet {sheet}. What stands after "
        "many empty rows, far out in a row or in a second sheet of that name is not read: "
        "bring it together first."
    )
    exit_code = 2


class SheetNameError(SurveyError):
    """A workbook written as text has a sheet whose name no spreadsheet can hold."""

    code = "FORM-011"
    msgid = (
        "No spreadsheet can hold a sheet named “{sheet}”: such a name has at most {limit} "
        "characters, none of them : / \\ ? * [ ], and no apostrophe at its ends. "
        "Give it another name in {file}."
    )
    exit_code = 2
