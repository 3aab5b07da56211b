"""What costs nothing: connections that say nothing, headers that never end, too many of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from handlers.slack.transport.admission import Bodies, LimitedBodies
from handlers.slack.transport.connections import LimitedProtocol

Limited: TypeAlias = tuple[ASGIApp, Callable[[], int]]


class Hasty(LimitedProtocol):
    """With limits that a test can wait for."""

    most = 3
    head_seconds = 0.3


@pytest.fixture(params=["the bot", "the stand-in"])
def limited(request: pytest.FixtureRequest) -> Limited:
    """An application that reads bodies, and how much of them is held: within limits, or with them round it."""
    bodies = Bodies(seconds=0.3)

    async def read(request: Request) -> Response:
        body = await bodies.read(request, 1000)
        return body if isinstance(body, Response) else PlainTextResponse(str(len(body)))

    async def read_all(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    if request.param == "the bot":
        return Starlette(routes=[Route("/", read, methods=["POST", "GET"])]), lambda: bodies.held
    inside = Starlette(routes=[Route("/", read_all, methods=["POST", "GET"])])
    round_it = LimitedBodies(inside, 1000, 0.3)
    return round_it, lambda: round_it.held


@dataclass
class Served:
    """It, on a port of its own, and the connections to it."""

    port: int
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def connect(self, said: bytes = b"") -> asyncio.StreamReader:
        """A connection on which something was said; what comes back. It stays open to the end."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers.append(writer)
        writer.write(said)
        await writer.drain()
        return reader


@asynccontextmanager
async def serve(limited: Limited) -> AsyncIterator[Served]:
    """Serve it."""
    app, held = limited
    config = uvicorn.Config(app, http=Hasty, port=0, lifespan="off", log_config=None, ws="none")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    served = Served(server.servers[0].sockets[0].getsockname()[1])
    try:
        yield served
    finally:
        await server.shutdown()
        for writer in served.writers:
            writer.close()
    assert held() == 0


async def end(reader: asyncio.StreamReader) -> bytes:
    """All that comes until the other side closes."""
    async with asyncio.timeout(10):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""


HEAD = b"POST / HTTP/1.1\r\nHost: bot\r\n"


async def test_who_says_nothing_or_not_all_is_hung_up_on(limited: Limited) -> None:
    async with serve(limited) as served:
        assert await end(await served.connect()) == b""
        assert await end(await served.connect(HEAD)) == b""


async def test_a_second_request_on_a_connection_has_the_same_time(limited: Limited) -> None:
    async with serve(limited) as served:
        reader = await served.connect(HEAD + b"Content-Length: 2\r\n\r\nab" + HEAD)
        answer = await end(reader)
        assert answer.startswith(b"HTTP/1.1 200")


async def test_a_body_that_does_not_come_is_408(limited: Limited) -> None:
    async with serve(limited) as served:
        reader = await served.connect(HEAD + b"Content-Length: 900\r\n\r\nab")
        assert (await end(reader)).startswith(b"HTTP/1.1 408")


async def test_a_body_that_is_said_to_be_too_large_is_not_waited_for(limited: Limited) -> None:
    async with serve(limited) as served:
        for said in (b"Content-Length: 1001\r\n\r\n", b"Content-Length: 99999999999\r\n\r\n"):
            assert (await end(await served.connect(HEAD + said))).startswith(b"HTTP/1.1 413")
        chunk = b"Transfer-Encoding: chunked\r\n\r\n3ea\r\n" + b"x" * 1002 + b"\r\n"
        assert (await end(await served.connect(HEAD + chunk))).startswith(b"HTTP/1.1 413")


async def test_one_connection_too_many_is_closed_and_the_others_are_served(
    limited: Limited,
) -> None:
    async with serve(limited) as served:
        request = HEAD + b"Content-Length: 2\r\nConnection: close\r\n\r\n"
        waiting = [await served.connect(request) for _ in range(3)]
        assert await end(await served.connect(request)) == b""
        for writer in served.writers[:3]:
            writer.write(b"ab")
        for reader in waiting:
            assert (await end(reader)).startswith(b"HTTP/1.1 200")
