"""Which change is told to whom, and in which words of the event stream."""

from __future__ import annotations

from collections.abc import Callable

from handlers.workspace.state.live import Live
from handlers.workspace.state.model import JSON, SlackChannel, SlackMessage
from handlers.workspace.state.wire import WireEntry

MaySee = Callable[[str, SlackChannel], bool]


class Publisher:
    """Ephemeral messages and views are told to their person; the rest to whoever may see it."""

    def __init__(self, live: Live, channels: dict[str, SlackChannel], may_see: MaySee) -> None:
        self._live = live
        self._channels = channels
        self._may_see = may_see

    def message(self, kind: str, message: SlackMessage) -> None:
        """`kind` is `message` or `message_changed`."""
        self._about(
            message,
            lambda: {"type": kind, "channel": message.channel, "message": message.as_page()},
        )

    def deleted(self, message: SlackMessage) -> None:
        self._about(
            message,
            lambda: {"type": "message_deleted", "channel": message.channel, "ts": message.ts},
        )

    def _about(self, message: SlackMessage, event: Callable[[], JSON]) -> None:
        if message.ephemeral_to:
            self._live.tell(event, only=message.ephemeral_to)
        else:
            channel = self._channels[message.channel]
            self._live.tell(event, may_see=lambda user: self._may_see(user, channel))

    def channel(self, channel: SlackChannel, *, only: str = "") -> None:
        """A channel, or one person's unread mark in it, has changed."""
        self._live.tell(lambda: {"type": "channel", "channel": channel.id}, only=only)

    def features(self) -> None:
        self._live.tell(lambda: {"type": "channel"})

    def views(self, user: str) -> None:
        self._live.tell(lambda: {"type": "view", "user": user}, only=user)

    def home(self, user: str) -> None:
        self._live.tell(lambda: {"type": "home", "user": user}, only=user)

    def clock(self, clock: Callable[[], JSON]) -> None:
        self._live.tell(lambda: {"type": "clock", "clock": clock()})

    def wire(self, entry: WireEntry) -> None:
        self._live.tell(lambda: {"type": "wire", "entry": entry.as_page()})

    def reset(self) -> None:
        self._live.tell(lambda: {"type": "reset"})
