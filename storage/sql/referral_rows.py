"""A `Referral` and its row: the same names, field by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import fields
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sqlalchemy import select

from bot.domain.figures.referral_days import (
    days_followed,
    days_to_return,
    days_to_sign,
    decided_within,
    referred_on,
)
from bot.domain.figures.statistics import counted_at, flag_counted_at, standing
from bot.domain.lifecycle.audit import short_hash
from bot.domain.lifecycle.referral import Basis, Confidence, Referral, State
from storage.sql.tables import events, referrals
from storage.sql.visibility import is_private

FIELDS = tuple(field.name for field in fields(Referral) if field.name != "appeals")
LAST_EVENT = (
    select(events.c.hash)
    .where(events.c.referral == referrals.c.number, events.c.seq == referrals.c.version)
    .scalar_subquery()
    .label("last_event")
)
COLUMNS = tuple(LAST_EVENT if name == LAST_EVENT.name else referrals.c[name] for name in FIELDS)
"""As they were recorded."""
SHOWN = tuple(is_private.label(one.name) if one.name == "private" else one for one in COLUMNS)
"""The same, but `private` as the channel is now: what people are shown follows it."""

Row = dict[str, Any]
"""What is written: a value for each column."""

_ENUMS: dict[str, type[StrEnum]] = {
    "state": State,
    "confidence": Confidence,
    "basis": Basis,
    "confidence_when_referred": Confidence,
    "outcome": State,
    "first_outcome": State,
    "appealed_outcome": State,
    "state_before_hold": State,
}
_VALUES = attrgetter(*FIELDS)
_HASH = FIELDS.index(LAST_EVENT.name)
_CONVERTED = tuple(
    (FIELDS.index(name), {one.value: one for one in enum}) for name, enum in _ENUMS.items()
)


def to_referral(row: Sequence[Any]) -> Referral:
    """The referral of a row that begins with COLUMNS."""
    values = list(row[: len(FIELDS)])
    for place, members in _CONVERTED:
        if values[place] is not None:
            values[place] = members[values[place]]
    # PostgreSQL reads none where it waited for the row while the event was recorded.
    values[_HASH] = short_hash(values[_HASH] or b"")
    return Referral(*values)


def to_values(referral: Referral) -> Row:
    """The referral's columns, with what SEARCH looks in and what figures are grouped by."""
    values = dict(zip(FIELDS, _VALUES(referral), strict=True))
    del values["uid"], values["last_event"]  # the database has them
    for name in _ENUMS:
        if values[name] is not None:
            values[name] = values[name].value
    named = (referral.reference, referral.decision_reference, referral.acknowledged_reference)
    references = f" {' '.join(named)}".rstrip()
    values["search"] = searchable(
        f"{referral.name} {referral.canonical} {referral.url} {referral.note} "
        f"{referral.platform} {referral.category or ''}{references}"
    )
    return values | figured(referral)


def figured(referral: Referral) -> dict[str, Any]:
    """What figures are grouped by: it follows from the rest, and is kept in columns of its own."""
    days = {
        name: count(referral) if referral.referred_at else None for name, count in _DAYS.items()
    }
    return {
        "standing": standing(referral).value,
        "counted_at": counted_at(referral),
        "flag_counted_at": flag_counted_at(referral),
        **days,
    }


_DAYS: dict[str, Callable[[Referral], object]] = {
    "referred_on": referred_on,
    "days_followed": days_followed,
    "decided_within": decided_within,
    "days_to_sign": days_to_sign,
    "days_to_return": days_to_return,
}
"""None of what was never referred."""
FIGURED = ("standing", "counted_at", "flag_counted_at", *_DAYS)


def searchable(text: str) -> str:
    """Text as it is compared: without case and without look-alike forms of one character.

    Done here because the databases fold case differently: SQLite only in ASCII.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold()
