"""What was published: its list, and how it compares with today."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sentences.counting import all_of, plural

NOTHING = "Nothing was published yet: no digest, no figures in a channel, no report of a period."
AS_IT_WAS = "The figures would be the same today."
SAID_THEN, SAID_TODAY = "Said then", "Said today"
COLUMNS = ("No.", "Published", "What", "Where", "Of", "Rejected of decided")
CHANGED = ("Figure", "As published", "Today")
KINDS = {"digest": "digest", "stats": "figures in a channel", "pack": "report of a period"}
CAUSES = {
    "correction": "correction",
    "late entry": "late entry",
    "what happened since": "referral that went on since",
}
SEVERAL = {
    "correction": "corrections",
    "late entry": "late entries",
    "what happened since": "referrals that went on since",
}


def of_digest(name: str, dates: str) -> str:
    return f"{name} ({dates})"


def no_publication(number: int) -> str:
    return f"Nothing was published as number {number:,}. `referral-bot published` lists what was."


def published(number: int, kind: str, of: str, at: str) -> str:
    return f"Number {number:,}, {KINDS[kind]}, published {at}: {of}."


def because_of(counts: Mapping[str, int]) -> str:
    """`counts` are referrals by why they count otherwise; without those of which there are none."""
    told = [plural(count, CAUSES[cause], SEVERAL[cause]) for cause, count in counts.items()]
    return f"What made the difference: {all_of(told)}."


def which(cause: str, referrals: str) -> str:
    several = SEVERAL[cause]
    return f"{several[:1].upper()}{several[1:]}: {referrals}."
