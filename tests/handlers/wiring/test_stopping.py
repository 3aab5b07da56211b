"""The last moments of a server: who had connected by then is answered."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.sentences.operations.health import STOPPING
from handlers.slack.transport.http import Drain
from handlers.wiring.serving.stopping import Server
from tests.journeys.processes import free_port

ASKS = b"GET / HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n"
REFUSED = b"HTTP/1.1 503"


@asynccontextmanager
async def listening(port: int) -> AsyncIterator[Server]:
    """A server that is stopping already, and which still listens."""

    async def refuse(_: Request) -> Response:
        return PlainTextResponse(STOPPING, 503)

    config = uvicorn.Config(
        Starlette(routes=[Route("/", refuse)]),
        port=port,
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    config.load()
    server = Server(config, Drain(stopping=True), lambda: False)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    await server.on_tick(0)
    yield server


def connect(port: int) -> socket.socket:
    """A connection that the system has made; the process has not had the time to take it."""
    made = socket.create_connection(("127.0.0.1", port))
    made.setblocking(False)
    return made


async def answer(connection: socket.socket) -> bytes:
    """The beginning of what comes back, or nothing where the connection was closed."""
    with suppress(ConnectionError):
        return await asyncio.get_running_loop().sock_recv(connection, 100)
    return b""


async def test_connections_that_were_not_taken_yet_are_answered() -> None:
    port = free_port()
    async with listening(port) as server:
        waiting = [connect(port) for _ in range(5)]
        for one in waiting:
            one.send(ASKS)
        await server.shutdown()
        for one in waiting:
            with closing(one):
                assert (await answer(one)).startswith(REFUSED)
        with pytest.raises(ConnectionRefusedError):
            connect(port)


async def test_a_request_that_comes_on_a_connection_made_before_is_answered() -> None:
    port = free_port()
    async with listening(port) as server:
        with closing(connect(port)) as early:
            ending = asyncio.create_task(server.shutdown())
            for _ in range(100):  # turns of the loop, more than it needs to stop listening
                await asyncio.sleep(0)
            early.send(ASKS)
            assert (await answer(early)).startswith(REFUSED)
            await ending


async def test_a_connection_that_says_nothing_does_not_keep_it_from_ending() -> None:
    port = free_port()
    async with listening(port) as server:
        with closing(connect(port)) as silent:
            await asyncio.wait_for(server.shutdown(), 5)
            assert await answer(silent) == b""
