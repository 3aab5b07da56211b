"""`bot.ports.evidence.Pieces`: which referral has which files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.domain.evidence import Piece
from bot.ports.evidence import Pieces
from storage.sql.dialects import OnConnection, columns_of, in_parts, streamed
from storage.sql.tables_beside import ERASED_EVIDENCE, evidence, is_kept, to_be_removed

_e = evidence.c
_COLUMNS = columns_of(evidence, Piece)
_OF = (
    select(*_COLUMNS)
    .where(is_kept, _e.referral.in_(bindparam("numbers", expanding=True)))
    .order_by(_e.referral, _e.seq)
)
_KNOWN = select(_e.stored_as).where(is_kept, _e.stored_as.in_(bindparam("names", expanding=True)))


class SqlEvidence(OnConnection, Pieces):
    """Evidence within one transaction."""

    def add(self, piece: Piece) -> None:
        values = {column.name: getattr(piece, column.name) for column in _COLUMNS}
        self._connection.execute(insert(evidence).values(values))

    def of_referrals(self, numbers: Collection[int]) -> dict[int, tuple[Piece, ...]]:
        found: dict[int, list[Piece]] = {}
        for some in in_parts(numbers):
            for row in self._connection.execute(_OF, {"numbers": some}):
                found.setdefault(row.referral, []).append(_piece(row))
        return {number: tuple(several) for number, several in found.items()}

    def known(self, names: Collection[str]) -> frozenset[str]:
        if not names:
            return frozenset()
        return frozenset(self._connection.execute(_KNOWN, {"names": sorted(names)}).scalars())

    def all(self) -> Iterator[Piece]:
        query = select(*_COLUMNS).where(is_kept).order_by(_e.referral, _e.seq)
        yield from map(_piece, streamed(self._connection, query))

    def drop(self, number: int, at: datetime) -> int:
        gone = update(evidence).where(is_kept, _e.referral == number)
        return self._connection.execute(gone.values(**ERASED_EVIDENCE, erased_at=at)).rowcount

    def to_remove(self, limit: int) -> tuple[str, ...]:
        other = evidence.alias()  # one upload may be several referrals'
        kept = (
            select(other.c.seq)
            .where(other.c.stored_as == _e.stored_as, other.c.erased_at.is_(None))
            .exists()
        )
        found = select(_e.stored_as).where(to_be_removed, ~kept).distinct().limit(limit)
        return tuple(self._connection.execute(found).scalars())

    def removed(self, names: Collection[str]) -> None:
        gone = update(evidence).where(to_be_removed, _e.stored_as.in_(sorted(names)))
        self._connection.execute(gone.values(stored_as=""))


def _piece(row: Row[*tuple[Any, ...]]) -> Piece:
    return Piece(**row._asdict())
