"""A digest's figures → its sentences, for blocks and plain text alike. All results are mrkdwn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.figures.report import platform_name
from bot.config import Config
from bot.domain.figures.digests import is_quiet
from bot.domain.figures.rates import Rate, rate_from
from bot.domain.figures.statistics import Counts, TimeToOutcome
from bot.domain.times import say_instant
from bot.sentences import digests as sentences
from bot.sentences import figures
from bot.sentences.labels import DEMO_DATA
from handlers.messages.kit.wording import lowered, said

MOST_CORRECTIONS = 3
MOST_CHANGES = 3
MOST_PLATFORMS = 60
Data = Mapping[str, Any]


def name_of(platform: str, config: Config, length: int = 40) -> str:
    """A platform inside a sentence."""
    return said(platform_name(platform, config), length)


def title(data: Data) -> str:
    """`Digest: week 46 of 2026, 9 to 15 November 2026`, as plain text."""
    so_far, late = bool(data.get("so_far")), bool(data.get("late"))
    return sentences.title(lowered(data["name"]), data["dates"], so_far, late)


def headline(data: Data) -> str:
    """The rate, and the rate before."""
    rate, said_before = rate_from(data["rate"]), rate_from(data["rate_before"]).said
    when = sentences.earlier if data["since"] else sentences.the_before
    before = when(data["unit"], said_before)
    if not rate.known:
        return sentences.no_decisions(_in_period(data), before)
    return sentences.rejection_rate(rate.percent, rate.numerator, rate.denominator, before)


def _in_period(data: Data) -> str:
    if data["since"]:
        return sentences.since(data["dates"].partition(" to ")[0])
    return sentences.in_the(data["unit"])


def trend(data: Data) -> str:
    """The trend in words: each week's fraction, and all of them together."""
    points = begun(data["trend"])
    if not points:
        return ""
    whole = Rate(sum(one["rejected"] for one in points), sum(one["decided"] for one in points))
    weeks = [f"{one['label']} {sentences.of(one['rejected'], one['decided'])}" for one in points]
    return sentences.trend(data["unit"], weeks, whole.said)


def begun(points: Sequence[Data]) -> Sequence[Data]:
    """The trend from the first decision on."""
    first = next((n for n, one in enumerate(points) if one["decided"]), len(points))
    return points[first:]


def happened(data: Data) -> list[tuple[str, str]]:
    """What happened, in referrals and, where these are fewer, in distinct pages."""
    names = ("flagged", "referred", "closed", "restricted", "rejected")
    found = [(one.capitalize(), _pages(data, one)) for one in names]
    if data["happened"]["gone"]:
        found.append((sentences.GONE_UNDECIDED, _pages(data, "gone")))
    return [*found, (sentences.WAITING_NOW, f"{data['totals']['waiting']:,}")]


def _pages(data: Data, name: str) -> str:
    return figures.in_pages(data["happened"][name], data["pages"].get(name, 0))


def totals(data: Data) -> str:
    """What became of all that was ever referred: the identity, its rate and bounds."""
    parts = data["totals"]
    counts = Counts(**{name: parts[name] for name in Counts.__dataclass_fields__})
    identity = sentences.all_referrals(
        data["scope"] == "channel",
        data["first_day"] or "",
        counts.referred,
        counts.closed,
        counts.restricted,
        counts.rejected,
        counts.gone,
        counts.waiting,
    )
    return f"{identity} {overall(counts)}"


def overall(counts: Counts) -> str:
    """Both rates with their fractions, the first with its bounds."""
    rate = counts.rejection_rate
    if not rate.known:
        return figures.NO_DECISIONS_YET
    return figures.rates(
        rate.said,
        counts.rejected_of_referred.said,
        counts.waiting,
        counts.lower.percent,
        counts.upper.percent,
        counts.lower.fraction,
        counts.upper.fraction,
    )


def changes(data: Data, config: Config) -> list[str]:
    """The changes that the data carry."""
    lines = []
    for one in data["changes"][:MOST_CHANGES]:
        week, before = rate_from(one["week"]), rate_from(one["before"])
        lines.append(
            sentences.change(
                name_of(one["platform"], config), week.fraction, data["unit"], before.said
            )
        )
    return lines


def corrections(data: Data) -> list[str]:
    """What was said before, and is otherwise now."""
    lines = []
    for one in data["corrections"][:MOST_CORRECTIONS]:
        then, now = rate_from(one["said"]), rate_from(one["now"])
        period = "" if one["last"] else one["period"]
        changes = int(one["changes"])
        lines.append(sentences.corrected(data["unit"], period, then.said, now.said, changes))
    if (more := len(data["corrections"]) - MOST_CORRECTIONS) > 0:
        lines.append(sentences.more_corrected(data["unit"], more))
    return lines


def certain(data: Data) -> str:
    """The grievance: rejected although the team was certain."""
    rejected = data["happened"]["rejected"]
    return sentences.certain(data["certain"], rejected, _in_period(data), data["high"])


def overdue(data: Data, config: Config) -> str:
    """What waits for too long, with the oldest."""
    found = data["overdue"]
    if not found["total"]:
        return sentences.OVERDUE_NONE
    oldest = [
        sentences.overdue_one(
            f"R-{one['number']}", name_of(one["platform"], config, 20), one["days"]
        )
        for one in found["oldest"]
    ]
    return sentences.overdue(found["total"], oldest)


def reversals(data: Data) -> str:
    """Appeals and how they ended, what was closed later, what came back."""
    found = data["reversals"]
    return sentences.reversals(
        found["appealed"],
        found["overturned"],
        found["upheld"],
        found["closed_later"],
        found["reappeared"],
        data["gone_before"],
    )


def took(data: Data) -> str:
    """Time to outcome, with what it leaves out."""
    return figures.time_to_outcome(TimeToOutcome(**data["days"]).said)


def footing(data: Data) -> str:
    """Dates, as of, source."""
    zone = ZoneInfo(data["time_zone"])
    as_of = say_instant(datetime.fromisoformat(data["as_of"]), zone)
    channel = data["scope"] == "channel"
    team = said(data["team"], 60)
    return sentences.footing(data["dates"], data["time_zone"], channel, as_of, data["source"], team)


def platform_rows(data: Data, config: Config) -> tuple[list[list[str]], int]:
    """The table: a heading and a row for each platform; and how many more there are."""
    rows = [list(sentences.TABLE)]
    for one in data["platforms"][:MOST_PLATFORMS]:
        decided = one["closed"] + one["restricted"] + one["rejected"]
        rate = Rate(one["rejected"], decided, "–")
        median = one["median_days"]
        rows.append(
            [
                platform_name(one["platform"], config),
                f"{one['referred']:,}",
                sentences.closed_and_restricted(one["closed"], one["restricted"]),
                f"{one['rejected']:,}",
                f"{one['waiting']:,}",
                f"{rate.percent} ({one['rejected']:,}/{decided:,})" if decided else "–",
                "–" if median is None else f"{median:,}" if median else sentences.UNDER_1,
            ]
        )
    return rows, max(0, len(data["platforms"]) - MOST_PLATFORMS)


def platform_lines(data: Data, config: Config) -> list[str]:
    """The same table as sentences."""
    rows, more = platform_rows(data, config)
    lines = [sentences.platform(said(name, 40), *numbers) for name, *numbers in rows[1:]]
    return [*lines, sentences.more_platforms(more)] if more else lines


def quiet_line(data: Data) -> str:
    """A quiet week in one line."""
    late = data["overdue"]["total"]
    return sentences.quiet(title(data), data["totals"]["waiting"], late)


def whole_text(data: Data, config: Config) -> str:
    """All of it as text, complete by itself."""
    demo = [DEMO_DATA] if data["demo_data"] else []
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
        sentences.in_the_period(counted),
        totals(data),
        trend(data),
        *([sentences.BY_PLATFORM, *platforms] if platforms else []),
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
