"""Who of a class may be shown, when earlier releases showed some of it already.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 9.
Promise: against every earlier release, of each class nobody or at least a parcel of women came
in, and nobody or at least a parcel went out, and the numbers differ by none or a parcel; nobody
is shown of whom that is not true.

Whoever holds two files subtracts them. Who came in alone, or went out alone because she took her
interview back, would stand there with all of her answers. So newcomers wait for a parcel, and
where one went out, so many of her neighbours are kept back that a parcel goes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Labels = tuple[str | None, ...]
Mark = str
"""What tells one woman's row from another's: opaque, and another one when her answers change."""


@dataclass(frozen=True)
class Shown:
    """What one earlier release showed: its key columns, and the marks of the women of each class.

    Shape: `keys` are names and methods; the labels of `classes` are in the same order.
    """

    keys: tuple[tuple[str, str], ...]
    classes: Mapping[Labels, frozenset[Mark]]


@dataclass(frozen=True)
class History:
    """The marks of the women of a file, in order, and what was shown of the series before.

    Shape: one mark a record.
    """

    marks: tuple[Mark, ...] = ()
    shown: tuple[Shown, ...] = ()


NO_HISTORY = History()


def parcel_of(
    marks: Collection[Mark], before: Sequence[frozenset[Mark]], *, parcel: int, k: int
) -> frozenset[Mark]:
    """Return whom of one class to show, as many as the earlier releases allow.

    `marks` are the women of the class now, `before` those that each earlier release showed in
    it. Who is kept back depends on the marks alone, so it is the same ones every time.

    >>> sorted(parcel_of("abcdef", [frozenset("abcde")], parcel=5, k=5))
    ['a', 'b', 'c', 'd', 'e']
    >>> len(parcel_of("bcdefghijk", [frozenset("abcdefghijk")], parcel=5, k=5))
    6
    """
    shown = frozenset(marks)
    while shown:
        allowed = _smaller(shown, before, parcel)
        if allowed == shown:
            return shown if len(shown) >= k else frozenset()
        shown = allowed
    return shown


def telling(shown: frozenset[Mark], before: frozenset[Mark], parcel: int) -> bool:
    """Say whether subtracting two files leaves 1 to parcel - 1 women of a class.

    A class that is shown no more at all has left as a whole.

    >>> telling(frozenset("abcdef"), frozenset("abcde"), 5)
    True
    >>> telling(frozenset(), frozenset("ab"), 5)
    False
    """
    came, went = shown - before, before - shown
    net = abs(len(came) - len(went))
    alone = any(0 < count < parcel for count in (len(came), len(went), net))
    return alone and bool(shown) and bool(before)


def _smaller(
    shown: frozenset[Mark], before: Sequence[frozenset[Mark]], parcel: int
) -> frozenset[Mark]:
    """Return `shown` without those whom the first earlier release forbids; all when none does."""
    for earlier in before:
        common, came, went = shown & earlier, shown - earlier, earlier - shown
        more = len(came) - len(went)
        if not earlier:
            continue
        if 0 < len(came) < parcel:
            return common
        if 0 < len(went) < parcel:
            return _without(shown, common, parcel - len(went))
        if 0 < more < parcel:
            return _without(shown, came, more)
        if 0 < -more < parcel:
            return _without(shown, common, parcel + more)
    return shown


def _without(shown: frozenset[Mark], some: frozenset[Mark], count: int) -> frozenset[Mark]:
    """Return `shown` without `count` of `some`; nobody, when there are not so many."""
    return shown - frozenset(sorted(some)[:count]) if len(some) >= count else frozenset()
