"""What leaves of one answer: its band, its pseudonym, or nothing.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 2.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from survey_app.disclosure.planning.bands import number_of
from survey_app.disclosure.planning.methods import MEANS
from survey_app.disclosure.planning.plan import Rule
from survey_app.disclosure.planning.recode import Pseudonym, recode
from survey_app.disclosure.planning.roles import Role, Shape
from survey_app.microdata.cells import Cell
from survey_app.xform.empties import EmptyKind

_LONG_NUMBER = re.compile(r"(?:\d\D{0,2}){7,}")
_CENTS = re.compile(r"\.\d{1,2}\Z")


@dataclass(frozen=True)
class Keyed:
    """What only somebody with a key can do: name a value anew, move all dates of a record."""

    pseudonym: Pseudonym | None = None
    shift: int | None = None


UNKEYED = Keyed()


def protected_cell(rule: Rule, cell: Cell, keyed: Keyed = UNKEYED) -> Cell:
    """Return what leaves of one cell.

    A number of seven and more digits is kept back whatever it was meant to be: it is a phone
    number or an identity card typed into the wrong field. The two places of a mean do not count.
    """
    if cell.value is None:
        return cell
    label = recode(
        rule.method,
        cell.value,
        hierarchy=rule.hierarchy,
        pseudonym=keyed.pseudonym,
        shift=keyed.shift,
    )
    digits = _CENTS.sub("", cell.value) if rule.method == MEANS else cell.value
    is_hidden_number = rule.shape is Shape.NUMBER and _LONG_NUMBER.search(digits)
    if label is None or is_hidden_number:
        return Cell(None, EmptyKind.REDACTED)
    return Cell(label)


def ends_of(rule: Rule) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most that leaves of a number, as far as the form limits it."""
    low, high = (
        None if end is None else number_of(protected_cell(rule, Cell(f"{end:f}")).value or "")
        for end in rule.limits
    )
    return low, high


def leaves(rule: Rule) -> bool:
    """Say whether a variable has a place in the table of a view at all."""
    gone = rule.role in {Role.DIRECT, Role.TEXT} and rule.method.verb != "pseudonym"
    return not (gone or rule.screen_only or rule.method.verb == "drop")
