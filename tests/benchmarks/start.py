"""A cold start of `referral-bot run` to its first 200 of /readyz, beside a bare Bolt app's.

The bare app is what Bolt's documentation has: `AsyncApp`, its Starlette adapter, uvicorn, one
command; it opens no database and asks Slack nothing. Both are new processes, started in turns, and
the best turn of each counts.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.workspace import Workspace
from storage.database import open_store
from tests.benchmarks.measuring import at_most
from tests.journeys.processes import COMMAND, free_port, is_ready

TURNS = 7
NEEDED = 2.3
"""How many times the bare app's start ours may take: it opens a database, migrated and with its
keys looked at, and asks Slack who it is."""
GIVE_UP_SECONDS = 30.0

BARE = """
import sys
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

async def authorize(enterprise_id, team_id, user_id):
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-1")

app = AsyncApp(signing_secret="secret", authorize=authorize, process_before_response=True)

@app.command("/flag")
async def flag(ack):
    await ack("noted")

handler = AsyncSlackRequestHandler(app)

async def events(request):
    return await handler.handle(request)

async def readyz(request):
    return PlainTextResponse("ok")

web = Starlette(routes=[
    Route("/slack/events", events, methods=["POST"]), Route("/readyz", readyz, methods=["GET"])
])
uvicorn.run(web, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
"""


async def until_ready(
    command: Sequence[str], port: int, folder: Path, environment: Mapping[str, str]
) -> float:
    """Seconds from the start of a new process to its first 200 of /readyz. It is killed then."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=dict(environment), stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while not await is_ready(port):
                if process.returncode is not None:
                    raise RuntimeError(f"{command[0]} ended with {process.returncode}")
                await asyncio.sleep(0.005)
        return time.perf_counter() - began
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def slack(folder: Path) -> AsyncIterator[dict[str, str]]:
    """A stand-in for Slack; the environment of a bot in it, with a migrated SQLite database."""
    workspace = Workspace()
    url = f"sqlite:///{folder}/referrals.db"
    with open_store(url) as store:
        store.migrate()
    async with serve(workspace_app(workspace)) as address:
        yield {
            **os.environ,
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_SIGNING_SECRET": workspace.signing_secret,
            "SLACK_API_URL": f"{address}/api/",
            "DATABASE_URL": url,
        }
    workspace.close()


async def measure(folder: Path) -> tuple[float, float]:
    """The best start of the bare app, and of ours."""
    (folder / "bare.py").write_text(BARE)
    bare, ours = [], []
    async with slack(folder) as environment:
        for _ in range(TURNS):
            port = free_port()
            command = [sys.executable, "bare.py", str(port)]
            bare.append(await until_ready(command, port, folder, environment))
            port = free_port()
            command = [str(COMMAND), "run", "--mode", "http", "--port", str(port)]
            ours.append(await until_ready(command, port, folder, environment))
    return min(bare), min(ours)


def run() -> list[dict[str, Any]]:
    """One line: both starts in seconds, and whether the ratio is good enough."""
    with TemporaryDirectory() as folder:
        bare, ours = asyncio.run(measure(Path(folder)))
    return [
        at_most(
            "start to /readyz",
            ours / bare,
            NEEDED,
            seconds=round(ours, 3),
            limit_seconds=round(bare, 3),
        )
    ]


if __name__ == "__main__":
    print(run())
