"""What can be wrong with a language or a file of translations.

Room: i18n (floor 1).

    SurveyError
    ├── UnknownLanguageError
    ├── ExtractionError    a page or module whose texts cannot be found
    └── CatalogueError: one file of translations (.po)
        ├── CatalogueUnreadableError   not UTF-8, or cannot be opened
        │   └── CatalogueMissingError  not there
        ├── CatalogueLineError         a line that is no line of a PO file
        ├── CatalogueCharacterError    a line that holds what no text can keep
        ├── CatalogueOrderError        a msgid without msgstr, a msgstr without msgid
        ├── CatalogueDuplicateError    the same text or context twice
        ├── CataloguePluralError       another number of plural forms than the header says
        └── CataloguePlaceholderError  a translation that would not fit its values
"""

from survey_app.errors import SurveyError


class UnknownLanguageError(SurveyError):
    """A language that this program has no direction and no name for."""

    code = "I18N-001"
    msgid = "The language {tag} is not known. Known languages: {known}."
    exit_code = 2


class ExtractionError(SurveyError):
    """A file of the program cannot be read as what it is, so its texts would be lost."""

    code = "I18N-009"
    msgid = (
        "The texts of {file} cannot be extracted. Check that the file is there and has no "
        "syntax error; nothing was written."
    )
    exit_code = 2


class CatalogueError(SurveyError):
    """A file of translations cannot be used as it is."""

    code = "I18N-002"
    msgid = "The translations in {file} cannot be used. Restore the file from a good copy."
    exit_code = 5


class CatalogueUnreadableError(CatalogueError):
    """The file cannot be opened, or it is not UTF-8."""

    code = "I18N-003"
    msgid = (
        "The translations in {file} cannot be read. "
        "Check that the file is there and that it was saved as UTF-8."
    )


class CatalogueMissingError(CatalogueUnreadableError):
    """There is no such file."""

    code = "I18N-011"
    msgid = (
        "There is no file {file} here. Begin it with `survey-app translation merge`, "
        "or name the folder that holds it with --translations."
    )


class CatalogueLineError(CatalogueError):
    """A line is neither a comment nor a string between straight double quotes."""

    code = "I18N-004"
    msgid = (
        "Line {line} of {file} is damaged. "
        'Each text must open and end with one straight quote ("); '
        'a quote inside a text is written \\".'
    )


class CatalogueCharacterError(CatalogueError):
    """A line holds a character that nobody sees, or one written as an escape."""

    code = "I18N-010"
    msgid = (
        "Line {line} of {file} holds a character that nobody sees and no text can keep ({found}). "
        "Remove it; if it cannot be found, delete the line and type it again."
    )


class CatalogueOrderError(CatalogueError):
    """The lines of an entry are out of order, or one is missing."""

    code = "I18N-005"
    msgid = (
        "The entry at line {line} of {file} is not whole. "
        "Each entry needs one msgid and one msgstr, in this order."
    )


class CatalogueDuplicateError(CatalogueError):
    """The same text, or the same context, stands twice in one file."""

    code = "I18N-006"
    msgid = (
        "The entry at line {line} of {file} stands in the file already, at line {first}. "
        "Keep one of the two."
    )


class CataloguePluralError(CatalogueError):
    """An entry has another number of plural forms than the header promises."""

    code = "I18N-007"
    msgid = (
        "The entry at line {line} of {file} has {found} plural forms; "
        "the language needs {needed}. Write each of them."
    )


class CataloguePlaceholderError(CatalogueError):
    """The placeholders of a translation differ from those of its source text."""

    code = "I18N-008"
    msgid = (
        "The translation at line {line} of {file} does not hold the same placeholders as the "
        "English text. Until it is mended the English text is shown."
    )
