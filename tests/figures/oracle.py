"""What every figure must come to: plain loops over exported events, and no code of the bot.

The rules are those of the design ("Statistics, defined once"), told a second time in the plainest way,
so that a mistake in the one is not made in the other. A test holds that nothing is imported here but
Python's own library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import sqrt
from typing import Any
from zoneinfo import ZoneInfo

PARTS = ("closed", "restricted", "rejected", "gone", "waiting")
DECISIONS = ("closed", "restricted", "rejected")
JSON = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """An exported event, in plain values."""

    referral: int
    seq: int
    action: str
    happened: datetime
    recorded: datetime
    facts: Mapping[str, Any]
    actor: str
    page: str
    target: int | None


@dataclass
class One:
    """A referral as its events leave it."""

    number: int
    page: str
    platform: str
    channel: str
    private: bool
    flagger: str
    flagged: datetime
    zone: str
    attempt: int
    state: str = "flagged"
    category: str = ""
    confidence: str = ""
    basis: str = ""
    reference: str = ""
    nobody_flagged: bool = False
    unseen: bool = False
    seen: datetime | None = None
    referred: datetime | None = None
    acknowledged: datetime | None = None
    signs: list[datetime] = field(default_factory=list)
    referred_late: bool = False
    first_late: bool = False
    sure: str = ""
    first: str = ""
    first_at: datetime | None = None
    last_at: datetime | None = None
    reason: str = ""
    gone_at: datetime | None = None
    appealed_at: datetime | None = None
    appeals: list[tuple[datetime, str, datetime | None]] = field(default_factory=list)
    before_appeal: str = ""
    before_hold: str = ""
    closed_later: datetime | None = None
    reappeared: datetime | None = None

    @property
    def counts_as(self) -> str:
        if self.unseen:
            return "unseen"
        state = self.before_hold if self.state == "held" else self.state
        if state == "appealed":
            state = self.before_appeal
        if state == "gone" and self.referred is None:
            return "gone before referring"
        return "waiting" if state == "referred" else state

    @property
    def was_referred(self) -> bool:
        return self.counts_as in PARTS

    @property
    def counted(self) -> datetime | None:
        """What puts it into a cohort."""
        if self.unseen:
            return None
        return self.referred or self.seen

    @property
    def how_sure(self) -> str:
        return self.sure if self.referred else self.confidence

    @property
    def ground(self) -> str:
        return {"": "not stated", "terms": "terms"}.get(self.basis, "law")

    def day(self, at: datetime) -> date:
        """The calendar day, in the time zone of its channel."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def took(self) -> int | None:
        """Calendar days to the first decision."""
        return self.followed if self.first in DECISIONS else None

    @property
    def followed(self) -> int | None:
        """Calendar days to the first decision, or until the page went without one."""
        if self.referred is None or self.first_at is None:
            return None
        return max(0, (self.day(self.first_at) - self.day(self.referred)).days)

    @property
    def sign(self) -> int | None:
        """Calendar days to the first acknowledgement, or decision without one."""
        if self.referred is None or not self.signs:
            return self.took
        return max(0, (self.day(self.signs[0]) - self.day(self.referred)).days)

    def since_referred(self, now: datetime) -> int:
        """Calendar days; a midnight ends the day before."""
        last = self.day(now - timedelta(microseconds=1))
        return max(0, (last - self.day(self.referred or now)).days)

    def waited(self, now: datetime) -> int | None:
        """Calendar days without an answer; a midnight ends the day before."""
        if self.counts_as != "waiting" or self.referred is None:
            return None
        return self.since_referred(now)


def known(lines: Iterable[Line], as_of: datetime | None = None) -> list[One]:
    """All referrals as they stand with what was recorded by then."""
    told: dict[int, list[Line]] = {}
    for line in lines:
        if as_of is None or line.recorded <= as_of:
            told.setdefault(line.referral, []).append(line)
    return [as_it_stands(history) for _, history in sorted(told.items())]


def as_it_stands(history: Sequence[Line]) -> One:
    """One referral. What was undone did not happen; a changed date is the date."""
    undone = {line.target for line in history if line.action == "undo"}
    dates = {
        line.target: line.happened
        for line in history
        if line.action == "change date" and line.seq not in undone
    }
    first = history[0]
    one = One(
        first.referral,
        first.page,
        first.facts["platform"],
        first.facts["channel"],
        bool(first.facts["private"]),
        first.actor,
        first.happened,
        first.facts.get("zone") or "UTC",
        first.facts["attempt"],
    )
    for line in history:
        if line.seq not in undone and line.action not in ("undo", "change date"):
            follow(one, line, dates.get(line.seq, line.happened))
    one.seen = one.flagged
    if hidden_from_its_flag(history):
        one.seen = came_in_sight(history)
        one.unseen = one.seen is None
    return one


def hidden_from_its_flag(history: Sequence[Line]) -> bool:
    """The bot itself put it on hold in the instant of its flag."""
    if len(history) < 2 or history[1].action != "hold":
        return False
    return history[1].actor == "" and history[1].recorded == history[0].recorded


def came_in_sight(history: Sequence[Line]) -> datetime | None:
    """When the hold of its flag ended for the first time, in whatever way."""
    for line in history:
        if line.action in ("release", "withdraw"):
            return line.happened
        if line.action == "undo" and line.target == 2:
            return line.happened
    return None


def follow(one: One, line: Line, at: datetime) -> None:
    action, facts = line.action, line.facts
    if action == "refer again" and line.seq > 1:
        return  # of the attempt before, which stays as it is
    if action in ("flag", "refer", "refer again", "describe"):
        one.category = facts.get("category") or one.category
        one.confidence = facts.get("confidence") or one.confidence
        one.basis = facts.get("basis") or one.basis
        one.reference = facts.get("reference") or one.reference
    if action == "refer again":
        one.nobody_flagged = True
    if action in ("refer", "refer again"):
        one.state, one.referred, one.sure = "referred", at, one.confidence
        one.referred_late = one.day(at) < one.day(line.recorded)
    elif action == "acknowledge":
        one.acknowledged = at
        one.signs.append(at)
        one.reference = facts.get("reference") or one.reference
    elif action in ("close", "restrict", "reject"):
        outcome = {"close": "closed", "restrict": "restricted", "reject": "rejected"}[action]
        if not one.first:
            one.first_late = one.day(at) < one.day(line.recorded)
        if action == "close" and one.state != "referred":
            one.closed_later = at
        if action == "reject":
            one.reason = facts.get("reason") or ""
        decided(one, outcome, at)
    elif action == "vanish":
        one.gone_at = at
        if one.state == "referred":
            decided(one, "gone", at)
        elif one.state == "flagged":
            one.state = "gone"
    elif action == "appeal":
        one.appeals.append((at, "", None))
        one.before_appeal, one.state, one.appealed_at = one.state, "appealed", at
    elif action in ("overturn", "uphold"):
        opened = one.appeals[-1][0]
        result = {"overturn": "overturned", "uphold": "upheld"}[action]
        one.appeals[-1] = (opened, result, at)
        one.state = one.before_appeal
        if action == "overturn":
            one.state = "restricted" if facts.get("now") == "restricted" else "closed"
            one.last_at = at
    elif action == "hold":
        one.before_hold, one.state = one.state, "held"
    elif action == "release":
        one.state = one.before_hold
    elif action == "withdraw":
        one.state = "withdrawn"
    elif action == "reappear":
        one.reappeared = at


def decided(one: One, outcome: str, at: datetime) -> None:
    one.state, one.last_at = outcome, at
    if not one.first:
        one.first, one.first_at = outcome, at


@dataclass(frozen=True)
class Ask:
    """A period and filters; None and () narrow nothing."""

    since: datetime | None = None
    until: datetime | None = None
    platforms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    confidence: str | None = None
    channel: str | None = None
    ground: str | None = None

    def lets_in(self, one: One) -> bool:
        if self.platforms and one.platform not in self.platforms:
            return False
        if self.categories and one.category not in self.categories:
            return False
        if self.channel is not None and one.channel != self.channel:
            return False
        if self.ground is not None and one.ground != self.ground:
            return False
        return self.confidence in (None, one.how_sure or "not stated")

    def holds(self, at: datetime | None) -> bool:
        if at is None or (self.since is not None and at < self.since):
            return False
        return self.until is None or at < self.until


# What became of the referred


def cohort(all_of_them: Iterable[One], asked: Ask) -> list[One]:
    """Whatever stands in a cohort, referred or not."""
    return [one for one in all_of_them if asked.lets_in(one) and asked.holds(one.counted)]


def parts(some: Iterable[One]) -> JSON:
    told = Counter(one.counts_as for one in some if one.was_referred)
    return {"referred": sum(told.values())} | {name: told[name] for name in PARTS}


def grouped(some: Iterable[One], by: str) -> dict[str, list[One]]:
    found: dict[str, list[One]] = {}
    for one in some:
        if one.was_referred:
            found.setdefault(getattr(one, by), []).append(one)
    return found


def percent(numerator: int, denominator: int) -> str:
    """One decimal, half up; all and none are said of all and none alone."""
    if not denominator:
        return "no decisions yet"
    tenths = (numerator * 2000 + denominator) // (denominator * 2)
    if numerator and tenths == 0:
        return "<0.1%"
    if numerator < denominator and tenths == 1000:
        return ">99.9%"
    return f"{tenths / 10:.1f}%"


def rate(numerator: int, denominator: int, interval: bool = False) -> JSON:
    found: JSON = {
        "numerator": numerator,
        "denominator": denominator,
        "value": numerator / denominator if denominator else None,
        "percent": percent(numerator, denominator),
    }
    if interval:
        found["wilson_95"] = wilson(numerator, denominator)
    return found


def wilson(x: int, n: int) -> list[float] | None:
    """Wilson 1927, as a quadratic: (p - x/n)^2 = z^2 p (1 - p) / n."""
    if not n:
        return None
    z2 = 1.959963984540054**2
    a, b, c = 1 + z2 / n, -(2 * x / n + z2 / n), (x / n) ** 2
    root = sqrt(max(0.0, b * b - 4 * a * c))
    low, high = (-b - root) / (2 * a), (-b + root) / (2 * a)
    return [0.0 if x == 0 else low, 1.0 if x == n else high]


def rejection_rate(some: Iterable[One], interval: bool = True) -> JSON:
    told = parts(some)
    return rate(told["rejected"], sum(told[name] for name in DECISIONS), interval)


def at_rank(values: Iterable[int | None], share: int) -> int | None:
    """The least value that so many percent do not exceed."""
    found = sorted(value for value in values if value is not None)
    for value in found:
        if 100 * sum(other <= value for other in found) >= share * len(found):
            return value
    return None


def pages(some: Iterable[One]) -> int:
    return len({one.page for one in some})


def times(some: Sequence[One], now: datetime) -> JSON:
    """Of one population: the days of the decided, and what of the same still waits."""
    days = [one.took for one in some if one.took is not None]
    waits = [wait for one in some if (wait := one.waited(now)) is not None]
    return {
        "decided": len(days),
        "median_days": at_rank(days, 50),
        "p90_days": at_rank(days, 90),
        "waiting": len(waits),
        "oldest_waiting_days": max(waits, default=None),
        "kaplan_meier_median_days": half_answered(some, now),
    }


def half_answered(some: Sequence[One], now: datetime) -> int | None:
    """Kaplan and Meier 1958: S(t) falls by d/n on each day with d decisions among n still watched."""
    watched: list[tuple[int | None, bool]] = [
        (one.took, True) for one in some if one.took is not None
    ]
    watched += [(one.followed, False) for one in some if one.first == "gone"]
    watched += [(one.waited(now), False) for one in some if one.counts_as == "waiting"]
    share = Fraction(1)
    for day in range(1 + max((day or 0 for day, _ in watched), default=0)):
        at_risk = sum((other or 0) >= day for other, _ in watched)
        decided = sum(other == day and ended for other, ended in watched)
        if at_risk:
            share *= 1 - Fraction(decided, at_risk)
        if decided and share <= Fraction(1, 2):
            return day
    return None


def in_short(told: JSON) -> JSON:
    """The same under the names of a digest."""
    return {
        "decided": told["decided"],
        "median": told["median_days"],
        "ninetieth": told["p90_days"],
        "waiting": told["waiting"],
        "oldest_waiting": told["oldest_waiting_days"],
        "kaplan_meier": told["kaplan_meier_median_days"],
    }


def share(some: Sequence[One], found: Sequence[One]) -> JSON:
    """How many of some; nothing is said of nobody."""
    told = rate(len(found), len(some))
    return told if some else told | {"percent": "nothing referred yet"}


def in_time(some: Sequence[One], now: datetime, limits: Mapping[str, int]) -> JSON:
    """Answered within each platform's limit, of all that were referred at least that long ago."""
    old = [one for one in some if one.since_referred(now) >= limits[one.platform]]
    return share(old, [o for o in old if o.took is not None and o.took <= limits[o.platform]])


def in_hours(some: Sequence[One], now: datetime, hours: int) -> JSON:
    """The same, to the microsecond."""
    most = timedelta(hours=hours)
    old = [one for one in some if one.referred and now - one.referred >= most]
    decided = [one for one in old if one.first in DECISIONS and one.first_at and one.referred]
    return share(
        old, [o for o in decided if o.first_at and o.referred and o.first_at - o.referred <= most]
    )


def answers(some: Sequence[One], now: datetime, limits: Mapping[str, int]) -> JSON:
    """Of all that were referred: answers in time, first signs of life, and what came after."""
    first = [one for one in some if one.took is not None]
    signs = [one.sign for one in some if one.sign is not None]
    again = [one for one in some if one.attempt > 1]
    ended = [one for one in some if one.counts_as in ("closed", "gone")]
    back = [
        one
        for one in ended
        if one.reappeared
        and one.last_at
        and (one.day(one.reappeared) - one.day(one.last_at)).days <= 30
    ]
    confidences = {one.how_sure for one in some}
    return {
        "rejected_of_first_decisions": rate(sum(o.first == "rejected" for o in first), len(first)),
        "answered_within_limit": in_time(some, now, limits),
        "answered_within": {
            **{f"{hours}_hours": in_hours(some, now, hours) for hours in (24, 48)},
            **{
                f"{days}_days": in_time(some, now, {one.platform: days for one in some})
                for days in (7, 28)
            },
        },
        "first_sign": share(some, [one for one in some if one.sign is not None])
        | {"median_days": at_rank(signs, 50)},
        "median_days_by_first_decision": {
            name: at_rank([one.took for one in first if one.first == name], 50)
            for name in {one.first for one in first}
        },
        "later_attempts": {
            "referred": len(again),
            "closed_of_decided": rate(
                sum(one.counts_as == "closed" for one in again),
                sum(one.counts_as in DECISIONS for one in again),
            ),
        },
        "returned_within_30_days": share(ended, back),
        "dates_entered_late": late_dates(some, first),
        "by_confidence": {
            name or "not stated": parts(one for one in some if one.how_sure == name)
            for name in confidences
        },
    }


def late_dates(some: Sequence[One], decided: Sequence[One]) -> JSON:
    """Days referred and days of first decisions that were recorded on a later day."""
    late = sum(one.referred_late for one in some) + sum(one.first_late for one in decided)
    dates = len(some) + len(decided)
    return rate(late, dates) | ({} if dates else {"percent": "nothing referred yet"})


def appeals(some: Iterable[One], holds: Ask | None = None) -> JSON:
    """Appeals one by one, and what else followed a first outcome: ever, or in a period."""
    found: Counter[str] = Counter()
    for one in some:
        happened = [("closed_later", one.closed_later), ("reappeared", one.reappeared)]
        for opened, result, ended in one.appeals:
            happened += [("appealed", opened), (result, ended)]
        for name, at in happened:
            if at is not None and (holds is None or holds.holds(at)):
                found[name] += 1
    names = ("appealed", "overturned", "upheld", "closed_later", "reappeared")
    return {name: found[name] for name in names}


def stats(all_of_them: Sequence[One], asked: Ask, now: datetime, limits: Mapping[str, int]) -> JSON:
    """All that `stats --json` has in numbers."""
    some = cohort(all_of_them, asked)
    referred = [one for one in some if one.was_referred]
    whole, rejected = parts(some), [one for one in some if one.counts_as == "rejected"]
    n, decided_ = whole["rejected"], sum(whole[name] for name in DECISIONS)
    stands = Counter(one.counts_as for one in some)
    of_all = rate(n, whole["referred"], True)
    if not whole["referred"]:
        of_all["percent"] = "nothing referred yet"
    reasons = Counter(one.reason or "not stated" for one in rejected)
    later = appeals(referred)
    return {
        **whole,
        "flagged": stands["flagged"],
        "gone_before_referring": stands["gone before referring"],
        "withdrawn": stands["withdrawn"],
        "distinct_pages": pages(referred),
        "distinct_pages_by_standing": {
            "referred": pages(referred),
            **{name: pages(one for one in some if one.counts_as == name) for name in PARTS},
        },
        "rejection_rate": rate(n, decided_, True)
        | {
            "bounds": {
                "lower": rate(n, decided_ + whole["waiting"]),
                "upper": rate(n + whole["waiting"], decided_ + whole["waiting"]),
            }
        },
        "rejected_of_referred": of_all,
        "rejected_although_certain": sum(one.sure == "certain" for one in rejected),
        "rejected_although_high": sum(one.sure == "high" for one in rejected),
        "time_to_outcome": times(referred, now),
        **answers(referred, now, limits),
        "appeals_and_reversals": later
        | {"overturned_of_appeals": rate(later["overturned"], later["appealed"])},
        "by_platform": {
            name: parts(group)
            | {
                "rejection_rate": rejection_rate(group),
                "median_days": at_rank([one.took for one in group], 50),
            }
            for name, group in grouped(some, "platform").items()
        },
        "by_category": {
            name or "not stated": parts(group) | {"rejection_rate": rejection_rate(group)}
            for name, group in grouped(some, "category").items()
        },
        "by_reason": dict(reasons),
        "by_channel": {name: parts(group) for name, group in grouped(some, "channel").items()},
    }


def on_hold(all_of_them: Iterable[One], asked: Ask) -> JSON:
    """For leads: what is on hold, by what it counts as."""
    found: Counter[str] = Counter()
    for one in all_of_them:
        if one.state == "held" and asked.lets_in(one) and asked.holds(one.counted or one.flagged):
            found[one.counts_as] += 1
    return dict(found)


def records_from(all_of_them: Iterable[One], channel: str | None = None) -> datetime | None:
    """The first of all that is counted: flagged by somebody, or referred."""
    found = []
    for one in all_of_them:
        if channel in (None, one.channel):
            found += [one.referred] if one.referred else []
            found += [one.seen] if one.seen and not one.nobody_flagged else []
    return min(found, default=None)


# What happened in a period


def in_flows(all_of_them: Iterable[One], asked: Ask) -> list[One]:
    return [
        one
        for one in all_of_them
        if one.counts_as not in ("unseen", "withdrawn") and asked.lets_in(one)
    ]


def happened(some: Iterable[One], asked: Ask) -> dict[str, list[One]]:
    """What happened → to which referrals. Outcomes are first outcomes."""
    found: dict[str, list[One]] = {name: [] for name in ("flagged", "referred", *DECISIONS, "gone")}
    for one in some:
        if not one.nobody_flagged and asked.holds(one.seen):
            found["flagged"].append(one)
        if asked.holds(one.referred):
            found["referred"].append(one)
        if one.first and asked.holds(one.first_at):
            found[one.first].append(one)
    return found


def decided_in(all_of_them: Iterable[One], asked: Ask) -> tuple[int, int]:
    """(rejected, decided) among the first outcomes of a period."""
    told = happened(in_flows(all_of_them, asked), asked)
    return len(told["rejected"]), sum(len(told[name]) for name in DECISIONS)


def week(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The Monday and the next Monday around a day, both at midnight there."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    return midnight(monday, zone), midnight(monday + timedelta(days=7), zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone)


def digest(
    all_of_them: Sequence[One],
    day: date,
    zone: ZoneInfo,
    now: datetime,
    channel: str | None,
    limits: Mapping[str, int],
) -> JSON:
    """All that the digest of the week around a day has in numbers."""
    start, end = week(day, zone)
    asked = Ask(since=start, until=end, channel=channel)
    some = in_flows(all_of_them, asked)
    told = happened(some, asked)
    counts = {name: len(found) for name, found in told.items()}
    decisions = [one for name in DECISIONS for one in told[name]]
    here = [one for one in all_of_them if channel in (None, one.channel)]
    trend, points = [], []
    for back in range(12, -1, -1):
        since, until = week(start.astimezone(zone).date() - timedelta(days=7 * back), zone)
        rejected, of = decided_in(all_of_them, Ask(since=since, until=until, channel=channel))
        year, number, _ = since.astimezone(zone).isocalendar()
        points.append((rejected, of))
        trend.append({"period": f"{year}-W{number:02d}", "rejected": rejected, "decided": of})
    before = points[-2]
    referred_here = [one for one in here if one.was_referred]
    days = [one.took for one in decisions]
    of_first: JSON = {
        "decided": len(decisions),
        "waiting": 0,
        "oldest_waiting_days": None,
        "median_days": at_rank(days, 50),
        "p90_days": at_rank(days, 90),
        "kaplan_meier_median_days": at_rank(days, 50),  # nobody waits
    }
    of_all = times(referred_here, now)
    late = [
        one
        for one in here
        if one.counts_as == "waiting"
        and one.referred
        and now - one.referred >= timedelta(days=limits[one.platform])
    ]
    rows = {}
    for name in {one.platform for one in here}:
        mine = {what: [o for o in found if o.platform == name] for what, found in told.items()}
        waits = sum(one.counts_as == "waiting" for one in here if one.platform == name)
        if not waits and not any(mine.values()):
            continue
        ever = [one for one in referred_here if one.platform == name]
        mine_in_time = in_time(ever, now, limits)
        took_here = [one.took for what in DECISIONS for one in mine[what]]
        rows[name] = {
            **{what: len(mine[what]) for what in ("referred", *DECISIONS, "gone")},
            "in_time": mine_in_time["numerator"],
            "long_ago": mine_in_time["denominator"],
            "waiting": waits,
            "median_days": at_rank(took_here, 50),
        }
    return {
        "rate": rate(counts["rejected"], len(decisions)),
        "rate_before": rate(*before),
        "happened": counts | {"decided": len(decisions)},
        "pages": {name: pages(found) for name, found in told.items() if found}
        | ({"decided": pages(decisions)} if decisions else {}),
        "certain": sum(one.sure == "certain" for one in told["rejected"]),
        "high": sum(one.sure == "high" for one in told["rejected"]),
        "gone_before": sum(
            one.counts_as == "gone before referring" and asked.holds(one.gone_at) for one in some
        ),
        "reversals": appeals(some, asked),
        "days": in_short(of_first),
        "all_days": in_short(of_all),
        "time_to_outcome": of_all,
        "time_to_outcome_of_first_decisions": of_first,
        "totals": parts(here),
        "in_time": in_time(referred_here, now, limits),
        "trend": trend[1:],
        "platforms": rows,
        "overdue": {
            "total": len(late),
            "by_platform": dict(Counter(one.platform for one in late)),
        },
    }


def corrections(
    then: Sequence[One],
    now: Sequence[One],
    said: JSON,
    digest_now: JSON,
    zone: ZoneInfo,
    channel: str | None,
) -> dict[str, JSON]:
    """What an earlier digest's trend said that is other now, by week, and how many made it so."""
    today = {point["period"]: point for point in digest_now["trend"]}
    found = {}
    for point in said["trend"]:
        other = today.get(point["period"])
        if other is None or other == point:
            continue
        year, number = int(point["period"][:4]), int(point["period"][6:])
        since, until = week(date.fromisocalendar(year, number, 1), zone)
        asked = Ask(since=since, until=until, channel=channel)
        before, after = outcomes(then, asked), outcomes(now, asked)
        found[point["period"]] = {
            "said": rate(point["rejected"], point["decided"]),
            "now": rate(other["rejected"], other["decided"]),
            "changes": sum(
                before.get(number) != after.get(number) for number in before.keys() | after.keys()
            ),
        }
    return found


def outcomes(all_of_them: Iterable[One], asked: Ask) -> dict[int, tuple[str, str]]:
    return {
        one.number: (one.first, one.platform)
        for one in in_flows(all_of_them, asked)
        if one.first and asked.holds(one.first_at)
    }


# A period to print


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SURE = ("certain", "high", "medium", "low", "not stated")
Table = dict[str, JSON]


def pack(
    all_of_them: Sequence[One],
    asked: Ask,
    begin: datetime | None,
    now: datetime,
    zone: ZoneInfo,
    limits: Mapping[str, int],
    platforms: Mapping[str, str],
    categories: Mapping[str, str],
    reasons: Mapping[str, str],
) -> dict[str, Table]:
    """Its tables: name → row → column; a rate is its two numbers. Labels are config's.

    `begin` is since when there are records.
    """
    some = cohort(all_of_them, asked)
    referred = [one for one in some if one.was_referred]
    rejected = [one for one in referred if one.counts_as == "rejected"]
    whole, later = parts(some), appeals(referred)
    found: dict[str, Table] = {
        "identity": {
            name.capitalize(): {
                "Referrals": whole[name],
                "Pages": pages(o for o in referred if name in ("referred", o.counts_as)),
                "Of referred": [whole[name], whole["referred"]],
            }
            for name in ("referred", *PARTS)
        },
        "appeals": {
            "Appealed": {"Times": later["appealed"]},
            "Overturned": {
                "Times": later["overturned"],
                "Of appeals": [later["overturned"], later["appealed"]],
            },
            "Upheld": {
                "Times": later["upheld"],
                "Of appeals": [later["upheld"], later["appealed"]],
            },
            "Closed later without an appeal": {"Times": later["closed_later"]},
            "Reappeared": {"Times": later["reappeared"]},
        },
        "platforms": in_rows(
            {platforms[name]: group for name, group in grouped(some, "platform").items()}
        ),
        "categories": in_rows(
            {categories[name]: group for name, group in grouped(some, "category").items()}
        ),
        "confidence": in_rows(
            {
                name.capitalize(): group
                for name in SURE
                if (group := [o for o in referred if (o.how_sure or "not stated") == name])
            }
        ),
        "reasons": {
            reasons[name]: {"Rejections": n, "Of rejections": [n, len(rejected)]}
            for name, n in Counter(one.reason for one in rejected).items()
        },
    }
    if rejected:
        of_all = {"Rejections": len(rejected), "Of rejections": [len(rejected)] * 2}
        found["reasons"]["All"] = of_all
    if referred:
        told = answers(referred, now, limits)
        shares = {
            "Decided within our limit": told["answered_within_limit"],
            **{
                f"Decided within {name.replace('_', ' ')}": one
                for name, one in told["answered_within"].items()
            },
            "Any sign of life": told["first_sign"],
            "Closed at a later attempt": told["later_attempts"]["closed_of_decided"],
            "Back within 30 days, of closed, gone": told["returned_within_30_days"],
            "Dates entered on a later day": told["dates_entered_late"],
        }
        found["answers"] = {
            name: {
                "Number": one["numerator"],
                "Of": one["denominator"],
                "Share": [one["numerator"], one["denominator"]],
            }
            for name, one in shares.items()
        }
    decided = [one for one in referred if one.took is not None]
    if decided:
        found["time"] = {
            name: {
                "With a first decision": len(group),
                "Median days": at_rank([one.took for one in group], 50),
                "90% within days": at_rank([one.took for one in group], 90),
            }
            for name, group in [
                *((platforms[name], group) for name, group in grouped(decided, "platform").items()),
                ("All", decided),
            ]
        }
    months, decisions = {}, {}
    for name, since, until in months_between(begin, asked, now, zone):
        one_month = replace(asked, since=since, until=until)
        months[name] = cohort(all_of_them, one_month)
        told = happened(in_flows(all_of_them, one_month), one_month)
        decisions[name] = {what: len(told[what]) for what in DECISIONS}
    if months:
        found["months"] = in_rows(months, always=True)
        total = {what: sum(one[what] for one in decisions.values()) for what in DECISIONS}
        found["decisions"] = {
            name: {what.capitalize(): n for what, n in one.items()}
            | {
                "Decided": sum(one.values()),
                "Rejected of decided": [one["rejected"], sum(one.values())],
            }
            for name, one in [*decisions.items(), ("All", total)]
        }
    return {name: table for name, table in found.items() if table}


def in_rows(groups: Mapping[str, Sequence[One]], always: bool = False) -> Table:
    """A row for each, and one for all of them."""
    everything = [one for group in groups.values() for one in group]
    if not groups and not always:
        return {}
    found: Table = {}
    for name, group in [*groups.items(), ("All", everything)]:
        told = parts(group)
        of = sum(told[what] for what in DECISIONS)
        found[name] = {what.capitalize(): n for what, n in told.items()}
        found[name]["Decided"] = of
        found[name]["Rejected of decided"] = [told["rejected"], of]
    return found


def months_between(
    begin: datetime | None, asked: Ask, now: datetime, zone: ZoneInfo
) -> list[tuple[str, datetime, datetime]]:
    """Each month with its name, which says its days where it is not whole."""
    found: list[tuple[str, datetime, datetime]] = []
    if begin is None:
        return found
    first = begin.astimezone(zone).date().replace(day=1)
    end = min(asked.until or now, now)
    while midnight(first, zone) < end:
        following = (first + timedelta(days=32)).replace(day=1)
        since = max(midnight(first, zone), asked.since or midnight(first, zone))
        until = min(midnight(following, zone), end)
        if since < until:
            last = (until - timedelta(microseconds=1)).astimezone(zone).day
            day = since.astimezone(zone).day
            name = f"{MONTHS[first.month - 1]} {first.year}"
            if (day, last) != (1, (following - timedelta(days=1)).day):
                name += f" ({day} to {last})" if last > day else f" ({day})"
            found.append((name, since, until))
        first = following
    return found


# What was published


CORRECTIONS = ("undo", "change date", "describe", "withdraw", "key")


def published(all_of_them: Sequence[One], asked: Ask) -> JSON:
    """The numbers that are kept of a period."""
    told, some = parts(cohort(all_of_them, asked)), cohort(all_of_them, asked)
    stands = Counter(one.counts_as for one in some)
    later = appeals(one for one in some if one.was_referred)
    sure = [one.sure == "certain" for one in some if one.counts_as == "rejected"]
    return {
        **told,
        **{name: stands[name] for name in ("flagged", "gone before referring", "withdrawn")},
        "rejected although certain": sum(sure),
        **{name.replace("_", " "): n for name, n in later.items()},
    }


def why_other(
    lines: Iterable[Line], then: Sequence[One], today: Sequence[One], asked: Ask, known_at: datetime
) -> dict[str, str]:
    """What counts otherwise today than when it was published → why."""
    before = {one.number: adds(one) for one in cohort(then, asked)}
    after = {one.number: adds(one) for one in cohort(today, asked)}
    told: dict[int, list[Line]] = {}
    for line in lines:
        if line.recorded > known_at:
            told.setdefault(line.referral, []).append(line)
    found = {}
    for number in before.keys() | after.keys():
        if before.get(number) != after.get(number):
            later = told[number]
            new = {line.seq for line in later}
            right = [line for line in later if line.action in CORRECTIONS]
            others = [line for line in later if line.action not in CORRECTIONS]
            why = "what happened since"
            if any(line.target not in new for line in right):
                why = "correction"
            elif any(line.happened <= known_at for line in others):
                why = "late entry"
            found[f"R-{number}"] = why
    return found


def adds(one: One) -> tuple[Any, ...]:
    """What a referral adds to the figures of a cohort: days, and not the instants behind them."""
    if not one.was_referred:
        return (one.counts_as,)
    later = appeals([one])
    waits = one.day(one.referred) if one.counts_as == "waiting" and one.referred else None
    fast = None
    if one.first in DECISIONS and one.first_at and one.referred:
        within = one.first_at - one.referred
        fast = next((n for n in (24, 48) if within <= timedelta(hours=n)), None)
    back = None
    if one.counts_as in ("closed", "gone") and one.reappeared and one.last_at:
        back = (one.day(one.reappeared) - one.day(one.last_at)).days <= 30
    reason = one.reason if one.counts_as == "rejected" else ""
    first = (one.first, one.followed, one.sign, fast, one.referred_late, one.first_late)
    named = (one.counts_as, one.platform, one.category, reason, one.how_sure)
    return (*named, waits, first, bool(back), *later.items())


# Home, the yearly report, exports


def home(
    all_of_them: Sequence[One], now: datetime, zone: ZoneInfo, limits: Mapping[str, int]
) -> JSON:
    """What became of the pages referred in the last twelve weeks."""
    since = midnight(now.astimezone(zone).date() - timedelta(weeks=12), zone)
    some = cohort(all_of_them, Ask(since=since))
    rejected = [one for one in some if one.counts_as == "rejected"]
    told = in_time([one for one in some if one.was_referred], now, limits)
    certain = sum(one.sure == "certain" for one in rejected)
    return parts(some) | {
        "certain": certain,
        "in_time": [told["numerator"], told["denominator"]],
    }


def report(all_of_them: Sequence[One], year: int, then: datetime, zone: ZoneInfo) -> JSON:
    """The yearly report: notices of illegal content, and beside them what rests on less."""
    asked = Ask(midnight(date(year, 1, 1), zone), midnight(date(year + 1, 1, 1), zone))
    some = cohort(all_of_them, asked)
    law = [one for one in some if one.ground == "law" and one.was_referred]
    later = appeals(law)
    providers = {}
    for name, group in grouped(law, "platform").items():
        days = [one.took for one in group]
        providers[name] = parts(group) | {
            "median_days": at_rank(days, 50),
            "ninetieth_days": at_rank(days, 90),
        }
    told = parts(law)
    return {
        "notices": told,
        "distinct_pages": pages(law),
        "rejection_rate": rate(told["rejected"], sum(told[name] for name in DECISIONS)),
        "by_provider": providers,
        "by_type": {name: parts(group) for name, group in grouped(law, "category").items()},
        "time_to_decision": times(law, then),
        "appeals": {name: later[name] for name in ("appealed", "overturned", "upheld")}
        | {"not_ended": later["appealed"] - later["overturned"] - later["upheld"]},
        "closed_later": later["closed_later"],
        "not_in_the_tables": {
            "terms_only": parts(one for one in some if one.ground == "terms"),
            "basis_not_stated": parts(one for one in some if one.ground == "not stated"),
            "withdrawn": sum(one.counts_as == "withdrawn" for one in some),
        },
    }


def export(
    all_of_them: Iterable[One],
    asked: Ask,
    viewer: str,
    lead: bool,
    by_cohort: bool,
    zone: ZoneInfo,
    forgotten: frozenset[int] = frozenset(),
) -> dict[str, JSON]:
    """The rows of an export, by the referral's name. Whose the `forgotten` were, nobody knows."""
    rows = {}
    for one in all_of_them:
        touched = [one.flagged, one.referred, one.first_at, one.last_at, one.gone_at]
        touched += [one.acknowledged, one.reappeared]
        touched += [at for opened, _, ended in one.appeals for at in (opened, ended)]
        any_time = asked.since is None and asked.until is None
        inside = any_time or any(asked.holds(at) for at in touched)
        if by_cohort:
            inside = asked.holds(one.counted)
        whole = lead and by_cohort
        own = one.flagger == viewer and one.number not in forgotten
        hidden = one.state == "held" or (one.private and not lead and not own)
        if asked.lets_in(one) and inside and (whole or not hidden):
            last = one.appeals[-1] if one.appeals else (None, "", None)
            rows[f"R-{one.number}"] = {
                "state": one.state,
                "counts_as": one.counts_as,
                "first_outcome": one.first or None,
                "days_to_outcome": one.took,
                "confidence_when_referred": one.sure or None,
                "category_id": one.category or None,
                "platform_id": one.platform,
                "referred_at": told_at(one.referred, zone),
                "first_outcome_at": told_at(one.first_at, zone),
                "outcome_at": told_at(one.last_at, zone),
                "flagged_at": told_at(one.flagged, zone),
                "acknowledged_at": told_at(one.acknowledged, zone),
                "confidence": one.confidence or None,
                "basis": one.basis or None,
                "channel_id": one.channel,
                "reason_id": one.reason or None,
                "appealed_at": told_at(last[0], zone),
                "appeal_result": last[1] or None,
                "appeal_ended_at": told_at(last[2], zone),
                "closed_later_at": told_at(one.closed_later, zone),
                "gone_at": told_at(one.gone_at, zone),
                "reappeared_at": told_at(one.reappeared, zone),
            }
    return rows


def told_at(at: datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else None
