"""Platforms' answers, which referrals they decided, and an index by which references are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "platform answers"
down_revision = "identities"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Two tables and an index."""
    unrecorded, named = sa.text("recorded_at IS NULL"), sa.text("reference != ''")
    op.create_table(
        "platform_answers",
        sa.Column("number", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger()),
        sa.Column("erased_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("number", name="pk_platform_answers"),
        sa.UniqueConstraint("uid", name="uq_platform_answers_uid"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_platform_answers_unrecorded",
        "platform_answers",
        ["created_at"],
        sqlite_where=unrecorded,
        postgresql_where=unrecorded,
    )
    op.create_table(
        "answered_referrals",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("referral", "answer", name="pk_answered_referrals"),
    )
    op.create_index("ix_answered_referrals_answer", "answered_referrals", ["answer"])
    op.create_index(
        "ix_referrals_reference",
        "referrals",
        ["reference"],
        sqlite_where=named,
        postgresql_where=named,
    )
