"""Time to outcome in calendar days; those of referrals that no zone was recorded with are UTC's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "calendar days"
down_revision = "notices"
branch_labels = None
depends_on = None

_INDEXES = {
    "cohort": (
        *("platform", "standing", "category", "confidence_when_referred", "reason"),
        *("days_followed", "referred_at", "counted_at", "closed_later_at", "reappeared_at"),
        *("channel", "confidence", "basis", "page_key"),
    ),
    "decided": (
        *("first_outcome_at", "platform", "first_outcome", "standing"),
        *("confidence_when_referred", "days_followed", "channel", "page_key", "reference"),
    ),
    "waiting": ("referred_at", "platform", "state", "channel", "zone", "referred_on"),
}
_DAY = 86_400_000_000


def upgrade() -> None:
    """Columns, filled from the instants, and the indexes that read them."""
    op.add_column("referrals", sa.Column("zone", sa.Text(), nullable=False, server_default="UTC"))
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.alter_column("referrals", "zone", server_default=None)
    op.add_column("referrals", sa.Column("referred_on", sa.Date()))
    op.add_column("referrals", sa.Column("days_followed", sa.Integer()))
    for name in _INDEXES:
        op.drop_index(f"ix_referrals_{name}", "referrals")
    op.drop_column("referrals", "days_to_outcome")
    day = "DATE '1970-01-01' + CAST(referred_at / {0} AS INTEGER)"
    if not postgresql:
        day = "date(referred_at / 1000000, 'unixepoch')"
    most = "GREATEST" if postgresql else "max"
    op.execute(
        f"UPDATE referrals SET referred_on = {day.format(_DAY)}, days_followed = "  # noqa: S608
        f"{most}(0, first_outcome_at / {_DAY} - referred_at / {_DAY}) "
        "WHERE referred_at IS NOT NULL"
    )
    op.execute("UPDATE referrals SET days_followed = NULL WHERE first_outcome_at IS NULL")
    for name, columns in _INDEXES.items():
        waits = sa.text("(standing || '') = 'waiting'") if name == "waiting" else None
        op.create_index(
            f"ix_referrals_{name}",
            "referrals",
            list(columns),
            sqlite_where=waits,
            postgresql_where=waits,
        )
