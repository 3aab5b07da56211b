"""The figures, on a terminal and in Slack. Rates and dates come in as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import plural, verb

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


def beside(flagged: int, gone_before: int, withdrawn: int) -> str:
    """What is in no rate."""
    return (
        f"Beside these: {flagged:,} flagged and not referred, {gone_before:,} gone before they "
        f"were referred, {withdrawn:,} withdrawn."
    )


def cohort(dates: str, filters: Sequence[str]) -> str:
    only = f" Only {', '.join(filters)}." if filters else ""
    return f"What became of the pages referred {dates}, each once, at its latest state.{only}"


def as_of(instant: str, source: str, team: str) -> str:
    return f"As of {instant}; from {source} ({team})."


# In Slack

NO_DECISIONS_YET = "Rejected of decided: no decisions yet."
POST_IN_CHANNEL = "Post in channel"
BY_PLATFORM, BY_CATEGORY, REASONS = "By platform", "By category", "Reasons for rejection"


def rates(
    rejected_of_decided: str,
    rejected_of_referred: str,
    waiting: int,
    lower: str,
    upper: str,
    lower_fraction: str,
    upper_fraction: str,
) -> str:
    """Both rates; the first with its bounds, which mean something while any waits."""
    bounds = ""
    if waiting:
        once = f"the {waiting:,} waiting are" if waiting > 1 else "the one waiting is"
        bounds = f"; {lower} to {upper} once {once} decided ({lower_fraction}, {upper_fraction})"
    return (
        f"Rejected of decided: {rejected_of_decided}{bounds}. "
        f"Rejected of referred: {rejected_of_referred}."
    )


def on_hold(parts: Mapping[str, int], unseen: int) -> str:
    """`parts` are what is counted above, by what it counts as; `unseen` was held as it was flagged."""
    counted = ", ".join(f"{count:,} {name}" for name, count in parts.items())
    said = [
        *([f"{counted} (counted above as that)"] if parts else []),
        *([f"{unseen:,} from their flag on (counted nowhere yet)"] if unseen > 1 else []),
        *(["1 from its flag on (counted nowhere yet)"] if unseen == 1 else []),
    ]
    return f"On hold, for leads only: {'; '.join(said)}."


def cohort_as_of(dates: str, filters: Sequence[str], instant: str, source: str, team: str) -> str:
    return f"{cohort(dates, filters)} {as_of(instant, source, team)}"


def in_pages(count: int, pages: int) -> str:
    """Referrals, and distinct pages where these are fewer."""
    return f"{count:,}" if pages == count else f"{count:,} ({plural(pages, 'page')})"


def platform(
    name: str,
    referred: int,
    closed: int,
    rejected: int,
    waiting: int,
    rate: str,
    median: int | None,
) -> str:
    took = "" if median is None else f", median {days(median)}"
    return (
        f"{name}: {referred:,} referred, {closed:,} closed, {rejected:,} rejected, {waiting:,} "
        f"waiting; {rate}{took}"
    )


def category(name: str, referred: int, rate: str) -> str:
    return f"{name}: {referred:,} referred; {rate}"


def reason(name: str, count: int, rejections: int) -> str:
    return f"{name}: {count:,} of {plural(rejections, 'rejection')}"


def of_decided_rejected(rate: str) -> str:
    return f"{rate} of decided rejected"


POSTED = "Posted in the channel."

# The sentence to quote

PLATFORMS = "platforms"


def quote(
    first_day: str,
    last_day: str,
    referred: int,
    pages: int,
    platforms: str,
    filters: Sequence[str],
    closed: int,
    restricted: int,
    rejected: int,
    gone: int,
    waiting: int,
    rate: str,
    source: str,
) -> str:
    """It holds without anything around it; `rate` is empty where nothing is decided."""
    parts = [
        f"{closed:,} {verb(closed, 'was', 'were')} closed",
        *([f"{restricted:,} restricted"] if restricted else []),
        f"{rejected:,} rejected",
        *([f"{gone:,} had gone before a decision"] if gone else []),
    ]
    distinct = f" ({pages:,} different {verb(pages, 'one', 'ones')})" if pages != referred else ""
    narrowed = f" ({', '.join(filters)})" if filters else ""
    decided = f"; of those decided, {rate} were rejected" if rate else ""
    return (
        f"Between {first_day} and {last_day} the team referred {plural(referred, 'page')}"
        f"{distinct} to {platforms} for closure{narrowed}: {', '.join(parts)} and {waiting:,} "
        f"{verb(waiting, 'is', 'are')} still without an answer{decided} ({source})."
    )


def quote_of_nothing(last_day: str) -> str:
    return f"Up to {last_day} the team's own records have no such page referred."
