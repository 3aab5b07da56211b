"""`referral-bot demo`: the bot in its local workspace, with the seeds' story in it.

One process, one address: the page, the stand-in's Web API and the bot's own `/slack/events`. The
stand-in sends its signed requests there over loopback, as Slack would.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.actions.digest import post_latest_digest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.actions.seeds import post_open_cards
from bot.config import Config
from bot.domain.people import Place
from handlers.outbound.pacing import Timing
from handlers.slack.http import http_app
from handlers.slack.manifest import manifest
from handlers.wiring.assembly import Bot, assembled
from handlers.wiring.databases import opened
from handlers.wiring.environment import Environment, SetupError
from handlers.wiring.seeding import CAST, PLACE, seed
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state import Workspace
from storage.database import SqlStore, open_store

log = logging.getLogger(__name__)

FOLDER = Path("data/demo")
OWN_PATHS = ("/slack/events", "/healthz", "/readyz", "/metrics")
DRAIN_TRIES = 500


class Split:
    """The bot's paths to the bot, everything else to the workspace, on one address."""

    def __init__(self, workspace: ASGIApp) -> None:
        self._workspace = workspace
        self.bot: ASGIApp = PlainTextResponse("The bot is starting.", 503)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        own = scope["type"] == "http" and scope["path"] in OWN_PATHS
        await (self.bot if own else self._workspace)(scope, receive, send)


def run_demo(
    config: Config, *, port: int, reset: bool, browser: bool, say: Callable[[str], None]
) -> None:
    """Run until Ctrl-C. Raises SetupError where the port is taken or another demo runs."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open_store(f"sqlite:///{FOLDER}/demo.db") as guard, guard.only_me():
        if reset:
            _forget(FOLDER)
        with opened(f"sqlite:///{FOLDER}/referrals.db", migrate=True) as database:
            database.write(lambda uow: uow.outbox.take_over())
            asyncio.run(_run(config, database, port, browser, say))
    say("The local workspace is closed; what was recorded is kept in data/demo.")


def _forget(folder: Path) -> None:
    for file in folder.iterdir():
        if file.name.startswith(("referrals.db", "workspace.db")):
            shutil.rmtree(file) if file.is_dir() else file.unlink()


async def _run(
    config: Config, database: SqlStore, port: int, browser: bool, say: Callable[[str], None]
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    workspace = Workspace(path=FOLDER / "workspace.db", notice="Demo data")
    try:
        async with local_bot(workspace, config, database, port) as address:
            say(f"The local workspace is open: {address}\nCtrl-C ends it.")
            if browser:
                await asyncio.to_thread(webbrowser.open, address)
            await stop.wait()
    except OSError as error:
        raise SetupError(
            f"Port {port} cannot be used ({error.strerror or error}). Another demo may be "
            f"running; or choose another: make demo PORT={port + 1}"
        ) from None
    finally:
        workspace.close()


@asynccontextmanager
async def local_bot(
    workspace: Workspace, config: Config, database: SqlStore, port: int
) -> AsyncIterator[str]:
    """The workspace and the bot in it, with the seeds' story; yields the page's address."""
    workspace.use_manifest(manifest(config, request_url=None, socket=False))
    split = Split(workspace_app(workspace))
    async with serve(split, port) as address:
        workspace.request_url = f"{address}/slack/events"
        environment = Environment(
            bot_token=workspace.bot_token,
            signing_secret=workspace.signing_secret,
            api_url=f"{address}/api/",
        )
        fresh = await asyncio.to_thread(_tell_story, database, config, workspace.clock.now())
        timing = Timing(pace=0.0, idle=0.5)
        async with assembled(environment, config, database, workspace.clock, timing=timing) as bot:
            if fresh:
                await _first_messages(bot, PLACE)
            split.bot = http_app(bot.app, bot.desk, bot.delivery)
            workspace.on_clock_moved = _mover(bot)
            async with bot.background():
                yield address
                workspace.on_clock_moved = None


def _tell_story(database: SqlStore, config: Config, now: datetime) -> bool:
    if database.read(lambda uow: uow.referrals.get(1)) is not None:
        return False
    seed(database, config, now, CAST, PLACE)
    return True


async def _first_messages(bot: Bot, place: Place) -> None:
    """The last week's digest, then the cards of what is flagged and waits to be referred."""
    config, now = bot.desk.config, bot.desk.clock.now()
    await bot.store.write(lambda uow: post_latest_digest(uow, place, now, config))
    await bot.store.write(lambda uow: post_open_cards(uow, place, now))


def _mover(bot: Bot) -> Callable[[datetime], Awaitable[None]]:
    async def moved(now: datetime) -> None:
        """What fell due at this hour is written down, and stands in the channel, before the next."""
        await bot.sweeps.minute()
        for _ in range(DRAIN_TRIES):
            await bot.delivery.deliver_all()
            if not await bot.store.read(lambda uow: uow.outbox.waiting()):
                return
            await asyncio.sleep(0.01)
        log.warning("some messages are still waiting to be delivered")

    return moved
