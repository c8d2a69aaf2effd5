"""The forms of the export: where to.

Room: web, field desk.
"""

from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError

from survey_app.web.field.forms.words import PageForm, say
from survey_app.web.field.marks import N_

ELSEWHERE = "elsewhere"


def typed_or_chosen(typed: StringField, chosen: StringField) -> str:
    """Return what was typed, else what stands chosen among the places offered."""
    offered = (chosen.data or "").strip()
    return (typed.data or "").strip() or ("" if offered == ELSEWHERE else offered)


class PlaceForm(PageForm):
    """One of the places offered, or another one that is typed."""

    offered = StringField()
    typed = StringField()

    @property
    def place(self) -> str:
        """Return the place; what was typed counts before what stood chosen."""
        return typed_or_chosen(self.typed, self.offered)

    def validate_typed(self, field: Any) -> None:
        """Complain when no place was given."""
        del field
        if not self.place:
            raise ValidationError(say(N_("Choose a place, or type where the folder is.")))
