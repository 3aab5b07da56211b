"""Which pages are looked at when: planned as referrals change, and anew when config does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.lifecycle.referral import Event, Referral, State
from bot.domain.pages.checks import Look, expected, first_check, fresh_look, next_check
from bot.ports.store import UnitOfWork

SETTLED = "settled"
OFF = "off"
"""Why a question is closed, where no action and no answer closed it."""


def question_subject(referral: Referral, seq: int) -> str:
    """The subject of a question's post; each reading that led to a question has its own."""
    return f"check {referral.name} {seq}"


def question_said(referral: Referral, seq: int, answer: str = "", by: str = "") -> Announcement:
    """A question, threaded under its referral's card; with `answer` it asks no longer."""
    data = {"card": referral.name, "seq": seq, "answer": answer, "by": by}
    return Announcement(referral.channel, Message.QUESTION, question_subject(referral, seq), data)


def card_said(referral: Referral) -> Announcement:
    """The referral's card, as it now stands."""
    return Announcement(referral.channel, Message.CARD, referral.name)


def keep_planned(
    uow: UnitOfWork, before: Referral | None, after: Referral, event: Event, config: Config
) -> tuple[Announcement, ...]:
    """After an event: when to look at the page as it now stands; what to say of an open question.

    A page on hold is not looked at; what is known of it waits until it is released.
    """
    plan = config.checks_for(after.platform)
    if plan is None or _basis(before) == _basis(after):
        return ()
    if before is None and expected(after) is None:
        return ()
    look = uow.checks.get(after.number)
    if after.state is State.HELD:
        if look is not None:
            uow.checks.put(after.number, replace(look, asked_by=""), None)
        return ()
    if look is None and expected(after) is None:
        return ()
    following = next_check(after, plan, event.recorded_at)
    if look is not None and look.state is after.state and expected(after) is not None:
        uow.checks.put(after.number, look, following)
        return ()
    uow.checks.put(after.number, fresh_look(after), following)
    if look is None or look.question is None:
        return ()
    return (question_said(after, look.question, event.action.value, event.actor),)


def _basis(referral: Referral | None) -> object:
    """What the plan depends on. A flagged page is not looked at, and counts as not yet there."""
    if referral is None or referral.state is State.FLAGGED:
        return State.FLAGGED
    return (referral.state, referral.outcome_at, referral.vanished_at, referral.reappeared_at)


def plan_checks_anew(
    uow: UnitOfWork, after: int, config: Config, now: datetime, size: int = 500
) -> int:
    """Plan again what is planned, under a changed config; the last number, or 0.

    Where checks are off now, no page is looked at and open questions are closed.
    """
    planned = uow.checks.planned(after, size)
    for number, due in planned:
        referral = uow.referrals.get(number, for_change=True)
        look = uow.checks.get(number)
        if referral is None or look is None:
            continue
        plan = config.checks_for(referral.platform)
        if plan is None:
            uow.checks.put(number, replace(look, question=None, asked_by=""), None)
            if look.question is not None and referral.state is not State.HELD:
                said = question_said(referral, look.question, OFF)
                uow.outbox.add([said, card_said(referral)], now)
        elif referral.state is look.state:
            # Never later than it was, or a config that changes every day would put it off for ever.
            first = first_check(referral, plan, now)
            uow.checks.put(number, look, min(due, first) if due and first else first or due)
        else:
            adopt(uow, referral, look, config, now)
    return planned[-1][0] if len(planned) == size else 0


def plan_missing_checks(
    uow: UnitOfWork, after: int, config: Config, now: datetime, size: int = 500
) -> int:
    """Plan the checks of referrals that have none for their present state; the last number, or 0.

    When checks are switched on, these are all that wait or ended. Later they are those that a
    replica with an older config or version changed.
    """
    said = config.page_checks
    ended = now - timedelta(days=max(said.closed_days))
    platforms = None if "all" in said.platforms else said.platforms
    numbers = uow.checks.missing(ended, after, size, platforms)
    for number in numbers:
        referral = uow.referrals.get(number, for_change=True)
        if referral is not None and config.checks_for(referral.platform) is not None:
            adopt(uow, referral, uow.checks.get(number), config, now)
    return numbers[-1] if len(numbers) == size else 0


def adopt(
    uow: UnitOfWork, referral: Referral, look: Look | None, config: Config, now: datetime
) -> None:
    """Plan a referral as it stands, whatever was known of its page in another state."""
    plan = config.checks_for(referral.platform)
    if referral.state is State.HELD:
        if look is not None:
            uow.checks.put(referral.number, replace(look, asked_by=""), None)
        return
    due = first_check(referral, plan, now) if plan is not None else None
    uow.checks.put(referral.number, fresh_look(referral), due)
    if look is not None and look.question is not None:
        said = question_said(referral, look.question, SETTLED)
        uow.outbox.add([said, card_said(referral)], now)
