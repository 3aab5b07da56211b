"""The appeals of referrals as rows, made anew from their events whenever those may change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, bindparam, delete, insert

from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event
from storage.sql.tables import appeals

_FORGET = delete(appeals).where(appeals.c.referral == bindparam("number"))
_ADD = insert(appeals)


def put(connection: Connection, histories: Mapping[int, Sequence[Event]]) -> None:
    """Put the appeals that these whole histories say in place of what is kept."""
    for number, events in histories.items():
        if any(event.action is Action.APPEAL for event in events):
            connection.execute(_FORGET, {"number": number})
            told = replay(events).appeals
            connection.execute(_ADD, [{"referral": number, **asdict(one)} for one in told])
