"""The columns of a screen whose questions stand beside each other (theme-grid).

Room: web, field desk. On a phone they stand below each other all the same.
"""

from collections.abc import Sequence

from survey_app.interview import Interview, Screen
from survey_app.web.controls import Control
from survey_app.web.looks import look_of
from survey_app.xform import GroupDef, RepeatDef

USUAL_COLUMNS = 4


def columns_of(interview: Interview, screen: Screen, controls: Sequence[Control]) -> int:
    """Return how many columns the screen has; 0 when no question wishes a width."""
    if len(controls) == 1 or not any(control.look.width for control in controls):
        return 0
    path = interview.question(screen.refs[0]).path.rpartition("/")[0]
    around = interview.form.nodes.get(path)
    wished = look_of(around.appearance).width if isinstance(around, GroupDef | RepeatDef) else 0
    return max(wished or USUAL_COLUMNS, *(control.look.width for control in controls))
