"""Indexes of lists by urgency: by state and flag, by referral, by outcome."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "queue"
down_revision = "evidence"
branch_labels = None
depends_on = None

_LIVE = sa.text("state IN ('appealed', 'flagged', 'held', 'referred')")
_WAITING = sa.text("(standing || '') = 'waiting'")
_APPEALABLE = sa.text("state IN ('rejected', 'restricted')")


def upgrade() -> None:
    """Indexes alone."""
    for name, whose in (("queue", "channel"), ("mine", "owner")):
        op.drop_index(f"ix_referrals_{name}", "referrals")
        op.create_index(
            f"ix_referrals_{name}",
            "referrals",
            [whose, "state", "flagged_at", "number", "private"],
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        )
        op.create_index(
            f"ix_referrals_{name}_waiting",
            "referrals",
            [whose, "referred_at", "number", "platform", "private"],
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        )
    op.create_index(
        "ix_referrals_appealable",
        "referrals",
        ["outcome_at", "number", "channel"],
        sqlite_where=_APPEALABLE,
        postgresql_where=_APPEALABLE,
    )
