"""The proxy to Slack, as the environment says: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.

slack_sdk reads the first two alone, sends loopback through them too, and ignores NO_PROXY
(python-slack-sdk #738, #948). So every client is told its proxy, or that it has none.
"""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit
from urllib.request import getproxies_environment

_PORT = re.compile(r"(?:^[^:]*|\]):\d{1,5}$")
"""Behind a name, an IPv4 address, or an IPv6 one in brackets."""


class BadProxy(ValueError):
    """`variable` has no address of an HTTP proxy; `socks` where it has one of a SOCKS proxy."""

    def __init__(self, variable: str, *, socks: bool) -> None:
        super().__init__(variable)
        self.variable, self.socks = variable, socks


def proxy_to(url: str) -> str | None:
    """What requests to this address go through. Raises BadProxy where that is no HTTP proxy.

    Never for loopback, nor for what NO_PROXY names; `host:port` is taken as `http://host:port`.
    """
    parts = urlsplit(url)
    host, told = parts.hostname or "", getproxies_environment()
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if _is_this_machine(host) or _goes_by_itself(host, port, told.get("no", "")):
        return None
    scheme = parts.scheme if told.get(parts.scheme) else "all"
    value = told.get(scheme, "").strip()
    if not value:
        return None
    proxy = value if "://" in value else f"http://{value}"
    try:
        named = urlsplit(proxy)
        right = named.scheme in ("http", "https") and named.hostname and named.port != 0
    except ValueError:
        right = False
    if not right or any(one.isspace() for one in proxy):
        raise BadProxy(f"{scheme.upper()}_PROXY", socks=proxy.lower().startswith("socks"))
    return proxy


def host_of(proxy: str) -> str:
    """A proxy's host and port, for a sentence: the rest of its address may have a password."""
    return urlsplit(proxy).netloc.rpartition("@")[2]


def _goes_by_itself(host: str, port: int, no_proxy: str) -> bool:
    """Whether NO_PROXY names it: `*`, a name and all below it (also with a dot or `*.` before it), an
    address or a network; each with a port or without."""
    for name in no_proxy.lower().replace(",", " ").split():
        name, _, only = name.rpartition(":") if _PORT.search(name) else (name, "", "")
        if (not only or int(only) == port) and _names(name.strip("[]"), host.lower().rstrip(".")):
            return True
    return False


def _names(name: str, host: str) -> bool:
    if name == "*":
        return True
    try:
        return ip_address(host) in ip_network(name, strict=False)
    except ValueError:
        domain = name.removeprefix("*").strip(".")
        return bool(domain) and f".{host}".endswith(f".{domain}")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
