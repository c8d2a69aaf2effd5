"""Bands of numbers with fixed edges: which one a number falls into, and how it is called.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 3.
Promise: a label depends on the edges alone, never on the data; so tables from different
laptops fit together, and no label is the value of one woman.

The dash inside a label is U+2013: a spreadsheet takes "3-5" for a day in March.
"""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise

DASH = "\u2013"


def band_labels(edges: Sequence[Decimal]) -> tuple[str, ...]:
    """Return the labels of the bands between `edges`, lowest first.

    Shape: one more label than edges; a band starts at its edge and ends below the next.

    >>> band_labels([Decimal(18), Decimal(25), Decimal(35)])
    ('<18', '18–24', '25–34', '35+')
    >>> band_labels([Decimal(0), Decimal(1), Decimal("2.5")])
    ('<0', '0', '1–<2.5', '2.5+')
    """
    inner = [_between(low, high) for low, high in pairwise(edges)]
    return (f"<{_text(edges[0])}", *inner, f"{_text(edges[-1])}+")


def band_of(value: str, edges: Sequence[Decimal]) -> str | None:
    """Return the label of the band that holds `value`; None when it is no number.

    A label of these edges is its own band, so that banding twice changes nothing.

    >>> band_of("30", [Decimal(18), Decimal(35)]), band_of("18–34", [Decimal(18), Decimal(35)])
    ('18–34', '18–34')
    """
    labels = band_labels(edges)
    if value in labels:
        return value
    number = number_of(value)
    return None if number is None else labels[bisect_right(edges, number)]


def coarser_edges(edges: Sequence[Decimal]) -> tuple[tuple[Decimal, ...], ...]:
    """Return the ever coarser sets of edges above `edges`, each a part of the one before.

    Every other edge goes, the outermost first: the rare groups sit at the ends.

    >>> edges = [Decimal(edge) for edge in (18, 25, 35, 45, 55)]
    >>> [[int(edge) for edge in step] for step in coarser_edges(edges)]
    [[25, 45], [45]]
    """
    steps = []
    left = tuple(edges)
    while len(left) > 1:
        left = left[1::2]
        steps.append(left)
    return tuple(steps)


def ends_of_label(label: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most of the numbers that `label` stands for; a number is itself.

    >>> ends_of_label("3–5"), ends_of_label("1–<2.5"), ends_of_label("4+")
    ((Decimal('3'), Decimal('5')), (Decimal('1'), Decimal('2.5')), (Decimal('4'), None))
    >>> ends_of_label("<18"), ends_of_label("7"), ends_of_label("north")
    ((None, Decimal('18')), (Decimal('7'), Decimal('7')), (None, None))
    """
    low, dash, high = label.partition(DASH)
    if dash:
        return number_of(low), number_of(high.removeprefix("<"))
    if label.endswith("+"):
        return number_of(label[:-1]), None
    if label.startswith("<"):
        return None, number_of(label[1:])
    return number_of(label), number_of(label)


def number_of(text: str) -> Decimal | None:
    """Return the finite number that `text` writes, or None.

    >>> number_of(" 12.5"), number_of("12+"), number_of("NaN")
    (Decimal('12.5'), None, None)
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _between(low: Decimal, high: Decimal) -> str:
    if low != low.to_integral_value() or high != high.to_integral_value():
        return f"{_text(low)}{DASH}<{_text(high)}"
    last = high - 1
    return _text(low) if last == low else f"{_text(low)}{DASH}{_text(last)}"


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"
