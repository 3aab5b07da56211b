"""`bot.ports.platform_answers.PlatformAnswers`: the texts, and which referrals they decided."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.domain.lifecycle.audit import SALT_BYTES, commitment
from bot.ports.platform_answers import PlatformAnswer, PlatformAnswers
from storage.sql.dialects import OnConnection, columns_of
from storage.sql.tables_beside import answered_referrals, platform_answers

_a = platform_answers.c
_COLUMNS = columns_of(platform_answers, PlatformAnswer)


class SqlPlatformAnswers(OnConnection, PlatformAnswers):
    """Platforms' answers within one transaction."""

    def add(
        self, text: str, given_by: str, channel: str, lines: Sequence[Any], at: datetime
    ) -> PlatformAnswer:
        salt = secrets.token_bytes(SALT_BYTES)
        adding = insert(platform_answers).values(
            uid=secrets.token_hex(10),
            text=text,
            salt=salt,
            digest=commitment(salt, text),
            given_by=given_by,
            channel=channel,
            lines=list(lines),
            created_at=at,
        )
        return _answer(self._connection.execute(adding.returning(*_COLUMNS)).one())

    def get(self, uid: str, *, for_change: bool = False) -> PlatformAnswer | None:
        found = select(*_COLUMNS).where(_a.uid == uid)
        row = self._connection.execute(found.with_for_update() if for_change else found).first()
        return _answer(row) if row else None

    def of_referral(self, number: int) -> tuple[PlatformAnswer, ...]:
        found = (
            select(*_COLUMNS)
            .join(answered_referrals, answered_referrals.c.answer == _a.number)
            .where(answered_referrals.c.referral == number)
            .order_by(_a.number)
        )
        return tuple(_answer(row) for row in self._connection.execute(found))

    def referrals_of(self, number: int) -> tuple[int, ...]:
        found = select(answered_referrals.c.referral).where(answered_referrals.c.answer == number)
        return tuple(
            self._connection.execute(found.order_by(answered_referrals.c.referral)).scalars()
        )

    def recorded(self, number: int, referrals: Collection[int], at: datetime) -> None:
        self._connection.execute(
            update(platform_answers).where(_a.number == number).values(recorded_at=at, lines=[])
        )
        if referrals:
            rows = [{"referral": one, "answer": number} for one in sorted(referrals)]
            self._connection.execute(insert(answered_referrals), rows)

    def purge(self, before: datetime) -> int:
        old = delete(platform_answers).where(_a.recorded_at.is_(None), _a.created_at < before)
        return self._connection.execute(old).rowcount


def _answer(row: Row[*tuple[Any, ...]]) -> PlatformAnswer:
    return PlatformAnswer(**row._asdict())
