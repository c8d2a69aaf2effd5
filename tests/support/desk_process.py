"""The field desk as its own process, the way a researcher runs it: started, stopped, killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SERVE = """
import sys
from datetime import timedelta
from pathlib import Path
from survey_app.web.field.app import Patience
from survey_app.web.field.server import serve_field

data, port, idle = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
serve_field(data, port=port, patience=Patience(idle=timedelta(seconds=idle)))
"""
SECONDS_TO_START = 60


@dataclass
class DeskProcess:
    """One running server; `log` holds all it ever said."""

    data: Path
    port: int
    log: Path
    idle: float = 300.0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "DeskProcess":
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(self.data), str(self.port), str(self.idle)],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | {"TMPDIR": str(self.log.parent)},
            )
        self._wait_until_it_answers()
        return self

    def kill(self) -> None:
        """Let the process die at once, as when the battery does."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask the process to stop; return its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(how)
        code = self._process.wait(timeout=30)
        self._process = None
        return code

    def _wait_until_it_answers(self) -> None:
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            if self._process is not None and self._process.poll() is not None:
                raise AssertionError(self.log.read_text())
            with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"{self.address}/static/icon.svg", timeout=2).close()
                return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())


def free_port() -> int:
    """Return a port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
