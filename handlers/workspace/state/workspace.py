"""`Workspace`: everything the stand-in knows, and the changes to it.

Whether a change is allowed is decided where it is asked for (`web_*.py`, `control*.py`); here it is
made, saved, and told to whoever listens.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from pathlib import Path
from secrets import token_hex

import httpx

from handlers.workspace.state.clock import MovableClock
from handlers.workspace.state.defaults import (
    NEWER_BLOCKS,
    SCOPES,
    default_channels,
    default_users,
)
from handlers.workspace.state.ephemerals import Ephemerals
from handlers.workspace.state.faults import Faults
from handlers.workspace.state.live import Live
from handlers.workspace.state.manifests import AppFeatures, features_of
from handlers.workspace.state.modals import Modals
from handlers.workspace.state.model import (
    JSON,
    AppInfo,
    AppShortcut,
    File,
    SlackChannel,
    SlackMessage,
    SlackTeam,
    SlackView,
    SlashCommand,
    User,
    new_id,
)
from handlers.workspace.state.publisher import Publisher
from handlers.workspace.state.saving import Saving
from handlers.workspace.state.timeline import Timeline
from handlers.workspace.state.timestamps import Timestamps
from handlers.workspace.state.trigger_ids import ResponseUrls, TriggerIds
from handlers.workspace.state.wire import Wire

OnClockMoved = Callable[[datetime], Awaitable[None]]


class Workspace:
    """One team with its people, channels, messages and the one app that is installed in it."""

    def __init__(
        self,
        *,
        team: SlackTeam | None = None,
        users: Iterable[User] | None = None,
        channels: Iterable[SlackChannel] | None = None,
        app: AppInfo | None = None,
        clock: MovableClock | None = None,
        path: Path | str | None = None,
        bot_token: str | None = None,
        app_token: str | None = None,
        signing_secret: str | None = None,
        scopes: Iterable[str] = SCOPES,
        commands: Iterable[SlashCommand] = (),
        shortcuts: Iterable[AppShortcut] = (),
        request_url: str = "",
        notice: str = "",
        strict_rate_limits: bool = False,
    ) -> None:
        self.team = team or SlackTeam()
        self.app = app or AppInfo()
        self.clock = clock or MovableClock()
        # Made anew at each start, so that no page and no program that saw an earlier one knows them.
        self.bot_token = bot_token or f"xoxb-local-{token_hex(16)}"
        self.app_token = app_token or f"xapp-local-{token_hex(16)}"
        self.signing_secret = signing_secret or token_hex(16)
        self.features = AppFeatures(
            commands={command.command: command for command in commands},
            shortcuts={shortcut.callback_id: shortcut for shortcut in shortcuts},
            scopes=frozenset(scopes),
        )
        self.request_url = request_url
        self.request_transport: httpx.AsyncBaseTransport | None = None
        """Where requests to the app go instead of a socket, for tests in one process."""
        self.deadline = 3.0
        self.event_retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
        self.notice = notice
        self.base_url = ""
        self.strict_rate_limits = strict_rate_limits
        self.supports: set[str] = set(NEWER_BLOCKS)
        """Which of the newer blocks this workspace knows; the others are `invalid_blocks`."""
        self.on_clock_moved: OnClockMoved | None = None
        self.playing = False

        people = list(users) if users is not None else default_users(self.team)
        bot = User(
            self.app.bot_user_id,
            self.app.bot_name,
            self.app.name,
            "App",
            tz="UTC",
            is_bot=True,
            team_id=self.team.id,
        )
        slackbot = User(
            "USLACKBOT", "slackbot", "Slackbot", tz="UTC", is_bot=True, team_id=self.team.id
        )
        self.users: dict[str, User] = {user.id: user for user in [*people, bot, slackbot]}
        rooms = list(channels) if channels is not None else default_channels(self.app, people)
        self.channels: dict[str, SlackChannel] = {channel.id: channel for channel in rooms}
        for person in people:
            if not person.is_bot:
                self.direct_message(person.id)

        self.timelines: dict[str, Timeline] = {}
        self.ephemerals = Ephemerals()
        self.message_choices: dict[tuple[str, str, str], JSON] = {}
        self.reads: dict[tuple[str, str], str] = {}
        self.files: dict[str, File] = {}
        self.modals = Modals()
        self.triggers = TriggerIds()
        self.response_urls = ResponseUrls()
        self.faults = Faults()
        self.live = Live()
        self._publisher = Publisher(self.live, self.channels, self.may_see)
        self.wire = Wire(on_entry=self._publisher.wire)
        self._timestamps = Timestamps(self.clock)
        self._saving = Saving(path)
        self._restore()

    def _restore(self) -> None:
        for channel in self._saving.saved_channels():
            self.channels[channel.id] = channel
        for message in self._saving.saved_messages():
            self.timeline(message.channel).restore(message)
            self._timestamps.seen(message.ts)
        self.reads.update(self._saving.saved_reads())
        self.modals.homes.update({view.user: view for view in self._saving.saved_homes()})
        self._timestamps.seen(self._saving.saved_last_ts())
        if (saved := self._saving.saved_offset()) > self.clock.offset:
            self.clock.advance(saved - self.clock.offset)

    def close(self) -> None:
        """Close the saved file; everything in it stays."""
        self._saving.close()

    # --- what the app brings -------------------------------------------------

    @property
    def commands(self) -> dict[str, SlashCommand]:
        return self.features.commands

    @property
    def shortcuts(self) -> dict[str, AppShortcut]:
        return self.features.shortcuts

    @property
    def unsupported_blocks(self) -> frozenset[str]:
        return NEWER_BLOCKS - self.supports

    @property
    def scopes(self) -> frozenset[str]:
        return self.features.scopes

    def use_manifest(self, manifest: JSON) -> None:
        """Take commands, shortcuts, Home tab, scopes and events from a Slack app manifest."""
        self.features = features_of(manifest)
        self._publisher.features()

    # --- people and channels -------------------------------------------------

    def user(self, user_id: str) -> User | None:
        return self.users.get(user_id)

    def direct_message(self, user: str) -> SlackChannel:
        """The direct message between a person and the app, made if it is not there."""
        channel_id = f"D{user[1:]}"
        if channel_id not in self.channels:
            self.channels[channel_id] = SlackChannel(
                channel_id, "directmessage", "im", members=[user, self.app.bot_user_id]
            )
        return self.channels[channel_id]

    def may_see(self, user: str, channel: SlackChannel) -> bool:
        """People see what they are in, and public channels unless they are guests or strangers."""
        if user in channel.members:
            return True
        person = self.users.get(user)
        if person is None or not channel.is_public:
            return False
        return not (person.is_restricted or person.is_stranger)

    def join(self, user: str, channel: SlackChannel) -> None:
        if user not in channel.members:
            channel.members.append(user)
            self._channel_changed(channel)

    def leave(self, user: str, channel: SlackChannel) -> None:
        if user in channel.members:
            channel.members.remove(user)
            self._channel_changed(channel)

    def archive(self, channel: SlackChannel, archived: bool) -> None:
        channel.is_archived = archived
        self._channel_changed(channel)

    def _channel_changed(self, channel: SlackChannel) -> None:
        self._saving.channel(channel)
        self._publisher.channel(channel)

    # --- messages ------------------------------------------------------------

    def timeline(self, channel_id: str) -> Timeline:
        if channel_id not in self.timelines:
            self.timelines[channel_id] = Timeline()
        return self.timelines[channel_id]

    def next_ts(self) -> str:
        """The next message timestamp."""
        return self._timestamps.next()

    def find_message(self, channel_id: str, ts: str) -> SlackMessage | None:
        timeline = self.timelines.get(channel_id)
        return timeline.messages.get(ts) if timeline else None

    def post(self, message: SlackMessage) -> SlackMessage:
        """Store a message (its `ts` is given here unless it has one) and tell who may see it."""
        message.ts = message.ts or self.next_ts()
        parent = self.timeline(message.channel).add(message)
        with self._saving.together():
            self._saving.message(message)
            if parent is not None:
                self._saving.message(parent)
        self._publisher.message("message", message)
        if parent is not None:
            self._publisher.message("message_changed", parent)
        return message

    def changed(self, message: SlackMessage) -> None:
        """A message was edited in place: save it and tell."""
        if not message.ephemeral_to:
            self._saving.message(message)
        self._publisher.message("message_changed", message)

    def delete(self, message: SlackMessage) -> None:
        if message.ephemeral_to:
            self.ephemerals.remove(message)
            self._publisher.deleted(message)
            return
        gone, other = self.timeline(message.channel).remove(message.ts)
        with self._saving.together():
            if gone.deleted:
                self._saving.message(gone)
            else:
                self._saving.message_gone(message.channel, message.ts)
            # A deleted newest message must not free its timestamp for another.
            self._saving.last_ts(self._timestamps.last)
            if other is not None:
                self._saving.message(other)
        if gone.deleted:
            self._publisher.message("message_changed", gone)
        else:
            self._publisher.deleted(gone)
        if other is not None:
            self._publisher.message("message_changed", other)

    def show_only_to(self, user: str, message: SlackMessage) -> SlackMessage:
        """Post an ephemeral message."""
        message.ts = message.ts or self.next_ts()
        message.ephemeral_to = user
        self.ephemerals.add(message)
        self._publisher.message("message", message)
        return message

    def note_to(self, user: str, channel_id: str, text: str, thread_ts: str = "") -> SlackMessage:
        """Slackbot says something to one person, as Slack does when an app fails."""
        return self.show_only_to(
            user, SlackMessage(channel_id, "", "USLACKBOT", text, thread_ts=thread_ts)
        )

    def mark_read(self, user: str, channel: SlackChannel, ts: str = "") -> None:
        top = self.timeline(channel.id).top
        mark = ts or (top[-1] if top else "")
        if mark and mark > self.reads.get((user, channel.id), ""):
            self.reads[user, channel.id] = mark
            self._saving.read_mark(user, channel.id, mark)
            self._publisher.channel(channel, only=user)

    # --- views ---------------------------------------------------------------

    def views_changed(self, user: str) -> None:
        self._publisher.views(user)

    def home_published(self, view: SlackView) -> None:
        self.modals.homes[view.user] = view
        self._saving.home(view)
        self._publisher.home(view.user)

    def new_view_hash(self) -> str:
        return f"{int(self.clock.now().timestamp())}.{new_id('')[1:9].lower()}"

    # --- the clock -----------------------------------------------------------

    def clock_json(self) -> JSON:
        return {
            "now": self.clock.now().isoformat().replace("+00:00", "Z"),
            "offset_seconds": round(self.clock.offset.total_seconds(), 3),
            "playing": self.playing,
        }

    def clock_changed(self) -> None:
        self._saving.offset(self.clock.offset)
        self._publisher.clock(self.clock_json)

    # --- the whole -----------------------------------------------------------

    def reset(self) -> None:
        """Empty channels and views; people, channels and the clock stay."""
        self.timelines.clear()
        self.ephemerals.clear()
        self.message_choices.clear()
        self.reads.clear()
        self.files.clear()
        self.modals.reset()
        self.wire.clear()
        with self._saving.together():
            self._saving.last_ts(self._timestamps.last)
        self._saving.emptied()
        self._publisher.reset()
