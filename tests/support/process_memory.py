"""What lies in the memory of running processes, read as root's debugger would read it (Linux)."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_PIECE = 1 << 24
_CODES = ("utf-8", "utf-16-le", "utf-32-le")  # the widths in which Python keeps text
_WORTH_SEEKING = 4  # letters that words share, so that only these are sought in all of a memory
_NOT_MEMORY = ("[vvar]", "[vsyscall]", "[vdso]")


def readable() -> bool:
    """Say whether the memory of another process can be read here."""
    return Path("/proc/self/mem").exists()


def found_in_memory(processes: Iterable[int], words: Iterable[str]) -> set[str]:
    """Return those of `words` that stand in any readable page of any of the processes.

    A process that has ended meanwhile holds nothing.
    """
    sought = _by_beginning(set(words))
    found: set[str] = set()
    for process in processes:
        with suppress(FileNotFoundError, ProcessLookupError):
            for piece in _pieces(process, _longest(sought)):
                found |= {word for start, forms in sought for word in _hits(piece, start, forms)}
    return found


def family(process: int) -> set[int]:
    """Return the process and all that descend from it."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            parents[int(path.parent.name)] = int(fields[1])
    found = {process}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


_Sought = list[tuple[bytes, dict[bytes, str]]]


def _by_beginning(words: set[str]) -> _Sought:
    """Return what to seek in all of a memory, each with the words in that form that begin so."""
    shared = _shared_beginning(words)
    groups = [(shared, words)] if len(shared) >= _WORTH_SEEKING else [(one, {one}) for one in words]
    return [
        (start.encode(code), {word.encode(code): word for word in group})
        for start, group in groups
        for code in _CODES
    ]


def _shared_beginning(words: set[str]) -> str:
    first, last = min(words), max(words)
    unlike = (at for at, letter in enumerate(first) if not last.startswith(letter, at))
    return first[: next(unlike, len(first))]


def _longest(sought: _Sought) -> int:
    return max(len(form) for _, forms in sought for form in forms)


def _hits(piece: bytes, start: bytes, forms: dict[bytes, str]) -> Iterator[str]:
    for place in re.finditer(re.escape(start), piece):
        yield from (word for form, word in forms.items() if piece.startswith(form, place.start()))


def _pieces(process: int, overlap: int) -> Iterator[bytes]:
    """Yield the memory of a process, each piece with the beginning of the next."""
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for start, end in _ranges(process):
            for at in range(start, end, _PIECE):
                with suppress(OSError, ValueError, OverflowError):  # a page that is gone or barred
                    memory.seek(at)
                    yield memory.read(min(_PIECE + overlap, end - at))


def _ranges(process: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{process}/maps").read_text(encoding="utf-8").splitlines():
        span, rights, *_ = line.split()
        if rights.startswith("r") and not line.endswith(_NOT_MEMORY):
            start, end = span.split("-")
            yield int(start, 16), int(end, 16)
