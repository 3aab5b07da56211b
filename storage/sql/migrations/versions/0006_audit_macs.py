"""HMACs beside the hashes of events and of the chain's links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "audit macs"
down_revision = "with leads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was written before has none."""
    for table in ("events", "chain"):
        op.add_column(table, sa.Column("mac", sa.LargeBinary(length=32), nullable=True))
