"""Maps beside questions for a place, where the form brings a map and asks for it.

Room: web, field desk. Nothing asks the device where it is; a map is a way to write.
"""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from survey_app.web.controls import Control
from survey_app.web.field.charts import Charts, charts_of
from survey_app.web.field.marks import N_
from survey_app.web.field.visits import Visit
from survey_app.web.map_picture import MapSheet
from survey_app.web.wording import Wording
from survey_app.xform.not_offered import MAPS_OF_A_PLACE

PRESS = N_(
    "Or press on the map where the place is. With the keyboard: move the map, then take its middle."
)
UNREADABLE = N_("The map {file} of this form cannot be read.")


def maps_of(visit: Visit) -> Charts:
    """Return the maps of the open interview, read once."""
    if visit.charts is None:
        visit.charts = charts_of(visit.sitting.media if visit.sitting else {})
    return visit.charts


def wants_map(control: Control) -> bool:
    """Say whether the author wished a map for this question."""
    return control.kind == "place" and bool(MAPS_OF_A_PLACE & control.look.words)


def with_maps(
    controls: Sequence[Control], refs: Sequence[str], visit: Visit, wording: Wording
) -> tuple[Control, ...]:
    """Return the controls, those for a place with their map."""
    return tuple(
        _with_map(control, ref, visit, wording) if wants_map(control) else control
        for control, ref in zip(controls, refs, strict=True)
    )


def _with_map(control: Control, ref: str, visit: Visit, wording: Wording) -> Control:
    charts = maps_of(visit)
    said = [control.remark, *(wording.markup(UNREADABLE, file=one) for one in charts.damaged)]
    if not charts.layers:
        return replace(control, remark=Markup(" ").join(said))
    chart = charts.chart(ref, control.kept)
    drawn = MapSheet(
        mark=chart.mark,
        credits=tuple(layer.credit for layer in charts.layers if layer.credit),
        nearest=chart.view.zoom >= charts.highest,
        farthest=chart.view.zoom <= charts.lowest,
    )
    remark = Markup(" ").join([*said, wording.markup(PRESS)])
    return replace(control, remark=remark, map=drawn)
