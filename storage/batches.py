"""`bot.ports.batches.Batches`: selections of referrals, and what was recorded of them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.domain.batches import Picked, Selection
from bot.ports.batches import Batches
from storage.sql.dialects import OnConnection
from storage.sql.tables_beside import batches

_b = batches.c


class SqlBatches(OnConnection, Batches):
    """Selections within one transaction."""

    def add(self, picked: Sequence[Picked], given_by: str, at: datetime) -> Selection:
        adding = insert(batches).values(
            uid=secrets.token_hex(10),
            given_by=given_by,
            picked=[[one.number, one.version, one.uid] for one in picked],
            done=[],
            created_at=at,
        )
        return _batch(self._connection.execute(adding.returning(*batches.c)).one())

    def get(self, uid: str, *, for_change: bool = False) -> Selection | None:
        found = select(batches).where(_b.uid == uid)
        row = self._connection.execute(found.with_for_update() if for_change else found).first()
        return _batch(row) if row else None

    def recorded(self, uid: str, done: Mapping[int, int], at: datetime) -> None:
        self._connection.execute(
            update(batches)
            .where(_b.uid == uid)
            .values(done=[list(one) for one in done.items()], recorded_at=at)
        )

    def purge(self, before: datetime) -> int:
        return self._connection.execute(delete(batches).where(_b.created_at < before)).rowcount


def _batch(row: Row[*tuple[Any, ...]]) -> Selection:
    return Selection(
        row.uid,
        row.given_by,
        tuple(Picked(*one) for one in row.picked),
        dict(row.done),
        row.created_at,
        row.recorded_at,
    )
