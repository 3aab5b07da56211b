"""The two Slacks: npm's `emulate`, an independent emulator of the Web API, and our stand-in."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.model import SlashCommand
from handlers.workspace.state.workspace import Workspace

CONFIG = Path(__file__).parent / "emulate.config.yaml"
SECRET = "10ca110ca110ca110ca110ca110ca15e"
TOKEN = "xoxb-local-test"
JSON = dict[str, Any]


@dataclass
class Slack:
    """One of the two. `address` is the Web API's, through a recorder of what was answered."""

    name: str
    address: str
    direct: str
    token: str
    secret: str
    trigger: Callable[[str], Awaitable[str]]
    answers: list[tuple[str, JSON]] = field(default_factory=list)

    async def call(self, method: str, **args: Any) -> JSON:
        """A call of our own, recorded as the bot's are."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.post(self.address + method, json=args, headers=headers)
        found: JSON = answer.json()
        return found


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@asynccontextmanager
async def recorded(direct: str, answers: list[tuple[str, JSON]]) -> AsyncIterator[str]:
    """The Web API at `direct`, with each answer written down; yields its address."""
    async with httpx.AsyncClient(trust_env=False) as http:

        async def forward(request: Request) -> Response:
            method = request.path_params["method"]
            kept = {"authorization", "content-type"}
            headers = {k: v for k, v in request.headers.items() if k in kept}
            body = await request.body()
            answer = await http.post(direct + method, content=body, headers=headers)
            answers.append((method, answer.json()))
            return Response(answer.content, answer.status_code, media_type="application/json")

        app = Starlette(routes=[Route("/api/{method}", forward, methods=["GET", "POST"])])
        async with serve(app) as address:
            yield f"{address}/api/"


@asynccontextmanager
async def stand_in() -> AsyncIterator[Slack]:
    """Our own."""
    commands = [SlashCommand("/flag"), SlashCommand("/referrals")]
    workspace = Workspace(bot_token=TOKEN, signing_secret=SECRET, commands=commands)
    answers: list[tuple[str, JSON]] = []

    async def trigger(user: str) -> str:
        return workspace.triggers.make(user)

    async with serve(workspace_app(workspace)) as base, recorded(f"{base}/api/", answers) as api:
        yield Slack("stand-in", api, f"{base}/api/", TOKEN, SECRET, trigger, answers)
    workspace.close()


@asynccontextmanager
async def emulator(modules: Path) -> AsyncIterator[Slack]:
    """npm's emulate, installed in `modules`."""
    port = free_port()
    direct = f"http://127.0.0.1:{port}/api/"
    process = await asyncio.create_subprocess_exec(
        str(modules / ".bin" / "node"),
        str(modules / "emulate" / "dist" / "index.js"),
        *("start", "--service", "slack", "--port", str(port), "--seed", str(CONFIG)),
        stdout=asyncio.subprocess.DEVNULL,
    )
    answers: list[tuple[str, JSON]] = []
    slack: Slack

    async def trigger(user: str) -> str:
        answer = await slack.call("views.generateTriggerId", user_id=user)
        return str(answer["trigger_id"])

    try:
        await _up(direct)
        async with recorded(direct, answers) as api:
            slack = Slack("emulate", api, direct, TOKEN, SECRET, trigger, answers)
            yield slack
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _up(direct: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        for _ in range(200):
            try:
                await http.post(direct + "api.test")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise RuntimeError("emulate did not start")
