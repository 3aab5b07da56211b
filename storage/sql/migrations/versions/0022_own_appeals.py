"""What may still be appealed, by owner and by channel: lists by urgency need not read all of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "own appeals"
down_revision = "acknowledged reference"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two indexes."""
    appealable = sa.text("state IN ('rejected', 'restricted')")
    for name, whose in (("queue", "channel"), ("mine", "owner")):
        op.create_index(
            f"ix_referrals_{name}_appealable",
            "referrals",
            [whose, "outcome_at", "number"],
            sqlite_where=appealable,
            postgresql_where=appealable,
        )
