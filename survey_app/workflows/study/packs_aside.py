"""A study pack that a page was given, tried in a child process before this one believes it.

Room: workflows.
Spec: docs/adr/0107-bounds-for-files-of-strangers.md.
Promise: of a pack that does not open, or whose questionnaires cannot be read within the limits,
nothing is read in this process and nothing is installed.
"""

from pathlib import Path

from survey_app.confined import MEBIBYTE, Limits, OutOfBoundsError, in_a_child
from survey_app.errors import SurveyError
from survey_app.workflows.errors import NotAPackError, PackDamagedError, PackTooHeavyError
from survey_app.workflows.study.packs import open_pack
from survey_app.xform.parsing import parse

LARGEST_PACK = 200 * MEBIBYTE
LIMITS = Limits(memory=1536 * MEBIBYTE, result=MEBIBYTE)


def refuse_unreadable(path: Path) -> None:
    """Return quietly when a child could open the pack and read each of its questionnaires.

    On the first installation a pack is signed by whoever made it, so its signature alone does not
    tell that it is harmless to read.

    Raises: NotAPackError, PackDamagedError, PackTooHeavyError.
    """
    try:
        if path.stat().st_size > LARGEST_PACK:
            raise PackTooHeavyError
        said = in_a_child(f"{__name__}:tried", path.read_bytes(), LIMITS).decode()
    except OutOfBoundsError as error:
        raise PackTooHeavyError from error
    except OSError as error:
        raise NotAPackError(file=path.name) from error
    if said == NotAPackError.code:
        raise NotAPackError(file=path.name)
    if said:
        raise PackDamagedError


def tried(data: bytes) -> bytes:
    """Return what the child says to its parent: nothing, or the code of what was wrong."""
    try:
        for form in open_pack(data, name="").forms:
            parse(form.xform, form.files)
    except SurveyError as error:
        return error.code.encode()
    return b""
