"""Numbers that are not given out twice: after a restore, and in a database that is not the right one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions.checks.planning import question_said
from bot.actions.recording.team import leads_to_tell
from bot.config import Config
from bot.domain.announcements import Announcement, Message, direct
from bot.domain.lifecycle.referral import State
from bot.domain.numbers import ROOM, Mark, Skip, skip_above
from bot.ports.store import UnitOfWork

CARDS_SINCE = timedelta(days=30)
"""Whose cards are drawn anew after a restore: what is open, and what was finished since."""
_SKIPPED = "numbers skipped"
_AT_ONCE = 500


def go_on_above(uow: UnitOfWork, marks: Sequence[Mark], now: datetime) -> Skip | None:
    """Leave out numbers where posts in Slack say more than this database knows; else None."""
    own = uow.referrals.mark()
    skip = skip_above(own.highest, own.database, marks, now)
    if skip is not None:
        before = skipped(uow)
        if before is not None and before.restored and not before.told:
            skip = replace(skip, restored=before.restored, known=before.known)
        leave_out(uow, skip)
    return skip


def leave_out(uow: UnitOfWork, skip: Skip) -> None:
    """Go on at `skip.next`, and keep why for the log, `check` and the leads."""
    uow.referrals.skip_to(skip.next)
    uow.settings.put(_SKIPPED, json.dumps(skip.to_json()))


def bring_back(uow: UnitOfWork, highest: int, backup_of: str, now: datetime) -> Skip:
    """Make a database that was restored ready for a start: without Slack, which is asked then.

    `highest` is the highest number known from elsewhere, `backup_of` says when the backup was made.
    What was recorded after that is missing, so numbers go on above, what waits to be sent is looked
    for in Slack first, and cards, lists and questions that may show what is missing are drawn anew.
    """
    known = uow.referrals.mark().highest
    skip = Skip(known, 0, max(known, highest) + ROOM, now, restored=backup_of)
    leave_out(uow, skip)
    uow.outbox.look_for_all()
    uow.outbox.add(
        [
            Announcement(channel, _drawn(subject), subject)
            for subject, channel in uow.posts.cards(now - CARDS_SINCE)
        ],
        now,
    )
    _ask_again(uow, now)
    return skip


def _drawn(subject: str) -> Message:
    return Message.CARD if subject.startswith("R-") else Message.REDRAW


def _ask_again(uow: UnitOfWork, now: datetime) -> None:
    """Have what is asked about pages stand in Slack as a question: its answer may be missing."""
    after = 0
    while planned := uow.checks.planned(after, _AT_ONCE):
        for after, _ in planned:
            look, referral = uow.checks.get(after), uow.referrals.get(after)
            if look and referral and look.question and referral.state is not State.HELD:
                uow.outbox.add([question_said(referral, look.question)], now)


def skipped(uow: UnitOfWork) -> Skip | None:
    """What was left out last, if anything ever was."""
    kept = uow.settings.get(_SKIPPED)
    return Skip.from_json(json.loads(kept)) if kept else None


def to_tell(uow: UnitOfWork) -> Skip | None:
    """What was left out, where the leads were not told yet."""
    skip = skipped(uow)
    return None if skip is None or skip.told else skip


def tell_leads(uow: UnitOfWork, now: datetime, config: Config) -> None:
    """Tell the leads once of what was left out."""
    skip = to_tell(uow)
    if skip is None:
        return
    told = replace(skip, told=True).to_json()
    uow.settings.put(_SKIPPED, json.dumps(told))
    subject = f"numbers {skip.next}"
    uow.outbox.add(
        [
            Announcement(direct(lead), Message.NUMBERS, subject, told)
            for lead in leads_to_tell(uow, config)
        ],
        now,
    )
