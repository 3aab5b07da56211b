"""Counts for statistics and digests."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.domain.referral import OUTCOMES, State
from storage.tables import referrals


class SqlFigures:
    """`bot.ports.Figures` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def decided(self, platform: str, category: str | None) -> tuple[int, int]:
        """(rejected, decided) of all referrals of this category to this platform, ever."""
        r = referrals.c
        outcome, state = r.outcome, r.state
        counted = [
            r.platform == platform,
            r.category == category,
            outcome.in_([one.value for one in sorted(OUTCOMES)]),
            state.not_in([State.WITHDRAWN.value, State.HELD.value]),
        ]
        rejected = func.count().filter(outcome == State.REJECTED.value)
        found = select(rejected, func.count()).select_from(referrals).where(*counted)
        row = self._connection.execute(found).one()
        return row[0], row[1]
