"""The first tables, with their indexes and triggers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "first"
down_revision = None
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HAPPENED = ("vanished_at", "appealed_at", "appeal_ended_at", "closed_later_at", "reappeared_at")
_LIVE = sa.text("state IN ('appealed', 'flagged', 'held', 'referred')")


_FIGURES = {
    "cohort": [
        *("platform", "standing", "category", "confidence_when_referred", "reason"),
        *("days_to_outcome", "appeal_result", "referred_at", "flagged_at", "appealed_at"),
        *("appeal_ended_at", "closed_later_at", "reappeared_at"),
        *("channel", "confidence", "basis", "page_key"),
    ],
    "standing_pages": ["standing", "page_key", "referred_at"],
    "page_key_number": ["page_key", "number", "standing", "referred_at"],
    "flagged_at": ["flagged_at", "platform", "standing", "channel", "page_key"],
    "referred_at": [
        *("referred_at", "platform", "standing", "channel", "page_key"),
        "confidence_when_referred",
    ],
    "decided": [
        *("first_outcome_at", "platform", "first_outcome", "standing"),
        *("confidence_when_referred", "days_to_outcome", "channel", "page_key", "reference"),
    ],
    "advice": ["platform", "category", "first_outcome_at", "standing"],
}


def upgrade() -> None:
    """Tables, PostgreSQL's sequence of referral numbers, and the triggers of the audit."""
    _make_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE referral_numbers AS bigint")
        _postgresql_triggers()
    else:
        op.execute("INSERT INTO counters (name, last) VALUES ('referral_numbers', 0)")
        _sqlite_triggers()


def _postgresql_triggers() -> None:
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$
    """)
    for table in ("events", "chain"):
        op.execute(f"""
            CREATE TRIGGER {table}_only_grow
            BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)
    op.execute("""
        CREATE FUNCTION wait_to_be_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO unsealed (referral, seq, hash) VALUES (NEW.referral, NEW.seq, NEW.hash);
            RETURN NULL;
        END $$
    """)
    op.execute("""
        CREATE TRIGGER events_wait_to_be_sealed AFTER INSERT ON events
        FOR EACH ROW EXECUTE FUNCTION wait_to_be_sealed()
    """)


def _sqlite_triggers() -> None:
    for table in ("events", "chain"):
        for change in ("UPDATE", "DELETE"):
            op.execute(f"""
                CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END
            """)
    op.execute("""
        CREATE TRIGGER events_wait_to_be_sealed AFTER INSERT ON events
        BEGIN
            INSERT INTO unsealed (referral, seq, hash) VALUES (NEW.referral, NEW.seq, NEW.hash);
        END
    """)


def _make_tables() -> None:
    op.create_table(
        "answers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_answers"),
    )
    op.create_index("ix_answers_created_at", "answers", ["created_at"])
    op.create_table(
        "chain",
        sa.Column("sequence", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("referral", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("event_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_chain"),
    )
    op.create_index("uq_chain_referral_seq", "chain", ["referral", "seq"], unique=True)
    op.create_table(
        "claims",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_claims"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
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
    op.create_table(
        "erased_posts",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("referral", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erased_posts"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "events",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("prev_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("referral", "seq", name="pk_events"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_events_recorded_at", "events", ["recorded_at"])
    op.create_table(
        "lanes",
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("leased", sa.Boolean(), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("last_ts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name="pk_lanes"),
    )
    op.create_index(
        "ix_lanes_pending",
        "lanes",
        ["free_at"],
        sqlite_where=sa.text("pending IS 1"),
        postgresql_where=sa.text("pending IS true"),
    )
    op.create_table(
        "mentions",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("referral", "channel", "ts", name="pk_mentions"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_mentions_lists",
        "mentions",
        ["channel", "ts"],
        sqlite_where=sa.text("message = 'list'"),
        postgresql_where=sa.text("message = 'list'"),
    )
    op.create_table(
        "page_checks",
        sa.Column("referral", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Text()),
        sa.Column("seen", sa.Text()),
        sa.Column("since", sa.BigInteger()),
        sa.Column("checked_at", sa.BigInteger()),
        sa.Column("question", sa.Integer()),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("leased_until", sa.BigInteger(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("referral", name="pk_page_checks"),
    )
    op.create_index(
        "ix_page_checks_due",
        "page_checks",
        ["due_at", "referral"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "page_fingerprints",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_page_fingerprints"),
        sa.UniqueConstraint("page", name="uq_page_fingerprints_page"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("deactivated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_index(
        "ix_people_admins",
        "people",
        ["id"],
        sqlite_where=sa.text("admin IS 1"),
        postgresql_where=sa.text("admin IS true"),
    )
    op.create_table(
        "personal_values",
        sa.Column("referral", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("referral", "seq", "name", name="pk_personal_values"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
    )
    op.create_table(
        "posts",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_posts"),
    )
    op.create_table(
        "referrals",
        sa.Column("number", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("page_key", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("flagger", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("flagged_at", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("previous", sa.BigInteger(), nullable=True),
        sa.Column("warning", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("referred_at", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("confidence_when_referred", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_at", sa.BigInteger(), nullable=True),
        sa.Column("first_outcome", sa.Text(), nullable=True),
        sa.Column("first_outcome_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("restriction", sa.Text(), nullable=False),
        sa.Column("vanished_at", sa.BigInteger(), nullable=True),
        sa.Column("appealed_at", sa.BigInteger(), nullable=True),
        sa.Column("appealed_outcome", sa.Text(), nullable=True),
        sa.Column("appeal_ground", sa.Text(), nullable=False),
        sa.Column("appeal_result", sa.Text(), nullable=True),
        sa.Column("appeal_ended_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_later_at", sa.BigInteger(), nullable=True),
        sa.Column("reappeared_at", sa.BigInteger(), nullable=True),
        sa.Column("state_before_hold", sa.Text(), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("remind_at", sa.BigInteger(), nullable=True),
        sa.Column("remind_times", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("days_to_outcome", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_referrals"),
    )
    op.create_index(
        "ix_referrals_certain",
        "referrals",
        ["outcome_at", "state"],
        sqlite_where=sa.text("confidence_when_referred = 'certain'"),
        postgresql_where=sa.text("confidence_when_referred = 'certain'"),
    )
    op.create_index(
        "ix_referrals_finished",
        "referrals",
        ["finished_at", "number"],
        sqlite_where=sa.text("finished_at IS NOT NULL"),
        postgresql_where=sa.text("finished_at IS NOT NULL"),
    )
    op.create_index(
        "ix_referrals_mine",
        "referrals",
        ["owner", "flagged_at", "number", "state", "private", "channel"],
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    for name, columns in _FIGURES.items():
        op.create_index(f"ix_referrals_{name}", "referrals", columns)
    for when in _HAPPENED:
        op.create_index(
            f"ix_referrals_{when}",
            "referrals",
            [when],
            sqlite_where=sa.text(f"{when} IS NOT NULL"),
            postgresql_where=sa.text(f"{when} IS NOT NULL"),
        )
    op.create_index(
        "ix_referrals_queue",
        "referrals",
        ["channel", "flagged_at", "number", "state", "private"],
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_index(
        "ix_referrals_remind",
        "referrals",
        ["remind_at", "number"],
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    op.create_index(
        "ix_referrals_waiting",
        "referrals",
        ["referred_at", "platform", "state", "channel"],
        sqlite_where=sa.text("state = 'referred'"),
        postgresql_where=sa.text("state = 'referred'"),
    )
    op.create_index(
        "uq_referrals_live_page",
        "referrals",
        ["page_key"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "unsealed",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("referral", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unsealed"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unsealed_referral_seq", "unsealed", ["referral", "seq"])
    op.create_table(
        "outbox",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("after_ts", sa.Text(), nullable=False),
        sa.Column("doubt_until", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["lane"], ["lanes.lane"], name="fk_outbox_lane"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_parked",
        "outbox",
        ["id"],
        sqlite_where=sa.text("state = 'parked'"),
        postgresql_where=sa.text("state = 'parked'"),
    )
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["lane", "id"],
        sqlite_where=sa.text("state IN ('waiting', 'sending', 'in doubt')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending', 'in doubt')"),
    )
    op.create_index(
        "ix_outbox_sent",
        "outbox",
        ["sent_at"],
        sqlite_where=sa.text("state = 'sent'"),
        postgresql_where=sa.text("state = 'sent'"),
    )
