"""What is due → who is told: the sweep of reminders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from bot.actions.recording.team import leads_of
from bot.config import Config
from bot.domain.announcements import Announcement, Message, direct
from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.permissions import check_see
from bot.domain.lifecycle.referral import Referral
from bot.domain.people import Actor, is_typed
from bot.domain.reminders import (
    Waiting,
    due_at,
    first_reminder,
    in_working_hours,
    into_working_hours,
    next_reminder,
    to_escalate,
    too_late,
    waits_for,
)
from bot.ports.referrals import DueReminder, Reminded
from bot.ports.store import UnitOfWork
from bot.sentences import reminders

MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Swept:
    """How many referrals were looked at, and whether more may be due."""

    looked_at: int
    more: bool


def remind(uow: UnitOfWork, now: datetime, config: Config, limit: int = 5000) -> Swept:
    """Write down the reminders that are due at `now`, one message a person, and plan the next.

    A reminder that fell due outside working hours, or while the bot was down, comes at the next
    working hour. What is written down and what is planned commit together, so nobody is reminded
    twice and nothing is forgotten.
    """
    due = uow.reminders.due(now, limit)
    if not due:
        return Swept(0, more=False)
    leads = leads_of(uow, config)
    plans: list[Reminded] = []
    known = uow.people.many({one.referral.owner for one in due if one.referral.owner})
    mine: dict[str, list[tuple[int, Waiting]]] = defaultdict(list)
    escalated: list[tuple[int, Waiting]] = []
    plan_for = cache(config.plan_for)
    at_work = cache(lambda hours: in_working_hours(now, hours))
    for one in due:
        referral, times = one.referral, one.times
        plan = plan_for(referral.channel, referral.platform)
        waiting, since = waits_for(referral), due_at(referral, plan)
        if waiting is None or since is None or since > now:
            # The config or the referral changed since this was planned.
            again = first_reminder(referral, plan)
            plans.append(_planned(one, again if again and again > now else None))
            continue
        if too_late(referral, plan, now):
            plans.append(_planned(one, None))
            continue
        if not at_work(plan.hours):
            plans.append(_planned(one, into_working_hours(now, plan.hours)))
            continue
        owner = known.get(referral.owner)
        gone = is_typed(referral.owner) or (owner is not None and owner.deactivated)
        reachable = bool(referral.owner) and not gone
        tell_leads = not reachable or (not one.escalated and to_escalate(referral, plan, now))
        nobody = tell_leads and not leads
        if (nobody and not reachable) or (waiting is Waiting.APPEAL and _open_again(uow, referral)):
            # Nobody can be told yet, or nothing can be done now: looked at again tomorrow.
            tomorrow = into_working_hours(now + timedelta(days=1), plan.hours)
            plans.append(_planned(one, tomorrow))
            continue
        if reachable:
            mine[referral.owner].append((referral.number, waiting))
        if tell_leads:
            escalated.append((referral.number, waiting))
        plans.append(
            Reminded(
                referral.number,
                at=now,
                times=times + 1,
                again_at=next_reminder(referral, plan, times=times + 1, reminded_at=now),
                escalated=one.escalated or (tell_leads and not nobody),
            )
        )
    uow.reminders.reminded(plans)
    messages = [_message(Message.REMINDER, owner, items, now) for owner, items in mine.items()]
    for lead in leads:
        # A lead who owns one is reminded of it already.
        told = set(mine.get(lead, ()))
        others = [item for item in escalated if item not in told]
        if others:
            messages.append(_message(Message.ESCALATION, lead, others, now))
    uow.outbox.add(messages, now)
    return Swept(len(due), len(due) == limit)


def _open_again(uow: UnitOfWork, referral: Referral) -> bool:
    """Whether the page was referred again meanwhile: then nothing can be appealed."""
    return uow.referrals.live_for_page(referral.page_key) is not None


def _planned(one: DueReminder, at: datetime | None) -> Reminded:
    return Reminded(
        one.referral.number,
        at=one.last_at or one.referral.flagged_at,
        times=one.times,
        again_at=at,
        escalated=one.escalated,
    )


def _message(
    kind: Message, user: str, items: Sequence[tuple[int, Waiting]], now: datetime
) -> Announcement:
    return Announcement(
        direct(user),
        kind,
        f"{kind} {now.isoformat()} {user}",
        {
            "items": [[number, str(waiting)] for number, waiting in items[:MOST_LINES]],
            "total": len(items),
        },
    )


def snooze(uow: UnitOfWork, number: int, days: str, actor: Actor) -> datetime:
    """Snooze a referral's reminders for 1, 3 or 7 days; until when. Raises a Refusal."""
    check_see(uow.referrals.get(number), actor, f"R-{number}")
    if days not in reminders.SNOOZES:
        raise BadAnswer(reminders.NOT_A_SNOOZE)
    until = actor.now + timedelta(days=int(days))
    uow.reminders.snooze(number, until)
    return until


def plan_anew(uow: UnitOfWork, after: int, config: Config, now: datetime, size: int = 500) -> int:
    """Plan the reminders of live referrals anew under a changed config; the last number, or 0.

    A referral that was reminded of before keeps its count, and its next reminder is not before now.
    """
    rows = uow.reminders.live(after, size)
    plans = []
    for one in rows:
        plan = config.plan_for(one.referral.channel, one.referral.platform)
        if one.times and one.last_at:
            again = next_reminder(one.referral, plan, times=one.times, reminded_at=one.last_at)
        else:
            again = first_reminder(one.referral, plan)
        plans.append(_planned(one, again))
    uow.reminders.reminded(plans)
    return rows[-1].referral.number if len(rows) == size else 0
