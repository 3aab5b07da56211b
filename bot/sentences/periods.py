"""Days, weeks, months and exports' periods, as people write them."""

from __future__ import annotations


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
