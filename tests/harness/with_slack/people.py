"""The people of a test and the channels they are in: what they do and see, in labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from handlers.workspace.state.model import SlackChannel
from tests.harness.with_slack.shown import JSON, Shown
from tests.workspace_client import ControlRefused

if TYPE_CHECKING:
    from tests.harness.with_slack.slack_harness import SlackHarness


class Room:
    """A channel or conversation."""

    def __init__(self, world: SlackHarness, channel: SlackChannel) -> None:
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
    def answers_in_threads(self) -> list[Shown]:
        """The bot's messages in threads that have more than a line of text, oldest first."""
        return [
            one
            for one in self._messages()
            if one.body["thread_ts"] not in (None, "", one.ts) and one.blocks
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

    def __init__(self, world: SlackHarness, user: str) -> None:
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

    async def says(self, text: str, *, thread: str | None = None, files: Sequence[str] = ()) -> str:
        """Write a message, with files that were uploaded; its ts."""
        done = await self._hands.type(self.room.id, text, thread_ts=thread, files=files)
        return str(done["ts"])

    async def clicks(self, label: str, on: Shown, *, near: str = "") -> Shown | None:
        """Press a button of a message; the private answer, if there was a new one."""
        control = on.control(label, near)
        return await self._press(control.action_id, control.block_id, on, None)

    async def presses(self, label: str, on: Shown) -> None:
        """Press a button of a message and wait for the acknowledgement alone."""
        button = on.control(label)
        await self._hands.click(on.channel, on.ts, button.action_id, block_id=button.block_id)

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

    def _channel(self, on: Shown) -> SlackChannel:
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
        except ControlRefused as refused:
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

    async def uploads(self, name: str, content: str | bytes) -> list[str]:
        """Choose a file of this machine for a form; the value of its field."""
        raw = content.encode() if isinstance(content, str) else content
        return [str((await self._hands.upload(name, raw))["id"])]

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

    async def uses_global(self, shortcut: str) -> None:
        """Use a shortcut that belongs to no message, by its name."""
        known = self._world.workspace.shortcuts.values()
        callback_id = next(one.callback_id for one in known if one.name == shortcut)
        await self._hands.global_shortcut(self.room.id, callback_id)
        await self._world.settle()

    async def opens_home(self) -> Shown:
        """Open the Home tab."""
        await self._hands.home()
        await self._world.settle()
        return self.home
