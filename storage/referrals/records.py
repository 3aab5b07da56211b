"""`bot.ports.referrals.Referrals`: referrals as they stand, and their events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Sequence as SequenceOf
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    Connection,
    Select,
    Sequence,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    update,
)

from bot.domain.errors import Conflict
from bot.domain.exports import ExportQuery
from bot.domain.lifecycle.appeals import CHANGE_APPEALS
from bot.domain.lifecycle.audit import UID_LENGTH, short_hash, uid_of
from bot.domain.lifecycle.referral import Event, Referral
from bot.domain.listing import Listing, Query
from bot.domain.numbers import Mark
from bot.ports.referrals import Referrals
from storage.history import events as event_rows
from storage.referrals import export, lists, writing
from storage.referrals.owned import each_value
from storage.retention import page_fingerprints
from storage.sql.dialects import Lock, in_parts, take, upsert
from storage.sql.referral_rows import COLUMNS, SHOWN, to_referral, to_values
from storage.sql.tables import NUMBERS, counters, events, is_live, referrals, settings, with_leads
from storage.sql.tables_beside import ERASED_PAGE
from storage.sql.visibility import is_private

_REFERENCES = (
    referrals.c.reference,
    referrals.c.acknowledged_reference,
    referrals.c.decision_reference,
)
_ONE: Select[tuple[object, ...]] = select(*SHOWN)
_LIVE_FOR_PAGE = _ONE.where(referrals.c.page_key == bindparam("page_key"), is_live)
_LAST_FOR_PAGE = (
    _ONE.where(referrals.c.page_key == bindparam("page_key"))
    .order_by(referrals.c.number.desc())
    .limit(1)
)
_GET = _ONE.where(referrals.c.number == bindparam("number"))
_SOME = _ONE.where(referrals.c.number.in_(bindparam("numbers", expanding=True)))
_GET_FOR_CHANGE = _GET.with_for_update()
_CHANGED_SINCE = (
    select(events.c.referral)
    .where(
        events.c.referral.in_(bindparam("numbers", expanding=True)),
        events.c.recorded_at >= bindparam("since", type_=events.c.recorded_at.type),
    )
    .distinct()
)
_RECENT = 500
_DESCRIBED = (
    select(*COLUMNS)
    .where(referrals.c.flagger == bindparam("by"), referrals.c.category.is_not(None))
    .where(referrals.c.number.between(bindparam("first"), bindparam("last")))
    .order_by(referrals.c.number.desc())
    .limit(1)
)
_BY_PAGE = (
    select(*COLUMNS)
    .where(referrals.c.page_key.in_(bindparam("keys", expanding=True)))
    .order_by(referrals.c.number)
)
_REKEY = (
    update(referrals)
    .where(referrals.c.number == bindparam("_number"))
    .values(page_key=bindparam("page_key"), key_version=bindparam("key_version"))
)
_PAGE_OF = (
    select(referrals.c.page_key).where(referrals.c.number == bindparam("number")).with_for_update()
)
_NEXT = select(Sequence(NUMBERS).next_value())
_COUNT = (
    update(counters)
    .where(counters.c.name == NUMBERS)
    .values(last=counters.c.last + 1)
    .returning(counters.c.last)
)

_LAST = select(counters.c.last).where(counters.c.name == NUMBERS)
_LAST_OF_SEQUENCE = text(
    "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM referral_numbers"
)
_DATABASE_ID = select(settings.c.value).where(settings.c.name == "database_id")
_IN_SIGHT = or_(~referrals.c.held_at_flag, referrals.c.came_in_sight_at.is_not(None))
_NEWEST = (
    select(referrals.c.number, referrals.c.uid)
    .where(~is_private, _IN_SIGHT)
    .order_by(referrals.c.number.desc())
    .limit(1)
)
_UID_OF = select(referrals.c.uid).where(referrals.c.number == bindparam("number"))
_MOVE = update(counters).where(counters.c.name == NUMBERS).values(last=bindparam("last"))
_TAKE_SEVERAL = select(func.max(func.nextval(NUMBERS))).select_from(
    func.generate_series(1, bindparam("count"))
)


class SqlReferrals(Referrals):
    """Referrals within one transaction."""

    def __init__(
        self, connection: Connection, hasher: page_fingerprints.KeyedHasher | None
    ) -> None:
        self._connection = connection
        self._hasher = hasher

    def reserve_number(self) -> int:
        # On PostgreSQL a counter's row would make every flag wait for the one before to commit.
        postgresql = self._connection.dialect.name == "postgresql"
        number: int = self._connection.execute(_NEXT if postgresql else _COUNT).scalar_one()
        return number

    def mark(self) -> Mark:
        postgresql = self._connection.dialect.name == "postgresql"
        last = self._connection.execute(_LAST_OF_SEQUENCE if postgresql else _LAST).scalar_one()
        return Mark(self._database(), last)

    def _database(self) -> str:
        return str(self._connection.execute(_DATABASE_ID).scalar_one())

    def newest(self) -> tuple[int, str]:
        row = self._connection.execute(_NEWEST).first()
        return (row.number, row.uid) if row else (0, self._database()[:UID_LENGTH])

    def has(self, number: int, uid: str) -> bool:
        if number == 0:
            return uid == self._database()[:UID_LENGTH]
        return bool(self._connection.execute(_UID_OF, {"number": number}).scalar() == uid)

    def skip_to(self, number: int) -> None:
        missing = number - 1 - self.mark().highest
        if missing <= 0:
            return
        if self._connection.dialect.name == "postgresql":
            # One after the other: only its owner may set a sequence.
            self._connection.execute(_TAKE_SEVERAL, {"count": missing})
        else:
            self._connection.execute(_MOVE, {"last": number - 1})

    def get(self, number: int, *, for_change: bool = False) -> Referral | None:
        found = _GET_FOR_CHANGE if for_change else _GET
        row = self._connection.execute(found, {"number": number}).first()
        if row and row.last_event is None:  # it waited for the row; what else it read is older
            row = self._connection.execute(_GET, {"number": number}).first()
        return to_referral(row) if row else None

    def many(self, numbers: Iterable[int]) -> dict[int, Referral]:
        return {
            row.number: to_referral(row)
            for some in in_parts(numbers)
            for row in self._connection.execute(_SOME, {"numbers": some})
        }

    def changed_since(self, numbers: Iterable[int], since: datetime) -> frozenset[int]:
        some = {"numbers": sorted(numbers), "since": since}
        return frozenset(self._connection.execute(_CHANGED_SINCE, some).scalars())

    def live_for_page(self, page_key: str) -> Referral | None:
        row = self._connection.execute(_LIVE_FOR_PAGE, {"page_key": page_key}).first()
        return to_referral(row) if row else None

    def last_for_page(
        self, page_key: str, earlier: Callable[[], Iterable[str]] = tuple
    ) -> Referral | None:
        row = self._connection.execute(_LAST_FOR_PAGE, {"page_key": page_key}).first()
        if row is None and self._hasher is not None:
            keys = {page_key: tuple(earlier())}
            erased = page_fingerprints.find(self._connection, self._hasher, keys)
            if page_key in erased:
                page = {"page_key": erased[page_key]}
                row = self._connection.execute(_LAST_FOR_PAGE, page).first()
        return to_referral(row) if row else None

    def history(self, number: int) -> tuple[Event, ...]:
        return event_rows.history(self._connection, number)

    def histories(self, numbers: Iterable[int]) -> dict[int, tuple[Event, ...]]:
        return event_rows.histories(self._connection, numbers)

    def record(
        self,
        referral: Referral,
        event: Event,
        remind_at: datetime | None,
        *,
        keep_reminder: bool = False,
    ) -> Referral:
        if referral.version != event.seq or referral.number != event.referral:
            raise ValueError(f"{referral.name}, {referral.version}: not made by event {event.seq}")
        values = {**to_values(referral), "remind_at": remind_at}
        values["finished_at"] = None if referral.live else event.recorded_at
        planned = {} if keep_reminder else event_rows.to_be_reminded(remind_at)
        if event.seq == 1:
            self._give_key_back(referral)
            self._connection.execute(writing.INSERT, {**values, **writing.NOT_REMINDED})
        else:
            values["_number"], values["_version"] = referral.number, event.seq - 1
            values["_keep"] = keep_reminder
            del values["private"]  # as it was at the flag, and as its events say
            if self._connection.execute(writing.CHANGE, values).rowcount != 1:
                raise Conflict("A referral has changed meanwhile.")
        told = replace(event, facts={**event.facts, **planned})
        hashed = event_rows.append(self._connection, told)
        if event.action in CHANGE_APPEALS:
            writing.put_appeals(self._connection, {event.referral: self.history(event.referral)})
        uid = uid_of(hashed) if event.seq == 1 else referral.uid
        return replace(referral, uid=uid, last_event=short_hash(hashed))

    def _give_key_back(self, new: Referral) -> None:
        """Give the page's erased referrals their page key back, now that it is flagged again."""
        if new.previous is None or self._hasher is None:
            return
        # The lock waits for whoever is erasing the page, and then reads the name it was given.
        found = self._connection.execute(_PAGE_OF, {"number": new.previous})
        page = found.scalar_one_or_none()
        if page is not None and page.startswith(ERASED_PAGE):
            page_fingerprints.give_back(self._connection, page, new.page_key, new.key_version)

    def by_page_key(
        self, keys: Mapping[str, SequenceOf[str]], *, to_add: bool = False
    ) -> dict[str, tuple[Referral, ...]]:
        if to_add:
            take(self._connection, Lock.IMPORT)
        found: defaultdict[str, tuple[Referral, ...]] = defaultdict(tuple)
        for some in in_parts(keys):
            # What was erased stands under a name that tells nothing, until its page is here again.
            pages = {key: keys[key] for key in some}
            names = page_fingerprints.find(self._connection, self._hasher, pages)
            erased = {name: key for key, name in names.items()}
            for row in self._connection.execute(_BY_PAGE, {"keys": [*some, *erased]}):
                referral = to_referral(row)
                found[erased.get(referral.page_key, referral.page_key)] += (referral,)
        return dict(found)

    def bulk_insert(
        self, standing: SequenceOf[tuple[Referral, datetime | None]], events: SequenceOf[Event]
    ) -> None:
        for one, _ in standing:
            self._give_key_back(one)
        if standing or events:
            writing.add(self._connection, standing, events)

    def named_in(
        self, keys: Iterable[str], numbers: Iterable[int], references: Iterable[str]
    ) -> tuple[Referral, ...]:
        named = set(references) - {""}
        conditions = [
            *(referrals.c.page_key.in_(some) for some in in_parts(keys)),
            *(referrals.c.number.in_(some) for some in in_parts(numbers)),
            *(column.in_(some) for column in _REFERENCES for some in in_parts(named)),
        ]
        found = {
            row.number: to_referral(row)
            for condition in conditions
            for row in self._connection.execute(select(*COLUMNS).where(condition))
        }
        return tuple(found[number] for number in sorted(found))

    def described_last(self, user: str, before: int) -> Referral | None:
        near = {"by": user, "first": before - _RECENT, "last": before - 1}
        row = self._connection.execute(_DESCRIBED, near).first()
        return to_referral(row) if row else None

    def find(self, query: Query) -> Listing:
        return lists.find(self._connection, query)

    def sent_to_leads(self, number: int, person: str, url: str, at: datetime) -> None:
        values = {"person": person, "referral": number, "url": url, "flagged_at": at}
        upsert(self._connection, with_leads, values)

    def looked_at(self, number: int) -> None:
        self._connection.execute(delete(with_leads).where(with_leads.c.referral == number))

    def export(self, query: ExportQuery) -> Iterator[Referral]:
        return export.export(self._connection, query)

    def keyed_before(self, version: int, after: int, limit: int) -> tuple[Referral, ...]:
        older = (
            _ONE.where(referrals.c.key_version < version, referrals.c.number > after)
            .order_by(referrals.c.number)
            .limit(limit)
        )
        return tuple(to_referral(row) for row in self._connection.execute(older))

    def rekey(self, keys: Mapping[int, str], version: int) -> None:
        if not keys:
            return
        # In two steps, since one referral may get the key that another one has now.
        away = [{"_number": n, "page_key": f"moving:{n}", "key_version": version} for n in keys]
        there = [{"_number": n, "page_key": k, "key_version": version} for n, k in keys.items()]
        for moves in (away, there):
            self._connection.execute(_REKEY, moves)

    def platforms(self) -> tuple[str, ...]:
        found = self._connection.execute(each_value(referrals.c.platform))
        return tuple(sorted(found.scalars()))
