"""Who is reminded of what, and when. Pure: instants and the team's plan in, instants out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.lifecycle.decisions import appeal_ends
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.lifecycle.requests import Rules
from bot.domain.times import WEEKDAYS


class Waiting(StrEnum):
    """What a referral waits for, and why its owner hears of it."""

    OVERDUE = "overdue"
    FLAGGED = "flagged"
    APPEAL = "appeal window"


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours in one zone. `days` are weekday names."""

    zone: ZoneInfo
    start: time
    end: time
    days: tuple[str, ...]


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
    return WEEKDAYS[local.weekday()] in hours.days and hours.start <= local.time() < hours.end


def into_working_hours(instant: datetime, hours: Hours) -> datetime:
    """The first instant, this one or later, at which people may be reminded. UTC."""
    if in_working_hours(instant, hours):
        return instant.astimezone(UTC)
    return start_of_work(instant, hours)


def start_of_work(instant: datetime, hours: Hours) -> datetime:
    """The first start of a working day, at this instant or later. UTC."""
    local = instant.astimezone(hours.zone)
    day = local.date() if local.time() <= hours.start else local.date() + timedelta(days=1)
    while WEEKDAYS[day.weekday()] not in hours.days:
        day += timedelta(days=1)
    return datetime.combine(day, hours.start, hours.zone).astimezone(UTC)


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
    referral: Referral, plan: Plan, *, times: int, reminded_at: datetime
) -> datetime | None:
    """When its owner is reminded again after the `times`-th reminder, at growing intervals.

    An appeal window that closes is brought up once. The last interval repeats.
    """
    if waits_for(referral) in (None, Waiting.APPEAL):
        return None
    days = plan.again_days[max(1, min(times, len(plan.again_days))) - 1]
    again = reminded_at.astimezone(plan.hours.zone) + timedelta(days=days)
    # Whole days later at the start of work, so that one owner's reminders meet in one message.
    start = datetime.combine(again.date(), plan.hours.start, plan.hours.zone)
    following = start_of_work(start, plan.hours)
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


def overdue_days(referral: Referral, response_days: int, now: datetime) -> int | None:
    """Days without an answer where these are more than the team's limit, else None."""
    if referral.state is not State.REFERRED or referral.referred_at is None:
        return None
    waited = now - referral.referred_at
    return waited.days if waited >= timedelta(days=response_days) else None
