"""Reading everything for `audit verify`, in constant memory: three passes over one snapshot.

1. Each stream of events in order, beside its personal values, its place in the chain and (but for
   reads and page checks) the referral's row: what `bot.domain.lifecycle.audit` checks, and row = `replay(events)`.
2. The chain in order, and links or waiting hashes whose event is gone.
3. Referrals without events, personal values without an event, and what retention renamed.

What is compared with the events, column by column, is in `storage.history.derived`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, select

from bot.domain.lifecycle.anchors import Anchor, AnchorCheck
from bot.domain.lifecycle.audit import (
    AuditFinding,
    Link,
    SealedEvent,
    Sealing,
    check_chain,
    check_stream,
    check_values,
    uid_of,
)
from bot.domain.lifecycle.audit_keys import KEY_EVENT, KeyBegan, MacCheck
from bot.domain.lifecycle.history import ImpossibleHistory, replay
from bot.domain.lifecycle.referral import FORGOTTEN, NOTHING_KEPT, Action, Appeal, Event
from bot.sentences.operations import audit
from storage.history import derived
from storage.history.events import LAST_REMIND, in_step, keys_of
from storage.sql.dialects import from_micros, streamed, to_micros
from storage.sql.tables import (
    ACCESS_LOG,
    appeals,
    chain,
    events,
    page_checks,
    personal_values,
    referrals,
    unsealed,
)

Values = dict[str, tuple[bytes, str]]


@dataclass
class EventCount:
    """How much was looked at."""

    events: int = 0


@dataclass(frozen=True, slots=True)
class _Stored:
    event: SealedEvent
    sealing: Sealing
    values: Values
    mac: bytes | None


def findings(
    connection: Connection, checked: EventCount, expected: Collection[Anchor] = ()
) -> Iterator[AuditFinding]:
    """Everything that does not fit."""
    macs = MacCheck(keys_of(connection), keys_began(connection))
    yield from macs.check_began()
    rows = _Rows(streamed(connection, _REFERRALS))
    appeals_of = in_step(streamed(connection, _APPEALS), lambda row: int(row.referral))
    for number, group in groupby(_stored(connection), key=lambda one: one.event.referral):
        wrong: list[AuditFinding] = []
        group = _with_macs(group, macs, wrong)
        for missing in rows.before(number):
            yield AuditFinding(missing, None, "the referral has no events")
        if number <= ACCESS_LOG:
            yield from _check_beside(connection, number, group, checked)
        else:
            stored = list(group)
            checked.events += len(stored)
            yield from check_stream((one.event, one.sealing) for one in stored)
            yield from _check_referral(number, stored, rows.take(number), appeals_of(number))
        yield from wrong
    for missing in rows.before(None):
        yield AuditFinding(missing, None, "the referral has no events")
    anchors, links = AnchorCheck(expected), list[AuditFinding]()
    yield from check_chain(_links(connection, macs, anchors, links))
    yield from links
    yield from anchors.findings()
    yield from _strays(connection)


def _with_macs(
    group: Iterator[_Stored], macs: MacCheck, wrong: list[AuditFinding]
) -> Iterator[_Stored]:
    """The same events; what is wrong with their HMACs is put into `wrong` as they pass."""
    for one in group:
        event = one.event
        if fault := macs.event(one.sealing.sequence, event.hash, one.mac):
            wrong.append(AuditFinding(event.referral, event.seq, fault))
        yield one


def keys_began(connection: Connection) -> list[KeyBegan]:
    """Since when which key was used, the first one first."""
    return [KeyBegan.of(row.seq, row.facts) for row in connection.execute(_KEYS)]


def _check_beside(
    connection: Connection, number: int, group: Iterator[_Stored], checked: EventCount
) -> Iterator[AuditFinding]:
    """Reads, or the page checks of one referral; their values go with the referral's own.

    Who exported what, and of no single referral, may go by its age alone.
    """

    def passing() -> Iterator[tuple[SealedEvent, Sealing]]:
        for one in group:
            checked.events += 1
            edited.extend(check_values(one.event, one.values))
            facts.append((one.event.seq, one.event.happened_at, one.event.facts))
            about = one.event.facts.get("referral") or -one.event.referral
            if about and (gone := _gone(one)) and not _is_erased(connection, about):
                edited.append(_went(one, gone))
            yield one.event, one.sealing

    edited: list[AuditFinding] = []
    facts: deque[derived.Beside] = deque(maxlen=None if number else 0)
    yield from check_stream(passing())
    yield from edited
    look = connection.execute(_LOOK, {"number": -number}).first() if number else None
    if look is not None and (differing := derived.differing_look(look, facts)):
        yield AuditFinding(-number, None, audit.page_check_differs(", ".join(differing)))


def _check_referral(
    number: int, stored: list[_Stored], row: Row[Any] | None, appealed: list[Row[Any]]
) -> Iterator[AuditFinding]:
    last = max((one.event.seq for one in stored if one.event.action == Action.ERASE), default=0)
    facts = [(one.event.seq, one.event.facts) for one in stored]
    forgotten = max((seq for seq, said in facts if said.get(NOTHING_KEPT)), default=0)
    for one in stored:
        yield from check_values(one.event, one.values)
        may_go = FORGOTTEN if one.event.seq < forgotten else frozenset()
        gone = [name for name in _gone(one) if name not in may_go]
        if gone and one.event.seq > last:
            yield _went(one, gone)
    if row is None:
        yield AuditFinding(number, None, "its events are there, the referral is not")
        return
    try:
        told = [_event(one) for one in stored]
        uid = uid_of(stored[0].event.hash)
        differing = derived.differing(row, told, [one.event.facts for one in stored], uid)
    except (ImpossibleHistory, ValueError) as error:
        yield AuditFinding(number, None, f"its events cannot have happened: {error}")
        return
    if tuple(Appeal(*tuple(row)[1:]) for row in appealed) != replay(told).appeals:
        yield AuditFinding(number, None, audit.APPEALS_DIFFER)
    if differing:
        yield AuditFinding(number, None, audit.referral_differs(", ".join(differing)))


def _gone(one: _Stored) -> list[str]:
    """The names of the values that an event was hashed with and that are not kept."""
    return sorted(one.event.commitments.keys() - one.values.keys())


def _went(one: _Stored, gone: list[str]) -> AuditFinding:
    said = ", ".join(f"“{name}”" for name in gone)
    where = one.event.referral or None
    return AuditFinding(where, one.event.seq, f"{said} went, but nothing was to be erased")


def _is_erased(connection: Connection, number: object) -> bool:
    return connection.execute(_ERASED, {"number": number}).first() is not None


def _event(stored: _Stored) -> Event:
    sealed = stored.event
    return Event(
        referral=sealed.referral,
        seq=sealed.seq,
        action=Action(sealed.action),
        happened_at=from_micros(sealed.happened_at),
        recorded_at=from_micros(sealed.recorded_at),
        facts=sealed.facts,
        personal={name: value for name, (_, value) in stored.values.items()},
        target=sealed.target,
    )


class _Rows:
    """Referrals in order of number, taken as the events come by."""

    def __init__(self, rows: Iterator[Row[Any]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def before(self, number: int | None) -> Iterator[int]:
        """The numbers below `number` (None: all) that nobody took."""
        while self._next is not None and (number is None or self._next.number < number):
            yield self._next.number
            self._next = next(self._rows, None)

    def take(self, number: int) -> Row[Any] | None:
        """The row of this number, if it is the next."""
        if self._next is None or self._next.number != number:
            return None
        row, self._next = self._next, next(self._rows, None)
        return row


_e = events.c
_REFERRALS = select(referrals, LAST_REMIND.label("reminder")).order_by(referrals.c.number)
_LOOK = select(page_checks).where(page_checks.c.referral == bindparam("number"))
_SEALED = (
    select(
        events,
        chain.c.sequence,
        func.coalesce(chain.c.event_hash, unsealed.c.hash).label("known_hash"),
    )
    .outerjoin(chain, and_(chain.c.referral == _e.referral, chain.c.seq == _e.seq))
    .outerjoin(unsealed, and_(unsealed.c.referral == _e.referral, unsealed.c.seq == _e.seq))
    .order_by(_e.referral, _e.seq)
)
_KEYS = (
    select(_e.seq, _e.facts)
    .where(_e.referral == ACCESS_LOG, _e.action == KEY_EVENT)
    .order_by(_e.seq)
)
_APPEALS = select(appeals).order_by(appeals.c.referral, appeals.c.nth)
_ERASED = select(_e.seq).where(_e.referral == bindparam("number"), _e.action == Action.ERASE.value)
_VALUES = select(personal_values).order_by(personal_values.c.referral, personal_values.c.seq)


def _stored(connection: Connection) -> Iterator[_Stored]:
    """All events in order, each with the personal values that are still kept."""
    values_of = in_step(streamed(connection, _VALUES), lambda row: (row.referral, row.seq))
    for row in streamed(connection, _SEALED):
        values = values_of((row.referral, row.seq))
        kept = {one.name: (bytes(one.salt), one.value) for one in values}
        sealing = Sealing(row.sequence, _bytes(row.known_hash))
        yield _Stored(_sealed(row), sealing, kept, _bytes(row.mac))


def _bytes(value: bytes | None) -> bytes | None:
    return None if value is None else bytes(value)


def _sealed(row: Row[Any]) -> SealedEvent:
    return SealedEvent(
        referral=row.referral,
        seq=row.seq,
        action=row.action,
        happened_at=to_micros(row.happened_at),
        recorded_at=to_micros(row.recorded_at),
        facts=row.facts,
        commitments=row.commitments,
        target=row.target,
        prev_hash=bytes(row.prev_hash),
        hash=bytes(row.hash),
    )


def _links(
    connection: Connection, macs: MacCheck, anchors: AnchorCheck, wrong: list[AuditFinding]
) -> Iterator[Link]:
    """The links in order; what is wrong with their HMACs is put into `wrong` as they pass."""
    for row in streamed(connection, select(chain).order_by(chain.c.sequence)):
        hashed = bytes(row.hash)
        anchors.link(row.sequence, hashed)
        wrong += [
            AuditFinding(None, None, fault)
            for fault in macs.link(row.sequence, hashed, _bytes(row.mac))
        ]
        yield Link(
            sequence=row.sequence,
            referral=row.referral,
            seq=row.seq,
            event_hash=bytes(row.event_hash),
            sealed_at=to_micros(row.sealed_at),
            hash=hashed,
        )


def _strays(connection: Connection) -> Iterator[AuditFinding]:
    for table, what in (
        (chain, "the event is missing: the chain knows it"),
        (unsealed, "the event is missing: it waited to be sealed"),
        (personal_values, "a value is kept for an event that is not there"),
    ):
        query = (
            select(table.c.referral, table.c.seq)
            .outerjoin(events, and_(table.c.referral == _e.referral, table.c.seq == _e.seq))
            .where(_e.seq.is_(None))
            .distinct()
        )
        for row in streamed(connection, query):
            yield AuditFinding(row.referral, row.seq, what)
    for query, what in (
        (derived.UNCHECKED, audit.page_check_differs("checked_at")),
        (derived.MISNAMED, audit.referral_differs("page_key")),
        (derived.UNKNOWN_PAGES, audit.NO_FINGERPRINT),
        (derived.STRAY_EVIDENCE, audit.EVIDENCE_DIFFERS),
        (derived.LOST_EVIDENCE, audit.EVIDENCE_DIFFERS),
    ):
        for row in streamed(connection, query):
            yield AuditFinding(row.number, None, what)
    for row in streamed(connection, derived.NO_PAGES):
        yield AuditFinding(None, None, audit.no_erased_page(row.page))
