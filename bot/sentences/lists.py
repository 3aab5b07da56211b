"""Lists: what is open, yours, overdue, certain, found or on hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

HEADINGS: Mapping[str, str] = {
    "queue": "Open in this channel",
    "mine": "Yours, open",
    "overdue": "No answer within the team's time limit",
    "certain": "Rejected although the team was certain",
    "search": "Found",
    "held": "On hold",
}
NOTHING: Mapping[str, str] = {
    "mine": "Nothing of yours is open.",
    "overdue": "Nothing is overdue.",
    "certain": "Nothing was rejected that the team was certain of.",
    "search": "Nothing was found. The search looks in numbers, addresses, notes, platforms and "
    "categories.",
    "held": "Nothing is on hold.",
}
NEXT_REFER = "Next: mark it referred"
NEXT_ANSWER = "Next: record the answer, or ask the platform for one"
NEXT_WAIT = "Next: record the answer when it comes"
NEXT_APPEALED = "Next: record how the appeal ended"
NEXT_RELEASE = "Next: release it, or withdraw it"
WITH_A_LEAD = "With a lead"
NO_MORE = "There are no more."
BACK, MORE = "Back", "More"
WAITING = "waiting"


def next_appeal(until: str) -> str:
    """`until` is the last day of the window, or empty."""
    return (
        f"Next: appeal by {until}, or refer it again"
        if until
        else "Next: appeal, or refer it again"
    )


def queue_empty(flag: str) -> str:
    return f"Nothing is open in this channel. `{flag}` and an address records a page."


def same_page(names: Sequence[str]) -> str:
    return f"{', '.join(names)} are one page now: withdraw all but one of them as duplicates."


def heading(title: str, dates: str, words: str) -> str:
    """`dates` and `words` narrow the list, or are empty."""
    return f"{title}{f', {dates}' if dates else ''}{f': {words}' if words else ''}"


def all_of(heading: str, total: int) -> str:
    return f"{heading} ({total:,})"


def some_of(heading: str, first: int, last: int, total: int, or_more: bool) -> str:
    more = "more than " if or_more else ""
    return f"{heading} ({first:,} to {last:,} of {more}{total:,})"


def flagged_on(day: str) -> str:
    """Of a page that a lead looks at first."""
    return f"Flagged on {day}"
