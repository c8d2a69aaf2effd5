"""Hold a file alone, on every system.

Room: survey_app (floor 1).
Promise: a process that dies leaves nothing locked.
"""

import sys

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def lock(handle: int) -> None:
    """Hold the open file `handle` until it is closed. Raises: OSError while another holds it."""
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
