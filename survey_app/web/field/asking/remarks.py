"""What a page cannot do that a form asks for: one calm sentence each, and how to go on.

Room: web, field desk.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from survey_app.i18n.calendars import CALENDARS
from survey_app.web.field.forms.places import A_PLACE
from survey_app.web.field.marks import N_
from survey_app.web.looks import CALENDARS as CALENDAR_WORDS
from survey_app.web.looks import Look
from survey_app.web.wording import Wording
from survey_app.xform import FormDef, QuestionDef


@dataclass(frozen=True)
class Remark:
    """A sentence for questions of these types, or with one of these words."""

    sentence: str
    types: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    controls: frozenset[str] = frozenset({"input"})

    def fits(self, question: QuestionDef, look: Look) -> bool:
        """Say whether the sentence is for this question."""
        named = question.data_type in self.types or bool(self.words & look.words)
        return question.control in self.controls and named


REMARKS = (
    Remark(
        N_(
            "The place is not read by itself. If it may be known, write latitude and longitude, "
            "such as {place}."
        ),
        types=frozenset({"geopoint"}),
    ),
    Remark(
        N_(
            "The places are not read by themselves. If they may be known, write latitude and "
            "longitude, each place on a line of its own."
        ),
        types=frozenset({"geotrace", "geoshape"}),
    ),
    Remark(
        N_("Nothing is scanned here: write what stands below the bars."),
        types=frozenset({"barcode"}),
    ),
    Remark(
        N_("On a phone another app would fill this in. Here it is written by hand."),
        words=frozenset({"ex:"}),
    ),
    Remark(N_("Nothing is printed from this page."), words=frozenset({"printer:", "printer"})),
    Remark(
        N_("The direction is not measured here: write it in degrees, from 0 to 359."),
        words=frozenset({"bearing"}),
    ),
    Remark(
        N_("There is no map here: the choices stand in a list."),
        words=frozenset({"map"}),
        controls=frozenset({"select", "select1"}),
    ),
    Remark(
        N_("This calendar is not known here: write the date in the usual calendar."),
        words=frozenset(CALENDAR_WORDS) - frozenset(CALENDARS),
    ),
)

UNASKED: Mapping[bytes, str] = {
    b"recordaudio": N_(
        "This form asks for a sound recording in the background. None is made here."
    ),
    b"setgeopoint": N_("This form asks to note the place by itself. It is not noted here."),
}
_ACTION = re.compile(rb"<(?:[\w-]+:)?(recordaudio|setgeopoint)\b")


def remarks_on_form(form: FormDef, wording: Wording) -> tuple[Markup, ...]:
    """Return a sentence for each thing that `form` would do without asking, and this page not."""
    found = set(_ACTION.findall(form.xml))
    return tuple(wording.markup(said) for name, said in UNASKED.items() if name in found)


def remark_on(question: QuestionDef, look: Look, wording: Wording) -> Markup:
    """Return the sentences for `question`, nothing for most questions."""

    def said() -> Iterator[Markup]:
        for remark in REMARKS:
            if remark.fits(question, look):
                yield wording.markup(remark.sentence, place=A_PLACE)

    return Markup(" ").join(said())
