"""A range as steps on a scale: whole or with a fraction, rising or falling.

Room: web.
Spec: XLSForm, question type `range`, parameters start, end, step, tick_interval, placeholder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

MOST_TICKS = 10
MOST_DIGITS = 24  # of all marks together: more are wider than a phone


@dataclass(frozen=True)
class Scale:
    """The two ends in the order of the form, and the width of a step (never below 0)."""

    start: Decimal
    end: Decimal
    step: Decimal
    tick: Decimal
    placeholder: str = ""

    @property
    def count(self) -> int:
        """Return how many values there are."""
        return int(abs(self.end - self.start) // self.step) + 1

    @property
    def whole(self) -> bool:
        """Say whether every value is a whole number."""
        return all(one == one.to_integral_value() for one in (self.start, self.step))

    @property
    def values(self) -> tuple[str, ...]:
        """Return every value, from the start to the end; ask for `count` first."""
        return self._every(self.step)

    @property
    def ticks(self) -> tuple[str, ...]:
        """Return the values that carry a mark: each tick and both ends; only these if too many."""
        if abs(self.end - self.start) // self.tick > MOST_TICKS:
            return (self.first, self.last)
        marked = self._every(self.tick)
        if self.last not in marked:
            marked = (*marked, self.last)
        return marked if len("".join(marked)) <= MOST_DIGITS else (self.first, self.last)

    @property
    def first(self) -> str:
        """Return the value the scale starts with."""
        return plain(self.start)

    @property
    def last(self) -> str:
        """Return the value the scale ends with."""
        return plain(self.end)

    @property
    def lowest(self) -> str:
        """Return the smaller of the two ends."""
        return plain(min(self.start, self.end))

    @property
    def highest(self) -> str:
        """Return the greater of the two ends."""
        return plain(max(self.start, self.end))

    @property
    def width(self) -> str:
        """Return the width of a step."""
        return plain(self.step)

    @property
    def falling(self) -> bool:
        """Say whether the scale starts with its greatest value."""
        return self.end < self.start

    @property
    def begins_at(self) -> str:
        """Return where the handle of a slider stands before it was touched."""
        return self.placeholder or self.lowest

    def _every(self, width: Decimal) -> tuple[str, ...]:
        signed = -width if self.falling else width
        number = int(abs(self.end - self.start) // width) + 1
        return tuple(plain(self.start + signed * at) for at in range(number))


def scale_of(parameters: Mapping[str, str]) -> Scale | None:
    """Return the scale of a range; None when the form does not say a possible one.

    >>> scale_of({"start": "1", "end": "0", "step": "-0.25"}).values
    ('1', '0.75', '0.5', '0.25', '0')
    >>> scale_of({"start": "0", "end": "10", "step": "0"}) is None
    True
    """
    start, end = _number(parameters, "start"), _number(parameters, "end")
    step = _number(parameters, "step") if "step" in parameters else Decimal(1)
    if start is None or end is None or not step:
        return None
    tick = _number(parameters, "tick-interval") or step
    placeholder = _number(parameters, "placeholder")
    inside = placeholder is not None and min(start, end) <= placeholder <= max(start, end)
    shown = plain(placeholder) if inside and placeholder is not None else ""
    return Scale(start, end, abs(step), abs(tick), shown)


def plain(number: Decimal) -> str:
    """Return a number as it is kept in the data.

    >>> plain(Decimal("0.50")), plain(Decimal("1E+2")), plain(Decimal("-0"))
    ('0.5', '100', '0')
    """
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def _number(parameters: Mapping[str, str], name: str) -> Decimal | None:
    text = parameters.get(name) or parameters.get(f"odk:{name}") or ""
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None
