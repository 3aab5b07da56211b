"""`referral-bot run`: HTTP or Socket Mode, until a signal ends it."""

from __future__ import annotations

import asyncio
import logging
import signal

import uvicorn

from bot.actions.rekey import rekey
from bot.actions.seeds import is_demo
from bot.config import Config
from handlers.outbound.pacing import Timing
from handlers.slack.http import Door, http_app
from handlers.slack.socket import run_socket
from handlers.wiring.assembly import Bot, SystemClock, assembled
from handlers.wiring.databases import opened
from handlers.wiring.environment import Environment, SetupError
from handlers.wiring.stopping import Server, end_for_certain
from storage.database import SqlStore

log = logging.getLogger(__name__)

CUT_SECONDS = 1
"""For connections that are still open when nothing is answered any more."""

NEAR = Timing(
    pace=0.0, call=2.0, before_call=1.0, margin=1.0, lease=6.0, longest_wait=4.0, idle=1.0
)
"""For a Slack on this machine. On loopback nothing is on its way for ten seconds, so a doubt may
end sooner. The order that keeps messages from doubling is the same: a call begins within
`before_call` and is given up after `call`, `margin` passes before anybody looks whether it arrived,
and the lease outlives the call. A stand-in that answers late must have done its work within
`call + margin` (or not at all), as Slack must."""


def run_bot(
    environment: Environment, config: Config, *, mode: str | None, host: str, port: int
) -> None:
    """Run until SIGTERM or Ctrl-C. Raises SetupError where it cannot start."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("alembic", "httpx", "apscheduler", "slack_bolt", "slack_sdk"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    mode = mode or ("socket" if environment.app_token else "http")
    _check(environment, mode)
    with opened(environment.database_url, migrate=True) as database, database.only_me():
        if environment.real_slack and database.read(is_demo):
            raise SetupError(
                "This database has demo data in it; a real workspace is not served with it. "
                "Point DATABASE_URL at another."
            )
        rekeyed = database.write(lambda uow: rekey(uow, config))
        if rekeyed and rekeyed.looked_at:
            log.info("page keys: %s", " ".join(rekeyed.sentences()))
        if database.is_sqlite:
            database.write(lambda uow: uow.outbox.take_over())
        asyncio.run(_run(environment, config, database, mode, host, port))


def _check(environment: Environment, mode: str) -> None:
    if not environment.bot_token:
        raise SetupError(
            "SLACK_BOT_TOKEN is not set. It stands in your Slack app under OAuth & Permissions and "
            "begins with xoxb-. To try the bot without Slack: referral-bot demo"
        )
    if mode == "socket" and not environment.app_token:
        raise SetupError(
            "SLACK_APP_TOKEN is not set; Socket Mode needs it (your app, Basic Information, "
            "App-Level Tokens, scope connections:write). Or use --mode http."
        )
    if mode == "http" and not environment.signing_secret:
        raise SetupError(
            "SLACK_SIGNING_SECRET is not set; HTTP mode needs it (your app, Basic Information). "
            "Or set SLACK_APP_TOKEN for Socket Mode."
        )


async def _run(
    environment: Environment, config: Config, database: SqlStore, mode: str, host: str, port: int
) -> None:
    timing = Timing() if environment.real_slack else NEAR
    async with (
        assembled(environment, config, database, SystemClock(), timing=timing) as bot,
        bot.background(),
    ):
        if mode == "http":
            await _serve(bot, host, port)
        else:
            await _listen(bot, environment)


async def _serve(bot: Bot, host: str, port: int) -> None:
    door = Door()
    app = http_app(bot.app, bot.desk, bot.delivery, door=door)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="info",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=CUT_SECONDS,
    )
    await Server(config, door, lambda: bool(door.inside or bot.desk.late)).serve()


async def _listen(bot: Bot, environment: Environment) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        end_for_certain()
        stop.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, end)
    await run_socket(bot.app, environment.app_token, stop)
