"""CSV in two kinds: exact for programs, harmless for spreadsheets.

Room: release (floor 7). Text in, bytes out.
Spec: docs/spec/release-folder.md section 3; RFC 4180.
Promise: no cell of the file for people is taken for a formula; the exact file can be read back
    to what was written.
"""

import csv
import io
import re
from collections.abc import Sequence

BOM = b"\xef\xbb\xbf"
_STARTS_A_FORMULA = re.compile(
    r"[\s\u200b-\u200f\u2066-\u2069\ufeff]*[=+\-@\uff0b\uff0d\uff1d\uff20]"
)
_IS_A_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?\Z")


def exact_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as RFC 4180 says: UTF-8, CRLF, quoted where needed, nothing changed."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def excel_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows for a spreadsheet: with a byte order mark, every cell made harmless."""
    return BOM + exact_csv([[harmless(cell) for cell in row] for row in rows])


def harmless(cell: str) -> str:
    r"""Return `cell` so that no spreadsheet computes it; plain numbers stay numbers.

    A quoted cell is still evaluated, so an apostrophe goes before it. Tabs and line ends,
    which can push the rest of a cell to the start of another, become blanks.

    >>> [harmless(cell) for cell in ("=1+1", "-5", "-5+2", "@x", "25\u201334", "\t=1")]
    ["'=1+1", '-5', "'-5+2", "'@x", '25\u201334', "' =1"]
    """
    flat = re.sub(r"[\t\r\n\v\f]+", " ", cell)
    if _IS_A_NUMBER.match(flat):
        return flat
    return f"'{flat}" if _STARTS_A_FORMULA.match(flat) else flat


def read_csv(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV file that was written here."""
    return list(csv.reader(io.StringIO(data.removeprefix(BOM).decode(), newline="")))
