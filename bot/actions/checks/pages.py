"""One check of one page: begun, and what it found written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actions.checks.planning import SETTLED, adopt, card_said, question_said
from bot.config import Config
from bot.domain.announcements import Announcement, Message
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.pages.checks import Checked, Look, News, due_after, expected, next_check, weigh
from bot.domain.pages.status import PageToCheck, Reading
from bot.ports.page_checks import ClaimedCheck
from bot.ports.store import UnitOfWork


def begin_check(
    uow: UnitOfWork, claim: ClaimedCheck, now: datetime, config: Config, lease_seconds: float
) -> PageToCheck | None:
    """Right before the page is asked for: the page, or None where it is not to be looked at.

    Then the check is planned as the referral now stands. The lease is renewed. Raises LostLease.
    """
    referral = uow.referrals.get(claim.referral, for_change=True)
    look = uow.checks.hold(claim, lease_seconds)
    if referral is None or not _may_look(uow, referral, look, now, config):
        return None
    return PageToCheck(referral.platform, referral.page_key, referral.canonical)


def record_check(
    uow: UnitOfWork, claim: ClaimedCheck, reading: Reading, now: datetime, config: Config
) -> bool:
    """Write down what a page was found to be, ask what is to be asked, plan the next look.

    False where nothing was written: the page may not be looked at any more, as when it was put on
    hold meanwhile. Raises LostLease where the referral changed or another has the check.
    """
    referral = uow.referrals.get(claim.referral, for_change=True)
    look = uow.checks.hold(claim)
    if referral is None or not _may_look(uow, referral, look, now, config):
        return False
    plan = config.checks_for(referral.platform)
    assert plan is not None
    checked = Checked(
        seq=uow.checks.next_seq(referral.number),
        at=now,
        status=reading.status,
        reason=reading.reason,
        code=reading.code,
        sha256=reading.sha256,
        asked=reading.asked,
        by=look.asked_by,
    )
    uow.checks.record(referral.number, checked)
    after, news = weigh(look, checked.seq, reading.status, now, plan)
    due = due_after(after, reading.status, referral, plan, now)
    uow.checks.put(referral.number, after, due)
    uow.outbox.add(_announced(referral, look, after, checked, news), now)
    return True


def _announced(
    referral: Referral, before: Look, after: Look, checked: Checked, news: News | None
) -> list[Announcement]:
    said: list[Announcement] = []
    if news is News.ASK and after.question is not None:
        if before.question is not None:
            said.append(question_said(referral, before.question, SETTLED))
        said += [card_said(referral), question_said(referral, after.question)]
    elif news is News.SETTLED and before.question is not None:
        said += [card_said(referral), question_said(referral, before.question, SETTLED)]
    if before.asked_by and news is not News.ASK:
        data = {"seq": checked.seq}
        said.append(Announcement(referral.channel, Message.CHECKED, referral.name, data))
    return said


def put_off(uow: UnitOfWork, claim: ClaimedCheck, until: datetime) -> None:
    """Postpone a check that could not be made. Raises LostLease."""
    look = uow.checks.hold(claim)
    uow.checks.put(claim.referral, look, until)


def _may_look(
    uow: UnitOfWork, referral: Referral, look: Look, now: datetime, config: Config
) -> bool:
    """Whether the page may be looked at now; where not, its next look is planned."""
    plan = config.checks_for(referral.platform)
    if plan is None or referral.state is State.HELD or referral.state is not look.state:
        adopt(uow, referral, look, config, now)
        return False
    asked = bool(look.asked_by)
    if not referral.canonical or (expected(referral) is None and not asked):
        adopt(uow, referral, look, config, now)
        return False
    live = uow.referrals.live_for_page(referral.page_key)
    other = live is not None and live.number != referral.number
    if other and (not asked or (live is not None and live.state is State.HELD)):
        # The page's live referral says whether it is looked at.
        look = replace(look, asked_by="")
        uow.checks.put(referral.number, look, next_check(referral, plan, now))
        return False
    return True
