"""The bot from its parts: store, Slack client, delivery, sweeps and the Bolt app."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.actions.recording.seeds import is_demo
from bot.config import Config
from bot.domain.announcements import Message
from bot.domain.errors import StorageUnavailable
from bot.domain.figures.digest import Digest
from bot.domain.redaction import fault
from bot.ports.clock import Clock
from bot.ports.page_checks import Prober
from bot.sentences.operations import setup
from handlers.async_store import AsyncStore
from handlers.clock import schedule
from handlers.messages.figures.digest import digest_as_text, digest_post
from handlers.messages.figures.stats import PostedFigures, stats_post
from handlers.outbound.delivery.composing import Composer, Composers
from handlers.outbound.delivery.context import Timing
from handlers.outbound.delivery.dispatcher import OutboxDispatcher
from handlers.outbound.notices.connectors import sender_of
from handlers.outbound.notices.rendering import ProcessDrafter
from handlers.outbound.notices.templates import templates_of
from handlers.outbound.numbers_in_slack import NumbersInSlack
from handlers.outbound.slack_client import calls_of, open_client
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.directory import Directory
from handlers.slack.context.responder import NETWORK, SlackResponder, slack_code
from handlers.slack.transport.app import build_app
from handlers.wiring.environment import Environment, SetupError
from handlers.wiring.evidence.opening import open_evidence
from handlers.wiring.learning import Learning
from handlers.wiring.page_prober import open_prober
from handlers.wiring.sweeps import BotSweeps
from storage.database import SqlStore

log = logging.getLogger(__name__)

HELLO_TRIES = 8
_ILL = ("ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout")
"""Slack's words for being ill itself, beside any status but 200."""
WATCH_SECONDS = 0.5
LATE_SECONDS = 3.0
"""At the end: for answers that were promised and are not given yet."""


@dataclass(slots=True)
class Bot:
    """A bot that is ready to answer; `background` keeps it delivering and sweeping."""

    context: AppContext
    app: AsyncApp
    client: AsyncWebClient
    store: AsyncStore
    database: SqlStore
    delivery: OutboxDispatcher
    sweeps: BotSweeps
    numbers: NumbersInSlack

    @asynccontextmanager
    async def background(self) -> AsyncIterator[None]:
        """Deliver and sweep until the block ends; then finish what is in hand."""
        stop = asyncio.Event()
        delivering = asyncio.create_task(self.delivery.run(stop))
        scheduler = schedule.start(self.sweeps)
        watching = asyncio.create_task(_watch(self.database.look))
        try:
            yield
        finally:
            watching.cancel()
            await schedule.stop(scheduler)
            stop.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(LATE_SECONDS):
                    await self.context.finish_background()
            await delivering


@asynccontextmanager
async def assembled(
    environment: Environment,
    config: Config,
    database: SqlStore,
    clock: Clock,
    *,
    timing: Timing | None = None,
    prober: Prober | None = None,
    trust: ssl.SSLContext | None = None,
) -> AsyncIterator[Bot]:
    """A bot on an open, migrated database. Raises SetupError where Slack refuses the token.

    `prober` stands in for the one that page checks would be made with, `trust` for the certificates that
    connectors of notices accept.
    """
    store = AsyncStore(database, one_writer=database.is_sqlite)
    try:
        timing = timing or Timing()
        # No call may take longer than delivery reckons with.
        async with (
            open_client(environment.bot_token, environment.api_url, seconds=timing.call) as client,
            open_prober(environment, config, prober) as looks,
        ):
            directory = Directory(client, store, config)
            await _greet(directory)
            demo = await store.read(is_demo)
            evidence = await asyncio.to_thread(
                open_evidence, environment, config, database, make=True
            )
            composers = {
                Message.DIGEST: Composers(
                    lambda data, ctx: digest_post(Digest.from_json(data), ctx.config, ctx.made),
                    lambda data, ctx: digest_as_text(Digest.from_json(data), ctx.config),
                ),
                Message.STATS: Composers(lambda data, _: stats_post(PostedFigures.from_json(data))),
            }
            delivery = OutboxDispatcher(
                store,
                calls_of(client),
                Composer(config, clock, composers),
                config,
                clock,
                timing=timing,
                send_notices=sender_of(
                    config,
                    store,
                    clock,
                    timing,
                    environment.variables,
                    only_here=demo or not environment.slacks_own,
                    trust=trust,
                    files=evidence,
                ).run,
            )
            context = AppContext(
                store,
                clock,
                config,
                directory,
                SlackResponder(client),
                delivery.wake,
                ProcessDrafter(templates_of(config)),
                demo,
                evidence,
            )
            app = build_app(context, client=client, signing_secret=environment.signing_secret)
            numbers = NumbersInSlack(
                store, calls_of(client), lambda: directory.bot_user, clock, config, delivery.wake
            )
            learning = Learning(directory, store, clock, config, delivery.wake)
            sweeps = BotSweeps(
                store,
                clock,
                config,
                delivery.wake,
                looks,
                learning.if_due,
                database.truncate_log,
                numbers,
                evidence,
            )
            try:
                await learning.begin()
                yield Bot(context, app, client, store, database, delivery, sweeps, numbers)
            finally:
                await learning.end()
    finally:
        store.close()


async def _watch(look: Callable[[], None]) -> None:
    """Log at once, and once, that the database's file was deleted or replaced, and that it is back."""
    told = ""
    while True:
        try:
            await asyncio.to_thread(look)
            found = ""
        except StorageUnavailable as error:
            found = str(error)
        if found != told:
            log.error("%s", found or "The database's file is back.")
        told = found
        await asyncio.sleep(WATCH_SECONDS)


async def _greet(directory: Directory) -> None:
    """Ask Slack who we are; a Slack that does not answer is asked again for a while."""
    for tries in range(1, HELLO_TRIES + 1):
        try:
            answer = await directory.who_am_i()
            if answer.get("is_enterprise_install"):
                raise SetupError(setup.ORGANISATION_TOKEN)
            return
        except SlackApiError as error:
            code = slack_code(error)
            if error.response.status_code == 200 and code not in _ILL:
                raise SetupError(setup.bot_token_refused(code)) from None
            reason = code
        except NETWORK as error:
            reason = fault(error)
        log.warning("Slack did not answer (%s); try %d of %d", reason, tries, HELLO_TRIES)
        await asyncio.sleep(min(0.25 * 2.0**tries, 15.0) if tries < HELLO_TRIES else 0)
    raise SetupError(setup.slack_unreachable(reason))
