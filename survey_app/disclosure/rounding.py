"""Counts rounded to a base of 3 or 5, so that small ones need not be hidden.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: a rounded count is less than one base away from the true one, on either side; the same
count of the same cell is always rounded the same way, so that asking again tells nothing new.
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import replace

from survey_app.disclosure.crossings import CrossTable
from survey_app.disclosure.tables import Count, CountTable

BASES = (3, 5)

Rounder = Callable[[str, str, int], int]


def rounder(base: int, secret: bytes) -> Rounder:
    """Return the function that rounds a count of a variable and a label.

    A count that is r above a multiple goes up with the chance r/base, so that sums stay right on
    average; chance is drawn from `secret`, the cell and the count.

    Source: Statistics New Zealand, random rounding to base 3.

    >>> round3 = rounder(3, b"s")
    >>> round3("offence", "theft", 9), round3("offence", "theft", 10) in {9, 12}
    (9, True)
    """

    def rounded(variable: str, label: str, count: int) -> int:
        rest = count % base
        cell = f"{len(variable)}:{variable}{len(label)}:{label}{count}".encode()
        drawn = int.from_bytes(hmac.digest(secret, cell, "sha256"), "big") % base
        return count - rest + (base if drawn < rest else 0)

    return rounded


def rounded_tables(exact: Sequence[CountTable], base: int, secret: bytes) -> tuple[CountTable, ...]:
    """Return tables of which every count and total is rounded; `minimum` is the base.

    Shape: `exact` are tables of which nothing is hidden.
    """
    rounded = rounder(base, secret)
    return tuple(
        replace(
            one,
            minimum=base,
            total=rounded("", "", one.total),
            counts=tuple(
                Count(line.label, None)
                if line.count is None
                else Count(line.label, rounded(one.variable, line.label, line.count))
                for line in one.counts
            ),
        )
        for one in exact
    )


def rounded_crossing(exact: CrossTable, base: int, secret: bytes) -> CrossTable:
    """Return a crossing of which every count is rounded, each for itself.

    Shape: nothing in `exact` is hidden, or what is hidden stays so.
    """
    rounded = rounder(base, secret)
    variables = f"{len(exact.row_variable)}:{exact.row_variable}{exact.column_variable}"
    return replace(
        exact,
        minimum=base,
        total=rounded("", "", exact.total),
        counts=tuple(
            tuple(
                None if count is None else rounded(variables, f"{len(row)}:{row}{column}", count)
                for column, count in zip(exact.column_labels, line, strict=True)
            )
            for row, line in zip(exact.row_labels, exact.counts, strict=True)
        ),
    )
