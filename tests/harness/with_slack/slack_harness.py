"""The bot with Slack: what tests and journeys act in is the real bot, a real database, a strict Slack.

```python
card = await world.analyst.types("/flag https://www.facebook.com/groups/1234567890/")
await world.analyst.clicks("Mark referred", on=world.referrals.card("R-1"))
await world.analyst.fills({"Category": "Vessels", "Confidence": "Certain", "Basis": "Both"})
await world.fast_forward(weeks=3)
assert world.referrals.card("R-1").shows("Referred", "no answer")
```

People speak in labels: of buttons, of the items of More, of fields and of their options. Every act
ends when the bot has done what it does because of it: its answers said, its cards delivered.

Requests reach the bot signed, through its own HTTP application; what the bot says reaches the
stand-in over a real connection. Nothing here sleeps, and only `fast_forward` moves the clock.
"""

from __future__ import annotations

import json
import sqlite3
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import yaml

from bot.config import Config
from bot.config.reading import config_of
from bot.domain.lifecycle.referral import Referral
from bot.ports.page_checks import Prober
from handlers.outbound.delivery.context import Timing
from handlers.slack.replies import replying
from handlers.slack.transport.http import http_app
from handlers.slack.transport.manifest import manifest
from handlers.slack.transport.probes import Probes
from handlers.wiring.assembly import Bot, assembled
from handlers.wiring.environment import Environment
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.time_travel import next_moment
from handlers.workspace.state.workspace import Workspace
from storage.database import open_store
from storage.sql.tables import ACCESS_LOG
from tests.harness.with_slack.identified import unidentified
from tests.harness.with_slack.people import Actor, Room
from tests.harness.with_slack.shown import JSON
from tests.workspace_client import ControlClient

EVIDENCE_KEY = "nobody can guess how a file is called"
ERASURE_KEY = "nobody can guess this one either"
replying.LOADING_AFTER = 60.0  # how fast a machine reads says nothing about what is answered
PROMPT = Timing(pace=0.0, margin=0.0, first_wait=0.01, longest_wait=0.02, idle=0.05, grace=1.0)


@dataclass
class SlackHarness:
    """Everything there is in a test. `analyst` and `second` are analysts, `lead` leads.

    `web` sends requests to the bot's own HTTP application, `path` is its database file.
    """

    workspace: Workspace
    control: ControlClient
    bot: Bot
    web: httpx.AsyncClient
    path: str
    rooms: dict[str, Room] = field(default_factory=dict)
    hours_between: int = 1
    """Between two sweeps while the clock is moved on."""

    def __post_init__(self) -> None:
        for channel in self.workspace.channels.values():
            if channel.kind != "im":
                self.rooms[channel.name] = Room(self, channel)
        self.analyst = Actor(self, "U0ANALYST")
        self.second = Actor(self, "U0SECOND")
        self.lead = Actor(self, "U0LEAD")
        self.guest = Actor(self, "U0GUEST")
        self.partner = Actor(self, "U0PARTNER")

    @property
    def referrals(self) -> Room:
        """#referrals, where everybody is, and the bot."""
        return self.rooms["referrals"]

    @property
    def general(self) -> Room:
        """#general, where the bot is not."""
        return self.rooms["general"]

    @property
    def casework(self) -> Room:
        """#casework: private, with Analyst, Lead and the bot."""
        return self.rooms["casework"]

    def direct(self, actor: Actor) -> Room:
        """The conversation of a person with the bot."""
        return Room(self, self.workspace.direct_message(actor.id))

    async def settle(self) -> None:
        """Wait until the bot has said and delivered all that it can now."""
        await self.bot.context.finish_background()
        await self.bot.delivery.deliver_all()

    async def fast_forward(self, *, every: int = 0, **span: float) -> None:
        """Move the clock on (`weeks=3`), sweeping `every` so many hours of the way: at each hour, of
        a long way at every sixth or each day's first, unless a test says otherwise; and at the end."""
        far = timedelta(**span)
        by_length = 1 if far < timedelta(days=2) else 6 if far <= timedelta(days=60) else 24
        self.hours_between = every or by_length
        await self.control.move_clock(seconds=far.total_seconds())
        await self.sweep()

    async def move_to(self, words: str) -> None:
        """Move the clock to the next `"monday 09:00"` of the people's zone, as `fast_forward` does."""
        self.hours_between = 6
        await self.control.move_clock(next_=words, as_="U0LEAD")
        await self.sweep()

    async def sweep(self) -> None:
        """All that recurs, once."""
        await self.bot.sweeps.minute()
        await self.bot.sweeps.checks()
        await self.bot.sweeps.retention()
        await self.settle()

    def referral(self, number: int) -> Referral:
        """What the database holds."""
        found = self.bot.database.read(lambda uow: uow.referrals.get(number))
        assert found is not None, f"there is no R-{number}"
        return found

    @property
    def count(self) -> int:
        """How many referrals there are."""
        numbers = range(1, 1000)
        return self.bot.database.read(lambda uow: len(uow.referrals.many(numbers)))

    def reads(self) -> list[tuple[str, str, int | None]]:
        """Who was shown what of which referral, as it was written down."""
        with closing(sqlite3.connect(self.path)) as file:
            rows = file.execute(
                "SELECT (SELECT value FROM personal_values v WHERE v.referral = e.referral"
                " AND v.seq = e.seq AND name = 'actor'),"
                " (SELECT value FROM personal_values v WHERE v.referral = e.referral"
                " AND v.seq = e.seq AND name = 'what'),"
                " facts FROM events e WHERE referral = ? ORDER BY seq",
                (ACCESS_LOG,),
            )
            return [(who, what, json.loads(facts)["referral"]) for who, what, facts in rows]

    def said(self) -> list[JSON]:
        """Every message, private answer and form that the bot ever sent, as it was sent."""
        return [
            entry.request if entry.direction == "to_slack" else {"answer": entry.response}
            for entry in self.workspace.wire.after(0)
        ]

    def complaints(self) -> list[str]:
        """What Slack would have complained about so far."""
        return [
            f"{entry.name}: {one}"
            for entry in self.workspace.wire.after(0)
            for one in entry.complaints
        ]


def shipped(**changes: Any) -> Config:
    """The config.yaml that the bot comes with, with some of its keys changed."""
    return config_of({**_shipped(), **changes})


@cache
def _shipped() -> JSON:
    known: JSON = yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8"))
    return known


def _on_a_monday() -> Workspace:
    """A workspace that begins on a Monday: whatever day it is, what falls due falls on the same weekday."""
    made = Workspace()
    made.clock.move_to(next_moment(made.clock.now(), "monday 10:00", "UTC"))
    return made


@asynccontextmanager
async def a_world(
    database_url: str,
    config: Config | None = None,
    *,
    workspace: Workspace | None = None,
    before: Callable[[Workspace], None] = lambda workspace: None,
    prober: Prober | None = None,
    erasure_key: str = ERASURE_KEY,
    trust: ssl.SSLContext | None = None,
    variables: Mapping[str, str] | None = None,
) -> AsyncIterator[SlackHarness]:
    """A world on a migrated database; `before` changes the workspace before the bot starts.

    `prober` looks at pages, where the config has page checks on; `erasure_key` is retention's. Connectors
    of notices accept what `trust` does, and find their secrets among `variables`.
    """
    config = config or shipped()
    async with AsyncExitStack() as stack:
        workspace = workspace or _on_a_monday()
        stack.callback(workspace.close)
        workspace.event_retry_delays = ()
        workspace.use_manifest(
            manifest(config, request_url="http://127.0.0.1/slack/events", socket=False)
        )
        before(workspace)
        address = await stack.enter_async_context(serve(workspace_app(workspace)))
        control = await stack.enter_async_context(ControlClient(address))
        environment = Environment(
            bot_token=workspace.bot_token,
            signing_secret=workspace.signing_secret,
            api_url=f"{address}/api/",
            database_url=database_url,
            evidence_key=EVIDENCE_KEY,
            variables=variables or {},
        )
        database = stack.enter_context(open_store(database_url, erasure_key))
        bot = await stack.enter_async_context(
            assembled(
                environment,
                config,
                database,
                workspace.clock,
                timing=PROMPT,
                prober=prober,
                trust=trust,
            )
        )
        await bot.sweeps.plan_for_new_config()  # as the first sweep does, at once
        web = httpx.ASGITransport(app=http_app(bot.app, Probes(bot.context, bot.delivery)))
        workspace.request_transport = web
        workspace.request_url = "http://127.0.0.1/slack/events"
        client = await stack.enter_async_context(
            httpx.AsyncClient(transport=web, base_url="http://127.0.0.1")
        )
        world = SlackHarness(
            workspace, control, bot, client, database_url.removeprefix("sqlite:///")
        )

        async def moved(now: datetime) -> None:
            if now.hour % world.hours_between == 0:
                await world.sweep()

        workspace.on_clock_moved = moved
        yield world
        workspace.on_clock_moved = None
        await world.settle()
        assert not unidentified(world.said())
