"""A person's Home."""

from __future__ import annotations

from bot.sentences.counting import plural

TEAM = "The team"


def certain(certain: int, rejected: int) -> str:
    return f"Rejected although certain: {certain:,} of {rejected:,} rejected."


def counted(weeks: int, first: str, last: str, as_of: str, source: str) -> str:
    """Which pages the team's figures count, and as of when."""
    return (
        f"These figures count the pages referred in the last {plural(weeks, 'week')}, {first} to "
        f"{last}, as of {as_of}; from {source}."
    )


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
