"""The field desk as its own process, the way a researcher runs it: started, stopped, killed."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

SERVE = """
import sys
from datetime import timedelta
from pathlib import Path
from survey_app.web.field import keeper
from survey_app.web.field.patience import Patience
from survey_app.web.field.server import serve_field

data, port, phone_port = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
patience = Patience(idle=timedelta(seconds=float(sys.argv[4])))
keeper.SETTLED = float(sys.argv[5])
sys.exit(serve_field(data, port=port, phone_port=phone_port, patience=patience))
"""
SECONDS_TO_START = 90
LONGER_THAN_ANY_TEST = 3600.0
LOWEST_PORT, PORTS_OF_A_WORKER, MOST_WORKERS = 20_000, 1_000, 12
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class DeskProcess:
    """One running server; `log` holds all it ever said.

    With `settled` the process that follows a lock is made ready so many seconds after the start,
    as in the field; without, when it is needed, and a test that never locks pays for none.
    """

    data: Path
    port: int
    log: Path
    idle: float = 300.0
    phone_port: int = 8443
    settled: float = LONGER_THAN_ANY_TEST
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "DeskProcess":
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(self.data), *map(str, self._numbers())],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | {"TMPDIR": str(self.log.parent)},
                start_new_session=True,
            )
        self._wait_until_it_answers()
        return self

    def _numbers(self) -> tuple[float, ...]:
        return self.port, self.phone_port, self.idle, self.settled

    def kill(self) -> None:
        """Let every process of it die at once, as when the battery does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=90)
            self._process = None
            self._wait_until_the_port_is_free()

    def processes(self) -> list[int]:
        """Return every process of the program: the keeper first, then those that serve."""
        if self._process is None:
            return []
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [self._process.pid, *map(int, children.read_text(encoding="utf-8").split())]

    def stop(self) -> int:
        """Ask the process to stop; return its exit code."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(timeout=90)
        self._process = None
        return code

    def _wait_until_the_port_is_free(self) -> None:
        """Those that the keeper started die with it, but a moment later where much else runs."""
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            with suppress(OSError), socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", self.port))
                probe.listen()
                return
            time.sleep(0.02)

    def _wait_until_it_answers(self) -> None:
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            if self._process is not None and self._process.poll() is not None:
                raise AssertionError(self.log.read_text(encoding="utf-8"))
            with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                _NO_PROXY.open(f"{self.address}/static/icon.svg", timeout=SECONDS_TO_START).close()
                return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text(encoding="utf-8"))


def _ports() -> Iterator[int]:
    """Yield ports that no other worker of this run is given, each once, over and over.

    They lie below those that systems take for connections that leave: while a test has its server
    down, or not up yet, nobody is given its port.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = LOWEST_PORT + worker % MOST_WORKERS * PORTS_OF_A_WORKER
    begin = secrets.randbelow(PORTS_OF_A_WORKER)  # another run may be at work beside this one
    for at in count(begin):
        yield first + at % PORTS_OF_A_WORKER


_NEXT_PORT = _ports()


def free_port() -> int:
    """Return a port that nobody listens at now, on any address, and that no test has now."""
    for port in islice(_NEXT_PORT, PORTS_OF_A_WORKER):
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("", port))
            return port
    raise AssertionError("every port of this worker is taken")
