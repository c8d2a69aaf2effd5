"""The program as a process of its own that may be cut at any moment.

Started once, it imports everything; then each line it reads is a leg, which it forks for. What
the leg acknowledges goes down the pipe at once, as a line of JSON. Run as
`python -m rig.worker` with tests/support on the path.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from survey_app.store import connection

from .legs import LEGS, Ground
from .study import allow_cheap_passphrases


def main() -> None:
    """Serve legs until the pipe is closed."""
    allow_cheap_passphrases()
    for line in sys.stdin:
        wish = json.loads(line)
        child = os.fork()
        if child == 0:
            _play(wish)
        _tell({"did": "began", "process": child})
        os.waitpid(child, 0)
        _tell({"did": "ended"})


def _play(wish: Mapping[str, object]) -> None:
    try:
        weaken(str(wish["synchronous"]))
        data, pack = Path(str(wish["data"])), Path(str(wish["pack"]))
        receipts = wish["receipts"]
        assert isinstance(receipts, dict)
        LEGS[str(wish["leg"])](Ground(data, pack, receipts, int(str(wish["rounds"]))), _tell)
    finally:
        os._exit(0)


def weaken(synchronous: str) -> None:
    """Set what SQLite is told about syncing: FULL is the program's own, the others are controls."""
    read_back = {"OFF": 0, "NORMAL": 1, "FULL": 2}[synchronous]
    connection._PROMISES = tuple(
        ("synchronous", synchronous, read_back) if name == "synchronous" else (name, value, back)
        for name, value, back in connection._PROMISES
    )


def _tell(what: Mapping[str, object]) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main()
