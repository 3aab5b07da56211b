"""Python loads this when a process starts that the journeys started: no packet leaves it.

What is tried is refused, and written down for the test, which then fails.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

TOLD = os.environ.get("PACKETS_TRIED", "")
LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        place = str(arguments[1][0])
    elif event in LOOK_UPS:
        place = str(arguments[0])
    else:
        return
    if place in ("::1", "localhost", "", "None") or place.startswith("127."):
        return
    with Path(TOLD).open("a", encoding="utf-8") as file:
        file.write(f"{event} {place}\n")
    raise PermissionError(f"a test tried {event} {place}")


if TOLD:
    sys.addaudithook(_hook)
