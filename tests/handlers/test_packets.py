"""What watches the journeys' own process sees what it should."""

from __future__ import annotations

import socket
from contextlib import suppress

import pytest

from tests.packets import nothing_leaves


@pytest.mark.parametrize("place", ["192.0.2.1", "2001:db8::1"])
def test_a_try_is_seen_and_refused(place: str) -> None:
    with (
        pytest.raises(AssertionError, match=place.replace(".", r"\.")),
        nothing_leaves(),
        suppress(OSError),
    ):
        socket.create_connection((place, 80), 0.1)


def test_a_look_up_is_seen() -> None:
    with (
        pytest.raises(AssertionError, match=r"pages\.example\.org"),
        nothing_leaves(),
        suppress(OSError),
    ):
        socket.getaddrinfo("pages.example.org", 80)


def test_loopback_is_let_through() -> None:
    with nothing_leaves(), socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
