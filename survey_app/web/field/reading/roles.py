"""What a hidden word is replaced by, in words of the page.

Room: web, field desk.
"""

from collections.abc import Mapping

from survey_app.disclosure.deidentified.pending import WhoOrWhat
from survey_app.web.field.marks import N_
from survey_app.web.wording import Wording

CALLED: Mapping[WhoOrWhat, str] = {
    WhoOrWhat.PERSON: N_("a person"),
    WhoOrWhat.WOMAN: N_("a woman"),
    WhoOrWhat.MAN: N_("a man"),
    WhoOrWhat.CHILD: N_("a child"),
    WhoOrWhat.DAUGHTER: N_("a daughter"),
    WhoOrWhat.SON: N_("a son"),
    WhoOrWhat.MOTHER: N_("a mother"),
    WhoOrWhat.FATHER: N_("a father"),
    WhoOrWhat.SISTER: N_("a sister"),
    WhoOrWhat.BROTHER: N_("a brother"),
    WhoOrWhat.HUSBAND: N_("a husband"),
    WhoOrWhat.RELATIVE: N_("another relative"),
    WhoOrWhat.OFFICER: N_("an officer"),
    WhoOrWhat.LAWYER: N_("a lawyer"),
    WhoOrWhat.DISTRICT: N_("a district"),
    WhoOrWhat.VILLAGE: N_("a village"),
    WhoOrWhat.PLACE: N_("a place"),
    WhoOrWhat.PRISON: N_("a place of custody"),
    WhoOrWhat.INSTITUTION: N_("an institution"),
    WhoOrWhat.DATE: N_("a date"),
    WhoOrWhat.NUMBER: N_("a number"),
    WhoOrWhat.CONTACT: N_("a contact"),
    WhoOrWhat.OTHER: N_("something else"),
}


def roles_in(wording: Wording) -> tuple[tuple[str, str], ...]:
    """Return every role with its words, the likeliest first."""
    return tuple((role.value, wording.gettext(called)) for role, called in CALLED.items())
