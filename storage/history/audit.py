"""`bot.ports.history.Audit`: sealing events into the chain, and checking everything against it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select

from bot.domain.lifecycle.anchors import Anchor, Head
from bot.domain.lifecycle.audit import NO_HASH, AuditFinding, chain_hash
from bot.domain.lifecycle.audit_keys import KEY_EVENT, AuditKey, KeyBegan, LostKey, MacCheck
from bot.ports.history import Audit
from bot.sentences.operations import database
from storage.history import events as event_rows
from storage.history import verify
from storage.sql.dialects import Lock, OnConnection, database_now, from_micros, in_parts, take
from storage.sql.engines import lift_time_limit
from storage.sql.errors import Damaged
from storage.sql.sqlite_file import refuse_damaged_pages
from storage.sql.tables import ACCESS_LOG, chain, events, referrals, unsealed

CLOCKS_APART = timedelta(minutes=2)
"""So far the clocks of a bot and of its database may be apart."""


class SqlAudit(OnConnection, Audit):
    """The chain within one transaction."""

    def seal(self, limit: int) -> int:
        return self._seal(limit, event_rows.keys_of(self._connection).current)

    def _seal(self, limit: int, key: AuditKey | None) -> int:
        take(self._connection, Lock.SEAL)
        found = select(unsealed).order_by(unsealed.c.id).limit(limit)
        rows = self._connection.execute(found).all()
        if not rows:
            return 0
        sealed_at: int = self._connection.execute(select(database_now())).scalar_one()
        before = self.head()
        sequence = before.sequence if before else 0
        hashed = bytes.fromhex(before.hash) if before else NO_HASH
        links = []
        for row in rows:
            sequence += 1
            hashed = chain_hash(
                hashed,
                sequence=sequence,
                referral=row.referral,
                seq=row.seq,
                event=bytes(row.hash),
                sealed_at=sealed_at,
            )
            links.append(
                {
                    "sequence": sequence,
                    "referral": row.referral,
                    "seq": row.seq,
                    "event_hash": row.hash,
                    "sealed_at": from_micros(sealed_at),
                    "hash": hashed,
                    "mac": key.of_link(hashed) if key else None,
                }
            )
        self._connection.execute(insert(chain), links)
        for some in in_parts(row.id for row in rows):
            self._connection.execute(delete(unsealed).where(unsealed.c.id.in_(some)))
        return len(rows)

    def begin_key(self, at: datetime, *, lost: bool = False) -> None:
        keys = event_rows.keys_of(self._connection)
        take(self._connection, Lock.ACCESS_LOG)
        before = self._last_key()
        if keys.current is None or (before and before.key_id == keys.current.key_id):
            return
        old = keys.by_id.get(before.key_id) if before else None
        while self._seal(10_000, old):
            pass
        head = self.head()
        seq = event_rows.next_seq(self._connection, ACCESS_LOG)
        began = KeyBegan(
            seq,
            keys.current.key_id,
            head.sequence if head else 0,
            head.hash if head else "",
            old.vouch(keys.current.key_id) if old else "",
            before.key_id if lost and before and old is None else "",
        )
        event_rows.append_to(self._connection, ACCESS_LOG, seq, KEY_EVENT, at, began.facts())

    def key_fits(self) -> bool | None:
        keys, last = event_rows.keys_of(self._connection), self._last_key()
        if last is None:
            return True
        if keys.current is None:
            return None
        return last.key_id == keys.current.key_id

    def can_begin(self) -> bool:
        last = self._last_key()
        return last is None or last.key_id in event_rows.keys_of(self._connection).by_id

    def _last_key(self) -> KeyBegan | None:
        return next(iter(verify.keys_began(self._connection)[-1:]), None)

    def head(self) -> Head | None:
        last = select(chain.c.sequence, chain.c.hash).order_by(chain.c.sequence.desc()).limit(1)
        row = self._connection.execute(last).first()
        return Head(row.sequence, bytes(row.hash).hex()) if row else None

    def hash_of_link(self, sequence: int) -> str | None:
        found = select(chain.c.hash).where(chain.c.sequence == sequence)
        hashed = self._connection.execute(found).scalar()
        return None if hashed is None else bytes(hashed).hex()

    def lost_keys(self) -> tuple[LostKey, ...]:
        keys = event_rows.keys_of(self._connection)
        return MacCheck(keys, verify.keys_began(self._connection)).lost

    def extent(self) -> tuple[int, datetime | None]:
        count = self._connection.execute(select(func.count()).select_from(referrals)).scalar_one()
        return count, self._connection.execute(select(func.max(events.c.recorded_at))).scalar()

    def verify(self, expected: Collection[Anchor] = ()) -> tuple[int, tuple[AuditFinding, ...]]:
        lift_time_limit(self._connection)
        if self._connection.dialect.name == "sqlite":
            refuse_damaged_pages(self._connection)
        checked = verify.EventCount()
        try:
            faults = tuple(verify.findings(self._connection, checked, expected))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise Damaged(database.damaged(type(error).__name__)) from error
        return checked.events, faults

    def not_checked(self) -> tuple[KeyBegan, ...]:
        keys = event_rows.keys_of(self._connection)
        return MacCheck(keys, verify.keys_began(self._connection)).unknown

    def ahead_of_clock(self, most: int) -> tuple[int, tuple[tuple[int, int, datetime], ...]]:
        now = from_micros(self._connection.execute(select(database_now())).scalar_one())
        limit = now + CLOCKS_APART
        ahead = or_(events.c.recorded_at > limit, events.c.happened_at > limit)
        count = self._connection.execute(select(func.count()).where(ahead)).scalar_one()
        found = (
            select(events.c.referral, events.c.seq, events.c.recorded_at)
            .where(ahead)
            .order_by(events.c.recorded_at, events.c.referral, events.c.seq)
            .limit(most)
        )
        rows = self._connection.execute(found).all() if count else []
        return count, tuple((row.referral, row.seq, row.recorded_at) for row in rows)
