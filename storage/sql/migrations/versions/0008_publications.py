"""What was published, as it was said: at first the digests that were."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "publications"
down_revision = "references and appeals"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HAPPENED = ("flagged", "referred", "closed", "restricted", "rejected", "gone")
_LATER = ("appealed", "overturned", "upheld", "closed_later", "reappeared")


def upgrade() -> None:
    """A table, and a row for each digest."""
    op.create_table(
        "publications",
        sa.Column("number", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_publications"),
        sqlite_autoincrement=True,
    )
    said = op.get_bind().execute(sa.text("SELECT data FROM digests ORDER BY ended_at, channel"))
    for data in said.scalars().all():
        digest = json.loads(data)
        op.get_bind().execute(
            sa.text(
                "INSERT INTO publications (kind, channel, published_at, data) "
                "VALUES ('digest', :channel, :published_at, :data)"
            ),
            {
                "channel": digest.get("channel", ""),
                "published_at": (datetime.fromisoformat(digest["as_of"]) - _EPOCH)
                // timedelta(microseconds=1),
                "data": json.dumps(_published(digest), sort_keys=True, ensure_ascii=False),
            },
        )


def _published(digest: dict[str, Any]) -> dict[str, Any]:
    only = digest.get("channel") if digest.get("scope") == "channel" else None
    happened, later = digest["happened"], digest["reversals"]
    return {
        "query": {
            "since": digest["start"],
            "until": digest["end"],
            "as_of": digest["as_of"],
            "channel": only,
        },
        "zone": digest["time_zone"],
        "title": f"{digest['name']} ({digest['dates']})",
        "quote": "",
        "demo": digest.get("demo_data", False),
        "figures": {
            **{name: happened.get(name, 0) for name in _HAPPENED},
            "gone before referring": digest.get("gone_before", 0),
            "rejected although certain": digest.get("certain", 0),
            **{name.replace("_", " "): later.get(name, 0) for name in _LATER},
        },
    }
