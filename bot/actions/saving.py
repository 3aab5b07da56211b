"""Event → saved: the referral as it now stands, its event and what is announced, together."""

from __future__ import annotations

from bot.actions.team import leads_of
from bot.config import Config
from bot.domain.announcements import announce
from bot.domain.history import follow, replay
from bot.domain.referral import Action, Event, Referral
from bot.domain.reminders import first_reminder
from bot.ports import UnitOfWork


def save(
    uow: UnitOfWork,
    before: Referral | None,
    event: Event,
    config: Config,
    *,
    quiet: bool = False,
) -> Referral:
    """Record one event and announce it; the referral after it.

    `quiet` announces nothing: for what a list message or another card says already. Raises
    Conflict or PageAlreadyLive, on which the store runs the whole work again.
    """
    if event.action in (Action.UNDO, Action.REDATE):
        after = replay((*uow.referrals.history(event.referral), event))
    else:
        after = follow(before, event)
    plan = config.plan_for(after.channel, after.platform)
    uow.referrals.record(after, event, first_reminder(after, plan))
    if not quiet:
        uow.outbox.add(announce(before, after, event, leads_of(uow, config)), event.recorded_at)
    return after
