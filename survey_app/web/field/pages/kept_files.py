"""A photograph or recording of the open interview, opened in memory for its own page.

Room: web, field desk.
Promise: only the browser that has the interview open gets it, and is told to keep nothing.
"""

from io import BytesIO

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue

from survey_app.web.field.asking.uploading import file_of
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.gate import unlocked_only

pages = Blueprint("kept_files", __name__)


@pages.get("/interview/kept/<mark>")
@unlocked_only
def kept(mark: str) -> ResponseReturnValue:
    """Show a file of the interview that is open in this visit."""
    found = file_of(current_visit(), mark)
    if found is None:
        abort(404)
    data, content_type = found
    # a player asks for pieces; nothing is kept, so there is nothing to compare with
    return send_file(BytesIO(data), mimetype=content_type, etag=False)
