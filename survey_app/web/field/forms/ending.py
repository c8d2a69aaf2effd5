"""The form of the last page: why a finished interview was changed.

Room: web, field desk.
"""

from wtforms import TextAreaField

from survey_app.web.field.forms.words import Needed, PageForm
from survey_app.web.field.marks import N_

LONGEST_REASON = 1_000
NEEDED = N_("Write in a few words why it was changed.")


class ReasonForm(PageForm):
    """Asked where the form wants to know; `reason` is cut where it would fill a page."""

    reason = TextAreaField(validators=[Needed(NEEDED)])

    @property
    def said(self) -> str:
        """Return the reason."""
        return (self.reason.data or "").strip()[:LONGEST_REASON]
