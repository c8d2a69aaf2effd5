"""Answer a recording that sends its pieces beside the form of the page.

Room: web, field desk. Such a reply draws nothing: the page does at its next own save.
Spec: docs/adr/0172-a-recording-is-kept-in-pieces.md.
"""

from flask import request
from flask.typing import ResponseReturnValue

from survey_app.errors import SurveyError
from survey_app.web import fragments
from survey_app.web.field.asking import showing
from survey_app.workflows.interviewing.attaching_errors import PieceOutOfPlaceError
from survey_app.workflows.interviewing.sitting import Sitting


def is_beside() -> bool:
    """Say whether this wish is a piece of a recording, with what was typed meanwhile."""
    return "beside" in request.form


def told(event: str, *, refused: bool, drawn: bool) -> ResponseReturnValue:
    """Return what became of a piece; `drawn` when the page shows already what it changed."""
    if refused:
        return fragments.unchanged(f"{event}, file-refused")
    return fragments.unchanged(event if drawn else f"{event}, page-behind")


def overtaken(sitting: Sitting) -> ResponseReturnValue:
    """Answer what its page has sent something newer after; only a recording waits for that."""
    return fragments.unchanged("answer-late") if is_beside() else showing.show_again(sitting)


def not_kept(sitting: Sitting, error: SurveyError) -> ResponseReturnValue:
    """Say why a wish could not be kept; a recording sends the whole where its piece misfits."""
    if is_beside() and isinstance(error, PieceOutOfPlaceError):
        return fragments.unchanged("piece-misfits")
    return showing.not_saved(sitting, error)
