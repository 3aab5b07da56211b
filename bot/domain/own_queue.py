"""A person's own referrals in groups, the most urgent first."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.domain.lifecycle.referral import Referral, State
from bot.domain.reminders import Plan, Waiting, due_at, overdue_days, too_late, waits_for


class QueueGroup(StrEnum):
    """What a referral of one's own waits for, in the order of urgency."""

    OVERDUE = "overdue"
    APPEAL = "appeal closing"
    TO_REFER = "to refer"
    WAITING = "waiting"


def group_of(referral: Referral, plan: Plan, now: datetime) -> QueueGroup | None:
    """Its group; None for what does not wait for its owner: on hold, or not to be appealed soon."""
    if referral.state is State.HELD:
        return None
    if waits_for(referral) is Waiting.APPEAL:
        due = due_at(referral, plan)
        closes = due is not None and due <= now and not too_late(referral, plan, now)
        return QueueGroup.APPEAL if closes else None
    if not referral.live:
        return None
    if referral.state is State.FLAGGED:
        return QueueGroup.TO_REFER
    if overdue_days(referral, plan.response_days, now) is not None:
        return QueueGroup.OVERDUE
    return QueueGroup.WAITING
