"""Import a library without another one that it would take along for nothing.

Room: survey_app (floor 1).
Promise: afterwards the other one can be imported as ever; where it was there already, it stays.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(name: str) -> Iterator[None]:
    """Let `name` look as if it were not installed, for what is imported in the block.

    openpyxl and sqlite-utils take NumPy along where they find it, and use it for cells that
    hold a NumPy number: none here does, and a laptop starts faster and smaller without it.
    """
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.modules.pop(name, None)
