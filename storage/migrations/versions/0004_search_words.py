"""Indexes that lists are counted in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LIVE = sa.text("state IN ('appealed', 'flagged', 'held', 'referred')")
_COVERED = {
    "queue": ["channel", "flagged_at", "number", "state", "private"],
    "mine": ["owner", "flagged_at", "number", "state", "private", "channel"],
}


def upgrade() -> None:
    """Make them anew."""
    for name, columns in _COVERED.items():
        op.drop_index(f"ix_referrals_{name}", "referrals")
        op.create_index(
            f"ix_referrals_{name}",
            "referrals",
            columns,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        )
