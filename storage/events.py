"""Events as rows: hashed when written, with personal values apart from them, and read back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.domain.audit import NO_HASH, SALT_BYTES, commitment, event_hash
from bot.domain.referral import Action, Event, Fact
from storage.columns import to_micros
from storage.tables import events, personal_values


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
        insert(events),
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
            insert(personal_values),
            [
                {"referral": referral, "seq": seq, "name": name, "salt": salt, "value": value}
                for name, (salt, value) in salted.items()
            ],
        )


def _hash_of(connection: Connection, referral: int, seq: int) -> bytes:
    found = select(events.c.hash).where(events.c.referral == referral, events.c.seq == seq)
    return bytes(connection.execute(found).scalar_one())


def history(connection: Connection, referral: int) -> tuple[Event, ...]:
    """All events of a referral, oldest first, with the personal values still kept."""
    values: dict[int, dict[str, str]] = {}
    kept = personal_values.c
    for seq, name, value in connection.execute(
        select(kept.seq, kept.name, kept.value).where(kept.referral == referral)
    ):
        values.setdefault(seq, {})[name] = value
    said = events.c
    rows = connection.execute(
        select(said.seq, said.action, said.happened_at, said.recorded_at, said.facts, said.target)
        .where(said.referral == referral)
        .order_by(said.seq)
    )
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
