"""Event → who is told what: the meaning of each message, made into Block Kit when it is sent.

A lane is one conversation of Slack's: a channel id, or `@` and a user id for a direct message.
Messages of a lane are sent in the order in which they were written down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.lifecycle.referral import Action, Event, Referral, State


class Message(StrEnum):
    """The kinds of message that the bot sends unasked."""

    CARD = "card"  # a referral's card: posted once, updated ever after
    REDRAW = "redraw"  # a card or a list that stands, brought up to date after everything else
    LINE = "line"  # one change, threaded under the card
    QUESTION = "question"  # what page checks found, threaded: asked once, then updated
    CHECKED = "checked"  # what a check found that somebody asked for, threaded
    LIST = "list"  # many flagged at once
    BATCH = "batch"  # one action on many at once
    REMINDER = "reminder"  # what waits, to its owner
    ESCALATION = "escalation"  # what waits too long, to a lead
    HELD = "held"  # to the leads, in private: a page is on hold or was flagged while it is
    DIGEST = "digest"
    PARKED = "parked"  # to the leads: what Slack refused for good
    STATS = "stats"  # figures that a person posts in a channel
    ERASED = "erased"  # changes a message that still says what retention erased
    IMPORTED = "imported"  # what an import recorded, in one line
    ANCHOR = "anchor"  # the day's anchor of the audit
    ANSWERED = "answered"  # to the leads: a platform's answer names what its reader may not see
    LEFT = "left"  # to the leads: somebody is deactivated, and owns what is open
    NOTICE = "notice"  # not for Slack: a notice to a platform, on a lane of its own
    NOTICE_TOLD = "notice told"  # to who sent a notice: what became of it
    NUMBERS = "numbers"  # to the leads: numbers were left out, and why


@dataclass(frozen=True, slots=True)
class Announcement:
    """One message to be sent.

    `subject` names what a message is about (`R-12`, `digest 2026-W46`): a card's post and its
    updates share it. `data` is JSON: what the message says that is not in the database by itself.
    """

    lane: str
    message: Message
    subject: str
    data: Mapping[str, Any] = field(default_factory=dict)


REDRAWN = "redrawn"
"""In the data of a reminder that changes one that was posted, because a line of it is done."""
NOBODY_YET = ""
"""Instead of a lead's user id while no lead is known: nothing is sent on that lane."""


def direct(user: str) -> str:
    """The lane of direct messages to a person."""
    return f"@{user}"


def for_leads_alone(after: Referral, event: Event) -> bool:
    """Whether only the leads hear of the event: the referral is on hold, or was just put there."""
    return after.state is State.HELD or event.action is Action.HOLD


def for_leads(after: Referral, event: Event) -> bool:
    """Whether the leads hear of the event: alone, or because somebody flagged what is hidden from them."""
    return for_leads_alone(after, event) or "again" in event.personal


def told_to(leads: Sequence[str], after: Referral, event: Event) -> tuple[Announcement, ...]:
    """What these leads are told of an event, in private."""
    return tuple(
        Announcement(direct(lead), Message.HELD, after.name, {"seq": event.seq}) for lead in leads
    )


def announce(
    before: Referral | None, after: Referral, event: Event, leads: Sequence[str]
) -> tuple[Announcement, ...]:
    """What is said about one event of one referral.

    While a referral is held its card stays as it was and only the leads hear of it, in private
    (safety rule 4); releasing it brings the card up to date.
    """
    if for_leads_alone(after, event):
        return told_to(leads, after, event)
    if before is not None and before.state is State.HELD and event.action is not Action.RELEASE:
        # Withdrawn, or a hold undone, from under a hold: the card catches up without a line.
        return (_card(after),)
    if before is None or event.action is Action.RELEASE:
        return (_card(after),)
    again = told_to(leads, after, event) if for_leads(after, event) else ()
    return (_card(after), _line(after, event), *again)


def _card(referral: Referral) -> Announcement:
    return Announcement(referral.channel, Message.CARD, referral.name)


def _line(referral: Referral, event: Event) -> Announcement:
    return Announcement(referral.channel, Message.LINE, referral.name, {"seq": event.seq})
