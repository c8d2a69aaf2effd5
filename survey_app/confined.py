"""Work on bytes of strangers in a process that can be starved, and is when it must be.

Room: confined (floor 1). Bytes in, bytes out; knows nothing of what it runs.
Spec: docs/adr/0107-bounds-for-files-of-strangers.md.
Promise: a time limit everywhere; where the system has them also limits for memory, processor
time, open files and written files. What breaks a limit takes down the child and nobody else.
No passphrase of the environment comes with it.
"""

import importlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What the child may use. Unit: bytes of memory, seconds, bytes of result."""

    memory: int = 1024 * MEBIBYTE
    seconds: int = 60
    result: int = 256 * MEBIBYTE


class OutOfBoundsError(ValueError):
    """The work failed or went over a limit; which, the file does not deserve to tell."""


USUAL = Limits()


def in_a_child(work: str, data: bytes, limits: Limits = USUAL) -> bytes:
    """Return what `work` makes of `data` in a process of its own.

    `work` names a function from bytes to bytes: "package.module:function".

    Raises: OutOfBoundsError.

    >>> in_a_child("zlib:compress", b"calm") == __import__("zlib").compress(b"calm")
    True
    """
    command = [sys.executable, "-I", "-m", "survey_app.confined"]
    command += [work, str(limits.memory), str(limits.seconds)]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env=without_passphrases(os.environ),
        )
    except subprocess.TimeoutExpired as error:
        raise OutOfBoundsError from error
    if done.returncode != 0 or len(done.stdout) > limits.result:
        raise OutOfBoundsError
    return done.stdout


def without_passphrases(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for somebody else: what a command reads a passphrase from stays here.

    >>> without_passphrases({"LANG": "ur", "SURVEY_APP_PASSPHRASE": "calm"})
    {'LANG': 'ur'}
    """
    return {name: said for name, said in environment.items() if "PASSPHRASE" not in name.upper()}


def _confine(memory: int, seconds: int) -> None:
    """Take away what the work does not need; Windows has only the clock of the parent."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    wished = [
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ]
    if sys.platform == "linux":  # macOS counts what every program shares
        wished.append((resource.RLIMIT_AS, memory))
    for kind, most in wished:
        resource.setrlimit(kind, (most, most))


def main() -> int:
    """Be the child: read, work, write; any failure is a failing exit code without words."""
    work, memory, seconds = sys.argv[1:4]
    data = sys.stdin.buffer.read()
    module, _, name = work.partition(":")
    _confine(int(memory), int(seconds))
    try:
        result = getattr(importlib.import_module(module), name)(data)
    except BaseException:  # noqa: BLE001 - its words could quote the file
        return 1
    sys.stdout.buffer.write(result)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
