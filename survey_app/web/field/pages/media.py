"""The media of the open interview's form: pictures, sounds, films, by exact name.

Room: web, field desk. An address names a file of the form, never a question or an answer.
Promise: only what came with the form in a signed pack is sent, only while its interview is
open, and nothing keeps it; a drawing is sent without whatever could act.
"""

from io import BytesIO

from flask import Blueprint, abort, request, send_file
from flask.typing import ResponseReturnValue

from survey_app.web.field.cookies import current_visit
from survey_app.web.field.gate import unlocked_only
from survey_app.web.media_types import DRAWING, content_type
from survey_app.xform.drawings import clean_drawing
from survey_app.xform.errors import FormDrawingError

pages = Blueprint("media", __name__)


@pages.get("/interview/media/<name>")
@unlocked_only
def file(name: str) -> ResponseReturnValue:
    """Send one file; a film or sound also in parts, so that it can be wound."""
    sitting, kind = current_visit().sitting, content_type(name)
    if sitting is None or not kind or name not in sitting.media or would_be_a_page():
        abort(404)
    return send_file(BytesIO(_shown(sitting.media[name], kind)), mimetype=kind)


def would_be_a_page() -> bool:
    """Say whether the browser would show the file alone, with a place in its history."""
    return request.headers.get("Sec-Fetch-Dest") in {"document", "frame", "iframe", "object"}


def _shown(data: bytes, kind: str) -> bytes:
    if kind != DRAWING:
        return data
    try:
        return clean_drawing(data).encode()
    except FormDrawingError:
        abort(404)
