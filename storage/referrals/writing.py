"""How referrals are written: their rows, and the appeals that follow from their events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Boolean, Connection, bindparam, case, delete, insert, literal, update

from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event, Referral
from storage.history import events as event_rows
from storage.sql.referral_rows import COLUMNS, FIGURED, Row, to_values
from storage.sql.tables import appeals, referrals

INSERT = insert(referrals)
NOT_REMINDED = {"remind_times": 0, "reminded_at": None, "escalated": False, "erased_at": None}


def _kept(name: str, otherwise: object) -> object:
    column = referrals.c[name]
    same = referrals.c.state == bindparam("state")
    return case((same, column), else_=literal(otherwise, column.type))


_STAYS = ("uid", "private", "last_event")
"""What no change of a referral writes."""
CHANGE = (
    update(referrals)
    .where(referrals.c.number == bindparam("_number"), referrals.c.version == bindparam("_version"))
    .values(
        {
            **{one.name: bindparam(one.name) for one in COLUMNS if one.name not in _STAYS},
            "search": bindparam("search"),
            **{name: bindparam(name) for name in FIGURED},
            "finished_at": bindparam("finished_at"),
            "remind_at": case(
                (bindparam("_keep", type_=Boolean), referrals.c.remind_at),
                else_=bindparam("remind_at", type_=referrals.c.remind_at.type),
            ),
            "remind_times": _kept("remind_times", 0),
            "reminded_at": _kept("reminded_at", None),
            "escalated": _kept("escalated", False),
        }
    )
)
_FORGET_APPEALS = delete(appeals).where(appeals.c.referral == bindparam("number"))


def add(
    connection: Connection,
    standing: Sequence[tuple[Referral, datetime | None]],
    events: Sequence[Event],
) -> None:
    """Insert whole referrals, each with its next reminder, and their events. Raises PageAlreadyLive."""
    rows = _as_rows(standing, events)
    connection.execute(INSERT, rows)
    event_rows.append_all(connection, events, {row["number"]: row["remind_at"] for row in rows})
    told: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        told[event.referral].append(event)
    put_appeals(connection, told)


def _as_rows(
    standing: Sequence[tuple[Referral, datetime | None]], events: Sequence[Event]
) -> list[Row]:
    if Counter(one.referral for one in events) != {one.number: one.version for one, _ in standing}:
        raise ValueError("these referrals are not made by these events")
    last = {event.referral: event.recorded_at for event in events}
    return [
        {
            **to_values(one),
            "remind_at": remind_at,
            "finished_at": None if one.live else last[one.number],
            **NOT_REMINDED,
        }
        for one, remind_at in standing
    ]


def put_appeals(connection: Connection, histories: Mapping[int, Sequence[Event]]) -> None:
    """Put the appeals that these whole histories say in place of what is kept."""
    for number, events in histories.items():
        if any(event.action is Action.APPEAL for event in events):
            connection.execute(_FORGET_APPEALS, {"number": number})
            told = replay(events).appeals
            connection.execute(
                insert(appeals), [{"referral": number, **asdict(one)} for one in told]
            )
