"""Which word of a sheet is wrong, when exactly one is, or two neighbours changed places.

Room: vault. Pure arithmetic on the checksum of SLIP-39 (RS1024).
Spec: docs/spec/recovery-shares.md section 3.
Promise: names a place and never offers a correction: a guessed word would be believed.

The code has distance 4: two different single changes never mend the same sheet, so the place
that is found is the only one. It is linear, so the effect of each bit is worked out once.
"""

from collections.abc import Sequence

from shamir_mnemonic.rs1024 import create_checksum

_BITS = 10
_CHECKSUM = 3


def place_of_slip(numbers: Sequence[int], label: bytes) -> int | None:
    """Return the place, from 0, of the one wrong word; None when more than one is wrong.

    Where two neighbours changed places, that is the place of the first.
    """
    goal = _discrepancy(numbers, label)
    zero = _discrepancy([0] * len(numbers), label)
    for place in range(len(numbers)):
        effects = [_effect(place, 1 << bit, len(numbers), label, zero) for bit in range(_BITS)]
        if goal in _sums(effects):
            return place
    return _swapped(numbers, label)


def _effect(place: int, value: int, length: int, label: bytes, zero: int) -> int:
    """Return what a change by `value` at `place` does to the discrepancy."""
    changed = [0] * length
    changed[place] = value
    return _discrepancy(changed, label) ^ zero


def _sums(effects: Sequence[int]) -> set[int]:
    """Return the effect of every change of one word but the change by nothing."""
    sums = {0}
    for effect in effects:
        sums |= {one ^ effect for one in sums}
    return sums - {0}


def _swapped(numbers: Sequence[int], label: bytes) -> int | None:
    for place in range(len(numbers) - 1):
        changed = list(numbers)
        changed[place], changed[place + 1] = changed[place + 1], changed[place]
        if not _discrepancy(changed, label):
            return place
    return None


def _discrepancy(numbers: Sequence[int], label: bytes) -> int:
    """Return by what the last three words differ from the checksum of the others: 0 if right."""
    said, due = numbers[-_CHECKSUM:], create_checksum(numbers[:-_CHECKSUM], label)
    return _packed(said) ^ _packed(due)


def _packed(numbers: Sequence[int]) -> int:
    packed = 0
    for number in numbers:
        packed = packed << _BITS | number
    return packed
