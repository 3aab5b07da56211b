"""What waits for an answer is counted in its indexes, which know now what is on hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "waiting"
down_revision = "totals"
branch_labels = None
depends_on = None

_WAITING = sa.text("(standing || '') = 'waiting'")


def upgrade() -> None:
    """Two indexes with a column more."""
    for name, whose in (("queue", "channel"), ("mine", "owner")):
        op.drop_index(f"ix_referrals_{name}_waiting", "referrals")
        op.create_index(
            f"ix_referrals_{name}_waiting",
            "referrals",
            [whose, "referred_at", "number", "platform", "private", "state"],
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        )
