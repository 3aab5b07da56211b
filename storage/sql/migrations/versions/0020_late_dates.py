"""How many of the two dates that times are made of, referred and first decided, were entered late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "late dates"
down_revision = "real names"
branch_labels = None
depends_on = None

_COHORT = (
    *("platform", "standing", "category", "confidence_when_referred", "reason"),
    *("days_followed", "first_outcome", "decided_within", "days_to_sign"),
    *("referred_at", "counted_at", "closed_later_at", "reappeared_at"),
    *("late_dates", "channel", "confidence", "basis", "page_key"),
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATE = sa.text(
    "SELECT e.referral, e.seq, e.action, e.happened_at, e.recorded_at, e.target, r.zone "
    "FROM events e JOIN referrals r ON r.number = e.referral WHERE r.referred_at IS NOT NULL "
    "AND e.referral IN (SELECT referral FROM events WHERE recorded_at > happened_at) "
    "ORDER BY e.referral, e.seq"
)


def upgrade() -> None:
    """A column, filled from the events, and the index that reads it."""
    op.add_column(
        "referrals", sa.Column("late_dates", sa.Integer(), nullable=False, server_default="0")
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("referrals", "late_dates", server_default=None)
    op.drop_index("ix_referrals_cohort", "referrals")
    if values := list(_counted(list(op.get_bind().execute(_LATE)))):
        op.get_bind().execute(
            sa.text("UPDATE referrals SET late_dates = :late WHERE number = :number"), values
        )
    op.create_index("ix_referrals_cohort", "referrals", list(_COHORT))


def _counted(rows: list[Any]) -> Iterator[dict[str, int]]:
    for number, events in groupby(rows, key=lambda row: row.referral):
        told = list(events)
        gone = {one.target for one in told if one.action == "undo"}
        dates = {
            one.target: one.happened_at
            for one in told
            if one.action == "change date" and one.seq not in gone
        }
        late = 0
        referred = decided = False
        for one in told:
            if one.seq in gone:
                continue
            begins = one.action == "refer" or (one.action == "refer again" and one.seq == 1)
            first = one.action in ("close", "restrict", "reject") and not decided
            if (begins and not referred) or first:
                happened = _day(dates.get(one.seq, one.happened_at), one.zone)
                late += happened < _day(one.recorded_at, one.zone)
            referred, decided = referred or begins, decided or first
        if late:
            yield {"number": number, "late": late}


def _day(micros: int, zone: str) -> str:
    at = _EPOCH + timedelta(microseconds=micros)
    return at.astimezone(ZoneInfo(zone)).date().isoformat()
