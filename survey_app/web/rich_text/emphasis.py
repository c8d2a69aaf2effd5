"""Pair the stars and underscores of a text: emphasis and strong emphasis.

Room: web.
Source: CommonMark 0.31, section 6.2 and its appendix "process emphasis".
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Piece:
    """A piece that is markup already."""

    markup: Markup


@dataclass
class Run:
    """Stars or underscores in a row. `count` falls as they are used; `written` stays."""

    mark: str
    count: int
    opens: bool
    closes: bool
    written: int


Item: TypeAlias = Piece | Run
# below this place no run can be closed by one of this kind: no search is done twice
_Bottoms: TypeAlias = dict[tuple[str, bool, int], int]


def run_at(text: str, start: int, end: int) -> Run:
    """Return the run of marks at this place of a text and what it may do there.

    An underscore inside a word does nothing, so `name_of_child` stays as it is.
    """
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    left = not after.isspace() and (not _is_point(after) or before.isspace() or _is_point(before))
    right = not before.isspace() and (not _is_point(before) or after.isspace() or _is_point(after))
    mark, count = text[start], end - start
    if mark == "*":
        return Run(mark, count, left, right, count)
    opens = left and (not right or _is_point(before))
    closes = right and (not left or _is_point(after))
    return Run(mark, count, opens, closes, count)


def _is_point(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def emphasised(items: Iterable[Item]) -> Markup:
    """Return the markup of `items`; marks without a partner stand as they were written."""
    row: list[Item] = []
    bottoms: _Bottoms = {}
    for item in items:
        if isinstance(item, Run) and item.closes:
            _close(row, item, bottoms)
        if isinstance(item, Piece) or item.count:
            row.append(item)
    return _joined(row)


def _close(row: list[Item], closer: Run, bottoms: _Bottoms) -> None:
    """Use up `closer` on the nearest runs before it that it can close."""
    kind = (closer.mark, closer.opens, closer.written % 3)
    while closer.count:
        place = _opener(row, closer, bottoms.get(kind, 0))
        opener = None if place is None else row[place]
        if place is None or not isinstance(opener, Run):
            bottoms[kind] = len(row)
            return
        used = 2 if min(opener.count, closer.count) > 1 else 1
        tag = "strong" if used == 2 else "em"  # noqa: PLR2004 -- two marks are strong
        inside = Markup(f"<{tag}>{{}}</{tag}>").format(_joined(row[place + 1 :]))  # noqa: S704
        opener.count -= used
        closer.count -= used
        row[place if opener.count == 0 else place + 1 :] = [Piece(inside)]
        bottoms.update({one: min(bottom, place) for one, bottom in bottoms.items()})


def _opener(row: list[Item], closer: Run, bottom: int) -> int | None:
    for place in range(len(row) - 1, bottom - 1, -1):
        item = row[place]
        if isinstance(item, Run) and item.opens and _fit(item, closer):
            return place
    return None


def _fit(opener: Run, closer: Run) -> bool:
    """Say whether two runs pair: the rule of three keeps `**a*b**` what it looks like."""
    if opener.mark != closer.mark:
        return False
    if not (opener.closes or closer.opens):
        return True
    together = opener.written + closer.written
    return together % 3 != 0 or (opener.written % 3 == 0 and closer.written % 3 == 0)


def _joined(items: Iterable[Item]) -> Markup:
    return Markup("").join(
        item.markup if isinstance(item, Piece) else escape(item.mark * item.count) for item in items
    )
