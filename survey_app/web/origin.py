"""Only pages of this server, opened at this server's own address, may ask it for anything.

Room: web.
Promise: a request for another host name (DNS rebinding) or from another site is refused.
"""

from collections.abc import Collection

from flask import Request

SAFE_METHODS = frozenset({"GET", "HEAD"})


def own_addresses(port: int) -> frozenset[str]:
    """Return the `host:port` under which this machine alone can reach the desk.

    >>> sorted(own_addresses(8765))
    ['127.0.0.1:8765', 'localhost:8765']
    """
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})


def is_own_host(request: Request, addresses: Collection[str]) -> bool:
    """Say whether the request names this server in its Host header."""
    return request.headers.get("Host", "") in addresses


def is_own_wish(request: Request, addresses: Collection[str]) -> bool:
    """Say whether a request that changes something comes from one of our own pages.

    A browser always tells the origin of a POST; without one the request is not a browser's.
    """
    if request.method in SAFE_METHODS:
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    scheme, _, address = request.headers.get("Origin", "").partition("://")
    return scheme == request.scheme and address in addresses
