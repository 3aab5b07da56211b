"""What watches the journeys sees what it should: a look-up or a connection does not pass."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.packets import nothing_leaves_children

TRIES = {
    "a look-up": "socket.getaddrinfo('pages.example.org', 443)",
    "an older look-up": "socket.gethostbyname('pages.example.org')",
    "a connection": "socket.create_connection(('192.0.2.1', 80), 0.1)",
    "a connection by IPv6": "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
}


@pytest.mark.parametrize("tried", TRIES.values(), ids=TRIES.keys())
def test_a_child_process_that_tries_is_seen(tried: str, tmp_path: Path) -> None:
    code = f"import socket\ntry:\n    {tried}\nexcept OSError:\n    pass"
    with (
        pytest.raises(AssertionError, match=r"pages\.example\.org|192\.0\.2\.1|2001:db8::1"),
        nothing_leaves_children(tmp_path),
    ):
        subprocess.run([sys.executable, "-c", code], check=True)
    (tmp_path / "packets.txt").unlink()


def test_loopback_is_let_through(tmp_path: Path) -> None:
    code = "import socket; socket.getaddrinfo('127.0.0.1', 80); print('through')"
    with nothing_leaves_children(tmp_path):
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert done.stdout == b"through\n"
