"""Counts kept beside the referrals, digests as they were said, and the indexes of statistics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REPEATED: dict[str, list[str]] = {
    "flagged_at": [],
    "referred_at": ["appealed_outcome"],
    "first_outcome_at": ["first_outcome"],
}
_HAPPENED = ("vanished_at", "appealed_at", "appeal_ended_at", "closed_later_at", "reappeared_at")


def upgrade() -> None:
    """The tables, the indexes, and the counts of what is there already."""
    op.create_table(
        "counts",
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("sub", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "span", "figure", "start", "platform", "label", "sub", name="pk_counts"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "count_changes",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("sub", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_count_changes"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "digests",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "period", name="pk_digests"),
    )
    op.create_index("ix_digests_channel_ended_at", "digests", ["channel", "ended_at"])
    op.add_column(
        "referrals",
        sa.Column("repeated", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _make_indexes()
    if op.get_bind().execute(sa.text("SELECT 1 FROM referrals LIMIT 1")).first():
        # Counts are made from the referrals, by whatever code makes them now.
        from storage.counts import rebuild

        rebuild(op.get_bind())


def _make_indexes() -> None:
    op.drop_index("ix_referrals_decided", "referrals")
    op.drop_index("ix_referrals_referred_at", "referrals")
    op.create_index("ix_referrals_flagged_at", "referrals", ["flagged_at"])
    op.create_index(
        "ix_referrals_cohort",
        "referrals",
        [
            "referred_at",
            "platform",
            "state",
            "appealed_outcome",
            "category",
            "confidence_when_referred",
            "reason",
        ],
    )
    op.create_index(
        "ix_referrals_decided",
        "referrals",
        [
            "first_outcome_at",
            "platform",
            "first_outcome",
            "state",
            "confidence_when_referred",
            "referred_at",
        ],
    )
    for when, stands in _REPEATED.items():
        op.create_index(
            f"ix_referrals_repeated_{when}",
            "referrals",
            [when, "page_key", "state", *stands],
            sqlite_where=sa.text("repeated IS 1"),
            postgresql_where=sa.text("repeated IS true"),
        )
    for when in _HAPPENED:
        op.create_index(
            f"ix_referrals_{when}",
            "referrals",
            [when],
            sqlite_where=sa.text(f"{when} IS NOT NULL"),
            postgresql_where=sa.text(f"{when} IS NOT NULL"),
        )
