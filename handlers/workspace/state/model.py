"""What a workspace is made of: teams, users, channels, messages, views, as plain dataclasses.

`as_slack` gives the form that Slack's Web API and payloads use.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Literal

from handlers.workspace.state.people import JSON as JSON
from handlers.workspace.state.people import AppInfo as AppInfo
from handlers.workspace.state.people import SlackTeam as SlackTeam
from handlers.workspace.state.people import User as User

Blocks = list[JSON]
ChannelKind = Literal["channel", "private", "im"]


def new_id(prefix: str) -> str:
    """A fresh id as Slack writes them; never repeated, also after a restart."""
    return f"{prefix}0{secrets.token_hex(5).upper()}"


def text_object(text: str) -> JSON:
    """A plain_text object as Slack returns them."""
    return {"type": "plain_text", "text": text, "emoji": True}


@dataclass
class SlackChannel:
    id: str
    name: str
    kind: ChannelKind = "channel"
    topic: str = ""
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    created: int = 1_700_000_000

    @property
    def is_public(self) -> bool:
        return self.kind == "channel"

    @property
    def command_name(self) -> str:
        """The `channel_name` of a slash command's form."""
        return {"channel": self.name, "private": "privategroup", "im": "directmessage"}[self.kind]

    def other_member(self, user: str) -> str:
        """In a direct message: whom `user` talks to."""
        return next((member for member in self.members if member != user), user)


@dataclass(frozen=True)
class SlashCommand:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False

    def as_page(self) -> JSON:
        return {
            "command": self.command,
            "usage_hint": self.usage_hint,
            "description": self.description,
        }


@dataclass(frozen=True)
class AppShortcut:
    callback_id: str
    name: str
    type: str = "message"
    description: str = ""

    def as_page(self) -> JSON:
        return {
            "callback_id": self.callback_id,
            "name": self.name,
            "type": self.type,
            "description": self.description,
        }


@dataclass
class SlackMessage:
    """One message. `ephemeral_to` names the only person who sees it, if it is ephemeral."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: Blocks = field(default_factory=list)
    attachments: Blocks = field(default_factory=list)
    metadata: JSON = field(default_factory=dict)
    files: Blocks = field(default_factory=list)
    by_app: bool = False
    bot_id: str = ""
    app_id: str = ""
    team: str = ""
    subtype: str = ""
    thread_ts: str = ""
    broadcast: bool = False
    reply_count: int = 0
    latest_reply: str = ""
    reply_users: list[str] = field(default_factory=list)
    edited_ts: str = ""
    edited_by: str = ""
    deleted: bool = False
    unfurls: bool = False
    ephemeral_to: str = ""

    @property
    def is_reply(self) -> bool:
        return bool(self.thread_ts) and self.thread_ts != self.ts

    @property
    def in_channel_view(self) -> bool:
        """Whether it stands in the channel itself, not only in a thread."""
        return not self.is_reply or self.broadcast

    def as_slack(self, *, with_metadata: bool = False) -> JSON:
        answer: JSON = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        if self.subtype:
            answer["subtype"] = self.subtype
        if self.team:
            answer["team"] = self.team
        if self.by_app:
            answer["bot_id"] = self.bot_id
            answer["app_id"] = self.app_id
        if self.blocks:
            answer["blocks"] = self.blocks
        if self.attachments:
            answer["attachments"] = self.attachments
        if self.files:
            answer["files"] = self.files
        if self.metadata and with_metadata:
            answer["metadata"] = self.metadata
        if self.edited_ts:
            answer["edited"] = {"user": self.edited_by, "ts": self.edited_ts}
        if self.thread_ts:
            answer["thread_ts"] = self.thread_ts
            if self.is_reply and self.broadcast:
                answer["subtype"] = "thread_broadcast"
        if self.reply_count:
            answer |= {
                "thread_ts": self.ts,
                "reply_count": self.reply_count,
                "reply_users_count": len(self.reply_users),
                "reply_users": self.reply_users,
                "latest_reply": self.latest_reply,
            }
        return answer

    def as_page(self) -> JSON:
        return {
            "ts": self.ts,
            "channel": self.channel,
            "user": self.user,
            "text": self.text,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "files": self.files,
            "subtype": self.subtype,
            "thread_ts": self.thread_ts or None,
            "broadcast": self.broadcast,
            "reply_count": self.reply_count,
            "reply_users": self.reply_users,
            "latest_reply": self.latest_reply or None,
            "edited": bool(self.edited_ts),
            "ephemeral": bool(self.ephemeral_to),
            "deleted": self.deleted,
            "unfurls": self.unfurls,
            "metadata": self.metadata,
        }


@dataclass
class SlackView:
    """A modal on somebody's screen, or somebody's Home tab."""

    id: str
    user: str
    type: str
    blocks: Blocks
    hash: str
    title: JSON | None = None
    submit: JSON | None = None
    close: JSON | None = None
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    clear_on_close: bool = False
    notify_on_close: bool = False
    submit_disabled: bool = False
    values: JSON = field(default_factory=dict)
    root_view_id: str = ""
    previous_view_id: str | None = None
    app_id: str = ""
    bot_id: str = ""
    team_id: str = ""
    error: str = ""

    def as_slack(self) -> JSON:
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": self.type,
            "blocks": self.blocks,
            "private_metadata": self.private_metadata,
            "callback_id": self.callback_id,
            "state": {"values": self.values},
            "hash": self.hash,
            "title": self.title or text_object("View Title"),
            "clear_on_close": self.clear_on_close,
            "notify_on_close": self.notify_on_close,
            "close": self.close,
            "submit": self.submit,
            "submit_disabled": self.submit_disabled,
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": self.app_id,
            "external_id": self.external_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }

    def as_page(self) -> JSON:
        return self.as_slack() | {"error": self.error, "title": self.title}


@dataclass
class File:
    """An uploaded file; its content stays in memory."""

    id: str
    name: str
    title: str = ""
    mimetype: str = "application/octet-stream"
    length: int = 0
    content: bytes | None = None
    user: str = ""
    channels: list[str] = field(default_factory=list)
    completed: bool = False
    mode: str = "hosted"
    """`external`: of another service; `space`: a canvas; `tombstone`: deleted."""
    team: str = ""
    """Of its owner, where that is another workspace."""
    told_size: int | None = None
    """What Slack says of its size, where that is not so."""

    def as_slack(self, base_url: str, created: int) -> JSON:
        return {
            "id": self.id,
            "created": created,
            "timestamp": created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rsplit(".", 1)[-1] if "." in self.name else "binary",
            "size": len(self.content or b"") if self.told_size is None else self.told_size,
            "user": self.user,
            "mode": self.mode,
            "is_external": self.mode == "external",
            **({"user_team": self.team} if self.team else {}),
            "url_private": f"{base_url}/files/{self.id}/{self.name}",
            "url_private_download": f"{base_url}/files/{self.id}/{self.name}",
            "permalink": f"{base_url}/files/{self.id}/{self.name}",
        }
