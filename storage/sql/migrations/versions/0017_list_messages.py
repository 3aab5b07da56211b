"""Which list message names which referrals. Lists that were posted before stay as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "list messages"
down_revision = "answers in time"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table, empty at first."""
    op.create_table(
        "listed",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("referral", name="pk_listed"),
    )
    op.create_index("ix_listed_subject", "listed", ["subject"])
