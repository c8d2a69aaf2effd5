"""The pictures of the maps of the open interview.

Room: web, field desk.
Promise: an address names a picture by chance alone; it says no place, and the picture is gone
when the map shows something else, when the interview is put away or the page locks.
"""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from survey_app.media.errors import MapLayerError
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.gate import unlocked_only
from survey_app.web.field.pages.media import would_be_a_page
from survey_app.web.map_picture import SIDES, map_picture
from survey_app.web.media_types import DRAWING

pages = Blueprint("map_pictures", __name__)


@pages.get("/interview/map/<mark>/<int:side>")
@unlocked_only
def picture(mark: str, side: int) -> ResponseReturnValue:
    """Send one picture, with the answer marked."""
    visit = current_visit()
    if visit.sitting is None or visit.charts is None or side not in SIDES or would_be_a_page():
        abort(404)
    chart = visit.charts.marked(mark)
    if chart is None:
        abort(404)
    try:
        drawn = map_picture(visit.charts.layers, chart.view, side, chart.place)
    except MapLayerError:
        abort(404)
    return Response(drawn, mimetype=DRAWING)
