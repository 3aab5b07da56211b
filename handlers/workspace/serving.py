"""Serves an ASGI application on 127.0.0.1 in this process, for tests and for the demo."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from handlers.workspace.connection_faults import CUT

STOPPING = "workspace.stopping"


def _protocol(stopping: asyncio.Event, base: Any) -> type[H11Protocol]:
    """uvicorn's HTTP protocol (`base`), which also lets the application cut its connection and learn
    that the server stops (an endless event stream must end then)."""

    class Protocol(base):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            this: Any = self
            served = this.app

            async def app(scope: Scope, receive: Receive, send: Send) -> None:
                # An upgrade to a WebSocket does not come through here.
                extensions = scope.setdefault("extensions", {})
                extensions[CUT] = self.transport.abort
                extensions[STOPPING] = stopping
                await served(scope, receive, send)

            this.app = app

    return Protocol


def _bound(host: str, port: int) -> socket.socket:
    # asyncio switches Nagle's delay off only where it can see that the socket speaks TCP.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    made.setblocking(False)
    return made


@asynccontextmanager
async def serve(
    asgi_app: ASGIApp,
    port: int = 0,
    *,
    host: str = "127.0.0.1",
    grace: float = 2.0,
    protocol: type[H11Protocol] = H11Protocol,
) -> AsyncIterator[str]:
    """Serve `asgi_app` (with its lifespan) and yield its base URL, without a slash at the end.

    Port 0 takes a free one; a taken port raises OSError. On the way out requests under way get
    `grace` seconds to end; nothing is left behind.
    """
    stopping = asyncio.Event()
    listening = _bound(host, port)
    config = uvicorn.Config(
        asgi_app,
        http=_protocol(stopping, protocol),
        ws="websockets-sansio",
        lifespan="on" if _has_lifespan(asgi_app) else "auto",
        log_config=None,
        proxy_headers=False,
        access_log=False,
        date_header=False,
        server_header=False,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    try:
        await server.startup(sockets=[listening])
    except SystemExit:
        listening.close()
        raise RuntimeError("the application did not start; its log says why") from None
    await server.on_tick(0)
    try:
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        stopping.set()
        await _stop(server, listening, grace)


def _has_lifespan(asgi_app: ASGIApp) -> bool:
    return hasattr(getattr(asgi_app, "router", None), "lifespan_context")


async def _stop(server: uvicorn.Server, listening: socket.socket, grace: float) -> None:
    for listener in server.servers:
        listener.close()
    listening.close()
    state = server.server_state
    for connection in list(state.connections):
        connection.shutdown()
    if state.tasks:
        await asyncio.wait(set(state.tasks), timeout=grace)
    late = set(state.tasks)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for connection in list(state.connections):
        if connection.transport is not None:
            connection.transport.abort()
    for listener in server.servers:
        await listener.wait_closed()
    await server.lifespan.shutdown()
