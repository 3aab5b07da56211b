"""`/_control/events`: live updates of one person as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from handlers.workspace.control.reader import ControlReader
from handlers.workspace.serving import STOPPING
from handlers.workspace.state.live import Listener, Live
from handlers.workspace.state.refusals import ControlError

KEEP_ALIVE_SECONDS = 15.0


class EventStream:
    def __init__(self, live: Live, reader: ControlReader) -> None:
        self._live = live
        self._reader = reader

    async def endpoint(self, request: Request) -> Response:
        try:
            me = self._reader.person(dict(request.query_params))
        except ControlError as refused:
            return JSONResponse(refused.body(), refused.status)
        stopping = (request.scope.get("extensions") or {}).get(STOPPING)

        async def stream() -> AsyncIterator[bytes]:
            with self._live.listening(me.id) as listener:
                yield b": listening\n\n"
                while True:
                    event = await _next_event(listener, stopping)
                    if event is None:
                        return
                    yield event

        return StreamingResponse(
            stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )


async def _next_event(listener: Listener, stopping: asyncio.Event | None) -> bytes | None:
    """The next event as a line of the stream, a sign of life, or None when the server stops."""
    get = asyncio.ensure_future(listener.queue.get())
    waits: set[asyncio.Future[Any]] = {get}
    if stopping is not None:
        waits.add(asyncio.ensure_future(stopping.wait()))
    try:
        await asyncio.wait(waits, timeout=KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if get.done():
            return b"data: " + orjson.dumps(get.result()) + b"\n\n"
        return None if stopping is not None and stopping.is_set() else b": keep-alive\n\n"
    finally:
        for wait in waits:
            wait.cancel()
