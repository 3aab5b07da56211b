"""Socket Mode, until a signal ends it."""

from __future__ import annotations

import asyncio
import signal

from handlers.slack.socket import run_socket
from handlers.wiring.assembly import Bot
from handlers.wiring.environment import Environment
from handlers.wiring.stopping import end_for_certain


async def listen(bot: Bot, environment: Environment) -> None:
    """Answer Slack's requests until SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        end_for_certain()
        stop.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, end)
    await run_socket(bot.app, environment.app_token, stop)
