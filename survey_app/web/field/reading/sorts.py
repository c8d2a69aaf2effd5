"""The sorts of proposals that a page tells apart, by colour, by line and by word.

Room: web, field desk.
"""

from collections.abc import Mapping

from survey_app.disclosure.free_text.spans import Kind
from survey_app.web.field.marks import N_

SORTS: Mapping[str, str] = {
    "said": N_("said elsewhere in the interview"),
    "name": N_("a name"),
    "place": N_("a place or prison"),
    "number": N_("a number, case or address"),
    "date": N_("a date"),
}
_OTHERWISE = "number"
_SORT_OF = {
    Kind.KNOWN: "said",
    Kind.PERSON: "name",
    Kind.PLACE: "place",
    Kind.PRISON: "place",
    Kind.DATE: "date",
}


def sort_of(kind: Kind) -> str:
    """Return the sort that a kind of proposal belongs to.

    >>> sort_of(Kind.PHONE), sort_of(Kind.PRISON)
    ('number', 'place')
    """
    return _SORT_OF.get(kind, _OTHERWISE)
