"""What one outbox row comes to: a call to Slack, or nothing to say any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.announcements import Message
from bot.domain.numbers import Mark
from bot.ports.outbox import OutboxRow
from handlers.messages.kit.kit import Post
from handlers.outbound.slack_client import Method

EVENT_TYPE = "referral_bot_message"

LINES = frozenset({Message.LINE, Message.CHECKED})
"""Messages that are posted once, under the card of their subject."""

CARDS = frozenset({Message.CARD, Message.REDRAW})
"""The messages that are a whole card."""

HAVE_CARDS = LINES | {Message.CARD, Message.REDRAW, Message.QUESTION}
"""The messages that need to know where a card stands."""

REMINDERS = frozenset({Message.REMINDER, Message.ESCALATION})

LISTS = frozenset({Message.LIST, Message.REDRAW})

HAVE_POSTS = REMINDERS | {Message.CARD, Message.QUESTION, Message.LIST}
"""The messages that are updated: where they stand is kept under their subject."""

ONLY_CHANGED = REMINDERS | {Message.ERASED}
"""The messages that are not posted anew where somebody deleted them."""


def card_subject(row: OutboxRow) -> str:
    """Whose card it is, or under whose card it stands: `R-12`."""
    card = row.data.get("card") if row.message is Message.QUESTION else None
    return str(card or row.subject)


@dataclass(frozen=True, slots=True)
class Sendable:
    """One call. `key` recognises a post in Slack's history; updates have none.

    `mark` says how far the database's numbers are, for when it is not this one that looks.
    """

    method: Method
    channel: str
    post: Post
    as_text: Post
    """The same without blocks, for a Slack that refuses one of them."""
    key: str = ""
    thread_ts: str = ""
    ts: str = ""
    """Of the message that an update changes."""
    settles: bool = False
    """Whether the place of this post becomes its subject's."""
    goes_before: bool = False
    """A card that has to stand before the row's own message can be sent."""
    mark: Mark | None = None

    def payload(self, *, text_only: bool = False) -> dict[str, Any]:
        """The call's arguments. No update touches the metadata of the post."""
        post = self.as_text if text_only else self.post
        body: dict[str, Any] = {"channel": self.channel, **post.payload()}
        if self.method is Method.UPDATE:
            # Without blocks Slack would leave the old ones standing.
            return {**body, "ts": self.ts, "blocks": post.blocks}
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        said = {"key": self.key, **(asdict(self.mark) if self.mark else {})}
        return {**body, "metadata": {"event_type": EVENT_TYPE, "event_payload": said}}


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to send any more, and why."""

    why: str


def card_key(row: OutboxRow) -> str:
    """The key of a card that goes before another message of `row`."""
    return f"{row.key}.card"


def number_of(row: OutboxRow) -> int | None:
    """The number of the referral that a row is about, where it is about one."""
    number = card_subject(row).removeprefix("R-")
    return int(number) if number.isdigit() else None


def sent_as_one(rows: Sequence[OutboxRow]) -> list[OutboxRow]:
    """The first row, and all later ones that the same whole card, reminder or list says too."""
    first = rows[0]
    alike = next((kinds for kinds in (CARDS, REMINDERS, LISTS) if first.message in kinds), None)
    if alike is None:
        return [first]
    return [
        row
        for row in rows
        if row.message in alike
        and row.subject == first.subject
        and (row is first or row.state == "waiting")
    ]


def describe(row: OutboxRow) -> str:
    """Which message a row is, for a log or for a lead: `the card of R-12`."""
    match row.message:
        case Message.REDRAW if number_of(row) is None:
            return f"the {row.subject}"
        case Message.REDRAW:
            return f"the card of {row.subject}"
        case Message.CARD | Message.LINE:
            return f"the {row.message} of {row.subject}"
        case Message.QUESTION | Message.CHECKED:
            return f"what a page check found of {card_subject(row)}"
        case Message.HELD:
            return f"a note to the leads about {row.subject}"
        case Message.ERASED:
            return f"what says of {row.subject} what was erased"
        case (
            Message.REMINDER
            | Message.ESCALATION
            | Message.STATS
            | Message.PARKED
            | Message.IMPORTED
            | Message.BATCH
            | Message.ANCHOR
            | Message.ANSWERED
            | Message.LEFT
            | Message.NUMBERS
            | Message.NOTICE_TOLD
        ):
            return _MESSAGES[row.message]
        case Message.NOTICE:
            return f"the notice {row.subject}"
        case Message.LIST | Message.DIGEST:
            return f"the {row.subject}"


_MESSAGES = {
    Message.REMINDER: "a reminder",
    Message.ESCALATION: "a note to the leads about what waits too long",
    Message.STATS: "figures that somebody posted",
    Message.IMPORTED: "what an import recorded",
    Message.BATCH: "what somebody recorded of many at once",
    Message.ANCHOR: "the audit's anchor",
    Message.PARKED: "a note to the leads about what could not be delivered",
    Message.ANSWERED: "a note to the leads about a platform's answer",
    Message.LEFT: "a note to the leads about somebody who has left",
    Message.NUMBERS: "a note to the leads about numbers that were left out",
    Message.NOTICE_TOLD: "what became of a notice",
}
