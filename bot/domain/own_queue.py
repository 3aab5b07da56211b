"""A person's own referrals in groups, the most urgent first."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.domain.lifecycle.referral import Confidence, Referral, State
from bot.domain.listing import NO_LIMIT_MONTHS
from bot.domain.reminders import Plan, Waiting, due_at, overdue_days, too_late, waits_for
from bot.domain.times import add_months


class QueueGroup(StrEnum):
    """What a referral of one's own waits for, in the order of urgency."""

    OVERDUE = "overdue"
    APPEAL = "appeal closing"
    CERTAIN = "certain"
    TO_REFER = "to refer"
    WAITING = "waiting"


def group_of(referral: Referral, plan: Plan, now: datetime) -> QueueGroup | None:
    """Its group; None for what does not wait for its owner: on hold, or not to be appealed soon."""
    if referral.state is State.HELD:
        return None
    if waits_for(referral) is Waiting.APPEAL:
        due = due_at(referral, plan)
        if too_late(referral, plan, now) or referral.referred_again:
            return None
        if due is None and not _lately(referral, now):
            return None
        if due is not None and due <= now:
            return QueueGroup.APPEAL
        certain = referral.confidence_when_referred is Confidence.CERTAIN
        return QueueGroup.CERTAIN if certain and referral.state is State.REJECTED else None
    if not referral.live:
        return None
    if referral.state is State.FLAGGED:
        return QueueGroup.TO_REFER
    if overdue_days(referral, plan.response_days, now) is not None:
        return QueueGroup.OVERDUE
    return QueueGroup.WAITING


def _lately(referral: Referral, now: datetime) -> bool:
    """Whether what may be appealed for ever was decided lately enough to be brought up."""
    since = add_months(now, -NO_LIMIT_MONTHS)
    return referral.outcome_at is not None and referral.outcome_at > since
