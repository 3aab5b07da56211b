"""The processes of a measurement: each on its core, ended with the block."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.benchmarks.bare_bolt import SECRET
from tests.benchmarks.wire import CLIENT_CORE, SERVER_CORE, pin

COMMAND = Path(sys.executable).parent / "referral-bot"
ROOT = Path(__file__).parent.parent.parent
READY_SECONDS = 60.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def process(
    arguments: Sequence[str], core: int, port: int, *, ready: str = "", **environment: str
) -> AsyncIterator[Process]:
    """A process that listens on `port`, from when it does (and `ready`, a path, answers 200)."""
    running = await asyncio.create_subprocess_exec(
        *arguments,
        cwd=ROOT,
        env={**inherited(), **environment},
        stdout=DEVNULL,
        stderr=DEVNULL,
        preexec_fn=lambda: pin(0, core),
    )
    try:
        await _listens(running, port, ready)
        yield running
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGTERM)
        await running.wait()


def inherited() -> dict[str, str]:
    """The environment of processes here. An installed bot keeps its bytecode."""
    left_out = ("SLACK_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)}


async def _listens(running: Process, port: int, ready: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        assert running.returncode is None, "the server ended"
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        try:
            if not ready:
                return
            writer.write(f"GET {ready} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
            if b" 200" in await reader.readline():
                return
        finally:
            writer.close()
        await asyncio.sleep(0.1)
    raise AssertionError("the server did not become ready")


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs one of the modules here."""
    return [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments]


@asynccontextmanager
async def sink() -> AsyncIterator[str]:
    """The stand-in for Slack; its address."""
    port = free_port()
    async with process(module("sink", str(port)), CLIENT_CORE, port):
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def bare() -> AsyncIterator[tuple[int, Process]]:
    """The bare Bolt app: its port."""
    port = free_port()
    async with process(module("bare_bolt", str(port)), SERVER_CORE, port) as running:
        yield port, running


_AS_WITH_SLACK = "from handlers.wiring import run; run.NEAR = run.Timing(); from handlers.cli import main; main()"
"""A Slack on this machine is sent messages as fast as it takes them, and refuses half of them."""


@asynccontextmanager
async def our_bot(database_url: str, slack: str) -> AsyncIterator[tuple[int, Process]]:
    """A real `referral-bot run --mode http`: its port."""
    port = free_port()
    async with process(
        [sys.executable, "-c", _AS_WITH_SLACK, *bot_command(port)[1:]],
        SERVER_CORE,
        port,
        ready="/readyz",
        **bot_environment(database_url, slack),
    ) as running:
        yield port, running


def bot_command(port: int) -> list[str]:
    """The command that runs the bot."""
    return [str(COMMAND), "run", "--mode", "http", "--port", str(port)]


def bot_environment(database_url: str, slack: str) -> dict[str, str]:
    """What the bot reads of its environment."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack}/api/",
        "DATABASE_URL": database_url,
    }


def memory(process_id: int) -> float:
    """What a process holds for itself and its share of what it shares (PSS), in MiB."""
    for line in Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no PSS")
