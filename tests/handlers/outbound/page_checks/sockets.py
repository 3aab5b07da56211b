"""Every connection that this process tries to open, as Python's own audit hook sees it.

While somebody watches, a connection to anything but loopback is not only noted but refused.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any


@dataclass(slots=True)
class Tried:
    """What was tried: addresses with ports, and names that the system was asked for."""

    connections: list[tuple[str, int]] = field(default_factory=list)
    look_ups: list[str] = field(default_factory=list)


_watching: list[Tried] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching:
        return
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        address, port = str(arguments[1][0]), int(arguments[1][1])
        for tried in _watching:
            tried.connections.append((address, port))
        if not ip_address(address.partition("%")[0]).is_loopback:
            raise PermissionError(f"a test tried to connect to {address}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        for tried in _watching:
            tried.look_ups.append(str(arguments[0]))


# A hook cannot be taken out again; it does nothing while nobody watches.
sys.addaudithook(_hook)


@contextmanager
def watch() -> Iterator[Tried]:
    """Note all that is tried until the end of the block."""
    tried = Tried()
    _watching.append(tried)
    try:
        yield tried
    finally:
        _watching.remove(tried)
