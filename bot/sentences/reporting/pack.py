"""The report of a period: one page to print, with a file for each table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import all_of, plural, verb

DECISIONS = "First decisions, by month decided"
FIRST = (
    "Month decided",
    "Closed",
    "Restricted",
    "Rejected",
    "Decided",
    "Rejected of decided",
)
FLOW = "Of pages referred at any time, also before this period."
PARTS = ("Referred", "Closed", "Restricted", "Rejected", "Gone", "Waiting", "Decided")
RATE = "Rejected of decided"
MEDIAN, NINETIETH = "Median days", "90% within days"
ALL = "All"
COUNTED, REFERRALS, PAGES, SHARE = "What became of them", "Referrals", "Pages", "Of referred"
IDENTITY = "What became of what was referred"
MONTHS, PLATFORMS, CATEGORIES = "Month by month", "By platform", "By category"
MONTH, PLATFORM, CATEGORY, REASON = "Month referred", "Platform", "Category", "Reason"
REASONS, REJECTIONS, OF_REJECTIONS = "Reasons for rejection", "Rejections", "Of rejections"
CERTAIN, CONFIDENCE = "How sure the team was", "Confidence when referred"
TIME, DECIDED = "Time to the first decision", "With a first decision"
APPEALS = "Appeals, and what came later"
APPEALS_COLUMNS = ("What happened", "Times", "Of appeals")
ANSWERS, NONE = "Answered in time", "none"
ANSWERS_COLUMNS = ("What", "Number", "Of", "Share")
IN_LIMIT, SIGN = "Decided within our limit", "Any sign of life"
LATER_CLOSED = "Closed at a later attempt"
BACK = "Back within 30 days, of closed, gone"
LATE = "Dates entered on a later day"
SO_LONG = "In time: of all that were referred at least that long ago."
EARLIER = "Corrections since earlier publications"
EARLIER_COLUMNS = ("No.", "Published", "Of", "Corrections", "Late entries", "Went on since")
DEFINITIONS, CHART = "Definitions", "Rejected of decided, by month referred"
PAGES_TWICE = "A page that was referred again is counted on the line of each of its outcomes, and once in the total."
LATER = ("Appealed", "Overturned", "Upheld", "Closed later without an appeal", "Reappeared")
NOT_STATED = "Not stated"
DEFINED: Mapping[str, str] = {
    "Referred": "one attempt to have one page acted on; a page that is referred again counts again. "
    "Each counts once, in the month in which it was referred, as what it was at the time of this report.",
    "Closed, restricted, rejected": "what the platform decided; the three together are decided. While "
    "an appeal runs, the outcome appealed against counts.",
    "Sign of life": "an acknowledgement or a decision, of all that were referred.",
    "Closed at a later attempt": "of the second and later attempts that were decided.",
    "Dates entered on a later day": "of the days referred and the days of first decisions, those that were "
    "written down on a later day than they name.",
    "Gone": "the page went after it was referred, without a decision.",
    "Waiting": "no decision was known.",
    "Identity": "referred = closed + restricted + rejected + gone + waiting, in every row.",
    "Rejected of decided": "rejected / (closed + restricted + rejected), at the latest state.",
    "First decisions": "what platforms decided first in a month, whenever the page "
    "was referred; what an appeal changed later changes it no more.",
    "Bounds": "what the rate would be if all that wait were closed, and if all were rejected.",
    "Beside these": "flagged and not referred, gone before they were referred, and withdrawn are in no "
    "rate.",
    "Corrections and late entries": "a correction puts right what was recorded before; a late entry had "
    "happened by then and was recorded afterwards.",
}


def in_hours(hours: int) -> str:
    return f"Decided within {plural(hours, 'hour')}"


def in_days(days: int) -> str:
    return f"Decided within {plural(days, 'day')}"


def title(team: str) -> str:
    return f"Referrals of {team}"


def about(dates: str, filters: Sequence[str]) -> str:
    only = f"; only {', '.join(filters)}" if filters else ""
    return f"Pages referred {dates}{only}"


def sums(
    referred: int, closed: int, restricted: int, rejected: int, gone: int, waiting: int
) -> str:
    return (
        f"{referred:,} referred = {closed:,} closed + {restricted:,} restricted + {rejected:,} "
        f"rejected + {gone:,} gone + {waiting:,} waiting"
    )


def certain(rejected: int, referred: int) -> str:
    return (
        f"{plural(rejected, 'rejection')} of the {plural(referred, 'referral')} that the team was "
        "certain of when it referred them."
    )


def all_as_published(count: int) -> str:
    """Of publications that were looked at."""
    if not count:
        return "Nothing about this period was published before."
    have = verb(count, "has", "have")
    return (
        f"{plural(count, 'earlier publication')} {have} had no correction and no late entry since."
    )


def not_looked_at(count: int) -> str:
    return f"{plural(count, 'older publication')} not compared."


def made_of(sha256: str) -> str:
    return f"SHA-256 of the data that this was made from: {sha256}"


def footing(as_of: str, source: str, team: str) -> str:
    return f"As of {as_of}; from {source} ({team})."


def bar(month: str, rate: str) -> str:
    """What a bar of the chart says when it is read aloud."""
    return f"{month}: {rate}"


def written(files: Sequence[str], number: int) -> str:
    return f"Written: {all_of(files)}. Kept as number {number:,} of `referral-bot published`."
