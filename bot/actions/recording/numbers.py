"""Numbers that are not given out twice: after a restore, and in a database that is not the right one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.actions.recording.team import leads_to_tell
from bot.config import Config
from bot.domain.announcements import Announcement, Message, direct
from bot.domain.numbers import Mark, Skip, skip_above
from bot.ports.store import UnitOfWork

_SKIPPED = "numbers skipped"


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


def skipped(uow: UnitOfWork) -> Skip | None:
    """What was left out last, if anything ever was."""
    kept = uow.settings.get(_SKIPPED)
    return Skip.from_json(json.loads(kept)) if kept else None


def tell_leads(uow: UnitOfWork, now: datetime, config: Config) -> bool:
    """Tell the leads once of what was left out; whether anything is said now."""
    skip = skipped(uow)
    if skip is None or skip.told:
        return False
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
    return True
