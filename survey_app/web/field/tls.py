"""How the laptop speaks with phones: TLS 1.2 or newer, authenticated ciphers only.

Room: web, field desk. Sole maker of TLS; knows of no page.
Spec: docs/adr/0106-phones-on-the-hotspot.md.
Promise: the key is on the disk for a moment and only under a password that never is.
"""

import secrets
import socket
import ssl
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cheroot.ssl.builtin import BuiltinSSLAdapter

from survey_app.vault.hotspot import HotspotCertificate

# of TLS 1.2; those of 1.3 are all of this kind
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:!aRSA:!aNULL"


def server_context(certificate: HotspotCertificate) -> ssl.SSLContext:
    """Return the context of a server that shows `certificate`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.set_alpn_protocols(["http/1.1"])
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE | ssl.OP_NO_TICKET
    _load(context, certificate)
    return context


def _load(context: ssl.SSLContext, certificate: HotspotCertificate) -> None:
    """Give the context its key by way of a file, the only way there is."""
    password = secrets.token_hex(32)
    with TemporaryDirectory(prefix="hotspot-") as folder:
        path = Path(folder) / "key.pem"
        path.write_bytes(certificate.key_pem(password.encode()) + certificate.chain_pem())
        context.load_cert_chain(path, password=password)


class HotspotAdapter(BuiltinSSLAdapter):
    """Cheroot's adapter with a ready context.

    The handshake is done by a thread, once a phone begins it: one that connects and says
    nothing must not keep the others waiting at the door.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        self.certificate = self.private_key = self.certificate_chain = None
        self.context = context

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, Any]]:
        """Return the socket that will speak TLS, and what pages may know of it."""
        wrapped = self.context.wrap_socket(
            sock, server_side=True, do_handshake_on_connect=False, suppress_ragged_eofs=True
        )
        return wrapped, {"wsgi.url_scheme": "https", "HTTPS": "on"}
