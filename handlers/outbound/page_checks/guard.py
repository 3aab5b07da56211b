"""What a page check may reach: public web sites, and nothing else.

Every address is asked about three times: as it stands in the URL (which may be a literal), as a
name is looked up, and when a socket is made for it. No request leaves without the first; the
second and third hold whatever happens between look-up and connecting. Through a proxy there is
only the first, since names are the proxy's to look up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from re import compile as pattern

from ada_url import join_url

from bot.domain.pages.canonical import whatwg
from bot.domain.pages.suffixes import known_suffix
from bot.domain.platforms.matching import SPLIT

Address = IPv4Address | IPv6Address
AddressRule = Callable[[Address, int], bool]

LONGEST = 8_192
_NAME = pattern(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")
_PORTS = {"http": 80, "https": 443}

# The special-purpose registries of the IANA, including what they call globally reachable but is no
# site (anycast of protocols), multicast, and what is reserved:
# https://www.iana.org/assignments/iana-ipv4-special-registry/
# https://www.iana.org/assignments/iana-ipv6-special-registry/
_NO_SITES_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        # Azure's own services for a virtual machine, behind a public address:
        # https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
        "168.63.129.16/32",
    )
)
# Global unicast is 2000::/3. All that carries an IPv4 address in it (mapped, compatible, NAT64
# with either prefix, and below 6to4 and Teredo) is refused, whatever that address may be.
_SITES_6 = IPv6Network("2000::/3")
_NO_SITES_6 = tuple(
    IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)

# Names that never lead to a public site: RFC 6761, 6762, 8375, 9476, and `internal`, which ICANN
# keeps free (https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en).
_PRIVATE_NAMES = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "test",
    "invalid",
    "example",
    "alt",
    "arpa",
)


class TargetRefused(Exception):
    """A check would leave the public web. `str()` says in plain words what was wrong."""


def is_public(address: Address, port: int) -> bool:
    """Whether a public web site can be at an address. The port plays no part here."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NO_SITES_4) and address.is_global
    return (
        address.scope_id is None
        and address in _SITES_6
        and not any(address in network for network in _NO_SITES_6)
        and address.is_global
    )


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked: `url` as a browser would send it, without its fragment."""

    url: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of one prober. `proxied` says that a proxy looks names up. What an address may be,
    and which ports, is an argument only so that tests can have a site of their own on loopback."""

    proxied: bool = False
    allows: AddressRule = is_public
    ports: frozenset[int] = frozenset(_PORTS.values())

    def target(self, address: str, base: str = "") -> Target:
        """What an address leads to, if it may be asked; `base` is where a relative one stood.

        The WHATWG parser reads it, so that octal, decimal, hexadecimal and full-width hosts are
        seen as what they are. Raises TargetRefused.
        """
        if len(address) > LONGEST:
            raise TargetRefused("address too long")
        try:
            href = whatwg(join_url(base, address) if base else address)
        except ValueError:
            raise TargetRefused("not an address") from None
        found = SPLIT.fullmatch(href)
        if found is None:
            raise TargetRefused("not a web address")
        scheme, host, port, _, _, fragment = found.groups()
        if "@" in href[len(scheme) + 3 : found.start(4)]:
            raise TargetRefused("a password in the address")
        number = int(port[1:]) if port else _PORTS[scheme]
        if number not in self.ports:
            raise TargetRefused("port not allowed")
        if host.startswith("[") or host.rpartition(".")[2].isdigit():
            self.check(host.strip("[]"), number)
        else:
            self._name(host)
        return Target(href.removesuffix(fragment) if fragment else href, host, number)

    def check(self, address: str, port: int) -> None:
        """Raises TargetRefused unless a socket may be opened to this address and port."""
        try:
            if port in self.ports and self.allows(ip_address(address), port):
                return
        except (AddressValueError, ValueError):
            pass
        raise TargetRefused("address not allowed")

    def check_all(self, addresses: Iterable[str], port: int) -> None:
        """Raises TargetRefused unless every address that a name has may be asked: a name that leads
        inside and outside at once is no public site."""
        for address in addresses:
            self.check(address, port)

    def _name(self, host: str) -> None:
        if host.endswith(".onion") and not self.proxied:
            raise TargetRefused("an onion site needs a proxy")
        if not _is_public_name(host.removesuffix(".")):
            raise TargetRefused("name not allowed")


@lru_cache(maxsize=4096)
def _is_public_name(host: str) -> bool:
    if len(host) > 253 or _NAME.fullmatch(host) is None:
        return False
    return host.rpartition(".")[2] not in _PRIVATE_NAMES and known_suffix(host)
