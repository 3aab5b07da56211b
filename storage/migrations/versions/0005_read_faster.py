"""Counts by week, and indexes that hold all that the digest asks of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_REPEATED: dict[str, list[str]] = {
    "flagged_at": [],
    "referred_at": ["appealed_outcome"],
    "first_outcome_at": ["first_outcome"],
}
_SUBMISSIONS = [
    "platform",
    "first_outcome_at",
    "reference",
    "first_outcome",
    "state",
    "referred_at",
]


def upgrade() -> None:
    """Sum the days, from Monday to Sunday (day 0 was a Thursday), and make the indexes anew."""
    # Migration 0002 may have made them already, if there was anything to count.
    op.execute("DELETE FROM counts WHERE span = 'week'")
    op.execute(
        "INSERT INTO counts (span, figure, start, platform, label, sub, n) "
        "SELECT 'week', figure, start - ((start + 3) % 7 + 7) % 7, platform, label, sub, sum(n) "
        "FROM counts WHERE span = 'day' "
        "GROUP BY figure, start - ((start + 3) % 7 + 7) % 7, platform, label, sub"
    )
    waiting = sa.text("state = 'referred'")
    op.drop_index("ix_referrals_waiting", "referrals")
    op.create_index(
        "ix_referrals_waiting",
        "referrals",
        ["referred_at", "platform", "state"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    referenced = sa.text("reference != ''")
    op.create_index(
        "ix_referrals_submissions",
        "referrals",
        _SUBMISSIONS,
        sqlite_where=referenced,
        postgresql_where=referenced,
    )
    for when, stands in _REPEATED.items():
        name = f"ix_referrals_repeated_{when}"
        op.drop_index(name, "referrals")
        op.create_index(
            name,
            "referrals",
            [when, "page_key", "state", *stands, "repeated"],
            sqlite_where=sa.text("repeated IS 1"),
            postgresql_where=sa.text("repeated IS true"),
        )
