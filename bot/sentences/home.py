"""A person's Home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


GROUPS: Mapping[str, str] = {
    "overdue": "No answer in time",
    "appeal closing": "The time to appeal is running out",
    "certain": "Rejected although certain",
    "to refer": "To refer",
    "waiting": "Waiting for an answer",
}
UNOWNED = "Unowned"
WEEK = "My week"
BY_OWNER, BY_PLATFORM = "Open by owner", "Open by platform"
NOBODY = "nobody"


OUTCOMES: Mapping[str, str] = {
    "closed": "Closed",
    "restricted": "Restricted",
    "rejected": "Rejected",
    "gone": "Gone",
    "waiting": "Waiting",
}


def bar(outcome: str, width: int, count: int) -> str:
    """One line of the chart: a bar of so many squares."""
    return f"{OUTCOMES[outcome]:<10} {'█' * width}{' ' if width else ''}{count:,}"


def in_groups(counts: Sequence[tuple[str, int]], unowned: int) -> str:
    """How many of each group of `GROUPS`, in its order, and how many are nobody's."""
    told = [f"{GROUPS[group]}: {count:,}" for group, count in counts if count]
    return " · ".join([*told, *([f"{UNOWNED}: {unowned:,}"] if unowned else [])])


def group(name: str, count: int) -> str:
    return f"{GROUPS[name]} ({count:,})" if count else GROUPS[name]


def nobodys(count: int) -> str:
    return f"{UNOWNED} ({count:,}): press Take on what you will look after"


def each(heading: str, counts: Sequence[tuple[str, int]], more: int) -> str:
    """A line of names and how much each has; `more` are left out."""
    told = [f"{name} {count:,}" for name, count in counts]
    return f"*{heading}:* {', '.join([*told, *([f'{more:,} more'] if more else [])])}"


def week(flagged: int, referred: int, decided: int) -> str:
    """Of what is theirs, since Monday."""
    return (
        f"Since Monday, of yours: {flagged:,} flagged, {referred:,} referred, {decided:,} decided."
    )


def on_duty(channels: Sequence[str]) -> str:
    """Whose names are without #."""
    where = ", ".join(f"#{one}" for one in channels)
    return f"What is flagged in {where} this week is yours."


def nothing_waits(flag: str) -> str:
    return f"Nothing of yours is waiting. Type `{flag}` and an address to record a page."


def all_of_them(referrals: str) -> str:
    return f"All of them: `{referrals} mine`"


def more(count: int, referrals: str) -> str:
    return f"{count:,} more: `{referrals} mine`"


def help_is_at(referrals: str) -> str:
    return f"`{referrals} help` lists what I can do."
