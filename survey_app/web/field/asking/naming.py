"""The name of a field: which question of the interview it belongs to.

Room: web, field desk. Names hold no position in a page, so an old page cannot answer the
wrong question.
"""

import re
from collections.abc import Iterable

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
