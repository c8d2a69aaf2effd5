"""What an answer is, seen by someone who wants to know whose it is.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 2.
"""

from enum import StrEnum


class Role(StrEnum):
    """The disclosure role of a variable."""

    DIRECT = "direct"
    QUASI = "quasi"
    SENSITIVE = "sensitive"
    TEXT = "text"
    SAFE = "safe"
    META = "meta"


class Shape(StrEnum):
    """What kind of value a question holds, as far as protecting it goes."""

    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"
    TYPED = "typed"
    COMPUTED = "computed"
    MACHINE = "machine"
    NONE = "none"
