"""What identifies a referral beside its number, and what identifies this database.

A referral's is made from the hash of its first event, which holds random salts: no two databases
make the same one, and who migrates a copy of an older database again gets the same again. A trigger
fills it in, so that a replica of the version before, which knows nothing of it, does so too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "identities"
down_revision = "first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column with its trigger, filled for what is there, and the database's own id."""
    op.add_column("referrals", sa.Column("uid", sa.Text()))
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()


def _postgresql() -> None:
    op.execute("""
        UPDATE referrals SET uid = substr(encode(events.hash, 'hex'), 1, 20)
        FROM events WHERE events.referral = referrals.number AND events.seq = 1
    """)
    op.execute("""
        CREATE FUNCTION identify() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE referrals SET uid = substr(encode(NEW.hash, 'hex'), 1, 20)
            WHERE number = NEW.referral;
            RETURN NULL;
        END $$
    """)
    op.execute("""
        CREATE TRIGGER events_identify AFTER INSERT ON events
        FOR EACH ROW WHEN (NEW.seq = 1 AND NEW.referral > 0) EXECUTE FUNCTION identify()
    """)
    op.execute("""
        INSERT INTO settings (name, value)
        VALUES ('database_id', replace(gen_random_uuid()::text, '-', ''))
    """)


def _sqlite() -> None:
    op.execute("""
        UPDATE referrals SET uid = (
            SELECT lower(substr(hex(hash), 1, 20)) FROM events
            WHERE events.referral = referrals.number AND seq = 1
        )
    """)
    op.execute("""
        CREATE TRIGGER events_identify AFTER INSERT ON events
        WHEN NEW.seq = 1 AND NEW.referral > 0
        BEGIN
            UPDATE referrals SET uid = lower(substr(hex(NEW.hash), 1, 20))
            WHERE number = NEW.referral;
        END
    """)
    op.execute("""
        INSERT INTO settings (name, value) VALUES ('database_id', lower(hex(randomblob(16))))
    """)
