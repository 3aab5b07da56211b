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
    SoFar,
    Waiting,
    first_reminder,
    next_reminder,
    next_step,
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


@dataclass(frozen=True, slots=True)
class Line:
    """One referral in a message: its number, what it waits for, and whose it is."""

    number: int
    waiting: str
    owner: str


def remind(uow: UnitOfWork, now: datetime, config: Config, limit: int = 5000) -> Swept:
    """Write down the reminders that are due at `now`, one message a person or channel; plan the next.

    A reminder that fell due outside working hours, or while the bot was down, comes at the next
    working hour. What is written down and what is planned commit together, so nobody is reminded
    twice and nothing is forgotten.
    """
    due = uow.reminders.due(now, limit)
    if not due:
        return Swept(0, more=False)
    leads = leads_of(uow, config)
    owners = {one.referral.owner for one in due if one.referral.owner}
    known, own = uow.people.many(owners), uow.people.own_hours(owners)
    mine: dict[str, list[Line]] = defaultdict(list)
    escalated: list[Line] = []
    plans: list[Reminded] = []
    plan_for = cache(config.plan_for)
    for one in due:
        referral = one.referral
        plan, person = plan_for(referral.channel, referral.platform), referral.owner
        gone = is_typed(person) or (person in known and known[person].deactivated)
        hours = own[person].within(plan.hours) if person in own else plan.hours
        step = next_step(
            referral,
            plan,
            SoFar(one.times, one.last_at, one.escalated),
            now,
            owner=hours if person and not gone else None,
            leads=bool(leads),
            put_off=waits_for(referral) is Waiting.APPEAL and _open_again(uow, referral),
        )
        plans.append(_planned(one, step.so_far, step.again_at))
        line = Line(referral.number, str(waits_for(referral)), person)
        if step.owner:
            in_channel = config.reminds_in_channel(referral.channel)
            mine[referral.channel if in_channel else direct(person)].append(line)
        if step.leads:
            escalated.append(line)
    uow.reminders.reminded(plans)
    messages = [_message(Message.REMINDER, lane, lines, now) for lane, lines in mine.items()]
    for lead in leads:
        # A lead who owns one is reminded of it already.
        told = set(mine.get(direct(lead), ()))
        others = [line for line in escalated if line not in told]
        if others:
            messages.append(_message(Message.ESCALATION, direct(lead), others, now))
    uow.outbox.add(messages, now)
    uow.reminders.keep(messages, now)
    return Swept(len(due), len(due) == limit)


def _open_again(uow: UnitOfWork, referral: Referral) -> bool:
    """Whether the page was referred again meanwhile: then nothing can be appealed."""
    return uow.referrals.live_for_page(referral.page_key) is not None


def _planned(one: DueReminder, so_far: SoFar, at: datetime | None) -> Reminded:
    return Reminded(
        one.referral.number,
        at=so_far.last_at or one.referral.flagged_at,
        times=so_far.times,
        again_at=at,
        escalated=so_far.escalated,
    )


def _message(kind: Message, lane: str, lines: Sequence[Line], now: datetime) -> Announcement:
    return Announcement(
        lane,
        kind,
        # A sweep in several transactions may write several to one person: the first line tells them apart.
        f"{kind} {now.isoformat()} {lane.removeprefix('@')} {lines[0].number}",
        {
            "items": [[line.number, line.waiting] for line in lines[:MOST_LINES]],
            "total": len(lines),
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
    What is snoozed stays so until then, where it would come earlier by the new plan.
    """
    rows = uow.reminders.live(after, size)
    plans = []
    for one in rows:
        plan = config.plan_for(one.referral.channel, one.referral.platform)
        if one.times and one.last_at:
            again = next_reminder(one.referral, plan, times=one.times, reminded_at=one.last_at)
        else:
            again = first_reminder(one.referral, plan)
        if again and one.snoozed_until and one.snoozed_until > max(now, again):
            continue
        plans.append(_planned(one, SoFar(one.times, one.last_at, one.escalated), again))
    uow.reminders.reminded(plans)
    return rows[-1].referral.number if len(rows) == size else 0
