"""uvicorn's connections, with a limit of their number and of the time that headers may take."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 200
"""Open at once; a connection more is closed at once. Slack and a proxy keep a handful."""
HEAD_SECONDS = 10.0
"""From a connection, or from the first byte of a request, to the end of the headers."""


class LimitedProtocol(H11Protocol):
    """One connection."""

    most = MOST
    head_seconds = HEAD_SECONDS
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection: closed at once where there are enough."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.abort()
        else:
            self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """More of a request."""
        super().data_received(data)
        if (
            self.transport.get_protocol() is not self or self._answering()
        ):  # a WebSocket has taken it over
            self._stop_waiting()
        elif self._late is None:
            self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of it."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _answering(self) -> bool:
        """Whether headers came to their end and the request has not been answered."""
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait_for_head(self) -> None:
        self._late = self.loop.call_later(self.head_seconds, self._cut)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _cut(self) -> None:
        self._late = None
        if not self._answering():
            self.transport.abort()
