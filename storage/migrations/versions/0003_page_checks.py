"""Page checks: which pages are looked at when, and what is known of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table, empty: nothing is looked at until config says so."""
    op.create_table(
        "page_checks",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Text()),
        sa.Column("seen", sa.Text()),
        sa.Column("since", sa.BigInteger()),
        sa.Column("checked_at", sa.BigInteger()),
        sa.Column("question", sa.Integer()),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("leased_until", sa.BigInteger(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("referral", name="pk_page_checks"),
    )
    planned = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_page_checks_due",
        "page_checks",
        ["due_at", "referral"],
        sqlite_where=planned,
        postgresql_where=planned,
    )
