"""The text of a questionnaire that is kept as text, and the rows of one with separators.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 1.
Promise: nothing is guessed that could be read in two ways; what cannot be read has a line.
"""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from io import StringIO

from survey_app.xlsform.errors import WorkbookEncodingError, WorkbookQuoteError

SEPARATORS = (",", ";", "\t")
"""The standard one, what spreadsheets of half the world write instead, and “Unicode text”."""

_WIDE = (BOM_UTF16_LE, BOM_UTF16_BE)
_TOLD = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n")
_LOOKED_AT = 400
_Rows = Iterator[tuple[int, list[str]]]


def text_of(data: bytes, source: str) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 that says so at its beginning.

    Raises: WorkbookEncodingError with the first line that is in another encoding.
    """
    is_wide, beginning = data.startswith(_WIDE), data[:_LOOKED_AT]
    if not is_wide and beginning.count(0) * 3 > len(beginning):  # UTF-16 without its mark
        raise WorkbookEncodingError(file=source, line=1)
    try:
        return data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WorkbookEncodingError(file=source, line=line) from error


def separators_of(text: str) -> tuple[str, ...]:
    r"""Return the separators to try, the likeliest first; spreadsheets may name theirs.

    >>> separators_of("sep=;\nsurvey;type")
    (';',)
    """
    told = _TOLD.match(text)
    return (told[1],) if told else SEPARATORS


def separated_rows(text: str, separator: str, source: str) -> _Rows:
    """Yield the rows of `text`, each with the line it begins at.

    Raises: WorkbookQuoteError with the line of a row whose quotation marks do not close.
    """
    told = _TOLD.match(text)
    rest, line = (text[told.end() :], 2) if told else (text, 1)
    before = line - 1
    reader = csv.reader(StringIO(rest, newline=""), strict=True, delimiter=separator)
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + before + 1
    except csv.Error as error:
        raise WorkbookQuoteError(file=source, line=line) from error
