"""What lies in the memory of a running process and of all that it started (Linux)."""

import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

_REGION = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) rw")
_PIECE = 1 << 24


def readable() -> bool:
    """Say whether the memory of another process can be read here."""
    return Path("/proc/self/mem").exists()


def found_in_memory(process: int, words: Collection[str]) -> dict[int, set[str]]:
    """Return the words found in each process of the family, as UTF-8 or as UTF-16."""
    wanted = {word: (word.encode(), word.encode("utf-16-le")) for word in words}
    return {
        one: {word for word, forms in wanted.items() if any(form in memory for form in forms)}
        for one in family(process)
        if (memory := _memory(one)) is not None
    }


def family(process: int) -> set[int]:
    """Return the process and all that descend from it."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            parents[int(path.parent.name)] = int(fields[1])
    found = {process}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def _memory(process: int) -> bytes | None:
    """Return all that the process can write to, None when it has ended."""
    pieces = []
    try:
        regions = (Path("/proc") / str(process) / "maps").read_text().splitlines()
        with (Path("/proc") / str(process) / "mem").open("rb", buffering=0) as memory:
            for region in filter(None, map(_REGION.match, regions)):
                at, end = (int(number, 16) for number in region.groups())
                while at < end:
                    memory.seek(at)
                    with suppress(OSError):
                        pieces.append(memory.read(min(_PIECE, end - at)))
                    at += _PIECE
    except OSError:
        return None
    return b"".join(pieces)
