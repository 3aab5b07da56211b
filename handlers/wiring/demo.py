"""`referral-bot demo`: the bot in its local workspace, with the seeds' story in it.

One process, one address: the page, the stand-in's Web API and the bot's own `/slack/events`. The
stand-in sends its signed requests there over loopback, as Slack would.

The page is served before the bot is there: a browser draws it while the bot is loaded and the
story written down. What is pressed or typed meanwhile waits for the bot.
"""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import signal
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.config import Config, PageChecks
from bot.sentences.operations import setup
from handlers.slack.transport.admission import LimitedBodies
from handlers.slack.transport.connections import LimitedProtocol
from handlers.wiring.environment import SetupError
from handlers.workspace.api.files import LARGEST
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.workspace import Workspace
from storage.database import open_store
from storage.sql.errors import OtherTables

FOLDER = Path("data/demo")
OWN_PATHS = ("/slack/events", "/healthz", "/readyz", "/metrics")


class Split:
    """The bot's paths to the bot, everything else to the workspace.

    Until the bot is there the page can be read, and what somebody does on it waits.
    """

    def __init__(self, workspace: ASGIApp, bot: asyncio.Future[ASGIApp]) -> None:
        self._workspace = workspace
        self._bot = bot

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path in OWN_PATHS:
            await (await asyncio.shield(self._bot))(scope, receive, send)
            return
        if path.startswith("/_control/") and scope["method"] == "POST":
            await asyncio.shield(self._bot)
        await self._workspace(scope, receive, send)


def run_demo(
    config: Config, *, port: int, reset: bool, browser: bool, say: Callable[[str], None]
) -> None:
    """Run until Ctrl-C. Raises SetupError where the port is taken or another demo runs."""
    os.umask(0o077)  # whatever is written from now on is for this user alone
    FOLDER.mkdir(parents=True, exist_ok=True)
    FOLDER.chmod(0o700)
    for file in FOLDER.iterdir():  # what an earlier version left
        file.chmod(0o700 if file.is_dir() else 0o600)
    with open_store(f"sqlite:///{FOLDER}/demo.db") as guard, guard.single_instance():
        clear(FOLDER, reset=reset, say=say)
        asyncio.run(_run(config, port, browser, say))
    say(setup.DEMO_CLOSED)


def clear(folder: Path, *, reset: bool, say: Callable[[str], None]) -> None:
    """Forget what an earlier demo left, on demand or where another version's database is there."""
    if not reset:
        with open_store(f"sqlite:///{folder}/referrals.db") as store:
            try:
                store.revisions()
                return
            except OtherTables:
                say(setup.DEMO_STARTS_AFRESH)
    for file in folder.iterdir():
        if file.name.startswith(("referrals.db", "workspace.db", "evidence")):
            shutil.rmtree(file) if file.is_dir() else file.unlink()


async def _run(config: Config, port: int, browser: bool, say: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)

    def serving(address: str) -> None:
        say(setup.demo_open(address))
        if browser:
            loop.run_in_executor(None, webbrowser.open, address)

    workspace = Workspace(path=FOLDER / "workspace.db", notice="Demo data")
    gc.disable()  # what a start makes stays; looking for garbage in it takes a tenth of the time
    try:
        async with local_bot(workspace, config, f"sqlite:///{FOLDER}/referrals.db", port, serving):
            gc.enable()
            await stop.wait()
    except OSError as error:
        raise SetupError(setup.port_taken(port, error.strerror or str(error))) from None
    finally:
        workspace.close()


@asynccontextmanager
async def local_bot(
    workspace: Workspace,
    config: Config,
    database_url: str,
    port: int,
    serving: Callable[[str], None] = lambda address: None,
) -> AsyncIterator[str]:
    """The workspace and the bot in it, with the seeds' story; yields the page's address.

    `serving` is told the address as soon as the page can be read, before the bot is there.
    """
    # The story's pages are nobody's, and a demo asks for none, whatever config says.
    config = config.model_copy(update={"page_checks": PageChecks()})
    workspace.channels["C0REFERRALS"].topic = setup.first_step(config.commands.flag)
    ready: asyncio.Future[ASGIApp] = asyncio.get_running_loop().create_future()
    limits = Middleware(LimitedBodies, largest=LARGEST)
    app = workspace_app(workspace, Middleware(Split, bot=ready), limits)
    async with serve(app, port, protocol=LimitedProtocol) as address:
        serving(address)
        await asyncio.to_thread(import_module, "handlers.slack.transport.manifest")
        from handlers.slack.transport.manifest import manifest

        workspace.use_manifest(manifest(config, request_url=None, socket=False))
        workspace.request_url = f"{address}/slack/events"
        await asyncio.to_thread(import_module, "handlers.wiring.demo_bot")
        from handlers.wiring.demo_bot import demo_bot

        async with demo_bot(workspace, config, database_url, address) as bot:
            ready.set_result(bot)
            yield address
