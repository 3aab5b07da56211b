"""Delivery as it runs: a real store, real HTTP, and the stand-in for Slack at the other end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.actions.recording.flag import FlagRequest, flag
from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor, KnownPerson, Person, Place
from bot.ports.outbox import OutboxRow
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.composing import Composer, Composers
from handlers.outbound.delivery.context import Timing
from handlers.outbound.delivery.dispatcher import OutboxDispatcher
from handlers.outbound.slack_client import calls_of, open_client
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.faults import FaultRule
from handlers.workspace.state.model import SlackMessage
from handlers.workspace.state.workspace import Workspace
from storage.database import SqlStore, open_store
from tests.harness.without_slack.action_harness import act_on
from tests.workspace_client import ControlClient

CHANNEL, PRIVATE, ELSEWHERE = "C0REFERRALS", "C0CASEWORK", "C0GENERAL"
ANALYST, SECOND, LEAD = "U0ANALYST", "U0SECOND", "U0LEAD"
CALL = 5.0
ERASURE_KEY = "only what deletes needs this one"

PROMPT = Timing(
    pace=0.0,
    call=CALL,
    before_call=30.0,
    # An attempt may be read back at once: in these tests nothing is on its way any more.
    margin=-(CALL + 30.0),
    lease=60.0,
    first_wait=0.02,
    longest_wait=0.05,
    halt=0.2,
    idle=0.05,
    grace=2.0,
)


class TestClock:
    """Stands still until moved."""

    __test__ = False

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 3, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class DeliveryHarness:
    """What a test does and sees: people act, delivery delivers, the channel shows."""

    store: SqlStore
    async_store: AsyncStore
    workspace: Workspace
    base_url: str
    control: ControlClient
    clock: TestClock
    stack: AsyncExitStack
    config: Config

    # --- people ---------------------------------------------------------------

    def flags(
        self, *urls: str, channel: str = CHANNEL, user: str = ANALYST, note: str = ""
    ) -> list[int]:
        """Pages are flagged; the numbers of their referrals."""
        place = Place(channel, self.workspace.channels[channel].name, channel == PRIVATE)
        report = self.store.write(
            lambda uow: flag(
                uow,
                FlagRequest(" ".join(urls), note or None),
                Actor(Person(user, user), place, self.clock.now()),
                self.config,
            )
        )
        return [one.referral.number for one in report.flagged if one.referral]

    def does(
        self,
        number: int,
        action: Action,
        *,
        user: str = ANALYST,
        lead: bool = False,
        **answers: str,
    ) -> Referral:
        """Somebody does something to a referral, a minute later."""
        self.clock.move(minutes=1)
        person = Person(user, user, lead)

        return self.store.write(
            lambda uow: act_on(
                uow,
                number,
                ActionRequest(action, answers=answers),
                Actor(person, Place(CHANNEL, "referrals"), self.clock.now()),
                self.config,
            )
        ).after

    def refers(self, number: int) -> Referral:
        return self.does(number, Action.REFER, category="crossing", confidence="high", basis="law")

    def says(
        self,
        lane: str,
        message: Message,
        subject: str,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """The bot writes a message down."""
        one = Announcement(lane, message, subject, data or {})
        self.store.write(lambda uow: uow.outbox.add([one], self.clock.now()))

    # --- delivery -------------------------------------------------------------

    async def delivery(
        self,
        *,
        timing: Timing = PROMPT,
        composers: Mapping[Message, Composers] | None = None,
        store: AsyncStore | None = None,
        config: Config | None = None,
        call_seconds: float = CALL,
    ) -> OutboxDispatcher:
        """A sender of its own, as another replica would have it."""
        client = await self.stack.enter_async_context(
            open_client(self.workspace.bot_token, f"{self.base_url}/api", seconds=call_seconds)
        )
        config = config or self.config
        return OutboxDispatcher(
            store or self.async_store,
            calls_of(client),
            Composer(config, self.clock, composers or {}),
            config,
            self.clock,
            timing=timing,
        )

    async def delivers(self) -> int:
        return await (await self.delivery()).deliver_all()

    def slack_fails(
        self, fault: str, method: str = "chat.*", times: int | None = 1, **more: Any
    ) -> None:
        """From now on, calls of a method fail so many times."""
        self.workspace.faults.replace([FaultRule(method, fault, times=times, **more)])

    # --- what is seen ---------------------------------------------------------

    def messages(self, channel: str = CHANNEL) -> list[SlackMessage]:
        """What stands in a channel, without threads, oldest first."""
        return [m for m in self.all(channel) if not m.is_reply]

    def thread(self, parent: SlackMessage) -> list[str]:
        """The texts under a message."""
        return [m.text for m in self.all(parent.channel) if m.is_reply and m.thread_ts == parent.ts]

    def all(self, channel: str = CHANNEL) -> list[SlackMessage]:
        found = self.workspace.timeline(channel).messages.values()
        return sorted((m for m in found if m.by_app and not m.deleted), key=lambda m: m.ts)

    def direct(self, user: str) -> list[SlackMessage]:
        return self.messages(self.workspace.direct_message(user).id)

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The arguments of all calls of a method that the stand-in heard."""
        return [e.request for e in self.workspace.wire.entries if e.name == method]

    def waiting(self) -> int:
        return self.store.read(lambda uow: uow.outbox.count_pending())

    def next_in(self) -> float | None:
        return self.store.read(lambda uow: uow.outbox.seconds_to_next())

    def parked(self) -> Sequence[tuple[OutboxRow, str]]:
        return self.store.read(lambda uow: uow.outbox.parked())

    def sends_again(self, lane: str) -> int:
        """Somebody has a lane's parked rows sent again."""
        return self.store.write(lambda uow: uow.outbox.send_again(lane))


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something to come true; TimeoutError if it does not."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - neither Slack nor a database tells when
            await asyncio.sleep(0.01)


async def settles(harness: DeliveryHarness, **given: object) -> None:
    """Deliver until nothing waits: as often as it takes, not longer than ten seconds."""
    delivery = await harness.delivery(**given)  # type: ignore[arg-type]
    stop = asyncio.Event()
    running = asyncio.create_task(delivery.run(stop))
    await until(lambda: not harness.waiting())
    stop.set()
    await running


@pytest.fixture
def database(sqlite_url: str) -> Iterator[SqlStore]:
    with open_store(sqlite_url, ERASURE_KEY) as store:
        yield store


async def make_desk(store: SqlStore, stack: AsyncExitStack) -> DeliveryHarness:
    workspace = Workspace()
    stack.callback(workspace.close)
    base_url = await stack.enter_async_context(serve(workspace_app(workspace)))
    control = await stack.enter_async_context(ControlClient(base_url))
    threaded = AsyncStore(store, one_writer=store.is_sqlite)
    stack.callback(threaded.close)
    for user, name, admin in (
        (ANALYST, "Analyst", False),
        (SECOND, "Second", False),
        (LEAD, "Lead", True),
    ):
        person = KnownPerson(user, name, admin=admin)
        store.write(lambda uow, person=person: uow.people.put(person))  # type: ignore[misc]
    return DeliveryHarness(
        store, threaded, workspace, base_url, control, TestClock(), stack, Config()
    )


@pytest.fixture
async def harness(database: SqlStore) -> AsyncIterator[DeliveryHarness]:
    async with AsyncExitStack() as stack:
        yield await make_desk(database, stack)


@pytest.fixture
async def postgres_desk(postgres_url: str) -> AsyncIterator[DeliveryHarness]:
    with open_store(postgres_url, ERASURE_KEY) as store:
        async with AsyncExitStack() as stack:
            yield await make_desk(store, stack)
