"""The tables, for SQLite and PostgreSQL alike. `storage/sql/migrations` makes them; a test compares.

Columns marked personal hold what retention erases. `events` and `chain` are only ever inserted
into: triggers refuse the rest, and another fills `unsealed` with every new event.

Indexes stand in `storage.sql.indexes`, apart: only making and comparing tables needs them, and SQLAlchemy
reads the dialects of both databases for them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    literal_column,
)

from bot.domain.lifecycle.referral import LIVE
from storage.sql.dialects import Instant, Json, Serial, database_now
from storage.sql.tables_beside import metadata, sql_literal

NUMBERS = "referral_numbers"
"""PostgreSQL's sequence of referral numbers; SQLite counts in `counters` under the same name."""

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)

referrals = Table(
    "referrals",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("url", Text, nullable=False),  # personal
    Column("canonical", Text, nullable=False),  # personal
    Column("page_key", Text, nullable=False),  # personal
    Column("key_version", Integer, nullable=False),
    Column("platform", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("flagger", Text, nullable=False),  # personal
    Column("owner", Text, nullable=False),  # personal
    Column("flagged_at", Instant, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("previous", BigInteger),
    Column("warning", Text, nullable=False),  # personal
    Column("note", Text, nullable=False),  # personal
    Column("category", Text),
    Column("confidence", Text),
    Column("basis", Text),
    Column("clause", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("decision_reference", Text, nullable=False),
    Column("referred_at", Instant),
    Column("acknowledged_at", Instant),
    Column("confidence_when_referred", Text),
    Column("outcome", Text),
    Column("outcome_at", Instant),
    Column("first_outcome", Text),
    Column("first_outcome_at", Instant),
    Column("reason", Text),
    Column("words", Text, nullable=False),  # personal
    Column("restriction", Text, nullable=False),  # personal
    Column("vanished_at", Instant),
    Column("appealed_at", Instant),
    Column("appealed_outcome", Text),
    Column("appeal_ground", Text, nullable=False),  # personal
    Column("appeal_result", Text),
    Column("appeal_ended_at", Instant),
    Column("closed_later_at", Instant),
    Column("reappeared_at", Instant),
    Column("state_before_hold", Text),
    Column("hold_reason", Text, nullable=False),  # personal
    Column("withdrawn_reason", Text),
    Column("held_at_flag", Boolean, nullable=False),
    Column("came_in_sight_at", Instant),
    Column("referred_again", Boolean, nullable=False),
    Column("first_acknowledged_at", Instant),
    Column("zone", Text, nullable=False),
    Column("late_dates", Integer, nullable=False),
    Column("acknowledged_reference", Text, nullable=False),
    # Not part of a Referral:
    Column("search", Text, nullable=False),  # personal; what SEARCH looks in, case-folded
    Column("remind_at", Instant),
    Column("remind_times", Integer, nullable=False),
    Column("reminded_at", Instant),
    Column("escalated", Boolean, nullable=False),
    Column("erased_at", Instant),
    # What it counts as, by which instants, the day it was referred, and the calendar days to its first
    # outcome (bot.domain.figures.statistics):
    # figures are grouped by them. They follow from the rest; `audit verify` compares.
    Column("standing", Text, nullable=False),
    Column("counted_at", Instant),
    Column("flag_counted_at", Instant),
    Column("referred_on", Date),
    Column("days_followed", Integer),
    Column("decided_within", Integer),
    Column("days_to_sign", Integer),
    Column("days_to_return", Integer),
    # When its last event was recorded, while it is finished and not erased: retention's clock.
    Column("finished_at", Instant),
    # Part of a Referral, filled in by a trigger from the hash of its first event.
    Column("uid", Text),
)


is_live = referrals.c.state.in_([sql_literal(state.value) for state in sorted(LIVE)])
# Not a plain equality, or SQLite takes an index that begins with the column instead of the partial one.
is_waiting = referrals.c.standing.concat(sql_literal("")) == sql_literal("waiting")
is_again = referrals.c.attempt > literal_column("1", Integer)
is_appealable = referrals.c.state.in_([sql_literal("rejected"), sql_literal("restricted")])
is_held = referrals.c.state == sql_literal("held")
was_certain = referrals.c.confidence_when_referred == sql_literal("certain")
to_remind = referrals.c.remind_at.is_not(None)
is_finished = referrals.c.finished_at.is_not(None)

has_reference = referrals.c.reference != sql_literal("")
has_acknowledged_reference = referrals.c.acknowledged_reference != sql_literal("")
has_decision_reference = referrals.c.decision_reference != sql_literal("")

# Each appeal of each referral, in the order in which they were recorded. They follow from the events;
# `audit verify` compares.
appeals = Table(
    "appeals",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("opened_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("ground", Text, nullable=False),  # personal
    Column("ended_at", Instant),
    Column("result", Text),
    Column("undone", Boolean, nullable=False),
)

ACCESS_LOG = 0
"""The number of the access log's stream in `events`. Stream -12 is what stands beside R-12: its page's
checks, and when it is reminded of."""

events = Table(
    "events",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("action", Text, nullable=False),
    Column("happened_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("facts", Json, nullable=False),
    Column("commitments", Json, nullable=False),
    Column("target", Integer),
    Column("prev_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    # HMAC with a key that is not in the database; NULL where the bot has none.
    Column("mac", LargeBinary(32)),
)

# No foreign key to events: it would cost a look-up for each value; `audit verify` finds strays.
personal_values = Table(
    "personal_values",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("salt", LargeBinary(16), nullable=False),
    Column("value", Text, nullable=False),  # personal
)

unsealed = Table(
    "unsealed",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("referral", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)

chain = Table(
    "chain",
    metadata,
    Column("sequence", Serial, primary_key=True, autoincrement=False),
    Column("referral", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("event_hash", LargeBinary(32), nullable=False),
    Column("sealed_at", Instant, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("mac", LargeBinary(32)),
)

lanes = Table(
    "lanes",
    metadata,
    Column("lane", Text, primary_key=True),
    Column("pending", Boolean, nullable=False),
    Column("leased", Boolean, nullable=False),
    # Database time: until when it is leased or, when not leased, has to wait.
    Column("free_at", BigInteger, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("last_ts", Text, nullable=False),
)
has_rows = lanes.c.pending.is_(True)

PENDING = ("waiting", "sending", "in doubt")

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("lane", Text, ForeignKey(lanes.c.lane), nullable=False),
    Column("message", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("data", Json, nullable=False),  # personal
    Column("key", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("after_ts", Text, nullable=False),
    Column("doubt_until", BigInteger, nullable=False),  # database time
    Column("created_at", Instant, nullable=False),
    Column("sent_at", BigInteger),  # database time
    Column("channel", Text),
    Column("ts", Text),
    Column("reason", Text),
)
is_pending = outbox.c.state.in_([sql_literal(state) for state in PENDING])
is_sent = outbox.c.state == sql_literal("sent")
is_parked = outbox.c.state == sql_literal("parked")

posts = Table(
    "posts",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("ts", Text, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("key", Text, primary_key=True),
    Column("answer", Text, nullable=False),  # personal
    Column("created_at", BigInteger, nullable=False, default=database_now()),  # database time
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),  # personal
    Column("email", Text, nullable=False),  # personal
    Column("admin", Boolean, nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("external", Boolean, nullable=False),
    Column("deactivated", Boolean, nullable=False),
    Column("real_name", Text, nullable=False, server_default=""),  # personal
)
is_admin = people.c.admin.is_(True)

places = Table(
    "places",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("private", Boolean, nullable=False),
)

# Who flagged a page that a lead looks at first, and as they typed it.
with_leads = Table(
    "with_leads",
    metadata,
    Column("person", Text, primary_key=True),  # personal
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("url", Text, nullable=False),  # personal
    Column("flagged_at", Instant, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("name", Text, primary_key=True),
    Column("taken_at", BigInteger, nullable=False, default=database_now()),  # database time
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# When pages are looked at, and what is known of them (bot.domain.pages.checks.Look); `due_at` is
# business time, `leased_until` database time.
page_checks = Table(
    "page_checks",
    metadata,
    Column("referral", Serial, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("agreed", Text),
    Column("seen", Text),
    Column("since", Instant),
    Column("checked_at", Instant),
    Column("question", Integer),
    Column("asked_by", Text, nullable=False),  # personal
    Column("due_at", Instant),
    Column("leased_until", BigInteger, nullable=False),
    Column("fence", BigInteger, nullable=False),
)
is_planned = page_checks.c.due_at.is_not(None)
