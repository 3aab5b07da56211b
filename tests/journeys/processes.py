"""A real `referral-bot run` process against the stand-in for Slack, to be killed and restarted."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from bot.config import Config
from handlers.cli import cli
from handlers.slack.transport.manifest import manifest
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.workspace import Workspace
from tests.workspace_client import ControlClient

COMMAND = Path(sys.executable).parent / "referral-bot"
START_SECONDS = 60.0
# An installed bot keeps its bytecode; without it a start would take twice as long.
NOT_PASSED = ("SLACK_", "PYTHONDONTWRITEBYTECODE")


async def run_here(database_url: str, *words: str) -> str:
    """What a command says that succeeds, in this process: for where no other one is needed."""
    ran = await asyncio.to_thread(
        CliRunner().invoke, cli, words, env={"DATABASE_URL": database_url}
    )
    assert ran.exit_code == 0, ran.output + str(ran.exception)
    return ran.output.strip()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(condition: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """Look again and again until the condition holds; AssertionError after so many seconds."""
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"it did not come to hold within {seconds:.0f} s")


async def is_ready(port: int) -> bool:
    """Whether the bot that listens there, if any does, says 200 to /readyz."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n")
        return b" 200 " in await reader.readline()
    except OSError:
        return False
    finally:
        writer.close()


@dataclass
class RunningBot:
    """One bot process; the same database and port at every start."""

    workspace: Workspace
    address: str
    database_url: str
    folder: Path
    port: int
    mode: str = "http"
    command: tuple[str, ...] = (str(COMMAND),)
    process: Process | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        await self.launch()
        await self.until_ready()

    async def launch(self) -> None:
        """Start it."""
        environment = {
            **{
                name: value for name, value in os.environ.items() if not name.startswith(NOT_PASSED)
            },
            "SLACK_BOT_TOKEN": self.workspace.bot_token,
            "SLACK_APP_TOKEN": self.workspace.app_token,
            "SLACK_SIGNING_SECRET": self.workspace.signing_secret,
            "SLACK_API_URL": f"{self.address}/api/",
            "DATABASE_URL": self.database_url,
        }
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command,
                *("run", "--mode", self.mode, "--port", str(self.port)),
                cwd=self.folder,
                env=environment,
                stdout=DEVNULL,
                stderr=log,
            )

    async def until_ready(self) -> None:
        """Wait until it says over HTTP that it is ready. AssertionError where it ends instead."""
        assert self.process is not None
        for _ in range(int(START_SECONDS / 0.02)):
            assert self.process.returncode is None, (self.folder / "bot.log").read_text()
            if await is_ready(self.port):
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the bot did not become ready")

    async def kill(self) -> None:
        """SIGKILL: it can finish nothing."""
        assert self.process is not None
        if self.process.returncode is not None:
            raise AssertionError(f"it had ended: {(self.folder / 'bot.log').read_text()[-2000:]}")
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; its exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await self.process.wait()

    async def restart(self) -> None:
        """Kill it and start it again."""
        await self.kill()
        await self.start()


@asynccontextmanager
async def running_bot(
    database_url: str, folder: Path, *, command: tuple[str, ...] = (str(COMMAND),)
) -> AsyncIterator[tuple[RunningBot, ControlClient]]:
    """A workspace, its control client and a bot process in it."""
    workspace = Workspace()
    workspace.event_retry_delays = ()
    workspace.use_manifest(manifest(Config(), request_url=None, socket=False))
    async with serve(workspace_app(workspace)) as address, ControlClient(address) as control:
        bot = RunningBot(workspace, address, database_url, folder, free_port(), command=command)
        workspace.request_url = f"{bot.url}/slack/events"
        workspace.deadline = 20.0
        await bot.start()
        try:
            yield bot, control
        finally:
            if bot.process is not None and bot.process.returncode is None:
                await bot.kill()
            workspace.close()
