"""The name of a field: which question of the interview it belongs to.

Room: web, field desk. Names hold no position in a page, so an old page cannot answer the
wrong question.
"""

import re
from collections.abc import Iterable
from typing import Final

MOST_DIGITS: Final = 6
_STEP = re.compile(r"([^/\[\]]+)(?:\[(\d+)\])?")


def field_name(ref: str) -> str:
    """Return the field's name for the question `ref`.

    >>> field_name("/data/about/children[2]/age")
    'q-about-children-2-age'
    """
    steps = _STEP.findall(ref)[1:]
    return "-".join(["q", *(part for name, place in steps for part in (name, place) if part)])


def by_field_name(refs: Iterable[str]) -> dict[str, str]:
    """Return the questions of a page by the names of their fields."""
    return {field_name(ref): ref for ref in refs}


def number_in(text: str) -> int | None:
    """Return the number behind a button's colon; None for what no button of ours says.

    >>> number_in("12"), number_in("x"), number_in("9" * 5000)
    (12, None, None)
    """
    ours = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if ours else None
