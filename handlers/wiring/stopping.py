"""Ending within ten seconds: finish what is in hand, take nothing new, and then go.

SIGTERM ─► 503 for what is new ─► answers and late answers done ─► no more listening ─► sweeps and
delivery stop, lanes are given back ─► exit code 0

What cannot be finished in time is left as after a crash, which loses nothing.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn

from handlers.outbound.pacing import elapsed
from handlers.slack.http import Door

log = logging.getLogger(__name__)

LINGER_SECONDS = 1.0
"""At least so long new requests hear 503, so that a balancer sends them elsewhere."""
DRAIN_SECONDS = 4.0
"""At most so long requests that were taken are waited for."""
LAST_RESORT_SECONDS = 9.5
"""After this the process ends as it stands, as if it had been killed."""
_UNFINISHED = 75
"""Its exit code then (sysexits' EX_TEMPFAIL)."""


def end_for_certain() -> None:
    """From now on the process has so long to end by itself."""

    def end() -> None:
        log.error(
            "not ended after %.1f s: left as it stands, as after a crash", LAST_RESORT_SECONDS
        )
        os._exit(_UNFINISHED)

    timer = threading.Timer(LAST_RESORT_SECONDS, end)
    timer.daemon = True
    timer.start()


class Server(uvicorn.Server):
    """uvicorn, which closes the door at a signal and goes on listening until all are out.

    uvicorn's own way is to stop listening at once, and to raise the signal again at the end, which
    would end the process before delivery has given its lanes back.
    """

    def __init__(self, config: uvicorn.Config, door: Door, busy: Callable[[], bool]) -> None:
        super().__init__(config)
        self._door = door
        self._busy = busy
        self._closed_at = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal closes the door, a second one ends the waiting."""
        if self._door.closed:
            self.should_exit = self.force_exit = True
            return
        self._door.closed = True
        self._closed_at = elapsed()
        end_for_certain()

    async def on_tick(self, counter: int) -> bool:
        """Called every 100 ms; whether to stop listening."""
        if self._door.closed:
            closed_for = elapsed() - self._closed_at
            if closed_for >= (DRAIN_SECONDS if self._busy() else LINGER_SECONDS):
                self.should_exit = True
        return await super().on_tick(counter)
