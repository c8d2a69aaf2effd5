"""From a passphrase to keys: Argon2id within fixed bounds, calibrated to the machine.

Room: vault.
Spec: docs/spec/keys-and-slots.md section 4; RFC 9106.
Promise: a stored cost below the floor (a downgrade) or above the ceiling (a trap that eats
    the machine) is refused before anything is derived.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from survey_app.vault.errors import MemoryShortError, WrongPassphraseError
from survey_app.vault.passphrase import normalised

SALT_BYTES = 16
STRETCHED_BYTES = 64

_GIBIBYTE = 1 << 30
_PATIENCE = 1.0  # seconds a person waits at unlock without doubting that it works


@dataclass(frozen=True)
class Argon2Cost:
    """What one guess costs.

    Unit: memory in KiB, passes over it, lanes filled at the same time.
    """

    memory: int
    passes: int
    lanes: int

    def within(self, least: "Argon2Cost", most: "Argon2Cost") -> bool:
        """Say whether every number lies between those of `least` and `most`."""
        return (
            least.memory <= self.memory <= most.memory
            and least.passes <= self.passes <= most.passes
            and least.lanes <= self.lanes <= most.lanes
        )


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a stored cost may ask for."""

    floor: Argon2Cost
    ceiling: Argon2Cost


BOUNDS = Bounds(
    floor=Argon2Cost(memory=64 * 1024, passes=3, lanes=1),
    ceiling=Argon2Cost(memory=1024 * 1024, passes=10, lanes=16),
)
_ALONE = threading.Lock()  # two at a time wait for each other's lanes for ever, in OpenSSL 4.0
_USUAL = Argon2Cost(memory=64 * 1024, passes=3, lanes=4)
_STRONG = Argon2Cost(memory=256 * 1024, passes=3, lanes=4)


def stretch(
    passphrase: str,
    salt: bytes,
    cost: Argon2Cost,
    *,
    form: Callable[[str], bytes] = normalised,
) -> bytes:
    """Return the 64 bytes of Argon2id that only this passphrase gives, at this cost.

    `form` brings the passphrase to its bytes, as the format of the slot says.

    Raises: WrongPassphraseError when the cost is out of bounds; MemoryShortError.
    """
    if not cost.within(BOUNDS.floor, BOUNDS.ceiling):
        raise WrongPassphraseError
    function = Argon2id(
        salt=salt,
        length=STRETCHED_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    try:
        with _ALONE:
            return function.derive(form(passphrase))
    except MemoryError as error:
        raise MemoryShortError(mebibytes=cost.memory // 1024) from error


def calibrated_cost(
    *, memory: int | None = None, seconds: Callable[[Argon2Cost], float] | None = None
) -> Argon2Cost:
    """Return 256 MiB where the machine has 8 GiB and answers within a second, else 64 MiB.

    Unit: `memory` in bytes of the whole machine; `seconds` measures one derivation.
    """
    whole = machine_memory() if memory is None else memory
    measure = _seconds if seconds is None else seconds
    if whole < 8 * _GIBIBYTE or measure(_USUAL) * 4 > _PATIENCE:
        return _fitting(_USUAL)
    return _fitting(_STRONG)


def _fitting(cost: Argon2Cost) -> Argon2Cost:
    most = BOUNDS.ceiling
    return Argon2Cost(
        min(cost.memory, most.memory), min(cost.passes, most.passes), min(cost.lanes, most.lanes)
    )


def _seconds(cost: Argon2Cost) -> float:
    began = time.perf_counter()
    stretch("", bytes(SALT_BYTES), _fitting(cost))
    return time.perf_counter() - began


if sys.platform == "win32":

    def machine_memory() -> int:
        """Return the bytes of memory in this machine; 0 when it does not say."""
        import ctypes  # noqa: PLC0415 - nothing else needs it

        class Status(ctypes.Structure):
            _fields_ = (
                ("length", ctypes.c_ulong),
                ("load", ctypes.c_ulong),
                *((f"field{at}", ctypes.c_ulonglong) for at in range(7)),
            )

        status = Status(length=ctypes.sizeof(Status))
        ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status.field0)

else:

    def machine_memory() -> int:
        """Return the bytes of memory in this machine; 0 when it does not say."""
        try:
            return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        except (ValueError, OSError):
            return 0
