"""Totals and times in the order of an index: that of the cohorts begins with what they are grouped by."""

from __future__ import annotations

from alembic import op

revision = "totals"
down_revision = "own appeals"
branch_labels = None
depends_on = None

_COHORT = (
    *("platform", "standing", "days_followed", "category", "confidence_when_referred"),
    *("reason", "first_outcome", "decided_within", "days_to_sign"),
    *("referred_at", "counted_at", "closed_later_at", "reappeared_at"),
    *("late_dates", "channel", "confidence", "basis", "page_key"),
)


def upgrade() -> None:
    """One index in another order."""
    op.drop_index("ix_referrals_cohort", "referrals")
    op.create_index("ix_referrals_cohort", "referrals", list(_COHORT))
