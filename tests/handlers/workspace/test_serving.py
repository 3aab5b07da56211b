"""`serve`: applications on 127.0.0.1, up at once, down without leftovers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from handlers.slack.transport.admission import LimitedBodies
from handlers.slack.transport.connections import LimitedProtocol
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.workspace import Workspace
from tests.workspace_client import ControlClient


async def test_an_application_with_its_lifespan() -> None:
    steps: list[str] = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        steps.append("up")
        yield
        steps.append("down")

    async def hello(request: Request) -> Response:
        return PlainTextResponse("hello")

    before = asyncio.all_tasks()
    async with serve(Starlette(routes=[Route("/", hello)], lifespan=lifespan)) as base_url:
        assert base_url.startswith("http://127.0.0.1:")
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.get(base_url)).text == "hello"
        steps.append("served")
    assert steps == ["up", "served", "down"]
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
    async with httpx.AsyncClient(trust_env=False) as http:
        with pytest.raises(httpx.ConnectError):
            await http.get(base_url)


async def test_an_application_that_does_not_start() -> None:
    async def no_database() -> None:
        raise RuntimeError("no database")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await no_database()
        yield

    with pytest.raises(RuntimeError, match="did not start"):
        async with serve(Starlette(lifespan=lifespan)):
            pass


async def test_a_port_that_is_taken() -> None:
    async with serve(Starlette()) as base_url:
        with pytest.raises(OSError, match="in use"):
            async with serve(Starlette(), int(base_url.rsplit(":", 1)[1])):
                pass


async def test_an_open_event_stream_does_not_hold_up_the_end() -> None:
    loop = asyncio.get_running_loop()
    async with serve(workspace_app(Workspace())) as base_url:
        control = ControlClient(base_url)
        stream = control.events("U0ANALYST")
        await stream.__aenter__()
        started = loop.time()
    assert loop.time() - started < 1
    await stream.__aexit__(None, None, None)
    await control.close()


async def test_a_request_under_way_is_ended_after_the_grace() -> None:
    entered = asyncio.Event()

    async def forever(request: Request) -> Response:
        entered.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with httpx.AsyncClient(trust_env=False) as http:
        async with serve(Starlette(routes=[Route("/", forever)]), grace=0.05) as base_url:
            asking = asyncio.create_task(http.get(base_url))
            await entered.wait()
        with pytest.raises(httpx.HTTPError):
            (await asking).raise_for_status()


async def test_an_app_can_be_called_without_a_socket(world: Any) -> None:
    heard: list[str] = []

    async def endpoint(request: Request) -> Response:
        heard.append(request.headers["x-slack-signature"][:3])
        return PlainTextResponse("")

    bot = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
    world.workspace.request_transport = httpx.ASGITransport(bot)
    await world.control.type("U0ANALYST", "C0REFERRALS", "/flag")
    assert heard == ["v0="]


class Hasty(LimitedProtocol):
    """With limits that a test can wait for."""

    head_seconds = 0.3


POST = b"POST /api/auth.test HTTP/1.1\r\nHost: %s\r\n"


async def test_the_bots_limits_hold_here_too_and_what_streams_goes_on() -> None:
    """As the demo serves it: silent and half-sent requests end; event streams and WebSockets go on."""
    limits = Middleware(LimitedBodies, largest=1000, seconds=0.3)
    workspace = Workspace()
    token = {"Authorization": f"Bearer {workspace.app_token}"}
    async with (
        serve(workspace_app(workspace, limits), protocol=Hasty) as base_url,
        ControlClient(base_url) as control,
        aiohttp.ClientSession(base_url) as http,
    ):
        opened = await (await http.post("/api/apps.connections.open", headers=token)).json()
        async with http.ws_connect(opened["url"]) as socket, control.events("U0LEAD") as events:
            assert (await socket.receive_json())["type"] == "hello"
            where = base_url.removeprefix("http://")
            for said, answered in (
                (b"", b""),
                (POST, b""),
                (POST + b"Content-Length: 9\r\n\r\nab", b"HTTP/1.1 408 "),
                (POST + b"Content-Length: 1001\r\n\r\n", b"HTTP/1.1 413 "),
            ):
                reader, writer = await asyncio.open_connection(*where.split(":"))
                writer.write(said.replace(b"%s", where.encode()))
                assert (await asyncio.wait_for(reader.read(), 10))[:13] == answered
                writer.close()
            await control.move_clock(seconds=60)
            assert await anext(events)
            assert await control.disconnect_sockets("refresh_requested") == 1
            assert (await socket.receive_json())["type"] == "disconnect"
