"""Platforms' answers, erased with the referrals that they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.sql.tables import answered_referrals, platform_answers

_a = platform_answers.c


def erase(connection: Connection, numbers: Sequence[int], at: datetime) -> None:
    """Erase the texts that name these referrals: each with the first of its referrals that goes.

    The passages that speak of the others stand in their own history.
    """
    named = select(answered_referrals.c.answer).where(answered_referrals.c.referral.in_(numbers))
    connection.execute(
        update(platform_answers)
        .where(_a.number.in_(named), _a.erased_at.is_(None))
        .values(text="", salt=b"", given_by="", lines=[], erased_at=at)
    )
