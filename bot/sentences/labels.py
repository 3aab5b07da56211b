"""Words that stand in many messages."""

from __future__ import annotations

DEMO_DATA = "Demo data"
THE_BOT = "the bot"
ERASED = "erased"
UNKNOWN_DAY = "an unknown day"
REFERRAL_BOT = "Referral bot"


def and_more(count: int) -> str:
    return f"and {count:,} more"


def with_demo(text: str) -> str:
    """What a message says where the database has demo data in it."""
    return f"{DEMO_DATA}. {text}"
