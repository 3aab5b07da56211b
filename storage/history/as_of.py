"""Referrals as they stood at an instant: their events replayed up to what was recorded by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count, groupby, takewhile

from sqlalchemy import Connection, literal, or_, select, union_all

from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Event, Referral
from storage.history.events import TOLD, event_of, in_step
from storage.sql.dialects import streamed
from storage.sql.tables import ACCESS_LOG, events, personal_values, referrals

_e, _v = events.c, personal_values.c
_EVENTS = select(*TOLD).where(_e.referral > ACCESS_LOG).order_by(_e.referral, _e.seq)
_PERSONAL = ("page_key", "flagger", "owner", "actor")
"""What figures need to know of who and where."""
WHO_HELD = 2
"""Who held a referral as it was flagged stands in its second event."""
_VALUES = select(_v.referral, _v.seq, _v.name, _v.value).where(
    # Newer rules may have given the page another key since, and an import put right who flagged it.
    _v.referral > ACCESS_LOG,
    or_(_v.seq <= WHO_HELD, _v.name.in_(("page_key", "flagger"))),
    _v.name.in_(_PERSONAL),
)
_ERASED = select(
    referrals.c.number.label("referral"),
    literal(1).label("seq"),
    literal("page_key").label("name"),
    referrals.c.page_key.label("value"),
).where(referrals.c.erased_at.is_not(None))


def replayed(
    connection: Connection, as_of: datetime | None, only: Iterable[int] | None = None
) -> Iterator[Referral]:
    """Every referral that was recorded by `as_of` (None: all), by number, in constant memory.

    `only` narrows it to these numbers. What retention erased stands as if it had been empty, but
    for the page, which is told from others by what stands for its key in the referral.
    """
    told, values, erased = _EVENTS, _VALUES, _ERASED
    if as_of is not None:
        told = told.where(_e.recorded_at <= as_of)
    if only is not None:
        numbers = sorted(only)
        told = told.where(_e.referral.in_(numbers))
        values = values.where(_v.referral.in_(numbers))
        erased = erased.where(referrals.c.number.in_(numbers))
    both = union_all(values, erased).order_by("referral")
    known_of = in_step(streamed(connection, both), lambda row: int(row.referral))
    for number, rows in groupby(streamed(connection, told), key=lambda row: int(row.referral)):
        personal: dict[int, dict[str, str]] = defaultdict(dict)
        for row in known_of(number):
            personal[row.seq][row.name] = row.value
        known_then = _unbroken(event_of(row, personal.get(row.seq, {})) for row in rows)
        if known_then:
            yield replay(known_then)


def _unbroken(told: Iterable[Event]) -> list[Event]:
    """The events up to the first gap: if a clock went back, a later event may seem older."""
    return [event for event, _ in takewhile(lambda one: one[0].seq == one[1], zip(told, count(1)))]


def changed_since(connection: Connection, since: datetime) -> list[int]:
    """The referrals of which anything was recorded after `since`."""
    found = select(_e.referral).where(_e.recorded_at > since, _e.referral > ACCESS_LOG)
    return list(connection.execute(found.distinct()).scalars())
