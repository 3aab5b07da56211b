"""The figures on a terminal: `referral-bot stats`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import plural

NOT_STATED = "not stated"
PLATFORM, CATEGORY, ALL = "Platform", "Category", "All"
REJECTED_OF_DECIDED, MEDIAN = "Rejected of decided", "Median"
UNDER_A_DAY = "under 1 day"


def days(count: int) -> str:
    return plural(count, "day") if count else UNDER_A_DAY


def distinct_pages(pages: int) -> str:
    return f"Distinct pages referred: {pages:,}."


def rejected_although(certain: int, high: int) -> str:
    return f"Rejected although certain: {certain:,}; although high: {high:,}."


def rejection_reasons(reasons: Mapping[str, int]) -> str:
    told = ", ".join(f"{label} {count:,}" for label, count in reasons.items())
    return f"Reasons for rejection: {told}."


def time_to_outcome(said: str) -> str:
    return f"Time to outcome: {said}."


def reversals(
    appealed: int, overturned: int, upheld: int, closed_later: int, reappeared: int
) -> str:
    return (
        f"Appealed {appealed:,}, overturned {overturned:,}, upheld {upheld:,}; "
        f"closed later {closed_later:,}; reappeared {reappeared:,}."
    )


def beside(flagged: int, gone_before: int, withdrawn: int, held: int) -> str:
    """What is in no rate; `held` is 0 for whoever may not know of holds."""
    on_hold = f", {held:,} on hold (for leads)" if held else ""
    return (
        f"Beside these: {flagged:,} flagged and not referred, {gone_before:,} gone before they "
        f"were referred, {withdrawn:,} withdrawn{on_hold}."
    )


def cohort(dates: str, filters: Sequence[str]) -> str:
    only = f" Only {', '.join(filters)}." if filters else ""
    return f"What became of the pages referred {dates}, each once, at its latest state.{only}"


def as_of(instant: str, source: str, team: str) -> str:
    return f"As of {instant}; from {source} ({team})."
