"""How far a list in a dataset had come: one that was lost, or put back to an older day, is noticed.

Room: release (floor 7).
Spec: docs/spec/release-folder.md section 4, docs/spec/dashboard.md section 3.
Promise: a list is believed only when it begins with all that it held when it was last written. Who
    puts the whole dataset back is not noticed.
"""

from pathlib import Path

from survey_app.canonical import canonical_json, sha256_hex
from survey_app.durable import write_durably
from survey_app.release.errors import ListLostError


def keep_head(path: Path) -> None:
    """Note, beside the list `path`, what it holds now; both are on the disk. Raises: OSError."""
    lines = _whole_lines(path)
    write_durably(_head_of(path), _head(lines))


def refuse_lost(path: Path) -> None:
    """Return when the list `path` holds all that it once held, and maybe more.

    Raises: ListLostError; OSError.
    """
    head = _head_of(path)
    if not head.exists():
        return
    noted = head.read_bytes()
    lines = _whole_lines(path)
    if all(_head(lines[:count]) != noted for count in range(len(lines), -1, -1)):
        raise ListLostError(folder=str(path.parent), file=path.name)


def _whole_lines(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")[:-1] if path.exists() else []


def _head(lines: list[bytes]) -> bytes:
    return canonical_json({"count": len(lines), "digest": sha256_hex(b"\n".join(lines))})


def _head_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.head")
