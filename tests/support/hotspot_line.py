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
    """

    def __init__(self, to: tuple[str, int]) -> None:
        self._to = to
        self._open: list[socket.socket] = []
        self._swallow = threading.Event()
        self.swallowed = threading.Event()
        self._listener = self._listen(0)
        self.port = self._listener.getsockname()[1]

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), reuse_port=False)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                phone, _ = listener.accept()
                try:
                    laptop = socket.create_connection(self._to)
                except ConnectionRefusedError:  # nobody listens: the phone hears that at once
                    phone.close()
                    continue
                self._open += [phone, laptop]
                for one, other in ((phone, laptop), (laptop, phone)):
                    threading.Thread(
                        target=self._pass_on, args=(one, other, one is laptop), daemon=True
                    ).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, is_reply: bool) -> None:
        with suppress(OSError):
            while piece := one.recv(PIECE):
                if is_reply and self._swallow.is_set():
                    self.swallowed.set()
                    break
                other.sendall(piece)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def swallow_replies(self) -> None:
        """Lose every reply on its way."""
        self.swallowed.clear()
        self._swallow.set()

    def let_replies_through(self) -> None:
        """Lose no more replies."""
        self._swallow.clear()

    def cut(self) -> None:
        """End every connection and refuse new ones."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def mend(self) -> None:
        """Let connections and replies through again, at the same port."""
        self.let_replies_through()
        self._listener = self._listen(self.port)


def fingerprint_of(place: tuple[str, int]) -> str:
    """Return what a browser is told to trust there: the hash of the key of its certificate."""
    certificate = x509.load_pem_x509_certificate(ssl.get_server_certificate(place).encode())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
