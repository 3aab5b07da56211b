"""One call of the Web API: its arguments, and what every method needs to look up or demand."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from handlers.workspace.app_requests.socket_mode import Sockets
from handlers.workspace.state.model import JSON, SlackChannel, SlackMessage, User
from handlers.workspace.state.refusals import SlackError
from handlers.workspace.state.timeline import padded_ts
from handlers.workspace.state.workspace import Workspace

_SCOPE_PREFIX = {"channel": "channels", "private": "groups", "im": "im"}


@dataclass
class Call:
    """A call that passed the token check. `complaints` end up in the wire log."""

    workspace: Workspace
    sockets: Sockets
    args: JSON
    complaints: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """An argument as text; empty where it is missing."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise SlackError(
                "invalid_arguments",
                response_metadata={"messages": [f"[ERROR] missing required field: {name}"]},
            )
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.args.get(name)
        if value is None or value == "":
            return default
        return value is True or str(value).lower() in {"1", "true"}

    def limit(self, default: int, most: int) -> int:
        try:
            asked = int(self.text("limit") or default)
        except ValueError:
            raise SlackError("invalid_limit") from None
        if asked < 1:
            raise SlackError("invalid_limit")
        return min(asked, most)

    def ts(self, name: str, error: str = "invalid_ts") -> str:
        """A timestamp argument in the form that sorts; empty where it is missing."""
        value = self.text(name)
        try:
            return padded_ts(value) if value else ""
        except ValueError:
            raise SlackError(error) from None

    def names(self, name: str) -> list[str]:
        """A comma-separated (or JSON list) argument."""
        value = self.args.get(name)
        if isinstance(value, list):
            return [str(item) for item in value]
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    # --- scopes --------------------------------------------------------------

    def need(self, *scopes: str) -> None:
        """Demand one of these scopes; raises `missing_scope` as Slack words it."""
        if not any(scope in self.workspace.scopes for scope in scopes):
            raise SlackError(
                "missing_scope",
                needed=",".join(scopes),
                provided=",".join(sorted(self.workspace.scopes)),
            )

    def need_for(self, channel: SlackChannel, what: str) -> None:
        """Demand `channels:read`, `groups:history` … after the kind of channel."""
        self.need(f"{_SCOPE_PREFIX[channel.kind]}:{what}")

    # --- looking up ----------------------------------------------------------

    @property
    def bot(self) -> str:
        return self.workspace.app.bot_user_id

    def channel(self, name: str = "channel") -> SlackChannel:
        """The channel that an argument names by id (or #name); what the bot cannot know of is
        `channel_not_found`."""
        wanted = self.required(name)
        found = self.workspace.channels.get(wanted)
        if found is None:
            plain = wanted.removeprefix("#")
            found = next(
                (
                    one
                    for one in self.workspace.channels.values()
                    if one.name == plain and one.kind != "im"
                ),
                None,
            )
        if found is None or (not found.is_public and self.bot not in found.members):
            raise SlackError("channel_not_found")
        return found

    def channel_to_post_in(self) -> SlackChannel:
        """As `channel`, but a user id stands for the direct message, and the bot may post there."""
        wanted = self.required("channel")
        if wanted in self.workspace.users:
            if wanted == self.bot or self.workspace.users[wanted].is_bot:
                raise SlackError("channel_not_found")
            return self.workspace.direct_message(wanted)
        channel = self.channel()
        if channel.is_archived:
            raise SlackError("is_archived")
        if self.bot not in channel.members and "chat:write.public" not in self.workspace.scopes:
            raise SlackError("not_in_channel")
        return channel

    def user(self, name: str = "user") -> User:
        found = self.workspace.users.get(self.required(name))
        if found is None:
            raise SlackError("user_not_found")
        return found

    def own_message(self, channel: SlackChannel, refusal: str) -> SlackMessage:
        """The app's own message that `ts` names; `refusal` where it is somebody else's."""
        message = self.workspace.find_message(channel.id, self.ts("ts", "message_not_found"))
        if message is None or message.deleted:
            raise SlackError("message_not_found")
        if not message.by_app:
            raise SlackError(refusal)
        return message

    def thread_parent(self, channel: SlackChannel) -> SlackMessage | None:
        """The message that `thread_ts` names, if the call has one."""
        thread_ts = self.ts("thread_ts", "invalid_thread_ts")
        if not thread_ts:
            return None
        parent = self.workspace.find_message(channel.id, thread_ts)
        if parent is None or parent.deleted:
            raise SlackError("thread_not_found")
        if parent.is_reply:
            raise SlackError("invalid_thread_ts")
        return parent


Answer = JSON | Awaitable[JSON]
Method = Callable[[Call], Answer]


def cursor_of(mark: str) -> str:
    return base64.b64encode(f"next_ts:{mark}".encode()).decode() if mark else ""


def mark_of(cursor: str) -> str:
    """What a cursor of ours points at; anything else is `invalid_cursor`."""
    try:
        kind, _, mark = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if kind != "next_ts" or not mark:
        raise SlackError("invalid_cursor")
    return mark


def page_of(call: Call, items: list[Any], default: int) -> tuple[list[Any], JSON]:
    """One page of a list after the call's `limit` and `cursor`, and its response_metadata."""
    limit = call.limit(default, 1000)
    cursor = call.text("cursor")
    try:
        start = int(mark_of(cursor)) if cursor else 0
    except ValueError:
        raise SlackError("invalid_cursor") from None
    following = str(start + limit) if start + limit < len(items) else ""
    return items[start : start + limit], {"next_cursor": cursor_of(following)}
