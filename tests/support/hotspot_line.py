"""The line between a phone and the laptop's hotspot, to be cut: a real relay of bytes.

A browser is told that the hotspot's address is here; what it sends is passed on as it is, so
TLS still speaks with the laptop.
"""

import base64
import hashlib
import socket
import ssl
import threading
from contextlib import suppress

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PIECE = 65_536


class Line:
    """A relay to one address. `cut` ends everything; `mend` lets new connections through.

    `swallow_replies` lets wishes reach the laptop, throws each reply away and ends its connection,
    until `let_replies_through` or `mend`: the phone cannot know that its wish was done. One reply
    alone cannot be chosen: a browser also opens lines that it may need, and says that it is awake.

    The port is held for as long as the line is there, so that nobody else takes it while it is cut.
    """

    def __init__(self, to: tuple[str, int]) -> None:
        self._to = to
        self._lock = threading.Lock()
        self._is_cut = False
        self._open: list[socket.socket] = []
        self._swallow = threading.Event()
        self.swallowed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(phone,), daemon=True).start()

    def _connect(self, phone: socket.socket) -> None:
        with suppress(OSError), phone:
            if self._is_cut:
                return
            with socket.create_connection(self._to) as laptop:
                if self._is_let(phone, laptop):
                    back = threading.Thread(target=self._pass_on, args=(laptop, phone, True))
                    back.start()
                    self._pass_on(phone, laptop, False)
                    back.join()

    def _is_let(self, *ends: socket.socket) -> bool:
        """Take note of a connection; one that came while the line was cut is none, however late."""
        with self._lock:
            self._open += ends
            return not self._is_cut

    def _pass_on(self, one: socket.socket, other: socket.socket, is_reply: bool) -> None:
        with suppress(OSError):
            while piece := one.recv(PIECE):
                if is_reply and self._swallow.is_set():
                    self.swallowed.set()
                    break
                other.sendall(piece)
        _end(one, other)

    def swallow_replies(self) -> None:
        """Lose every reply on its way."""
        self.swallowed.clear()
        self._swallow.set()

    def let_replies_through(self) -> None:
        """Lose no more replies."""
        self._swallow.clear()

    def cut(self) -> None:
        """End every connection, and each new one as it comes."""
        with self._lock:
            self._is_cut = True
            ended, self._open = self._open, []
        _end(*ended)

    def mend(self) -> None:
        """Let connections and replies through again, at the same port."""
        self.let_replies_through()
        with self._lock:
            self._is_cut = False

    def close(self) -> None:
        """Cut it for good and give the port back."""
        self.cut()
        _end(self._listener)
        self._listener.close()


def _end(*ends: socket.socket) -> None:
    """End what is said at them: whoever waits there wakes up, and the other side hears it."""
    for one in ends:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def fingerprint_of(place: tuple[str, int]) -> str:
    """Return what a browser is told to trust there: the hash of the key of its certificate."""
    certificate = x509.load_pem_x509_certificate(ssl.get_server_certificate(place).encode())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
