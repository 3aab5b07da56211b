"""A person's Home."""

from __future__ import annotations

TEAM = "The team"


def yours(count: int, or_more: bool) -> str:
    return f"Yours, open ({'more than ' if or_more else ''}{count:,})"


def nothing_waits(flag: str) -> str:
    return f"Nothing of yours is waiting. Type `{flag}` and an address to record a page."


def all_of_them(referrals: str) -> str:
    return f"All of them: `{referrals} mine`"


def more(count: int, referrals: str) -> str:
    return f"{count:,} more: `{referrals} mine`"


def help_is_at(referrals: str) -> str:
    return f"`{referrals} help` lists what I can do."
