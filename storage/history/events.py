"""Events as rows: hashed when written, with personal values apart from them, and read back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, bindparam, func, insert, select, tuple_
from sqlalchemy import Row as FoundRow

from bot.domain.lifecycle.audit import NO_HASH, SALT_BYTES, commitment, event_hash
from bot.domain.lifecycle.audit_keys import AuditKeys
from bot.domain.lifecycle.referral import Action, Event, Fact
from storage.sql.dialects import in_parts, to_micros
from storage.sql.referral_rows import Row
from storage.sql.tables import events, personal_values, referrals

Key = TypeVar("Key", int, tuple[int, int])
_SAID = events.c
_KEPT = personal_values.c
_HASH = select(_SAID.hash).where(
    _SAID.referral == bindparam("referral"), _SAID.seq == bindparam("seq")
)
TOLD = (
    *(_SAID.referral, _SAID.seq, _SAID.action, _SAID.happened_at, _SAID.recorded_at),
    *(_SAID.facts, _SAID.target),
)
"""The columns that `event_of` reads."""
_EVENTS = (
    select(*TOLD, _KEPT.name, _KEPT.value)
    .outerjoin(personal_values, and_(_KEPT.referral == _SAID.referral, _KEPT.seq == _SAID.seq))
    .where(_SAID.referral.in_(bindparam("numbers", expanding=True)))
    .order_by(_SAID.referral, _SAID.seq)
)
_ADD_EVENT = insert(events)
_ADD_VALUE = insert(personal_values)
REMIND_AT = "remind_at"
"""A fact that storage adds: when the referral was to be reminded of after this event."""
REMIND = "remind"
"""The event beside a referral that says how it is reminded of from now on."""
LAST_REMIND = (
    select(_SAID.facts)
    .where(_SAID.referral == -referrals.c.number, _SAID.action == REMIND)
    .order_by(_SAID.seq.desc())
    .limit(1)
    .scalar_subquery()
)
"""What the last of these says, to be selected with the referral."""
NOTHING_PERSONAL: Mapping[str, str] = {}
_ENDS = (
    select(_SAID.referral, func.max(_SAID.seq))
    .where(_SAID.referral.in_(bindparam("numbers", expanding=True)))
    .group_by(_SAID.referral)
)
_LAST = select(_SAID.referral, _SAID.seq, _SAID.hash).where(
    tuple_(_SAID.referral, _SAID.seq).in_(_ENDS)
)


def append(connection: Connection, event: Event) -> bytes:
    """Write a referral's event after the one before it, whose stream the caller has locked; its hash.

    Raises Conflict if there is such an event already.
    """
    row, values = rows_of(_hash_before(connection, event.referral, event.seq), event)
    _add(connection, [row], values)
    hashed: bytes = row["hash"]
    return hashed


def append_to(
    connection: Connection,
    stream: int,
    seq: int,
    action: str,
    at: datetime,
    facts: Mapping[str, Fact],
    personal: Mapping[str, str] = NOTHING_PERSONAL,
) -> None:
    """The same in any stream, of what happened when it was recorded."""
    before = _hash_before(connection, stream, seq)
    row, values = _rows(before, stream, seq, action, at, at, facts, personal, None)
    _add(connection, [row], values)


def next_seq(connection: Connection, stream: int) -> int:
    """The number of a stream's next event; the caller has locked it."""
    last = select(func.max(_SAID.seq)).where(_SAID.referral == stream)
    return (connection.execute(last).scalar_one() or 0) + 1


def _add(connection: Connection, rows: list[Row], values: list[Row]) -> None:
    """The one place where events are written: with their HMACs, where the bot has a key."""
    key = keys_of(connection).current
    for row in rows:
        row["mac"] = key.of_event(row["hash"]) if key else None
    if rows:
        connection.execute(_ADD_EVENT, rows)
    if values:
        connection.execute(_ADD_VALUE, values)


def with_keys(connection: Connection, keys: AuditKeys) -> Connection:
    """The connection, on which events are written with these keys."""
    return connection.execution_options(audit_keys=keys)


def keys_of(connection: Connection) -> AuditKeys:
    """The keys that the transaction has."""
    keys = connection.get_execution_options().get("audit_keys")
    return keys if isinstance(keys, AuditKeys) else AuditKeys()


def to_be_reminded(at: datetime | None) -> dict[str, Fact]:
    """The fact that `audit verify` compares a referral's next reminder with."""
    return {REMIND_AT: None if at is None else to_micros(at)}


def reminder_facts(row: FoundRow[Any]) -> dict[str, Fact]:
    """How a referral is reminded of, as the event beside it says: columns of `referrals`."""
    instants = {name: getattr(row, name) for name in (REMIND_AT, "reminded_at")}
    told: dict[str, Fact] = {
        name: None if at is None else to_micros(at) for name, at in instants.items()
    }
    counts = {name: getattr(row, name) for name in ("remind_times", "escalated", "version")}
    return told | counts


def append_each(
    connection: Connection, action: str, at: datetime, facts: Mapping[int, Mapping[str, Fact]]
) -> None:
    """Write one event more in each of these streams, which the caller has locked: stream → facts."""
    for some in in_parts(facts):
        found = connection.execute(_LAST, {"numbers": some})
        last = {row.referral: (row.seq, bytes(row.hash)) for row in found}
        rows = []
        for stream in some:
            seq, prev_hash = last.get(stream, (0, NO_HASH))
            said = facts[stream], NOTHING_PERSONAL, None
            row, _ = _rows(prev_hash, stream, seq + 1, action, at, at, *said)
            rows.append(row)
        _add(connection, rows, [])


def append_all(
    connection: Connection, told: Iterable[Event], reminders: Mapping[int, datetime | None]
) -> None:
    """Write the whole histories of referrals that have none yet, in this order.

    `reminders` says when each is to be reminded of: number → instant.
    """
    last: dict[int, bytes] = {}
    rows: list[Row] = []
    values: list[Row] = []
    for event in told:
        facts = {**event.facts, **to_be_reminded(reminders[event.referral])}
        row, kept = rows_of(last.get(event.referral, NO_HASH), replace(event, facts=facts))
        last[event.referral] = row["hash"]
        rows.append(row)
        values += kept
    _add(connection, rows, values)


def rows_of(prev_hash: bytes, event: Event) -> tuple[Row, list[Row]]:
    """An event's own row and those of its personal values, after the event with `prev_hash`."""
    return _rows(
        prev_hash,
        event.referral,
        event.seq,
        event.action.value,
        event.happened_at,
        event.recorded_at,
        event.facts,
        event.personal,
        event.target,
    )


def _rows(
    prev_hash: bytes,
    referral: int,
    seq: int,
    action: str,
    happened_at: datetime,
    recorded_at: datetime,
    facts: Mapping[str, Fact],
    personal: Mapping[str, str],
    target: int | None,
) -> tuple[Row, list[Row]]:
    """An event's own row, and those of its personal values."""
    salts = secrets.token_bytes(SALT_BYTES * len(personal))
    salted = [
        (name, salts[at * SALT_BYTES : (at + 1) * SALT_BYTES], value)
        for at, (name, value) in enumerate(personal.items())
    ]
    commitments = {name: commitment(salt, value) for name, salt, value in salted}
    sealed = event_hash(
        prev_hash,
        referral=referral,
        seq=seq,
        action=action,
        happened_at=to_micros(happened_at),
        recorded_at=to_micros(recorded_at),
        facts=facts,
        commitments=commitments,
        target=target,
    )
    row = {
        "referral": referral,
        "seq": seq,
        "action": action,
        "happened_at": happened_at,
        "recorded_at": recorded_at,
        "facts": dict(facts),
        "commitments": commitments,
        "target": target,
        "prev_hash": prev_hash,
        "hash": sealed,
    }
    values = [
        {"referral": referral, "seq": seq, "name": name, "salt": salt, "value": value}
        for name, salt, value in salted
    ]
    return row, values


def _hash_before(connection: Connection, stream: int, seq: int) -> bytes:
    if seq == 1:
        return NO_HASH
    found = connection.execute(_HASH, {"referral": stream, "seq": seq - 1})
    return bytes(found.scalar_one())


def history(connection: Connection, referral: int) -> tuple[Event, ...]:
    """All events of a referral, oldest first, with the personal values still kept."""
    return histories(connection, [referral])[referral]


def histories(connection: Connection, numbers: Iterable[int]) -> dict[int, tuple[Event, ...]]:
    """The same of several referrals, by number."""
    wanted = sorted(set(numbers))
    told: dict[int, list[Event]] = {number: [] for number in wanted}
    for part in in_parts(wanted):
        some = {"numbers": part}
        found = connection.execute(_EVENTS, some)
        for (number, _), group in groupby(found, key=lambda row: (row.referral, row.seq)):
            rows = list(group)
            personal = {row.name: row.value for row in rows if row.name is not None}
            told[number].append(event_of(rows[0], personal))
    return {number: tuple(several) for number, several in told.items()}


def event_of(row: FoundRow[*tuple[Any, ...]], personal: Mapping[str, str]) -> Event:
    """The event of a row that has `TOLD`."""
    return Event(
        referral=row.referral,
        seq=row.seq,
        action=Action(row.action),
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        facts={name: value for name, value in row.facts.items() if name != REMIND_AT},
        personal=personal,
        target=row.target,
    )


def in_step(
    rows: Iterable[FoundRow[Any]], key: Callable[[FoundRow[Any]], Key]
) -> Callable[[Key], list[FoundRow[Any]]]:
    """What gives the rows of one key. They come in its order, and are to be asked for in that order."""
    several = groupby(rows, key)
    waiting = next(several, None)

    def of(wanted: Key) -> list[FoundRow[Any]]:
        nonlocal waiting
        while waiting is not None and waiting[0] < wanted:
            waiting = next(several, None)
        return list(waiting[1]) if waiting is not None and waiting[0] == wanted else []

    return of
