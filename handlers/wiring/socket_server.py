"""Socket Mode, until a signal ends it."""

from __future__ import annotations

import asyncio
import logging
import signal

from slack_sdk.errors import SlackApiError

from bot.sentences.operations import setup
from handlers.slack.context.responder import slack_code
from handlers.slack.transport.socket import run_socket
from handlers.wiring.assembly import Bot
from handlers.wiring.environment import Environment, SetupError
from handlers.wiring.stopping import end_for_certain

log = logging.getLogger(__name__)


async def listen(bot: Bot, environment: Environment) -> None:
    """Answer Slack's requests until SIGTERM or Ctrl-C. Raises SetupError for a refused token."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        log.info("stopping")
        end_for_certain()
        stop.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, end)
    try:
        await run_socket(bot.app, environment.app_token, stop)
    except SlackApiError as error:
        raise SetupError(setup.app_token_refused(slack_code(error))) from None
