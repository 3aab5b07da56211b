"""The message shortcut that flags the links in a message: what `/flag` does, also in threads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.actions.recording.flag import FlagRequest
from bot.domain.errors import BadAnswer
from bot.domain.pages.urls import find_pages
from handlers.messages.kit.kit import Reply
from handlers.slack.commands.flag import flag_once
from handlers.slack.context.app_context import AppContext
from handlers.slack.context.payloads import Shortcut, clean
from handlers.slack.replies.listeners import Listeners

CALLBACK = "flag_links"
NAME = "Flag links in message"
"""Slack takes 24 characters."""


def register(listeners: Listeners, context: AppContext) -> None:
    """Listen to the shortcut."""
    listeners.on_shortcut(CALLBACK, flag_links)


async def flag_links(context: AppContext, shortcut: Shortcut) -> Reply:
    """Record the addresses in a message; the words around them are no note of this person's."""
    actor = await context.actor(shortcut.requester)
    text = clean(" ".join(addresses(shortcut.message)))
    whole = len(text) + 1
    if not find_pages(text, context.config.extra_hosts, whole).pages:
        raise BadAnswer("There are no links in this message that could be flagged.")
    request = FlagRequest(text, "", cut_at=whole)
    return await flag_once(context, shortcut.key, request, actor)


def addresses(message: Mapping[str, Any]) -> list[str]:
    """What may be an address in a message: its links, and the words of its text."""
    found = dict.fromkeys(_links([message.get("blocks"), message.get("attachments")]))
    text = str(message.get("text") or "")
    # The same links stand in the text again, escaped; one key each makes them one page.
    return [*found, text]


def _links(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _links(one)
    elif isinstance(part, Mapping):
        if part.get("type") == "link" and part.get("url"):
            yield str(part["url"])
            return
        for name in ("from_url", "title_link", "original_url"):
            if isinstance(part.get(name), str):
                yield part[name]
        for name, value in part.items():
            if name in ("text", "fallback", "pretext", "value") and isinstance(value, str):
                yield value
            elif isinstance(value, list | Mapping):
                yield from _links(value)
