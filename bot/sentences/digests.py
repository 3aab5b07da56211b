"""A digest's sentences. Rates and their fractions come in as text; `unit` is week or month."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import plural, verb

OVERDUE_NONE = "*Overdue: none.* Every referral that waits is within the team's limit."
NONE_DECIDED = "none decided"
NO_DECISIONS = "no decisions"
GONE_UNDECIDED = "Gone, undecided"
WAITING_NOW = "Waiting now"
TABLE = (
    *("Platform", "Referred", "Closed", "Restricted", "Rejected", "Gone", "Waiting now", "Rate"),
    *("Median days", "Within limit"),
)
BY_PLATFORM = "By platform:"
THIS_CHANNEL, ALL_CHANNELS = "flagged in this channel", "all channels"


def title(name: str, dates: str, so_far: bool, late: bool) -> str:
    return f"Digest: {name}, {dates}{', so far' if so_far else ''}{' (late)' if late else ''}"


def in_the(unit: str) -> str:
    return f"in the {unit}"


def since(day: str) -> str:
    return f"since {day}"


def rejection_rate(percent: str, rejected: int, decided: int, period: str, before: str) -> str:
    """`before` is what `earlier` or `the_before` says; without `percent` the fraction is all."""
    what = f"{rejected:,} of {decided:,} decided {period} {verb(rejected, 'was', 'were')} rejected"
    headline = f"*Rejection rate: {percent}* ({what})" if percent else f"*{what}*"
    return f"{headline}; {before}."


def no_decisions(period: str, before: str) -> str:
    return f"*Rejection rate: no decisions {period}*; {before}."


def no_decisions_in_that(unit: str) -> str:
    return f"{NO_DECISIONS} in that {unit}"


def the_before(unit: str, rate: str) -> str:
    return f"the {unit} before: {rate}"


def earlier(unit: str, rate: str) -> str:
    return f"a {unit} earlier: {rate}"


def of(rejected: int, decided: int) -> str:
    return f"{rejected:,} of {decided:,}" if decided else NONE_DECIDED


def trend(unit: str, points: Sequence[str], whole: str) -> str:
    """`points` are a label and a fraction each, `whole` the rate of all of them."""
    begins = "by week beginning" if unit == "week" else "by month"
    over = f"Over this {unit}" if len(points) == 1 else f"Over these {plural(len(points), unit)}"
    return f"Rejected of first decisions, {begins}: {', '.join(points)}. {over}: {whole}."


def all_referrals(
    this_channel: bool,
    first_day: str,
    referred: int,
    closed: int,
    restricted: int,
    rejected: int,
    gone: int,
    waiting: int,
) -> str:
    whose = THIS_CHANNEL if this_channel else "of the team"
    begun = f"since {first_day}" if first_day else "so far"
    return (
        f"All referrals {whose} {begun}: {referred:,} = {closed:,} closed + {restricted:,} "
        f"restricted + {rejected:,} rejected + {gone:,} gone + {waiting:,} waiting."
    )


def change(platform: str, fraction: str, unit: str, periods: int, before: str) -> str:
    """`periods` are the weeks (months) before, as far as there are records of them."""
    over = f"in the {unit} before" if periods == 1 else f"over the {plural(periods, unit)} before"
    return f"{platform} rejected {fraction} this {unit}, against {before} {over}."


def corrected(unit: str, period: str, then: str, now: str, corrections: int) -> str:
    """`period` is empty for the last one; a rate is empty without decisions."""
    whose = f"The rate of {period}" if period else f"Last {unit}'s rate"
    was = f"was given as {then}" if then else "was not given, for there were no decisions"
    is_now = f"it is now {now}" if now else "no decision is left in it"
    entries = verb(corrections, "late entry", "late entries")
    return f"{whose} {was}; {is_now} ({plural(corrections, 'correction')} or {entries})."


def read_anew(pages: int) -> str:
    were = verb(pages, "was", "were")
    return (
        f"{plural(pages, 'address', 'addresses')} {were} reread under newer rules since the last "
        f"digest: {verb(pages, 'its', 'their')} platform, or which pages are the same, may differ "
        "from what was said before."
    )


def more_corrected(unit: str, count: int) -> str:
    if count == 1:
        return f"The rate of 1 earlier {unit} has changed too."
    return f"The rates of {plural(count, f'earlier {unit}')} have changed too."


def certain(certain: int, rejected: int, period: str, high: int) -> str:
    return (
        f"*Rejected although certain: {certain:,}* of {rejected:,} rejected {period}; "
        f"although high: {high:,}."
    )


def overdue(count: int, oldest: Sequence[str]) -> str:
    named = f" The oldest: {', '.join(oldest)}." if oldest else ""
    return f"*Overdue: {count:,}* without an answer for longer than our limit.{named}"


def overdue_one(name: str, platform: str, days: int) -> str:
    return f"{name} ({platform}, {plural(days, 'day')})"


def new_case(number: int, referrals: int, referred: int, submissions: int) -> str:
    """`number` is its first referral: the name of a case is on the cards alone."""
    if not referred:
        what = "none referred yet"
    elif referred == referrals:
        what = "all referred"
    else:
        what = f"{referred:,} referred"
    how = f", in {plural(submissions, 'submission')}" if submissions else ""
    return f"*New case: {plural(referrals, 'referral')}* ({_and_others(number, referrals)}), {what}{how}."


def new_shared(what: str, pages: int, number: int, command: str) -> str:
    """`what`: number, bank account, …; never its value."""
    return (
        f"*New in common: the same {what} on {plural(pages, 'page')}* ({_and_others(number, pages)}): "
        f"`{command} network R-{number}`."
    )


def more_joined(cases: int, shared: int) -> str:
    more = [plural(cases, "more new case")] if cases else []
    more += (
        [plural(shared, "more number or account in common", "more numbers or accounts in common")]
        if shared
        else []
    )
    return f"And {' and '.join(more)}."


def _and_others(number: int, count: int) -> str:
    return f"R-{number} and {plural(count - 1, 'other')}" if count > 1 else f"R-{number}"


def reversals(
    period: str,
    appealed: int,
    overturned: str,
    upheld: int,
    closed_later: int,
    reappeared: int,
    gone_before: int,
) -> str:
    """`overturned` is their rate of the appeals that ended in the period; empty where none did."""
    ended = f"; of those that ended, overturned {overturned}, upheld {upheld:,}"
    gone = f" Gone before they were referred: {gone_before:,}." if gone_before else ""
    return (
        f"Appeals {period}: {appealed:,} made{ended if overturned else '; none ended'}. Closed "
        f"after an earlier rejection or restriction: {closed_later:,}. "
        f"Reappeared: {reappeared:,}.{gone}"
    )


def of_first_decisions(period: str) -> str:
    """What the times of a digest are of."""
    return f"of the first decisions {period}"


def of_all_referrals(first_day: str) -> str:
    """The other population of its times."""
    return f"of all referrals since {first_day}" if first_day else "of all referrals"


def footing(dates: str, zone: str, this_channel: bool, as_of: str, source: str, team: str) -> str:
    return (
        f"{dates} ({zone}), {THIS_CHANNEL if this_channel else ALL_CHANNELS}. First outcomes that "
        f"happened in the period; as of {as_of}; from {source} ({team})."
    )


def platform(
    name: str,
    referred: str,
    closed: str,
    restricted: str,
    rejected: str,
    gone: str,
    waiting: str,
    rate: str,
    median: str,
    in_time: str,
) -> str:
    """The numbers come as they stand in the table."""
    return (
        f"• {name}: {referred} referred, {closed} closed, {restricted} restricted, {rejected} "
        f"rejected, {gone} gone, {waiting} waiting now, rejection rate {rate}, median days {median}, "
        f"within our limit {in_time}"
    )


def more_platforms(count: int) -> str:
    return f"and {plural(count, 'more platform')}"


def quiet(title: str, waiting: int, overdue: int) -> str:
    late = f", {overdue:,} of them for longer than our limit" if overdue else ""
    return (
        f"{title}: quiet. Nothing was flagged, referred or decided; "
        f"{waiting:,} {verb(waiting, 'waits', 'wait')} for an answer{late}."
    )


def in_the_period(counted: str) -> str:
    return f"In the period: {counted}."


# Under the figures

REVIEW_CERTAIN = "Review rejected although certain"
SHOW_OVERDUE = "Show overdue"
REJECTION_RATE, REJECTED, CLOSED_RESTRICTED = "Rejection rate", "Rejected", "Closed, restricted"
PERCENT_AXIS, COUNT_AXIS = "rejected, % of decided", "decisions"
WEEK_BEGINNING, MONTH = "week beginning", "month"


def lists_certain(command: str) -> str:
    return f"`{command} certain` lists what was rejected although certain."


def lists_overdue(command: str) -> str:
    return f"`{command} overdue` lists what is overdue."


def gives_file(command: str, first_day: str, last_day: str) -> str:
    return f"`{command} export since {first_day} until {last_day}` gives you a file."


def export(unit: str) -> str:
    return f"Export this {unit}"


def rate_by(unit: str) -> str:
    return f"{REJECTION_RATE} by {unit}"


def decisions_by(unit: str) -> str:
    return f"Decisions by {unit}"
