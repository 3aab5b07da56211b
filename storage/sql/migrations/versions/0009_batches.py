"""Selections of referrals, which one action is recorded for. They begin empty."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "batches"
down_revision = "publications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table, a row for each selection."""
    op.create_table(
        "batches",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("picked", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("uid", name="pk_batches"),
    )
