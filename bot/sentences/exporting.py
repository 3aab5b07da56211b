"""Exports that are asked for in Slack."""

from __future__ import annotations

from bot.sentences.counting import plural

ASKED_BEFORE = "You asked for this before. Look in our messages."
TITLE = "Export"


def nothing(title: str) -> str:
    return f"{title}: there are none, so there is no file."


def sent(title: str, referrals: int) -> str:
    return f"{title}: {plural(referrals, 'referral')}. The file is in our messages, for you alone."


NOT_AS_OF = "An export holds what is known now. `as-of` goes with stats."


def too_many(most: int) -> str:
    return (
        f"More than {most:,} referrals are too many for one file in Slack. Narrow it with since, "
        "until or platform, or have it written with `referral-bot export`."
    )
