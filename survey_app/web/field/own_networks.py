"""The addresses under which phones on a hotspot could reach this laptop.

Room: web, field desk. Asks the machine, sends nothing.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network

# where systems put the network of their own hotspot: Windows, NetworkManager, macOS
USUAL_HOTSPOTS = tuple(
    IPv4Network(network) for network in ("192.168.137.0/24", "10.42.0.0/16", "192.168.2.0/24")
)


def hotspot_addresses() -> tuple[IPv4Address, ...]:
    """Return this machine's addresses in private networks, likely hotspots first."""
    found = {address for address in _addresses() if _is_near(address)}
    return tuple(sorted(found, key=lambda address: (not _is_usual(address), address)))


def _is_near(address: IPv4Address) -> bool:
    """Say whether the address is of a private network and can be reached by others."""
    return address.is_private and not (
        address.is_loopback or address.is_link_local or address.is_unspecified
    )


def _is_usual(address: IPv4Address) -> bool:
    return any(address in network for network in USUAL_HOTSPOTS)


def _addresses() -> Iterator[IPv4Address]:
    with suppress(OSError):
        for place in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield IPv4Address(place[4][0])
    yield from _of_interfaces()


if sys.platform == "linux":
    import fcntl
    import struct

    SIOCGIFADDR = 0x8915

    def _of_interfaces() -> Iterator[IPv4Address]:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            for _, name in socket.if_nameindex():
                asked = struct.pack("256s", name.encode()[:15])
                with suppress(OSError):
                    told = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, asked)
                    yield IPv4Address(told[20:24])

else:

    def _of_interfaces() -> Iterator[IPv4Address]:
        return iter(())
