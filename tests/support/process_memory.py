"""What stands in the memory of running processes: read as root's debugger would read it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

PIECE = 1 << 24
LONGEST = 256


def found_in_memory(processes: Iterable[int], markers: Iterable[bytes]) -> set[bytes]:
    """Return those of `markers` that stand in any readable page of any of the processes.

    Every marker is sought in UTF-8 and in the two wider forms in which Python keeps text.
    """
    sought = [(form, marker) for marker in markers for form in _forms(marker)]
    return {hit for process in processes for hit in _hits(process, sought)}


def _forms(marker: bytes) -> tuple[bytes, ...]:
    text = marker.decode()
    return marker, text.encode("utf-16-le"), text.encode("utf-32-le")


def _hits(process: int, sought: Sequence[tuple[bytes, bytes]]) -> set[bytes]:
    hits: set[bytes] = set()
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for start, end in _readable(process):
            for at in range(start, end, PIECE):
                try:
                    memory.seek(at)
                    piece = memory.read(min(PIECE + LONGEST, end - at))
                except (OSError, ValueError, OverflowError):
                    continue
                hits |= {marker for form, marker in sought if form in piece}
    return hits


def _readable(process: int) -> list[tuple[int, int]]:
    ranges = []
    for line in Path(f"/proc/{process}/maps").read_text().splitlines():
        span, rights, *_ = line.split()
        if rights.startswith("r") and not line.endswith(("[vvar]", "[vsyscall]", "[vdso]")):
            start, end = span.split("-")
            ranges.append((int(start, 16), int(end, 16)))
    return ranges
