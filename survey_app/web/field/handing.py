"""A listening socket: opened, then handed from the keeper to the process that serves.

Room: web, field desk. POSIX inherits the file, Windows copies it for a named process.
Promise: the socket is never closed in between, so a browser that asks just then waits a moment.
"""

import base64
import socket
import sys

WAITING = 128


def opened(host: str, port: int) -> socket.socket:
    """Return a socket that listens at one address only. Raises: OSError."""
    listener = socket.socket()
    try:
        if sys.platform == "win32":  # nobody else may listen at the same port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # a port that has just been left counts as free
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
        listener.listen(WAITING)
    except OSError:
        listener.close()
        raise
    return listener


def inherited(listener: socket.socket) -> tuple[int, ...]:
    """Return the files that a new process must inherit."""
    return () if sys.platform == "win32" else (listener.fileno(),)


if sys.platform == "win32":

    def offered(listener: socket.socket, to: int) -> bytes:
        """Return the line with which the process `to` takes the socket."""
        return base64.b64encode(listener.share(to)) + b"\n"

    def taken(line: bytes) -> socket.socket:
        """Return the socket that `offered` wrote the line for."""
        return socket.fromshare(base64.b64decode(line))

else:

    def offered(listener: socket.socket, to: int) -> bytes:
        """Return the line with which the process `to` takes the socket."""
        del to  # whoever inherited it
        return b"%d\n" % listener.fileno()

    def taken(line: bytes) -> socket.socket:
        """Return the socket that `offered` wrote the line for."""
        return socket.socket(fileno=int(line))
