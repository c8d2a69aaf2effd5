"""What can be wrong with a table of answers.

Room: microdata (floor 4).

    SurveyError
    └── MalformedCellError  MICRODATA-001
"""

from survey_app.errors import SurveyError


class MalformedCellError(SurveyError):
    """A cell is neither a value nor a known kind of empty."""

    code = "MICRODATA-001"
    exit_code = 5
    msgid = (
        "A table of answers holds a cell that is neither a value nor a known kind of empty. "
        "The file was damaged or made by another version; ask the sender to export it again."
    )
