"""Retention: since when referrals are finished, marks of erased pages, and what stands in Slack."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

FILL = (
    "UPDATE referrals SET finished_at = (SELECT events.recorded_at FROM events "
    "WHERE events.referral = referrals.number AND events.seq = referrals.version) "
    "WHERE state IN ('closed', 'gone', 'rejected', 'restricted', 'withdrawn')"
)
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The column, filled from the events, and the tables, empty."""
    op.add_column("referrals", sa.Column("finished_at", sa.BigInteger()))
    op.execute(FILL)
    finished = sa.text("finished_at IS NOT NULL")
    op.create_index(
        "ix_referrals_finished",
        "referrals",
        ["finished_at", "number"],
        sqlite_where=finished,
        postgresql_where=finished,
    )
    op.create_table(
        "page_marks",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_page_marks"),
        sa.UniqueConstraint("page", name="uq_page_marks_page"),
    )
    op.create_table(
        "mentions",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("referral", "channel", "ts", name="pk_mentions"),
        sqlite_with_rowid=False,
    )
    lists = sa.text("message = 'list'")
    op.create_index(
        "ix_mentions_lists",
        "mentions",
        ["channel", "ts"],
        sqlite_where=lists,
        postgresql_where=lists,
    )
    op.create_table(
        "erased_posts",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("referral", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erased_posts"),
        sqlite_autoincrement=True,
    )
