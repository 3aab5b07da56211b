"""`bot.ports.Reads`: reads of sensitive data, as events of a stream of their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from storage import events as event_rows
from storage.locks import Lock, take
from storage.tables import READS, events
from storage.transaction import Transaction


class SqlReads:
    """Reads within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def record(self, actor: str, what: str, referral: int | None, at: datetime) -> None:
        """Write down that `actor` was shown `what`; both are personal and may be erased."""
        connection = self._transaction.connection
        take(connection, Lock.READS)
        last = select(func.max(events.c.seq)).where(events.c.referral == READS)
        event_rows.append(
            self._transaction,
            referral=READS,
            seq=(connection.execute(last).scalar_one() or 0) + 1,
            action="read",
            happened_at=at,
            recorded_at=at,
            facts={"referral": referral},
            personal={"actor": actor, "what": what},
        )
