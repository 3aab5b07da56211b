"""Whole referrals, many at once, into a database that has others: for an import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, select

from bot.domain.lifecycle.referral import Event, Referral
from storage.history import events as event_rows
from storage.referrals import appeals
from storage.retention import page_fingerprints
from storage.sql.dialects import Lock, in_parts, take
from storage.sql.referral_rows import COLUMNS, Row, to_referral
from storage.sql.tables import referrals

_INSERT = insert(referrals)
_BY_PAGE = (
    select(*COLUMNS)
    .where(referrals.c.page_key.in_(bindparam("keys", expanding=True)))
    .order_by(referrals.c.number)
)


def by_page_key(
    connection: Connection,
    hasher: page_fingerprints.KeyedHasher | None,
    keys: Mapping[str, Sequence[str]],
    *,
    to_add: bool,
) -> dict[str, tuple[Referral, ...]]:
    """All referrals of these pages, by key, each by number; those that were erased, too, under
    the key or one of earlier rules."""
    if to_add:
        take(connection, Lock.IMPORT)
    found: defaultdict[str, tuple[Referral, ...]] = defaultdict(tuple)
    for some in in_parts(keys):
        # What was erased stands under a name that tells nothing, until its page is here again.
        pages = {key: keys[key] for key in some}
        erased = {
            name: key for key, name in page_fingerprints.find(connection, hasher, pages).items()
        }
        for row in connection.execute(_BY_PAGE, {"keys": [*some, *erased]}):
            referral = to_referral(row)
            found[erased.get(referral.page_key, referral.page_key)] += (referral,)
    return dict(found)


def add(connection: Connection, rows: Sequence[Row], events: Sequence[Event]) -> None:
    """Insert the referrals and their events. Raises PageAlreadyLive, as the unique index does."""
    connection.execute(_INSERT, rows)
    event_rows.append_all(connection, events, {row["number"]: row["remind_at"] for row in rows})
    told: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        told[event.referral].append(event)
    appeals.put(connection, told)
