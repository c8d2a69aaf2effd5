"""What a file that cannot be read really is, when it is not what its name says.

Room: xlsform (floor 4).
"""

from pathlib import Path

from survey_app.xlsform.errors import (
    WorkbookDisguisedError,
    WorkbookLockedError,
    WorkbookUnreadableError,
)

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis"
_PAGE = (b"<html", b"<!doctype", b"<?xml", b"<table")
_LOOKED_AT = 4096
_LONGEST_LETTER = 4


def unreadable(data: bytes, source: str) -> WorkbookUnreadableError:
    """Return why a file could not be read: locked, of another kind, or just damaged."""
    if data.startswith(_OLD) and _LOCKED in data:
        return WorkbookLockedError(file=source)
    found = _kind(data)
    if found and found not in _fitting(Path(source).suffix.lower()):
        return WorkbookDisguisedError(file=source, found=found)
    return WorkbookUnreadableError(file=source)


def _kind(data: bytes) -> str:
    """Return the ending that fits the content, "" where nothing tells."""
    if data.startswith(_OLD):
        return ".xls"
    if data.startswith(_ZIP):
        return ".ods" if _OPEN_DOCUMENT in data[:_LOOKED_AT] else ".xlsx"
    beginning = data[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith(_PAGE):
        return ".html"
    return ".csv" if _is_plain(beginning) else ""


def _is_plain(beginning: bytes) -> bool:
    """Say whether these bytes are text with separators."""
    cut = len(beginning.decode(errors="ignore").encode())  # the last letter may be cut in two
    return bool(beginning) and b"\0" not in beginning and cut > len(beginning) - _LONGEST_LETTER


def _fitting(ending: str) -> frozenset[str]:
    return {
        ".xlsx": frozenset({".xlsx"}),
        ".xlsm": frozenset({".xlsx"}),
        ".xls": frozenset({".xls"}),
    }.get(ending, frozenset({".csv"}))
