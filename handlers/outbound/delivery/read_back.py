"""Reading back: is the message whose answer was lost in Slack, or is it not?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.announcements import Message
from bot.ports.outbox import OutboxRow
from bot.ports.store import UnitOfWork
from handlers.outbound.delivery.sendable import (
    EVENT_TYPE,
    HAVE_POSTS,
    LINES,
    card_key,
    card_subject,
)
from handlers.outbound.delivery.verdicts import Missing, RateLimited, Sent, Verdict, verdict
from handlers.outbound.slack_client import CallSlack, Method

PAGE = 200


@dataclass(frozen=True, slots=True)
class Search:
    """Where a message would stand: in a channel, or in a thread, after what Slack said last."""

    channel: str
    key: str
    after_ts: str
    thread_ts: str = ""


@dataclass(frozen=True, slots=True)
class FoundInSlack:
    """It is there."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Absent:
    """All pages were read, and it is on none."""


ReadBackResult: TypeAlias = FoundInSlack | Absent | Verdict


async def find(
    call_slack: CallSlack, search: Search, between_pages: Callable[[float | None], Awaitable[None]]
) -> ReadBackResult:
    """Read all pages after `after_ts` until the key is found.

    A verdict other than Sent says why no answer could be had. `between_pages(seconds)` is awaited
    before each page but the first: it keeps the lease, and waits as long as Slack asks (None: it
    did not say for how long). A long history is not begun again for a 429 in its midst.
    """
    cursor = ""
    while True:
        method = Method.REPLIES if search.thread_ts else Method.HISTORY
        came = verdict(method, await call_slack(method, _args(search, cursor)))
        if isinstance(came, Missing):
            return Absent()  # the thread went, and the line with it
        if isinstance(came, RateLimited) and cursor:
            await between_pages(came.seconds)
            continue
        if not isinstance(came, Sent):
            return came
        for message in came.body.get("messages") or ():
            if key_of(message) == search.key:
                return FoundInSlack(search.channel, str(message["ts"]))
        cursor = str((came.body.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return Absent()
        await between_pages(0.0)


def _args(search: Search, cursor: str) -> dict[str, Any]:
    args: dict[str, Any] = {
        "channel": search.channel,
        "limit": PAGE,
        "include_all_metadata": True,
    }
    if search.thread_ts:
        args["ts"] = search.thread_ts
    if search.after_ts:
        args["oldest"] = search.after_ts
    if cursor:
        args["cursor"] = cursor
    return args


def key_of(message: Mapping[str, Any]) -> str:
    """The key that a message of ours carries, or nothing."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("key") or "")


def cannot_read(came: Verdict) -> bool:
    """Whether the bot lacks the right to read there, now and for good."""
    return getattr(came, "reason", "") == "missing_scope"


def search_for(uow: UnitOfWork, row: OutboxRow, channel: str) -> Search | None:
    """Where to look for the row's attempt; None where it was an update."""
    if row.message is Message.ERASED or (row.message in HAVE_POSTS and uow.posts.get(row.subject)):
        return None
    if row.message in LINES or row.message is Message.QUESTION:
        card = uow.posts.get(card_subject(row))
        if card is None:
            return Search(channel, card_key(row), row.after_ts)
        return Search(card[0], row.key, row.after_ts, thread_ts=card[1])
    return Search(channel, row.key, row.after_ts)
