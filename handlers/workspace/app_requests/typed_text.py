"""What becomes of the text that a person types: as a command's text, and as a message."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.workspace.app_requests.rich_typing import as_rich_text
from handlers.workspace.state.model import JSON, Blocks, SlackChannel, User

_TOKEN = re.compile(
    r"(?P<code>`[^`\n]+`)"
    r"|(?P<url>https?://[^\s<>|]+[^\s<>|.,;:!?'\")\]}])"
    r"|(?<![\w@])@(?P<user>[a-z0-9][a-z0-9._-]*)"
    r"|(?<![\w#])#(?P<channel>[a-z0-9][a-z0-9_-]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Part:
    kind: str
    text: str
    id: str = ""


def escaped(text: str) -> str:
    """The three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _parts(text: str, users: Iterable[User], channels: Iterable[SlackChannel]) -> list[_Part]:
    user_ids = {user.name.lower(): user.id for user in users}
    channel_ids = {channel.name.lower(): channel.id for channel in channels if channel.kind != "im"}
    parts: list[_Part] = []
    at = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        known = {"user": user_ids, "channel": channel_ids}.get(kind)
        found = known.get(match[kind].lower(), "") if known is not None else ""
        if known is not None and not found:
            continue
        if match.start() > at:
            parts.append(_Part("text", text[at : match.start()]))
        parts.append(_Part(kind, match[kind], found))
        at = match.end()
    if at < len(text):
        parts.append(_Part("text", text[at:]))
    return parts


def as_command_text(
    text: str, command_escapes: bool, users: Iterable[User], channels: Iterable[SlackChannel]
) -> str:
    """The `text` of a slash command's form: entities escaped, URLs as typed.

    Where the command asks for `should_escape`, mentions, channels and URLs get Slack's markup.
    """
    if not command_escapes:
        return escaped(text)
    written = {
        "user": lambda part: f"<@{part.id}|{part.text}>",
        "channel": lambda part: f"<#{part.id}|{part.text}>",
        "url": lambda part: f"<{escaped(part.text)}>",
    }
    return "".join(
        written[part.kind](part) if part.kind in written else escaped(part.text)
        for part in _parts(text, users, channels)
    )


def as_message(
    text: str, users: Iterable[User], channels: Iterable[SlackChannel]
) -> tuple[str, Blocks]:
    """A person's message as Slack stores it: its `text` with markup, and one rich_text block."""
    people, rooms = list(users), list(channels)
    marked: list[str] = []
    for part in _parts(text, people, rooms):
        match part.kind:
            case "url":
                marked.append(f"<{escaped(part.text)}>")
            case "user":
                marked.append(f"<@{part.id}>")
            case "channel":
                marked.append(f"<#{part.id}|{part.text}>")
            case _:
                marked.append(escaped(part.text))

    def token(plain: str) -> list[JSON]:
        return [_element(part) for part in _parts(plain, people, rooms)]

    return "".join(marked), as_rich_text(text, token)


def _element(part: _Part) -> JSON:
    match part.kind:
        case "url":
            return {"type": "link", "url": part.text}
        case "user":
            return {"type": "user", "user_id": part.id}
        case "channel":
            return {"type": "channel", "channel_id": part.id}
        case _:
            return {"type": "text", "text": part.text}
