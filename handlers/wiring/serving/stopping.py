"""Ending within ten seconds: finish what is in hand, take nothing new, and then go.

SIGTERM ─► 503 for what is new ─► answers and late answers done ─► no more listening ─► 503 for who
had connected by then ─► sweeps and delivery stop, lanes are given back ─► exit code 0

What cannot be finished in time is left as after a crash, which loses nothing.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from handlers.outbound.delivery.context import elapsed
from handlers.slack.transport.http import Drain

log = logging.getLogger(__name__)

LINGER_SECONDS = 1.0
"""At least so long new requests hear 503, so that a balancer sends them elsewhere."""
DRAIN_SECONDS = 4.0
"""At most so long requests that were taken are waited for."""
LAST_WORDS_SECONDS = 0.5
"""At most so long connections that were made just before are waited for, to hear 503 too."""
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
    """uvicorn, which refuses what is new after a signal and goes on listening until all is answered.

    uvicorn's own way is to stop listening at once, and to raise the signal again at the end, which
    would end the process before delivery has given its lanes back.
    """

    def __init__(self, config: uvicorn.Config, drain: Drain, busy: Callable[[], bool]) -> None:
        super().__init__(config)
        self._drain = drain
        self._busy = busy
        self._closed_at = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal begins the drain, a second one ends it."""
        if self._drain.stopping:
            self.should_exit = self.force_exit = True
            return
        self._drain.stopping = True
        self._closed_at = elapsed()
        end_for_certain()

    async def on_tick(self, counter: int) -> bool:
        """Called every 100 ms; whether to stop listening."""
        if self._drain.stopping:
            closed_for = elapsed() - self._closed_at
            if closed_for >= (DRAIN_SECONDS if self._busy() else LINGER_SECONDS):
                self.should_exit = True
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """uvicorn's, but nobody whose connection was made is hung up on without an answer.

        The system makes connections before the process takes them, and resets those that are not
        taken when the listening socket is closed; uvicorn closes connections on which no request
        has been read yet. Whoever sent a request on one of these could not know that it was not
        begun, and so could not send it elsewhere.
        """
        for server in self.servers:
            ways_in = [socket.socket(fileno=os.dup(one.fileno())) for one in server.sockets]
            server.close()
            for way_in in ways_in:
                await self._take_the_last(way_in)
        for _ in range(int(LAST_WORDS_SECONDS / 0.02)):
            if not self.server_state.connections:
                break
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)

    async def _take_the_last(self, way_in: socket.socket) -> None:
        taken: list[socket.socket] = []
        with way_in, suppress(BlockingIOError):
            way_in.setblocking(False)
            while True:
                taken.append(way_in.accept()[0])
        for one in taken:
            await asyncio.get_running_loop().connect_accepted_socket(self._protocol, one)

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made
