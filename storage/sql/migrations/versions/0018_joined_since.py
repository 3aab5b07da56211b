"""Since when a referral has an indicator and is in a case, for what a digest calls new.

Empty for what was kept before: that is not new.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "joined since"
down_revision = "list messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column on each, and the index by which a week's are found."""
    for table in ("indicators", "case_pages"):
        op.add_column(table, sa.Column("added_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_indicators_added_at", "indicators", ["added_at"])
