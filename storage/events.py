"""Events as rows: hashed when written, with personal values apart from them, and read back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from bot.domain.audit import NO_HASH, SALT_BYTES, commitment, event_hash
from bot.domain.referral import Action, Event, Fact
from storage.columns import to_micros
from storage.tables import events, personal_values

_SAID = events.c
_KEPT = personal_values.c
_HASH = select(_SAID.hash).where(
    _SAID.referral == bindparam("referral"), _SAID.seq == bindparam("seq")
)
_VALUES = select(_KEPT.seq, _KEPT.name, _KEPT.value).where(_KEPT.referral == bindparam("referral"))
_EVENTS = (
    select(
        _SAID.seq,
        _SAID.action,
        _SAID.happened_at,
        _SAID.recorded_at,
        _SAID.facts,
        _SAID.target,
    )
    .where(_SAID.referral == bindparam("referral"))
    .order_by(_SAID.seq)
)
_ADD_EVENT = insert(events)
_ADD_VALUE = insert(personal_values)


def append(
    connection: Connection,
    *,
    referral: int,
    seq: int,
    action: str,
    happened_at: datetime,
    recorded_at: datetime,
    facts: Mapping[str, Fact],
    personal: Mapping[str, str],
    target: int | None = None,
) -> None:
    """Write an event after the one with `seq - 1`, whose stream the caller has locked.

    Raises Conflict if there is such an event already.
    """
    salted = {name: (secrets.token_bytes(SALT_BYTES), value) for name, value in personal.items()}
    commitments = {name: commitment(salt, value) for name, (salt, value) in salted.items()}
    prev_hash = _hash_of(connection, referral, seq - 1) if seq > 1 else NO_HASH
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
    connection.execute(
        _ADD_EVENT,
        {
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
        },
    )
    if salted:
        connection.execute(
            _ADD_VALUE,
            [
                {"referral": referral, "seq": seq, "name": name, "salt": salt, "value": value}
                for name, (salt, value) in salted.items()
            ],
        )


def _hash_of(connection: Connection, referral: int, seq: int) -> bytes:
    return bytes(connection.execute(_HASH, {"referral": referral, "seq": seq}).scalar_one())


def history(connection: Connection, referral: int) -> tuple[Event, ...]:
    """All events of a referral, oldest first, with the personal values still kept."""
    values: dict[int, dict[str, str]] = {}
    for seq, name, value in connection.execute(_VALUES, {"referral": referral}):
        values.setdefault(seq, {})[name] = value
    rows = connection.execute(_EVENTS, {"referral": referral})
    return tuple(
        Event(
            referral=referral,
            seq=seq,
            action=Action(action),
            happened_at=happened_at,
            recorded_at=recorded_at,
            facts=facts,
            personal=values.get(seq, {}),
            target=target,
        )
        for seq, action, happened_at, recorded_at, facts, target in rows
    )
