"""Days, weeks, months and exports' periods, as people write them."""

from __future__ import annotations

from collections.abc import Sequence

ACCEPTED = (
    "Accepted: since DATE, until DATE, platform NAME, category NAME, confidence "
    "low|medium|high|certain, or this week, last week, this month, last quarter, this year. "
    "Dates: 2026-03-01, 1 March, 1 March 2026, monday, yesterday; or a week, a month, a quarter "
    "or a year: 2026-W09, March 2026, 2026-Q1, 2026, last month."
)
IN_THE_FUTURE = "That period is in the future. Choose a first day that has begun."
BACKWARDS = "That period ends before it begins. Choose a later “until”."
BEFORE_ITS_AS_OF = "That period had not begun at its “as of”. Choose a later “as of”."


def stands_twice(field: str) -> str:
    return f"“{field}” stands twice. {ACCEPTED}"


def not_understood(word: str) -> str:
    return f"“{word}” is not understood. {ACCEPTED}"


def say_what_follows(name: str) -> str:
    return f"Say what follows “{name}”. {ACCEPTED}"


def not_a_date(typed: str) -> str:
    return f"“{typed}” isn't a date I understand. {ACCEPTED}"


def not_one_of(typed: str, several: str, choices: Sequence[str]) -> str:
    listed = ", ".join(choices) or "none yet"
    return f"“{typed}” isn't one of the {several}. Choose: {listed}."


def not_a_year(typed: str, this_year: int) -> str:
    return f"“{typed}” isn't a year. Write it like {this_year}."


def year_not_begun(year: int, latest: int) -> str:
    return f"{year} has not begun. The latest year is {latest}."


def year_not_begun_on(day: str, year: int) -> str:
    return f"On {day} {year} had not begun."


def not_a_week(typed: str) -> str:
    return f"“{typed}” isn't a week. Write it like 2026-W46."


def no_such_week(year: str, week: str) -> str:
    return f"{year} has no week {week}."


def not_a_month(typed: str) -> str:
    return f"“{typed}” isn't a month. Write it like 2026-11."


def not_begun(name: str) -> str:
    return f"{name} hasn't begun yet."


def not_ended(name: str) -> str:
    return f"{name} hasn't ended yet. Without --post you see it so far."


def end_of(day: str) -> str:
    """What a midnight is called."""
    return f"the end of {day}"
