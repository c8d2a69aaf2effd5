"""What lies in the memory of a running process and of all that it started (Linux)."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

_REGION = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) rw")
_PIECE = 1 << 24
_CODES = ("utf-8", "utf-16-le", "utf-32-le")


def readable() -> bool:
    """Say whether the memory of another process can be read here."""
    return Path("/proc/self/mem").exists()


def found_in_memory(process: int, words: Collection[str], start: str) -> dict[int, set[str]]:
    """Return the words found in each process of the family, in the forms in which text is kept.

    All begin with `start`: memory is large, so only that beginning is sought in all of it.
    """
    found: dict[int, set[str]] = {}
    for one in family(process):
        memory = _memory(one)
        if memory is not None:
            found[one] = {word for code in _CODES for word in _found(memory, words, start, code)}
    return found


def _found(memory: bytes, words: Collection[str], start: str, code: str) -> Iterator[str]:
    forms = {word.encode(code): word for word in words}
    longest = max(map(len, forms))
    for place in re.finditer(re.escape(start.encode(code)), memory):
        here = memory[place.start() : place.start() + longest]
        yield from (word for form, word in forms.items() if here.startswith(form))


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
