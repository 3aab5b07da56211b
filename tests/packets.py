"""No packet leaves this machine, and no name is asked for: watched while journeys run.

Page checks are off unless a test switches them on, so a flagged page must not even be looked up.
Python tells its audit hooks of every look-up but one: a name that is handed to `connect` itself,
which no library that the bot uses does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.handlers.outbound.page_checks.sockets import Tried, watch

ROOT = Path(__file__).parents[1]
CHILDREN = ROOT / "tests" / "journeys" / "watched"
HERE = frozenset({"127.0.0.1", "::1", "localhost", "", "None"})


def outside(tried: Tried) -> list[str]:
    """What was tried that is not on this machine."""
    places = [host for host, _ in tried.connections] + tried.look_ups
    return [place for place in places if place not in HERE and not place.startswith("127.")]


@contextmanager
def nothing_leaves() -> Iterator[None]:
    """Fails where this process tries anything that is not on this machine."""
    with watch() as tried:
        yield
    assert not outside(tried), f"a packet was tried to {outside(tried)}"


@contextmanager
def nothing_leaves_children(folder: Path) -> Iterator[None]:
    """The same for every Python process that is started from here meanwhile."""
    told = folder / "packets.txt"
    before = {name: os.environ.get(name) for name in ("PYTHONPATH", "PACKETS_TRIED")}
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(CHILDREN), before["PYTHONPATH"]]))
    os.environ["PACKETS_TRIED"] = str(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    assert not told.exists(), f"a child process tried {told.read_text()}"
