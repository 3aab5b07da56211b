"""A digest's figures → its sentences, for blocks and plain text alike. All results are mrkdwn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.actions.figures.report import platform_name
from bot.config import Config
from bot.domain.figures.digest import Digest, TrendPoint
from bot.domain.figures.digests import period_name
from bot.domain.figures.rates import Rate
from bot.domain.figures.statistics import Counts, Reversals
from bot.domain.times import say_instant
from bot.sentences import digests as sentences
from bot.sentences import figures
from bot.sentences.labels import DEMO_DATA
from bot.sentences.recording.indicators import SAME
from bot.sentences.reporting import in_time
from handlers.messages.kit.wording import lowered, said

MOST_CORRECTIONS = 3
MOST_CHANGES = 3
MOST_PLATFORMS = 60
MOST_JOINED = 3


def name_of(platform: str, config: Config, length: int = 40) -> str:
    """A platform inside a sentence."""
    return said(platform_name(platform, config), length)


def title(digest: Digest) -> str:
    """`Digest: week 46 of 2026, 9 to 15 November 2026`, as plain text."""
    month = digest.unit == "month" and not digest.since
    name = digest.name if month else lowered(digest.name)
    return sentences.title(name, digest.dates, digest.so_far, digest.late)


def headline(digest: Digest, config: Config) -> str:
    """The rate, and the rate before; below `percent_from` decided the fraction alone."""
    rate, least, period = digest.rate, config.percent_from, _in_period(digest)
    when = sentences.earlier if digest.since else sentences.the_before
    none = sentences.no_decisions_in_that(digest.unit)
    before = when(digest.unit, digest.rate_before.told(least, none))
    if not rate.known:
        return sentences.no_decisions(period, before)
    percent = rate.percent if rate.denominator >= least else ""
    return sentences.rejection_rate(percent, rate.numerator, rate.denominator, period, before)


def _in_period(digest: Digest) -> str:
    if digest.since:
        return sentences.since(digest.dates.partition(" to ")[0])
    return sentences.in_the(digest.unit)


def trend(digest: Digest, config: Config) -> str:
    """The trend in words: each week's fraction, and all of them together."""
    points = begun(digest.trend)
    if not points:
        return ""
    whole = Rate(sum(one.rejected for one in points), sum(one.decided for one in points))
    weeks = [f"{one.label} {sentences.of(one.rejected, one.decided)}" for one in points]
    return sentences.trend(digest.unit, weeks, whole.told(config.percent_from))


def begun(points: Sequence[TrendPoint]) -> Sequence[TrendPoint]:
    """The trend from the first decision on."""
    first = next((n for n, one in enumerate(points) if one.decided), len(points))
    return points[first:]


def happened(digest: Digest) -> list[tuple[str, str]]:
    """What happened, in referrals and, where these are fewer, in distinct pages."""
    names = ("flagged", "referred", "closed", "restricted", "rejected")
    found = [(one.capitalize(), _pages(digest, one)) for one in names]
    if digest.happened.gone:
        found.append((sentences.GONE_UNDECIDED, _pages(digest, "gone")))
    return [*found, (sentences.WAITING_NOW, f"{digest.totals.waiting:,}")]


def _pages(digest: Digest, name: str) -> str:
    return figures.in_pages(getattr(digest.happened, name), digest.pages.get(name, 0))


def totals(digest: Digest, config: Config) -> str:
    """What became of all that was ever referred: the identity, its rate and bounds."""
    counts = digest.totals
    identity = sentences.all_referrals(
        digest.scope == "channel",
        digest.first_day or "",
        counts.referred,
        counts.closed,
        counts.restricted,
        counts.rejected,
        counts.gone,
        counts.waiting,
    )
    return f"{identity} {overall(counts, config)}".rstrip()


def without_decisions(counts: Counts) -> str:
    """Instead of a rate: "no decisions yet" is said only where one may come."""
    return counts.rejection_rate.empty if counts.waiting else sentences.NO_DECISIONS


def overall(counts: Counts, config: Config, first: Rate | None = None) -> str:
    """The rates with their fractions, that of decided with its bounds; nothing where none is referred.

    `first` is the rate of the same referrals' first decisions.
    """
    least, rate = config.percent_from, counts.rejection_rate
    if counts.referred == 0:
        return ""
    low, high = counts.lower, counts.upper
    in_percent = low.denominator >= least
    return figures.rates(
        figures.at_the_latest_state(rate.told(least)) if rate.known else without_decisions(counts),
        counts.rejected_of_referred.told(least),
        counts.waiting if rate.known else 0,
        f"{low.percent} to {high.percent}" if in_percent else f"{low.fraction} to {high.fraction}",
        f"{low.fraction}, {high.fraction}" if in_percent else "",
        first.told(least) if first is not None and first.known else "",
    )


def changes(digest: Digest, config: Config) -> list[str]:
    """The changes that the data carry."""
    lines = []
    for one in digest.changes[:MOST_CHANGES]:
        week, before = one.week, one.before
        lines.append(
            sentences.change(
                name_of(one.platform, config), week.fraction, digest.unit, one.periods, before.said
            )
        )
    return lines


def corrections(digest: Digest, config: Config) -> list[str]:
    """What was said before, and is otherwise now."""
    lines = []
    for one in digest.corrections[:MOST_CORRECTIONS]:
        then, now = one.said, one.now
        period, least = "" if one.last else period_name(one.period), config.percent_from
        said_then, said_now = then.told(least, ""), now.told(least, "")
        lines.append(sentences.corrected(digest.unit, period, said_then, said_now, one.changes))
    if (more := len(digest.corrections) - MOST_CORRECTIONS) > 0:
        lines.append(sentences.more_corrected(digest.unit, more))
    if digest.read_anew:
        lines.append(sentences.read_anew(digest.read_anew))
    return lines


def joined(digest: Digest, config: Config) -> list[str]:
    """What is new in common: cases, and numbers that several pages give."""
    new, name = digest.joined, config.commands.referrals
    lines = [
        sentences.new_case(one.number, one.referrals, one.referred, one.submissions)
        for one in new.cases[:MOST_JOINED]
    ]
    lines += [
        sentences.new_shared(SAME[one.kind], one.pages, one.number, name)
        for one in new.shared[:MOST_JOINED]
    ]
    cases, shared = (max(0, len(one) - MOST_JOINED) for one in (new.cases, new.shared))
    if cases or shared:
        lines.append(sentences.more_joined(cases, shared))
    return lines


def certain(digest: Digest) -> str:
    """The grievance: rejected although the team was certain. Nothing where nothing was rejected."""
    if (rejected := digest.happened.rejected) == 0:
        return ""
    return sentences.certain(digest.certain, rejected, _in_period(digest), digest.high)


def overdue(digest: Digest, config: Config) -> str:
    """What waits for too long, with the oldest."""
    found = digest.overdue
    answered = ""
    if digest.in_time is not None and digest.in_time.known:
        rate = digest.in_time.told(config.percent_from)
        answered = f"\n{in_time.of_all_in_the_limit(rate)}"
    if not found.total:
        return f"{sentences.OVERDUE_NONE}{answered}"
    oldest = [
        sentences.overdue_one(f"R-{one.number}", name_of(one.platform, config, 20), one.days)
        for one in found.oldest
    ]
    return f"{sentences.overdue(found.total, oldest)}{answered}"


def reversals(digest: Digest, config: Config) -> str:
    """Appeals and how they ended, what was closed later, what came back."""
    found = digest.reversals
    if found == Reversals() and not digest.gone_before:
        return ""
    return sentences.reversals(
        _in_period(digest),
        found.appealed,
        found.overturned_of_ended.told(config.percent_from) if found.ended else "",
        found.upheld,
        found.closed_later,
        found.reappeared,
        digest.gone_before,
    )


def took(digest: Digest) -> str:
    """Time to outcome of what was decided; and of all that was ever referred."""
    answered = digest.days.answered(sentences.NO_DECISIONS)
    of_these = sentences.of_first_decisions(_in_period(digest))
    decided = figures.time_to_outcome(of_these, answered)
    if digest.all_days is None:
        return decided
    of_all = sentences.of_all_referrals(digest.first_day or "")
    return f"{decided} {figures.time_to_outcome(of_all, digest.all_days.said)}"


def footing(digest: Digest) -> str:
    """Dates, as of, source."""
    zone = ZoneInfo(digest.time_zone)
    as_of = say_instant(digest.as_of, zone)
    channel = digest.scope == "channel"
    team = said(digest.team, 60)
    dates = figures.with_begin(digest.dates, digest.records_begin)
    return sentences.footing(dates, digest.time_zone, channel, as_of, digest.source, team)


def platform_rows(digest: Digest, config: Config) -> tuple[list[list[str]], int]:
    """The table: a heading and a row for each platform; and how many more there are."""
    rows = [list(sentences.TABLE)]
    for one in digest.platforms[:MOST_PLATFORMS]:
        rate = Rate(one.rejected, one.decided, "–")
        median = one.median_days
        rows.append(
            [
                platform_name(one.platform, config),
                f"{one.referred:,}",
                f"{one.closed:,}",
                f"{one.restricted:,}",
                f"{one.rejected:,}",
                f"{one.gone:,}",
                f"{one.waiting:,}",
                rate.told(config.percent_from),
                "–" if median is None else f"{median:,}",
                Rate(one.in_time, one.long_ago, "–").told(config.percent_from),
            ]
        )
    return rows, max(0, len(digest.platforms) - MOST_PLATFORMS)


def platform_lines(digest: Digest, config: Config) -> list[str]:
    """The same table as sentences."""
    rows, more = platform_rows(digest, config)
    lines = [sentences.platform(said(name, 40), *numbers) for name, *numbers in rows[1:]]
    return [*lines, sentences.more_platforms(more)] if more else lines


def quiet_line(digest: Digest) -> str:
    """A quiet week in one line."""
    late = digest.overdue.total
    return sentences.quiet(title(digest), digest.totals.waiting, late)


def whole_text(digest: Digest, config: Config) -> str:
    """All of it as text, complete by itself."""
    demo = [DEMO_DATA] if digest.demo_data else []
    if digest.quiet:
        return "\n".join([*demo, quiet_line(digest), footing(digest)])
    counted = ", ".join(f"{name.lower()} {count}" for name, count in happened(digest))
    platforms = platform_lines(digest, config)
    lines = [
        *demo,
        title(digest),
        headline(digest, config),
        *corrections(digest, config),
        *changes(digest, config),
        sentences.in_the_period(counted),
        totals(digest, config),
        trend(digest, config),
        *([sentences.BY_PLATFORM, *platforms] if platforms else []),
        certain(digest),
        overdue(digest, config),
        *joined(digest, config),
        reversals(digest, config),
        took(digest),
        footing(digest),
    ]
    return "\n".join(line for line in lines if line)


def days_of(digest: Digest) -> tuple[date, date]:
    """The first and the last day of the digest's period, in its zone."""
    zone = ZoneInfo(digest.time_zone)
    last = digest.end.astimezone(zone) - timedelta(microseconds=1)
    return digest.start.astimezone(zone).date(), last.date()
