"""How much one evaluation may do, so that no form can hang a laptop or fill its memory.

Room: xpath. Counted where work multiplies: predicates, wide steps, walks along deep axes, nodes
compared with nodes, texts put together. What does none of this is never counted.
Promise: the same expression over the same answers always ends the same way; no clock is asked.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from survey_app.xpath.errors import TooMuchWorkError
from survey_app.xpath.evaluation import Context
from survey_app.xpath.nodes import Node

MOST_WORK = 200_000
"""Unit: nodes looked at in one evaluation. A list of 50,000 rows filtered by a column is 50,000."""

LONGEST_TEXT = 250_000
"""Unit: characters that functions may put together."""

WIDE = 64
"""Unit: nodes. Steps that find fewer are not counted."""


def charge(context: Context, work: int) -> None:
    """Take `work` from what the evaluation has left. Raises: TooMuchWorkError."""
    left = (MOST_WORK if context.left is None else context.left[0]) - work
    if left < 0:
        raise TooMuchWorkError(limit=MOST_WORK)
    if context.left is None:
        context.left = [left]
    else:
        context.left[0] = left


def work_of(context: Context) -> int:
    """Return what the evaluation has taken so far."""
    return 0 if context.left is None else MOST_WORK - context.left[0]


def walked(context: Context, nodes: Iterable[Node]) -> Sequence[Node]:
    """Return `nodes`, each counted. Raises: TooMuchWorkError before too many are listed."""
    found = list(islice(nodes, MOST_WORK + 1))
    charge(context, len(found))
    return found


def put_together(between: str, texts: Iterable[str]) -> str:
    """Return `texts` with `between` between them. Raises: TooMuchWorkError when it is too long."""
    found: list[str] = []
    length = -len(between)
    for text in texts:
        length += len(text) + len(between)
        if length > LONGEST_TEXT:
            raise TooMuchWorkError(limit=LONGEST_TEXT)
        found.append(text)
    return between.join(found)
