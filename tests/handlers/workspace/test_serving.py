"""`serve`: applications on 127.0.0.1, up at once, down without leftovers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

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
