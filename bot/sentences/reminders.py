"""Reminders: what waits, to its owner or to a lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import plural, verb

HEADINGS: Mapping[str, str] = {
    "overdue": "No answer from the platform",
    "flagged": "Flagged, not referred yet",
    "appeal window": "The time to appeal is running out",
}
SNOOZES: Mapping[str, str] = {"1": "1 day", "3": "3 days", "7": "1 week"}
"""For how many days nothing is said of a referral."""
NOT_A_SNOOZE = "Snooze for 1 day, 3 days or 1 week."
PRIVATE_CHANNEL = "the private channel"


def snoozed(name: str, day: str) -> str:
    return f"Snoozed: no reminder for {name} until {day}."


def for_you(total: int) -> str:
    return f"{plural(total, 'referral')} {verb(total, 'waits', 'wait')} for you"


def in_channel(total: int) -> str:
    """For what is brought up where it was flagged."""
    whose = verb(total, "its owner", "their owners")
    return f"{plural(total, 'referral')} {verb(total, 'waits', 'wait')} for {whose}"


ALL_DONE = "Nothing of this waits any more"
DONE = "done"


def belongs_to(who: str) -> str:
    """Of a referral that was given to somebody else."""
    return f"now with {who}"


def for_a_lead(total: int) -> str:
    """What has waited too long, or has no owner who could be reminded."""
    has = verb(total, "has", "have")
    return f"{plural(total, 'referral')} {has} waited too long, or {has} no active owner"


def as_text(opening: str, items: Sequence[str]) -> str:
    return f"{opening}: {'; '.join(items)}."


def owner(who: str) -> str:
    return f"owner: {who}"


def flagged_in(channel: str) -> str:
    """For a page that may not be shown where the reminder is read."""
    return f"Flagged in {channel}: open it there."


def referred_on(day: str) -> str:
    return f"referred on {day}"


def flagged_ago(days: int) -> str:
    return f"flagged {plural(days, 'day')} ago"


def appeal_until(day: str) -> str:
    return f"appeal until {day}"
