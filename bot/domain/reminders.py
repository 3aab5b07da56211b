"""Who is reminded of what, and when. Pure: instants and the team's plan in, instants out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.lifecycle.decisions import appeal_ends
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.lifecycle.requests import Rules
from bot.domain.times import WEEKDAYS
from bot.domain.workdays.public_holidays import is_holiday


class Waiting(StrEnum):
    """What a referral waits for, and why its owner hears of it."""

    OVERDUE = "overdue"
    FLAGGED = "flagged"
    APPEAL = "appeal window"


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours in one zone. `days` are weekday names.

    Nobody works on public holidays of `country`, if there is one, nor before `off_until`.
    """

    zone: ZoneInfo
    start: time
    end: time
    days: tuple[str, ...]
    country: str = ""
    off_until: date | None = None

    def works_on(self, day: date) -> bool:
        """Whether this is a working day."""
        if self.off_until and day < self.off_until:
            return False
        return WEEKDAYS[day.weekday()] in self.days and not is_holiday(day, self.country)


@dataclass(frozen=True, slots=True)
class OwnHours:
    """When a person works, where they said so on Home.

    Without `start` and `end` the channel's hours are theirs. Before `off_until`, the day on which
    they are back, they do not work.
    """

    zone: str = ""
    start: time | None = None
    end: time | None = None
    days: tuple[str, ...] = ()
    off_until: date | None = None

    def within(self, channel: Hours) -> Hours:
        """Their hours for what was flagged in a channel with these."""
        if self.start is None or self.end is None:
            return replace(channel, off_until=self.off_until)
        zone = ZoneInfo(self.zone) if self.zone else channel.zone
        return Hours(zone, self.start, self.end, self.days, channel.country, self.off_until)

    def off_on(self, day: date) -> bool:
        """Whether they are off on that day."""
        return self.off_until is not None and day < self.off_until


@dataclass(frozen=True, slots=True)
class Plan:
    """The team's intervals for one referral, in days, and its channel's working hours."""

    response_days: int
    flagged_days: int
    again_days: tuple[int, ...]
    escalate_after_days: int
    appeal_window_days: int
    hours: Hours
    rules: Rules


def in_working_hours(instant: datetime, hours: Hours) -> bool:
    """Whether people may be reminded at this instant."""
    local = instant.astimezone(hours.zone)
    return hours.start <= local.time() < hours.end and hours.works_on(local.date())


def into_working_hours(instant: datetime, hours: Hours) -> datetime:
    """The first instant, this one or later, at which people may be reminded. UTC."""
    if in_working_hours(instant, hours):
        return instant.astimezone(UTC)
    return start_of_work(instant, hours)


def start_of_work(instant: datetime, hours: Hours) -> datetime:
    """The first start of a working day, at this instant or later. UTC."""
    local = instant.astimezone(hours.zone)
    day = local.date() if local.time() <= hours.start else local.date() + timedelta(days=1)
    day = max(day, hours.off_until or day)
    last = day + _LONGEST
    while not hours.works_on(day) and day < last:
        day += timedelta(days=1)
    return datetime.combine(day, hours.start, hours.zone).astimezone(UTC)


_LONGEST = timedelta(days=100)
"""Where somebody works on one weekday that is always a holiday, a day comes nevertheless."""


def waits_for(referral: Referral) -> Waiting | None:
    """What its owner may be reminded of, in the state it is in."""
    match referral.state:
        case State.REFERRED:
            return Waiting.OVERDUE
        case State.FLAGGED:
            return Waiting.FLAGGED
        case State.REJECTED | State.RESTRICTED if referral.appeal_result != "upheld":
            return Waiting.APPEAL
    return None


def due_at(referral: Referral, plan: Plan) -> datetime | None:
    """When the referral becomes due for a reminder; None if it does not.

    Overdue is referred plus the platform's response time (the team's own limit); flagged is so
    many days after the flag; an appeal window counts back from its end.
    """
    match waits_for(referral):
        case Waiting.OVERDUE if referral.referred_at:
            return referral.referred_at + timedelta(days=plan.response_days)
        case Waiting.FLAGGED:
            return referral.flagged_at + timedelta(days=plan.flagged_days)
        case Waiting.APPEAL:
            ends = appeal_ends(referral, plan.rules)
            return ends - timedelta(days=plan.appeal_window_days) if ends else None
    return None


def first_reminder(referral: Referral, plan: Plan) -> datetime | None:
    """When its owner is first reminded: at the start of a working day."""
    due = due_at(referral, plan)
    return start_of_work(due, plan.hours) if due else None


def next_reminder(
    referral: Referral,
    plan: Plan,
    *,
    times: int,
    reminded_at: datetime,
    hours: Hours | None = None,
) -> datetime | None:
    """When its owner is reminded again after the `times`-th reminder, at growing intervals.

    `hours` are the owner's, where they aren't the channel's. What is flagged comes every working day.
    An appeal window that closes is brought up once. The last interval repeats.
    """
    waiting, hours = waits_for(referral), hours or plan.hours
    if waiting in (None, Waiting.APPEAL):
        return None
    days = plan.again_days[max(1, min(times, len(plan.again_days))) - 1]
    if waiting is Waiting.FLAGGED:
        days = 1
    again = reminded_at.astimezone(hours.zone) + timedelta(days=days)
    # Whole days later at the start of work, so that one owner's reminders meet in one message.
    start = datetime.combine(again.date(), hours.start, hours.zone)
    following = start_of_work(start, hours)
    escalates = escalates_at(referral, plan)
    if escalates and reminded_at < escalates < following:
        # The leads are not told later than config says.
        return min(following, start_of_work(escalates, plan.hours))
    return following


def escalates_at(referral: Referral, plan: Plan) -> datetime | None:
    """When the leads are told of it if it still has no answer."""
    if referral.state is not State.REFERRED or referral.referred_at is None:
        return None
    return referral.referred_at + timedelta(days=plan.response_days + plan.escalate_after_days)


def to_escalate(referral: Referral, plan: Plan, now: datetime) -> bool:
    """Whether the leads are now told that it has been overdue for too long."""
    at = escalates_at(referral, plan)
    return at is not None and now >= at


def too_late(referral: Referral, plan: Plan, now: datetime) -> bool:
    """Whether it is too late for its reminder: the appeal window has closed."""
    if waits_for(referral) is not Waiting.APPEAL:
        return False
    ends = appeal_ends(referral, plan.rules)
    return ends is not None and now > ends


@dataclass(frozen=True, slots=True)
class SoFar:
    """How often its owner was reminded, when last, and whether the leads were told."""

    times: int = 0
    last_at: datetime | None = None
    escalated: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Who is told of a referral now, what is kept of it, and when it is looked at again."""

    owner: bool
    leads: bool
    so_far: SoFar
    again_at: datetime | None


def next_step(
    referral: Referral,
    plan: Plan,
    so_far: SoFar,
    now: datetime,
    *,
    owner: Hours | None,
    leads: bool,
    put_off: bool = False,
) -> Step:
    """What a referral that is due for a look at `now` comes to.

    `owner` are its owner's hours, None where it has none who can be reminded; `leads` says whether a
    lead is known. A reminder outside the owner's hours waits for them; the leads are told in time
    all the same. With `put_off` nothing can be done about it now: it is looked at tomorrow.
    """
    waiting, since = waits_for(referral), due_at(referral, plan)
    if waiting is None or since is None or since > now:
        # The config or the referral changed since this was planned.
        again = first_reminder(referral, plan)
        return Step(False, False, so_far, again if again and again > now else None)
    if too_late(referral, plan, now):
        return Step(False, False, so_far, None)
    at_work = owner is not None and in_working_hours(now, owner)
    escalates = not so_far.escalated and to_escalate(referral, plan, now)
    tell_leads = leads and (owner is None or escalates)
    tell_leads = tell_leads and (at_work or in_working_hours(now, plan.hours))
    if put_off or not (at_work or tell_leads):
        return Step(False, False, so_far, _looked_at(referral, plan, so_far, now, owner))
    if not at_work and owner is not None:
        told = replace(so_far, escalated=True)
        return Step(False, True, told, _looked_at(referral, plan, told, now, owner))
    times = so_far.times + 1
    again = next_reminder(referral, plan, times=times, reminded_at=now, hours=owner)
    told = SoFar(times, now, so_far.escalated or tell_leads)
    ends = appeal_ends(referral, plan.rules) if waiting is Waiting.APPEAL else None
    if ends is not None:
        # Nothing is said then; until then it is one of what its owner may still do.
        again = ends + timedelta(minutes=1)
    return Step(at_work, tell_leads, told, again)


def _looked_at(
    referral: Referral, plan: Plan, so_far: SoFar, now: datetime, owner: Hours | None
) -> datetime:
    """When what nobody is told of now is looked at: a person may be back earlier than they said."""
    working, hours = in_working_hours(now, plan.hours), owner or plan.hours
    times = [into_working_hours(now + timedelta(days=1) if working else now, plan.hours)]
    if not in_working_hours(now, hours):
        times.append(start_of_work(now, hours))
    escalates = escalates_at(referral, plan)
    if not so_far.escalated and escalates and escalates > now:
        times.append(start_of_work(escalates, plan.hours))
    return min(times)


def overdue_days(referral: Referral, response_days: int, now: datetime) -> int | None:
    """Days without an answer where these are more than the team's limit, else None."""
    if referral.state is not State.REFERRED or referral.referred_at is None:
        return None
    waited = now - referral.referred_at
    return waited.days if waited >= timedelta(days=response_days) else None
