"""Days, weeks, months and exports' periods, as people write them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import plural

DATES = (
    "Dates: 2026-03-01, 1 March, 1 March 2026, 1.3.2026, monday, yesterday, 30 days ago; or a week, "
    "a month, a quarter or a year: 2026-W09, March 2026, 2026-Q1, 2026, last month."
)
ACCEPTED = (
    "Accepted: since DATE, until DATE, as of DATE, platform NAME, provider COMPANY, category NAME, "
    "confidence low|medium|high|certain, or a period: this week, last quarter, last 30 days, "
    f"March 2026. {DATES}"
)
CASE_IS_NOW = "A case is counted as it is now: leave “as of” out."


def too_many_months(most: int) -> str:
    return f"At most {plural(most, 'month')} can be shown one by one. Say a later `since`."


def in_the_future(day: str) -> str:
    return f"{day} is in the future. Choose a first day that has begun."


def ends_before_it_begins(first_day: str, last_day: str) -> str:
    return (
        f"That period ends before it begins: from {first_day} to {last_day}. "
        "Choose a later “until”, with its year."
    )


def before_its_as_of(first_day: str, as_of: str) -> str:
    return f"That period begins on {first_day}, after its “as of”, {as_of}. Choose a later “as of”."


def as_of_the_future(day: str) -> str:
    return f"“As of” {day}: what will be known then nobody knows yet. Choose a day that has begun."


def period_and_dates(period: str) -> str:
    return f"Say either “{period}” or since and until, not both."


def day_or_month_first(
    typed: str, day_first: str, month_first: str, day_first_iso: str, month_first_iso: str
) -> str:
    return (
        f"“{typed}” may be {day_first} or {month_first}. Write {day_first_iso} or "
        f"{month_first_iso}."
    )


def stands_twice(field: str) -> str:
    return f"“{field}” appears twice. {ACCEPTED}"


def not_understood(word: str) -> str:
    return f"“{word}” is not understood. {ACCEPTED}"


def say_what_follows(name: str) -> str:
    return f"Say what follows “{name}”. {ACCEPTED}"


def not_a_date(typed: str) -> str:
    return f"“{typed}” isn't a date I understand. {DATES}"


def not_one_of(typed: str, several: str, choices: Sequence[str]) -> str:
    listed = ", ".join(choices) or "none yet"
    return f"“{typed}” isn't one of the {several}. Choose: {listed}."


def not_of(platforms: str, companies: str) -> str:
    return f"“{platforms}” isn't of {companies}. Choose one of its platforms, or leave one out."


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
