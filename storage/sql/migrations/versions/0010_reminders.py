"""When people work, and the reminders that are drawn anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "reminders"
down_revision = "batches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables, empty at first."""
    op.create_table(
        "own_hours",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("person", "zone", "starts")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("ends", "days", "off_until")),
        sa.PrimaryKeyConstraint("person", name="pk_own_hours"),
    )
    op.create_table(
        "reminder_messages",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_reminder_messages"),
    )
    op.create_index("ix_reminder_messages_written_at", "reminder_messages", ["written_at"])
    op.create_table(
        "reminder_lines",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("referral", "subject", name="pk_reminder_lines"),
    )
    op.create_index("ix_reminder_lines_subject", "reminder_lines", ["subject"])
