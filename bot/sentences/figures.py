"""The figures, on a terminal and in Slack. Rates and dates come in as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sentences.counting import all_of, plural, verb

NOT_STATED = "not stated"
PLATFORM, CATEGORY, ALL = "Platform", "Category", "All"
REJECTED_OF_DECIDED, MEDIAN = "Rejected of decided", "Median"
NO_CATEGORY = "none"


def platforms(names: Sequence[str]) -> str:
    return f"{verb(len(names), 'platform', 'platforms')} {all_of(names)}"


def providers(names: Sequence[str]) -> str:
    return f"{verb(len(names), 'provider', 'providers')} {all_of(names)}"


def categories(names: Sequence[str]) -> str:
    return f"{verb(len(names), 'category', 'categories')} {all_of(names)}"


def days(count: int) -> str:
    return plural(count, "day")


def distinct_pages(pages: int) -> str:
    return f"Distinct pages referred: {pages:,}."


def rejected_although(certain: int, high: int, rejected: int) -> str:
    return (
        f"Rejected although certain: {certain:,} of {rejected:,} rejected; although high: {high:,}."
    )


def rejection_reasons(reasons: Mapping[str, int]) -> str:
    told = ", ".join(f"{label} {count:,}" for label, count in reasons.items())
    return f"Reasons for rejection: {told}."


def time_to_outcome(population: str, said: str) -> str:
    """`population` is what the times are of: `of all that were referred 1 to 31 March 2026`."""
    return f"Time to outcome, {population}: {said}."


def of_all_referred(dates: str) -> str:
    return f"of the pages referred {dates}"


def reversals(
    appealed: int, overturned: str, upheld: int, going_on: int, closed_later: int, reappeared: int
) -> str:
    """`overturned` is their rate of the appeals; empty without appeals."""
    appeals = f"Appeals: {appealed:,}"
    if overturned:
        appeals = f"{appeals}; overturned {overturned}, upheld {upheld:,}, not ended {going_on:,}"
    return (
        f"{appeals}. Closed after a rejection or restriction, without an appeal: "
        f"{closed_later:,}. Reappeared: {reappeared:,}."
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

POST_IN_CHANNEL = "Post in channel"
BY_MONTH = "By month"
BY_PLATFORM, BY_CATEGORY, REASONS = "By platform", "By category", "Reasons for rejection"


UNDER_APPEAL = "a rejection under appeal counts as rejected"


def parts(
    referred: int, closed: int, restricted: int, rejected: int, gone: int, waiting: int
) -> str:
    """The identity: all parts, wherever a total stands."""
    return (
        f"{referred:,} referred, {closed:,} closed, {restricted:,} restricted, {rejected:,} "
        f"rejected, {gone:,} gone, {waiting:,} waiting"
    )


def rates(
    rejected_of_decided: str,
    rejected_of_referred: str,
    waiting: int,
    bounds: str,
    fractions: str,
    of_first: str,
) -> str:
    """The rates, at the latest state; the first with its `bounds` while any waits.

    `fractions` are the bounds' own; empty where the bounds are fractions. `of_first` is the rate of
    first decisions, where it is known.
    """
    first = f" Rejected of first decisions: {of_first}." if of_first else ""
    between = ""
    if waiting:
        once = f"the {waiting:,} waiting are" if waiting > 1 else "the one waiting is"
        of_what = f" ({fractions})" if fractions else ""
        between = f"; {bounds} once {once} decided{of_what}; {UNDER_APPEAL}"
    return (
        f"{REJECTED_OF_DECIDED}: {rejected_of_decided}{between}.{first} "
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
    parts: str,
    rate: str,
    median: int | None,
) -> str:
    took = "" if median is None else f", median {days(median)}"
    return f"{name}: {parts}; {rate}{took}"


def category(name: str, parts: str, rate: str) -> str:
    return f"{name}: {parts}; {rate}"


def month(
    name: str,
    parts: str,
    rate: str,
    first: str,
) -> str:
    """`rate` is of what was referred in the month, `first` of what was first decided in it."""
    return f"{name}: {parts}; {rate}; {first}"


def reason(name: str, count: int, rejections: int) -> str:
    return f"{name}: {count:,} of {plural(rejections, 'rejection')}"


def of_decided_rejected(rate: str) -> str:
    return f"{_of(rate)} decided rejected"


def first_decisions(rate: str) -> str:
    return f"{_of(rate)} first decisions in the month rejected"


def _of(rate: str) -> str:
    """`45.6% (485 of 1,063) of`, but `3 of 4`."""
    return f"{rate} of" if "%" in rate else rate


POSTED = "Posted in the channel."

# The sentence to quote

PLATFORMS = "platforms"


def platforms_of(providers: Sequence[str]) -> str:
    return f"platforms of {all_of(providers)}"


def at_the_latest_state(rate: str) -> str:
    return f"{rate} at the latest state"


def quote(
    when: str,
    whom: str,
    referred: int,
    pages: int,
    closed: int,
    restricted: int,
    rejected: int,
    gone: int,
    waiting: int,
    rate: str,
    source: str,
) -> str:
    """It holds without anything around it.

    `when` is what `between` says, `whom` what `to_whom` says, `rate` a clause about the decided.
    """
    parts = [
        f"{closed:,} {verb(closed, 'was', 'were')} closed",
        *([f"{restricted:,} restricted"] if restricted else []),
        f"{rejected:,} rejected",
        *([f"{gone:,} had gone before a decision"] if gone else []),
    ]
    what = f"referred {plural(referred, 'page')}"
    if pages != referred:
        what = f"made {plural(referred, 'referral')} of {plural(pages, 'page')}"
    return (
        f"{when} the team {what} {whom}: {', '.join(parts)} and {waiting:,} "
        f"{verb(waiting, 'is', 'are')} still without an answer{rate} ({source})."
    )


def quote_of_nothing(when: str, whom: str, source: str) -> str:
    """What a quiet period has to say of itself, and of no other."""
    return f"{when} the team referred no page {whom} ({source})."


def between(first_day: str, last_day: str) -> str:
    """The period as a sentence begins; without a first day it has no beginning."""
    if not first_day:
        return f"Up to {last_day}"
    if first_day == last_day:
        return f"On {first_day}"
    return f"Between {first_day} and {last_day}"


def to_whom(platforms: str, filters: Sequence[str]) -> str:
    narrowed = f" ({', '.join(filters)})" if filters else ""
    return f"to {platforms} for closure{narrowed}"


def of_those_decided(percent: str, rejected: int, decided: int) -> str:
    """A clause of the quote; without `percent` the fraction stands alone."""
    were = verb(rejected, "was", "were")
    fraction = f"{rejected:,} of {decided:,}"
    if percent:
        return f"; of those decided, {percent} ({fraction}) {were} rejected"
    return f"; {fraction} decided {were} rejected"


def records(source: str, begin: str) -> str:
    """`begin` is the day with which records begin, where that is not in the sentence already."""
    return f"{source}; records begin on {begin}" if begin else source


def no_records(source: str) -> str:
    return f"{source}; there are none yet"


def up_to(last_day: str) -> str:
    return f"up to {last_day}"


def with_begin(dates: str, begin: str) -> str:
    """The period as figures and exports name it; `begin` as in `records`."""
    return f"{dates} (records begin on {begin})" if begin else dates


def instant(at: str, zone: str) -> str:
    return f"{at} ({zone})"
