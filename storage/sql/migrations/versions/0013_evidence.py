"""Files that are kept as evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "evidence"
down_revision = "calendar days"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table and two indexes."""
    to_be_removed = sa.text("erased_at IS NOT NULL AND stored_as != ''")
    op.create_table(
        "evidence",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stored_as", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.Column("erased_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("referral", "seq", name="pk_evidence"),
    )
    op.create_index(
        "ix_evidence_to_remove",
        "evidence",
        ["stored_as"],
        sqlite_where=to_be_removed,
        postgresql_where=to_be_removed,
    )
    op.create_index("ix_evidence_stored_as", "evidence", ["stored_as"])
