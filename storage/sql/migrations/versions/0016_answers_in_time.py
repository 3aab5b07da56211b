"""Answers in time: the first acknowledgement, and the days to it and to a page's return."""

from __future__ import annotations

from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = "answers in time"
down_revision = "indicators"
branch_labels = None
depends_on = None

_INDEXES = {
    "cohort": (
        *("platform", "standing", "category", "confidence_when_referred", "reason"),
        *("days_followed", "first_outcome", "decided_within", "days_to_sign"),
        *("referred_at", "counted_at", "closed_later_at", "reappeared_at"),
        *("channel", "confidence", "basis", "page_key"),
    ),
    "referred_at": (
        *("referred_at", "platform", "standing", "channel", "page_key"),
        *("confidence_when_referred", "zone", "referred_on", "days_followed", "decided_within"),
    ),
}
_DAY = 86_400_000_000
_HOUR = 3_600_000_000


def upgrade() -> None:
    """Columns, filled from what is known, and the indexes that read them."""
    op.add_column("referrals", sa.Column("first_acknowledged_at", sa.BigInteger()))
    for name in ("decided_within", "days_to_sign", "days_to_return"):
        op.add_column("referrals", sa.Column(name, sa.Integer()))
    for name in _INDEXES:
        op.drop_index(f"ix_referrals_{name}", "referrals")
    op.execute("UPDATE referrals SET first_acknowledged_at = acknowledged_at")
    _acknowledged_again()
    _fill()
    for name, columns in _INDEXES.items():
        op.create_index(f"ix_referrals_{name}", "referrals", list(columns))
    again = sa.text("attempt > 1")
    op.create_index(
        "ix_referrals_again",
        "referrals",
        ["referred_at", "standing", "platform", "channel"],
        sqlite_where=again,
        postgresql_where=again,
    )


def _acknowledged_again() -> None:
    """The first acknowledgement that counts, of what was acknowledged more than once."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT referral, seq, action, happened_at, target FROM events WHERE referral IN ("
            "SELECT referral FROM events WHERE action = 'acknowledge' AND referral > 0 "
            "GROUP BY referral HAVING COUNT(*) > 1) ORDER BY referral, seq"
        )
    )
    values = []
    for number, rows in groupby(found.all(), key=lambda row: row.referral):
        told = list(rows)
        undone = {one.target for one in told if one.action == "undo"}
        dates = {
            one.target: one.happened_at
            for one in told
            if one.action == "change date" and one.seq not in undone
        }
        first = next(
            (
                dates.get(one.seq, one.happened_at)
                for one in told
                if one.action == "acknowledge" and one.seq not in undone
            ),
            None,
        )
        values.append({"number": number, "first": first})
    if values:
        op.get_bind().execute(
            sa.text("UPDATE referrals SET first_acknowledged_at = :first WHERE number = :number"),
            values,
        )


def _fill() -> None:
    """Days are those of `referred_on` and `days_followed` where these are known, else UTC's."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    most = "GREATEST" if postgresql else "max"
    op.execute(f"""
        UPDATE referrals SET decided_within = CASE
            WHEN first_outcome_at - referred_at <= {24 * _HOUR} THEN 24
            WHEN first_outcome_at - referred_at <= {48 * _HOUR} THEN 48
        END, days_to_sign = days_followed
        WHERE referred_at IS NOT NULL AND first_outcome <> 'gone'
    """)  # noqa: S608
    op.execute(f"""
        UPDATE referrals SET days_to_sign = {most}(0,
            first_acknowledged_at / {_DAY} - referred_at / {_DAY})
        WHERE referred_at IS NOT NULL AND first_acknowledged_at IS NOT NULL
    """)  # noqa: S608
    op.execute(f"""
        UPDATE referrals SET days_to_return = {most}(0,
            reappeared_at / {_DAY} - outcome_at / {_DAY})
        WHERE reappeared_at IS NOT NULL AND outcome_at IS NOT NULL
    """)  # noqa: S608
