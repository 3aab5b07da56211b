"""What pages have in common, and cases. Both begin empty: notes of before are read when they are added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "indicators"
down_revision = "queue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables, each with the index by which others are found."""
    op.create_table(
        "indicators",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("for_leads", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("referral", "kind", "value", name="pk_indicators"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_indicators_value", "indicators", ["value", "kind", "referral"])
    op.create_table(
        "case_pages",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("for_leads", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("referral", "key", name="pk_case_pages"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_pages_key", "case_pages", ["key", "referral"])
