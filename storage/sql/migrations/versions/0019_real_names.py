"""People's real names, beside what they set to be called; Slack is asked for them at the next start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "real names"
down_revision = "joined since"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column that is empty at first."""
    column = sa.Column("real_name", sa.Text(), nullable=False, server_default="")
    op.add_column("people", column)
