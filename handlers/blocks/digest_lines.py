"""A digest's figures → its sentences, for blocks and plain text alike. All results are mrkdwn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.report import platform_name
from bot.config import Config
from bot.domain.digests import is_quiet
from bot.domain.rates import Rate, rate_from
from bot.domain.statistics import Counts, TimeToOutcome
from bot.domain.times import say_days, say_instant
from handlers.blocks.wording import lowered, said

MOST_CORRECTIONS = 3
MOST_CHANGES = 3
MOST_PLATFORMS = 60
Data = Mapping[str, Any]


def name_of(platform: str, config: Config, length: int = 40) -> str:
    """A platform inside a sentence."""
    return said(platform_name(platform, config), length)


def title(data: Data) -> str:
    """`Digest: week 46 of 2026, 9 to 15 November 2026`, as plain text."""
    late = " (late)" if data.get("late") else ""
    so_far = ", so far" if data.get("so_far") else ""
    return f"Digest: {lowered(data['name'])}, {data['dates']}{so_far}{late}"


def headline(data: Data) -> str:
    """The rate, and the rate before."""
    rate, before = rate_from(data["rate"]), rate_from(data["rate_before"])
    if not rate.known:
        now = f"*Rejection rate: no decisions {_in_period(data)}*"
    else:
        now = f"*Rejection rate: {rate.percent}* ({rate.fraction} decided were rejected)"
    when = f"a {data['unit']} earlier" if data["since"] else f"the {data['unit']} before"
    return f"{now}; {when}: {before.said}."


def _in_period(data: Data) -> str:
    return (
        f"since {data['dates'].partition(' to ')[0]}" if data["since"] else f"in the {data['unit']}"
    )


def trend(data: Data) -> str:
    """The trend in words: each week's fraction, and all of them together."""
    points = begun(data["trend"])
    if not points:
        return ""
    whole = Rate(sum(one["rejected"] for one in points), sum(one["decided"] for one in points))
    weeks = ", ".join(f"{one['label']} {_of(one)}" for one in points)
    begins = "by week beginning" if data["unit"] == "week" else "by month"
    return (
        f"Rejected of decided, {begins}: {weeks}. "
        f"Over these {len(points)} {data['unit']}s: {whole.said}."
    )


def _of(point: Data) -> str:
    return f"{point['rejected']:,} of {point['decided']:,}" if point["decided"] else "none decided"


def begun(points: Sequence[Data]) -> Sequence[Data]:
    """The trend from the first decision on."""
    first = next((n for n, one in enumerate(points) if one["decided"]), len(points))
    return points[first:]


def happened(data: Data) -> list[tuple[str, str]]:
    """What happened, in referrals and, where these are fewer, in distinct pages."""
    names = ("flagged", "referred", "closed", "restricted", "rejected")
    found = [(one.capitalize(), _pages(data, one)) for one in names]
    if data["happened"]["gone"]:
        found.append(("Gone, undecided", _pages(data, "gone")))
    return [*found, ("Waiting now", f"{data['totals']['waiting']:,}")]


def _pages(data: Data, name: str) -> str:
    count, pages = data["happened"][name], data["pages"].get(name, 0)
    return f"{count:,}" if pages == count else f"{count:,} ({pages:,} pages)"


def totals(data: Data) -> str:
    """What became of all that was ever referred: the identity, its rate and bounds."""
    parts = data["totals"]
    counts = Counts(**{name: parts[name] for name in Counts.__dataclass_fields__})
    since = f"since {data['first_day']}" if data["first_day"] else "so far"
    whose = "flagged in this channel" if data["scope"] == "channel" else "of the team"
    identity = (
        f"All referrals {whose} {since}: {counts.referred:,} = {counts.closed:,} closed + "
        f"{counts.restricted:,} restricted + {counts.rejected:,} rejected + "
        f"{counts.gone:,} gone + {counts.waiting:,} waiting."
    )
    return f"{identity} {overall(counts)}"


def overall(counts: Counts) -> str:
    """Both rates with their fractions, the first with its bounds."""
    rate = counts.rejection_rate
    if not rate.known:
        return "Rejected of decided: no decisions yet."
    sentence = f"Rejected of decided: {rate.said}"
    if counts.waiting:
        waiting = (
            "the one waiting is" if counts.waiting == 1 else f"the {counts.waiting:,} waiting are"
        )
        sentence += (
            f"; {counts.lower.percent} to {counts.upper.percent} once {waiting} decided "
            f"({counts.lower.fraction}, {counts.upper.fraction})"
        )
    return f"{sentence}. Rejected of referred: {counts.rejected_of_referred.said}."


def changes(data: Data, config: Config) -> list[str]:
    """The changes that the data carry."""
    lines = []
    for one in data["changes"][:MOST_CHANGES]:
        week, before = rate_from(one["week"]), rate_from(one["before"])
        lines.append(
            f"{name_of(one['platform'], config)} rejected {week.fraction} this {data['unit']}, "
            f"against {before.said} over the 12 {data['unit']}s before."
        )
    return lines


def corrections(data: Data) -> list[str]:
    """What was said before, and is otherwise now."""
    lines = []
    for one in data["corrections"][:MOST_CORRECTIONS]:
        then, now = rate_from(one["said"]), rate_from(one["now"])
        whose = f"Last {data['unit']}'s rate" if one["last"] else f"The rate of {one['period']}"
        count = "1 correction" if one["changes"] == 1 else f"{one['changes']:,} corrections"
        lines.append(
            f"{whose} was given as {then.said}; it is now {now.said} ({count} or late entries)."
            if one["changes"] != 1
            else f"{whose} was given as {then.said}; it is now {now.said} ({count} or late entry)."
        )
    if (more := len(data["corrections"]) - MOST_CORRECTIONS) > 0:
        lines.append(f"The rates of {more} earlier {data['unit']}s have changed too.")
    return lines


def certain(data: Data) -> str:
    """The grievance: rejected although the team was certain."""
    return (
        f"*Rejected although certain: {data['certain']:,}* of {data['happened']['rejected']:,} "
        f"rejected {_in_period(data)}; although high: {data['high']:,}."
    )


def overdue(data: Data, config: Config) -> str:
    """What waits for too long, with the oldest."""
    found = data["overdue"]
    if not found["total"]:
        return "*Overdue: none.* Every referral that waits is within the team's limit."
    oldest = ", ".join(
        f"R-{one['number']} ({name_of(one['platform'], config, 20)}, {say_days(one['days'])})"
        for one in found["oldest"]
    )
    named = f" The oldest: {oldest}." if oldest else ""
    return f"*Overdue: {found['total']:,}* without an answer for longer than our limit.{named}"


def reversals(data: Data) -> str:
    """Appeals and how they ended, what was closed later, what came back."""
    found = data["reversals"]
    parts = [
        f"{found['appealed']:,} appealed",
        f"{found['overturned']:,} overturned",
        f"{found['upheld']:,} upheld",
    ]
    later = (
        f"Closed after an earlier rejection or restriction: {found['closed_later']:,}. "
        f"Reappeared: {found['reappeared']:,}."
    )
    gone = data["gone_before"]
    before = f" Gone before they were referred: {gone:,}." if gone else ""
    return f"Appeals: {', '.join(parts)}. {later}{before}"


def took(data: Data) -> str:
    """Time to outcome, with what it leaves out."""
    return f"Time to outcome: {TimeToOutcome(**data['days']).said}."


def footing(data: Data) -> str:
    """Dates, as of, source."""
    zone = ZoneInfo(data["time_zone"])
    as_of = say_instant(datetime.fromisoformat(data["as_of"]), zone)
    scope = "flagged in this channel" if data["scope"] == "channel" else "all channels"
    return (
        f"{data['dates']} ({data['time_zone']}), {scope}. First outcomes that happened in the "
        f"period; as of {as_of}; from {data['source']} ({said(data['team'], 60)})."
    )


def platform_rows(data: Data, config: Config) -> tuple[list[list[str]], int]:
    """The table: a heading and a row for each platform; and how many more there are."""
    rows = [["Platform", "Referred", "Closed", "Rejected", "Waiting", "Rate", "Median days"]]
    for one in data["platforms"][:MOST_PLATFORMS]:
        decided = one["closed"] + one["restricted"] + one["rejected"]
        rate = Rate(one["rejected"], decided, "–")
        median = one["median_days"]
        rows.append(
            [
                platform_name(one["platform"], config),
                f"{one['referred']:,}",
                f"{one['closed']:,}"
                + (f" (+{one['restricted']:,} restricted)" if one["restricted"] else ""),
                f"{one['rejected']:,}",
                f"{one['waiting']:,}",
                f"{rate.percent} ({one['rejected']:,}/{decided:,})" if decided else "–",
                "–" if median is None else f"{median:,}" if median else "under 1",
            ]
        )
    return rows, max(0, len(data["platforms"]) - MOST_PLATFORMS)


def platform_lines(data: Data, config: Config) -> list[str]:
    """The same table as sentences."""
    rows, more = platform_rows(data, config)
    lines = [
        f"• {said(name, 40)}: {referred} referred, {closed} closed, {rejected} rejected, "
        f"{waiting} waiting now, rejection rate {rate}, median days {median}"
        for name, referred, closed, rejected, waiting, rate, median in rows[1:]
    ]
    return [*lines, f"and {more:,} more platforms"] if more else lines


def quiet_line(data: Data) -> str:
    """A quiet week in one line."""
    found = data["overdue"]["total"]
    waiting = data["totals"]["waiting"]
    late = f", {found:,} of them for longer than our limit" if found else ""
    return (
        f"{title(data)}: quiet. Nothing was flagged, referred or decided; "
        f"{waiting:,} {'waits' if waiting == 1 else 'wait'} for an answer{late}."
    )


def whole_text(data: Data, config: Config) -> str:
    """All of it as text, complete by itself."""
    demo = ["Demo data"] if data["demo_data"] else []
    if is_quiet(data):
        return "\n".join([*demo, quiet_line(data), footing(data)])
    counted = ", ".join(f"{name.lower()} {count}" for name, count in happened(data))
    platforms = platform_lines(data, config)
    lines = [
        *demo,
        title(data),
        headline(data),
        *corrections(data),
        *changes(data, config),
        f"In the period: {counted}.",
        totals(data),
        trend(data),
        *(["By platform:", *platforms] if platforms else []),
        certain(data),
        overdue(data, config),
        reversals(data),
        took(data),
        footing(data),
    ]
    return "\n".join(line for line in lines if line)


def days_of(data: Mapping[str, Any]) -> tuple[date, date]:
    """The first and the last day of the digest's period, in its zone."""
    zone = ZoneInfo(data["time_zone"])
    start, end = (datetime.fromisoformat(data[name]).astimezone(zone) for name in ("start", "end"))
    return start.date(), (end - timedelta(microseconds=1)).date()
