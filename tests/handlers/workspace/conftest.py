"""The stand-in, served over real HTTP, and a tiny app that it talks to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx
import orjson
import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.defaults import EVERY_SCOPE
from handlers.workspace.state.model import AppShortcut, SlashCommand
from handlers.workspace.state.workspace import Workspace
from tests.workspace_client import ControlClient

JSON = dict[str, Any]
Answer = Callable[["Heard"], Any]


@dataclass(frozen=True)
class Heard:
    """One request that the app got: a command's form, an interactive payload or an event."""

    kind: str
    body: JSON
    headers: dict[str, str]


@dataclass
class TinyApp:
    """Checks signatures as Slack's SDK does, remembers what it heard, answers as it is told.

    `answer` returns None (an empty 200), a text, a JSON body, or a Response; it may be async.
    """

    signing_secret: str
    heard: list[Heard] = field(default_factory=list)
    answer: Answer = lambda heard: None

    async def endpoint(self, request: Request) -> Response:
        body = await request.body()
        headers = dict(request.headers)
        if not SignatureVerifier(self.signing_secret).is_valid_request(body, headers):
            return PlainTextResponse("wrong signature", 401)
        if "json" in headers["content-type"]:
            heard = Heard("event", orjson.loads(body), headers)
        else:
            form: JSON = dict(parse_qsl(body.decode(), keep_blank_values=True))
            if "payload" in form:
                heard = Heard("interactive", orjson.loads(form["payload"]), headers)
            else:
                heard = Heard("command", form, headers)
        self.heard.append(heard)
        said = self.answer(heard)
        if isinstance(said, Awaitable):
            said = await said
        if isinstance(said, Response):
            return said
        if isinstance(said, dict):
            return JSONResponse(said)
        return PlainTextResponse(said or "")


@dataclass
class SlackHarness:
    """A workspace that is up, the app that it talks to, and the ways to reach it."""

    workspace: Workspace
    app: TinyApp
    base_url: str
    http: httpx.AsyncClient
    control: ControlClient

    async def call(self, method: str, **args: Any) -> JSON:
        """A Web API call with the bot's token and a JSON body; returns the JSON answer."""
        answer: JSON = (await self.raw_call(method, **args)).json()
        return answer

    async def raw_call(self, method: str, **args: Any) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {self.workspace.bot_token}",
            "Content-Type": "application/json; charset=utf-8",
        }
        return await self.http.post(f"/api/{method}", content=orjson.dumps(args), headers=headers)

    async def post(self, text: str = "hello", channel: str = "C0REFERRALS", **args: Any) -> str:
        """The bot posts a message; returns its ts."""
        quiet = {"unfurl_links": False, "unfurl_media": False}
        answer = await self.call("chat.postMessage", channel=channel, text=text, **quiet, **args)
        assert answer["ok"], answer
        return str(answer["ts"])


Make = Callable[..., Awaitable[SlackHarness]]


@pytest.fixture
async def make_world() -> AsyncIterator[Make]:
    """Makes worlds: `make_world(**Workspace arguments)`; all are taken down at the end."""
    from contextlib import AsyncExitStack

    async with AsyncExitStack() as stack:

        async def make(**given: Any) -> SlackHarness:
            arguments: JSON = {
                "scopes": EVERY_SCOPE,
                "commands": [
                    SlashCommand("/flag", "Flag a page", "URL [note]"),
                    SlashCommand("/referrals"),
                ],
                "shortcuts": [AppShortcut("flag_links", "Flag links in this message")],
            }
            workspace = Workspace(**(arguments | given))
            stack.callback(workspace.close)
            tiny = TinyApp(workspace.signing_secret)
            bot = Starlette(routes=[Route("/slack/events", tiny.endpoint, methods=["POST"])])
            bot_url = await stack.enter_async_context(serve(bot))
            workspace.request_url = f"{bot_url}/slack/events"
            workspace.event_retry_delays = (0.0, 0.0, 0.0)
            base_url = await stack.enter_async_context(serve(workspace_app(workspace)))
            http = await stack.enter_async_context(
                httpx.AsyncClient(base_url=base_url, trust_env=False)
            )
            control = await stack.enter_async_context(ControlClient(base_url))
            return SlackHarness(workspace, tiny, base_url, http, control)

        yield make


@pytest.fixture
async def world(make_world: Make) -> SlackHarness:
    return await make_world()
