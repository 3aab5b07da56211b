"""Socket Mode, until a signal ends it."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.sentences.operations import health, setup
from handlers.slack.context.responder import slack_code
from handlers.slack.transport.socket import socket, until_stopped
from handlers.wiring.assembly import Bot
from handlers.wiring.environment import Environment, SetupError
from handlers.wiring.serving.beside import beside
from handlers.wiring.serving.stopping import end_for_certain

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ports:
    """Where a monitor may ask: with `health` alone for everything; None: nowhere."""

    host: str
    health: int | None = None
    metrics: int | None = None


async def listen(bot: Bot, environment: Environment, ports: Ports) -> None:
    """Answer Slack's requests until SIGTERM or Ctrl-C.

    Raises SetupError for a refused token, or a port that cannot be had.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        log.info("stopping")
        end_for_certain()
        stop.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, end)
    try:
        async with (
            socket(bot.app, environment.app_token) as (handler, connecting),
            _probes(bot, ports, lambda: health.STOPPING if stop.is_set() else handler.trouble()),
        ):
            await until_stopped(connecting, stop)
    except SlackApiError as error:
        raise SetupError(setup.app_token_refused(slack_code(error))) from None


@asynccontextmanager
async def _probes(bot: Bot, ports: Ports, way_in: Callable[[], str]) -> AsyncIterator[None]:
    if ports.health is None and ports.metrics is None:
        yield
        return
    from handlers.slack.transport.probes import Probes  # not at each start

    probes = Probes(bot.context, bot.delivery, way_in=way_in)
    here = ("/healthz", "/readyz", *(("/metrics",) if ports.metrics is None else ()))
    async with (
        beside(ports.health, ports.host, lambda: probes.app(*here)),
        beside(ports.metrics, ports.host, lambda: probes.app("/metrics", "/healthz")),
    ):
        yield
