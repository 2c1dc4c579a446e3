"""Which addresses a webhook may go to: those of the public internet, unless told otherwise.

Whoever may add a webhook could else reach what only this machine can: services of its own, of its
network and of its cloud. A name is looked up once, what it means is checked, and the connection is
made to the address that was checked, so that a name cannot mean something else a moment later.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, NamedTuple

from lib.domain import LeadsError

IP = IPv4Address | IPv6Address
Lookup = Callable[..., list[Any]]

# Addresses of clouds' metadata that look public (Azure, Oracle) or private (AWS, Alibaba).
METADATA = {
    ip_address(each)
    for each in ("168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254", "100.100.100.200")
}
NAT64 = IPv6Network("64:ff9b::/96")
NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
COMPATIBLE = IPv6Network("::/96")


class NoAnswer(LeadsError):
    """A webhook that could not be reached; the text says why."""


class Address(NamedTuple):
    """Where to connect to, as the socket module takes it."""

    family: int
    sockaddr: tuple[Any, ...]


def resolve(
    host: str, port: int, *, private: bool, lookup: Lookup = socket.getaddrinfo
) -> list[Address]:
    """The addresses of a host that a webhook may go to; `private` allows those of own networks.

    Raises NoAnswer where there is none.
    """
    try:
        found = lookup(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(f"The name {host} is not known.") from error
    allowed = [Address(f, to) for f, _, _, _, to in found if _is_allowed(str(to[0]), private)]
    if not allowed:
        where = ", ".join(sorted({str(to[0]) for *_, to in found})) or "nowhere"
        hint = (
            ""
            if private
            else (" Where that is a receiver of your own, set LEADS_WEBHOOK_PRIVATE=true.")
        )
        raise NoAnswer(f"{host} is at {where}, where no webhook may go.{hint}")
    return allowed


def _is_allowed(text: str, private: bool) -> bool:
    if "%" in text:  # an address of one link only, with the name of the link
        return False
    meant = _meant(ip_address(text))
    if meant.is_multicast or meant.is_link_local or meant.is_unspecified or meant in METADATA:
        return False
    return private or (meant.is_global and not getattr(meant, "is_site_local", False))


def _meant(address: IP) -> IP:
    """The IPv4 address that an IPv6 one stands for, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if inner := address.ipv4_mapped or address.sixtofour:
        return inner
    if address.teredo:
        return address.teredo[1]
    within = address in NAT64 or address in NAT64_LOCAL or address in COMPATIBLE
    if within and int(address) > 1:  # beside :: and ::1
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
