"""Words that search looks up, and indexes that lists are counted in.

Referrals that are there already wait to be learned like new ones: a search reads them until then.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LIVE = sa.text("state IN ('appealed', 'flagged', 'held', 'referred')")
_COVERED = {
    "queue": ["channel", "flagged_at", "number", "state", "private"],
    "mine": ["owner", "flagged_at", "number", "state", "private", "channel"],
}


def upgrade() -> None:
    """The tables, their triggers, and the indexes."""
    op.create_table(
        "search_words",
        sa.Column(
            "word",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "number", name="pk_search_words"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unsearched",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unsearched"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO unsearched (number, was) SELECT number, '' FROM referrals ORDER BY number"
    )
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_triggers()
    else:
        _sqlite_triggers()
    for name, columns in _COVERED.items():
        op.drop_index(f"ix_referrals_{name}", "referrals")
        op.create_index(
            f"ix_referrals_{name}",
            "referrals",
            columns,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        )


def _postgresql_triggers() -> None:
    op.execute("""
        CREATE FUNCTION wait_to_be_searched() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO unsearched (number, was) VALUES (NEW.number, '');
            ELSE
                INSERT INTO unsearched (number, was) VALUES (NEW.number, OLD.search);
            END IF;
            RETURN NULL;
        END $$
    """)
    op.execute("""
        CREATE TRIGGER referrals_wait_to_be_searched AFTER INSERT ON referrals
        FOR EACH ROW EXECUTE FUNCTION wait_to_be_searched()
    """)
    op.execute("""
        CREATE TRIGGER referrals_are_searched_anew AFTER UPDATE OF search ON referrals
        FOR EACH ROW WHEN (OLD.search <> NEW.search) EXECUTE FUNCTION wait_to_be_searched()
    """)


def _sqlite_triggers() -> None:
    op.execute("""
        CREATE TRIGGER referrals_wait_to_be_searched AFTER INSERT ON referrals
        BEGIN INSERT INTO unsearched (number, was) VALUES (NEW.number, ''); END
    """)
    op.execute("""
        CREATE TRIGGER referrals_are_searched_anew AFTER UPDATE OF search ON referrals
        WHEN OLD.search <> NEW.search
        BEGIN INSERT INTO unsearched (number, was) VALUES (NEW.number, OLD.search); END
    """)
