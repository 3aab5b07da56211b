"""Words that stand in many messages."""

from __future__ import annotations

DEMO_DATA = "Demo data"
THE_BOT = "the bot"
ERASED = "erased"
DONE = "Done."
DIRECT_MESSAGE = "direct message"
LEAVES_OUT = "Leaves out what is not yours to see."
"""How lists and exports end, whether anything was left out or not (safety rule 4)."""
UNKNOWN_DAY = "an unknown day"
REFERRAL_BOT = "Referral bot"

# Titles of private answers where they stand in a window of their own: Slack takes 24 characters
RECORDED, FLAGGED, SNOOZED, POSTED = "Recorded", "Flagged", "Snoozed", "Posted"
REFERRALS, FIGURES, DIGEST = "Referrals", "Figures", "Digest"
ADDRESS, NOTICE, CHECK_PAGE = "Address", "Notice", "Check page"


def history_of(name: str) -> str:
    return f"History of {name}"


def and_more(count: int) -> str:
    return f"and {count:,} more"


def with_demo(text: str) -> str:
    """What a message says where the database has demo data in it."""
    return f"{DEMO_DATA}. {text}"


NOT_KNOWN_HERE = " (not known here)"


def not_known_here(name: str) -> str:
    """Somebody as a file names them."""
    return f"{name}{NOT_KNOWN_HERE}"
