"""The world that tests and journeys act in: the real bot, a real database, a strict Slack.

```python
card = await world.amal.types("/flag https://www.facebook.com/groups/1234567890/")
await world.amal.clicks("Mark referred", on=world.referrals.card("R-1"))
await world.amal.fills({"Category": "Vessels", "Confidence": "Certain", "Basis": "Both"})
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
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import yaml

from bot.config import Config
from bot.domain.referral import Referral
from handlers.outbound.pacing import Timing
from handlers.slack.http import http_app
from handlers.slack.manifest import manifest
from handlers.wiring.assembly import Bot, assembled
from handlers.wiring.environment import Environment
from handlers.workspace.app import workspace_app
from handlers.workspace.client import Control, Refused
from handlers.workspace.model import Channel
from handlers.workspace.serving import serve
from handlers.workspace.state import Workspace
from storage.database import open_store
from storage.tables import READS
from tests.handlers.slack.sight import JSON, Shown

PROMPT = Timing(pace=0.0, margin=0.0, first_wait=0.01, longest_wait=0.02, idle=0.05, grace=1.0)


@dataclass
class World:
    """Everything there is in a test. `amal` and `noor` are analysts, `lena` leads.

    `web` sends requests to the bot's own HTTP application, `path` is its database file.
    """

    workspace: Workspace
    control: Control
    bot: Bot
    web: httpx.AsyncClient
    path: str
    rooms: dict[str, Room] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for channel in self.workspace.channels.values():
            if channel.kind != "im":
                self.rooms[channel.name] = Room(self, channel)
        self.amal = Actor(self, "U0AMAL")
        self.noor = Actor(self, "U0NOOR")
        self.lena = Actor(self, "U0LENA")
        self.gil = Actor(self, "U0GIL")
        self.sam = Actor(self, "U0SAM")

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
        """#casework: private, with Amal, Lena and the bot."""
        return self.rooms["casework"]

    def direct(self, actor: Actor) -> Room:
        """The conversation of a person with the bot."""
        return Room(self, self.workspace.direct_message(actor.id))

    async def settle(self) -> None:
        """Wait until the bot has said and delivered all that it can now."""
        await self.bot.desk.settle()
        await self.bot.delivery.deliver_all()

    async def fast_forward(self, **span: float) -> None:
        """Move the clock on (`weeks=3`), sweeping at every hour of the way."""
        await self.control.move_clock(seconds=timedelta(**span).total_seconds())
        await self.settle()

    async def move_to(self, words: str) -> None:
        """Move the clock to the next `"monday 09:00"` of the people's zone."""
        await self.control.move_clock(next_=words, as_="U0LENA")
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

    def reads(self) -> list[tuple[str, str, int]]:
        """Who was shown what of which referral, as it was written down."""
        with closing(sqlite3.connect(self.path)) as file:
            rows = file.execute(
                "SELECT (SELECT value FROM personal_values v WHERE v.referral = e.referral"
                " AND v.seq = e.seq AND name = 'actor'),"
                " (SELECT value FROM personal_values v WHERE v.referral = e.referral"
                " AND v.seq = e.seq AND name = 'what'),"
                " facts FROM events e WHERE referral = ? ORDER BY seq",
                (READS,),
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


class Room:
    """A channel or conversation."""

    def __init__(self, world: World, channel: Channel) -> None:
        self._world = world
        self.channel = channel
        self.id = channel.id

    def _messages(self) -> list[Shown]:
        timeline = self._world.workspace.timeline(self.id)
        return [
            Shown(message.as_page(), self.id)
            for message in timeline.messages.values()
            if message.by_app and not message.deleted
        ]

    @property
    def messages(self) -> list[Shown]:
        """What the bot posted in the channel itself, oldest first."""
        return [
            one
            for one in self._messages()
            if not one.body["thread_ts"] or one.body["thread_ts"] == one.ts
        ]

    def card(self, name: str) -> Shown:
        """The card of a referral."""
        posted = self._world.bot.database.read(lambda uow: uow.posts.get(name))
        for message in self.messages:
            if posted == (self.id, message.ts):
                return message
        raise AssertionError(f"no card of {name} among {[one.text for one in self.messages]}")

    def has_card(self, name: str) -> bool:
        """Whether the referral has a card here."""
        posted = self._world.bot.database.read(lambda uow: uow.posts.get(name))
        return posted is not None and posted[0] == self.id

    def thread(self, name: str) -> list[str]:
        """The lines under a referral's card."""
        card = self.card(name)
        return [
            one.text
            for one in self._messages()
            if one.body["thread_ts"] == card.ts and one.ts != card.ts
        ]

    @property
    def last(self) -> Shown:
        """The newest message of the bot."""
        return self.messages[-1]

    def shows(self, *words: str) -> bool:
        """Whether one message of the bot holds all of these words."""
        return any(message.shows(*words) for message in self.messages)


class Actor:
    """A person: types, clicks, chooses, fills, looks. `room` is where they are."""

    def __init__(self, world: World, user: str) -> None:
        self._world = world
        self.id = user
        self._hands = world.control.person(user)
        self.room = world.referrals

    def goes_to(self, room: Room) -> Actor:
        """Be in another channel from now on."""
        self.room = room
        return self

    # --- looking ---

    def sees(self, room: Room | None = None) -> list[Shown]:
        """The private answers in a channel, oldest first."""
        where = (room or self.room).id
        kept = self._world.workspace.ephemerals.of(self.id, where)
        return [Shown(message.as_page(), where) for message in kept]

    @property
    def told(self) -> Shown:
        """The newest private answer here."""
        answers = self.sees()
        assert answers, "nothing was said in private"
        return answers[-1]

    @property
    def form(self) -> Shown:
        """The form or modal on top."""
        stack = self._world.workspace.modals.stack(self.id)
        assert stack, "no form is open"
        return Shown(stack[-1].as_page())

    @property
    def has_form(self) -> bool:
        """Whether a form is open."""
        return bool(self._world.workspace.modals.stack(self.id))

    @property
    def home(self) -> Shown:
        """Home as it was published last."""
        return Shown(self._world.workspace.modals.homes[self.id].as_page())

    def typed(self, label: str) -> Any:
        """What stands in a field of the form."""
        control = self.form.control(label)
        state = self.form.body["state"]["values"][control.block_id][control.action_id]
        for name in ("value", "selected_date", "selected_user"):
            if state.get(name):
                return state[name]
        option = state.get("selected_option")
        return option["text"]["text"] if option else None

    # --- doing ---

    async def types(self, text: str, *, thread: str | None = None) -> Shown | None:
        """Type a command or a message; the private answer, if there was a new one."""
        before = len(self.sees())
        await self._hands.type(self.room.id, text, thread_ts=thread)
        await self._world.settle()
        answers = self.sees()
        return answers[-1] if len(answers) > before else None

    async def asks(self, text: str) -> Shown:
        """Type a command that is answered in private."""
        answer = await self.types(text)
        assert answer is not None, f"no answer to {text!r}"
        return answer

    async def says(self, text: str) -> str:
        """Write a message; its ts."""
        return str((await self._hands.type(self.room.id, text))["ts"])

    async def clicks(self, label: str, on: Shown, *, near: str = "") -> Shown | None:
        """Press a button of a message; the private answer, if there was a new one."""
        control = on.control(label, near)
        return await self._press(control.action_id, control.block_id, on, None)

    async def picks(
        self, item: str, on: Shown, *, menu: str = "More", near: str = ""
    ) -> Shown | None:
        """Choose an item of More, or of another menu of a message."""
        control = on.control(menu, near)
        assert item in control.options, f"no {item!r} among {list(control.options)}"
        return await self._press(control.action_id, control.block_id, on, control.options[item])

    async def _press(self, action_id: str, block_id: str, on: Shown, value: Any) -> Shown | None:
        before = [(one.ts, one.text) for one in self.sees(Room(self._world, self._channel(on)))]
        if on.body.get("type") in ("modal", "home"):
            await self._hands.click_in_view(
                on.body["id"], action_id, block_id=block_id, value=value
            )
        else:
            await self._hands.click(on.channel, on.ts, action_id, block_id=block_id, value=value)
        await self._world.settle()
        for one in reversed(self.sees(Room(self._world, self._channel(on)))):
            if (one.ts, one.text) not in before:
                return one
        return None

    def _channel(self, on: Shown) -> Channel:
        channels = self._world.workspace.channels
        return channels[on.channel] if on.channel else self.room.channel

    async def chooses(self, label: str, item: str) -> None:
        """Choose in a field of the form that the bot listens to."""
        control = self.form.control(label)
        await self._hands.click_in_view(
            self.form.body["id"],
            control.action_id,
            block_id=control.block_id,
            value=control.options[item],
        )
        await self._world.settle()

    async def fills(
        self, answers: Mapping[str, Any], *, form: Shown | None = None
    ) -> dict[str, str]:
        """Fill the form's fields by their labels and hand it in; the errors, by label.

        Menus and ticks take the option's label (or a list of labels); a field that the form does
        not have fails the test.
        """
        form = form or self.form
        values: JSON = {}
        for label, answer in answers.items():
            control = form.control(label)
            many = answer if isinstance(answer, list) else [answer]
            if control.element.get("options"):
                chosen = [control.options[one] for one in many]
                is_list = control.element["type"] == "checkboxes"
                answer = chosen if is_list else chosen[0]
            values.setdefault(control.block_id, {})[control.action_id] = answer
        try:
            done = await self._hands.submit(form.body["id"], values)
            errors = done.get("errors") or {}
        except Refused as refused:
            if refused.error != "invalid_input":
                raise
            errors = refused.errors
        await self._world.settle()
        labels = {
            block["block_id"]: block["label"]["text"]
            for block in form.blocks
            if block["type"] == "input"
        }
        return {labels.get(name, name): sentence for name, sentence in errors.items()}

    async def closes(self) -> None:
        """Close the form on top."""
        await self._hands.close_view(self.form.body["id"])

    async def uses(self, shortcut: str, on_ts: str) -> Shown | None:
        """Use a message shortcut by its name."""
        known = self._world.workspace.shortcuts.values()
        callback_id = next(one.callback_id for one in known if one.name == shortcut)
        before = len(self.sees())
        await self._hands.shortcut(self.room.id, on_ts, callback_id)
        await self._world.settle()
        answers = self.sees()
        return answers[-1] if len(answers) > before else None

    async def opens_home(self) -> Shown:
        """Open the Home tab."""
        await self._hands.home()
        await self._world.settle()
        return self.home


def shipped(**changes: Any) -> Config:
    """The config.yaml that the bot comes with, with some of its keys changed."""
    known = yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8"))
    return Config.model_validate({**known, **changes})


@asynccontextmanager
async def a_world(
    database_url: str,
    config: Config | None = None,
    *,
    workspace: Workspace | None = None,
    before: Callable[[Workspace], None] = lambda workspace: None,
) -> AsyncIterator[World]:
    """A world on a migrated database; `before` changes the workspace before the bot starts."""
    config = config or shipped()
    async with AsyncExitStack() as stack:
        workspace = workspace or Workspace()
        stack.callback(workspace.close)
        workspace.event_retry_delays = ()
        workspace.use_manifest(
            manifest(config, request_url="http://127.0.0.1/slack/events", socket=False)
        )
        before(workspace)
        address = await stack.enter_async_context(serve(workspace_app(workspace)))
        control = await stack.enter_async_context(Control(address))
        environment = Environment(
            bot_token=workspace.bot_token,
            signing_secret=workspace.signing_secret,
            api_url=f"{address}/api/",
            database_url=database_url,
        )
        database = stack.enter_context(open_store(database_url))
        bot = await stack.enter_async_context(
            assembled(environment, config, database, workspace.clock, timing=PROMPT)
        )
        web = httpx.ASGITransport(app=http_app(bot.app, bot.desk, bot.delivery))
        workspace.request_transport = web
        workspace.request_url = "http://127.0.0.1/slack/events"
        client = await stack.enter_async_context(
            httpx.AsyncClient(transport=web, base_url="http://127.0.0.1")
        )
        world = World(workspace, control, bot, client, database_url.removeprefix("sqlite:///"))

        async def moved(now: object) -> None:
            await bot.sweeps.minute()
            await world.settle()

        workspace.on_clock_moved = moved
        yield world
        workspace.on_clock_moved = None
        await world.settle()
