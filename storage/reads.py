"""`bot.ports.Reads`: reads of sensitive data, as events of a stream of their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from storage import events as event_rows
from storage.locks import Lock, take
from storage.tables import READS, events


class SqlReads:
    """Reads within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, actor: str, what: str, referral: int | None, at: datetime) -> None:
        """Write down that `actor` was shown `what`; both are personal and may be erased."""
        take(self._connection, Lock.READS)
        last = select(func.max(events.c.seq)).where(events.c.referral == READS)
        event_rows.append(
            self._connection,
            referral=READS,
            seq=(self._connection.execute(last).scalar_one() or 0) + 1,
            action="read",
            happened_at=at,
            recorded_at=at,
            facts={"referral": referral},
            personal={"actor": actor, "what": what},
        )
