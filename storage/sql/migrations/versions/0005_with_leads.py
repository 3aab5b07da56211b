"""Who flagged a page that a lead looks at first: it stands under their `mine` as "with a lead".

It begins empty: what was flagged so before is in the leads' messages, and in the notes of histories.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "with leads"
down_revision = "holds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table, a row for each person and referral."""
    op.create_table(
        "with_leads",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("referral", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("flagged_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "referral", name="pk_with_leads"),
    )
    op.create_index("ix_with_leads_referral", "with_leads", ["referral"])
