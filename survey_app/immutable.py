"""Nouns that the type checker keeps from being changed, for where thousands are made.

Room: immutable. A frozen dataclass hinders a change while the program runs, and takes three times
as long to make: a form of a thousand questions has ten thousand parts. `immutable` leaves that to
the type checker, which refuses every change before the program runs.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Noun = TypeVar("Noun")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable(noun: type[Noun]) -> type[Noun]:
    """Return `noun` as a dataclass with slots and a hash, frozen for the type checker alone."""
    return dataclass(slots=True, unsafe_hash=True)(noun)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable_with_memory(noun: type[Noun]) -> type[Noun]:
    """Return the same without slots: for what keeps what it has worked out (cached properties)."""
    return dataclass(unsafe_hash=True)(noun)
