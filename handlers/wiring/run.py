"""`referral-bot run`: HTTP or Socket Mode, until a signal ends it."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.actions.recording.rekey import rekey
from bot.actions.recording.seeds import is_demo
from bot.config import Config
from bot.sentences.operations import health, setup
from handlers.outbound.delivery.context import Timing
from handlers.outbound.proxies import host_of
from handlers.wiring.assembly import Bot, assembled
from handlers.wiring.databases import begin_audit_key, opened, shown
from handlers.wiring.environment import (
    Environment,
    SetupError,
    check_erasure_key,
    config_read,
    proxy_for,
)
from handlers.wiring.system_clock import SystemClock
from storage.database import SqlStore

log = logging.getLogger(__name__)

NEAR = Timing(
    pace=0.0, call=2.0, before_call=1.0, margin=1.0, lease=6.0, longest_wait=4.0, idle=1.0
)
"""For a Slack on this machine. On loopback nothing is on its way for ten seconds, so a doubt may
end sooner. The order that keeps messages from doubling is the same: a call begins within
`before_call` and is given up after `call`, `margin` passes before anybody looks whether it arrived,
and the lease outlives the call. A stand-in that answers late must have done its work within
`call + margin` (or not at all), as Slack must."""


def run_bot(
    environment: Environment,
    config: Config,
    *,
    mode: str | None,
    host: str,
    port: int,
    health_port: int | None = None,
    metrics_port: int | None = None,
    existing: bool = False,
) -> None:
    """Run until SIGTERM or Ctrl-C, with `existing` on no new database file.

    `health_port` is Socket Mode's alone: in HTTP mode `port` answers what a balancer asks.

    Raises SetupError where it cannot start.
    """
    mode = mode or ("socket" if environment.app_token else "http")
    _check(environment, mode)
    if config.retention.on:
        check_erasure_key(environment)
    if mode == "http":
        answer = _by_http(host, port, metrics_port)
    else:
        answer = _by_socket(environment, host, health_port, metrics_port)
    if proxy := proxy_for(environment):
        log.info("%s", health.through_proxy(host_of(proxy)))
    log.info("%s", config_read(environment))
    log.info("%s", setup.uses_database(shown(environment.database_url)))
    key = environment.erasure_key
    with (
        opened(
            environment.database_url,
            migrate=True,
            existing=existing,
            erasure_key=key,
            audit_keys=environment.audit_keys,
        ) as database,
        database.single_instance(),
        database.in_use(),
    ):
        begin_audit_key(database)
        if environment.real_slack and database.read(is_demo):
            raise SetupError(setup.DEMO_DATABASE)
        rekeyed = database.write(lambda uow: rekey(uow, config, datetime.now(UTC)))
        if rekeyed and rekeyed.looked_at:
            log.info("page keys: %s", " ".join(rekeyed.sentences()))
        if database.is_sqlite:
            database.write(lambda uow: uow.outbox.end_all_leases())
        asyncio.run(_run(environment, config, database, answer))


def _check(environment: Environment, mode: str) -> None:
    if not environment.bot_token:
        raise SetupError(setup.NO_BOT_TOKEN)
    if mode == "socket" and not environment.app_token:
        raise SetupError(setup.NO_APP_TOKEN)
    if mode == "http" and not environment.signing_secret:
        raise SetupError(setup.NO_SIGNING_SECRET)


Answering = Callable[[Bot], Awaitable[None]]
"""How requests come in. Each has a server or a client of its own; the other's is not imported."""


def _by_http(host: str, port: int, metrics_port: int | None) -> Answering:
    from handlers.wiring.serving.http_server import serve

    return lambda bot: serve(bot, host, port, metrics_port)


def _by_socket(
    environment: Environment, host: str, health_port: int | None, metrics_port: int | None
) -> Answering:
    from handlers.wiring.serving.socket_server import Ports, listen

    return lambda bot: listen(bot, environment, Ports(host, health_port, metrics_port))


async def _run(
    environment: Environment,
    config: Config,
    database: SqlStore,
    answer: Answering,
) -> None:
    timing = Timing() if environment.real_slack else NEAR
    async with assembled(environment, config, database, SystemClock(), timing=timing) as bot:
        await bot.numbers.look()  # before anything is recorded, or posted
        await _serve(bot, answer)


async def _serve(bot: Bot, answer: Answering) -> None:
    async with bot.background():
        # What a start made stays: nobody need look for garbage in it again.
        gc.freeze()
        gc.enable()
        await answer(bot)
