"""Every journey runs with sockets watched: with page checks off, no packet is tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packets import nothing_leaves, nothing_leaves_children


@pytest.fixture(autouse=True)
def no_packets(tmp_path: Path) -> Iterator[None]:
    """In this process, and in every bot and demo that it starts."""
    with nothing_leaves(), nothing_leaves_children(tmp_path):
        yield
