"""Notices to platforms, erased with the referrals that they are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.sql.tables import notices, notified_referrals

_n = notices.c


def erase(connection: Connection, numbers: Sequence[int], at: datetime) -> None:
    """Erase the texts that name these referrals: each with the first of its referrals that goes."""
    named = select(notified_referrals.c.notice).where(notified_referrals.c.referral.in_(numbers))
    connection.execute(
        update(notices)
        .where(_n.number.in_(named), _n.erased_at.is_(None))
        .values(text="", salt=b"", sent_by="", answers={}, erased_at=at)
    )
