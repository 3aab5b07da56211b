"""The tables of what stands beside referrals: platforms' answers, notices, selections, evidence, reminders, what
was published, and where in Slack something still has to be erased.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    and_,
    literal_column,
)
from sqlalchemy.sql.expression import ColumnElement

from storage.sql.dialects import NAMES, Instant, Json, Serial

metadata = MetaData(naming_convention=NAMES)


def sql_literal(word: str) -> ColumnElement[str]:
    """A constant written into the SQL itself: SQLite uses a partial index for nothing else."""
    return literal_column(f"'{word}'", Text)


# Platforms' answers as they were handed in: kept as the evidence of what was recorded from them.
# `lines` holds what was understood, until it is recorded; `uid` is what forms carry.
platform_answers = Table(
    "platform_answers",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),  # personal
    Column("salt", LargeBinary(16), nullable=False),
    Column("digest", Text, nullable=False),
    Column("given_by", Text, nullable=False),  # personal
    Column("channel", Text, nullable=False),
    Column("lines", Json, nullable=False),  # personal
    Column("created_at", Instant, nullable=False),
    Column("recorded_at", Instant),
    Column("erased_at", Instant),
)

answered_referrals = Table(
    "answered_referrals",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("answer", BigInteger, primary_key=True, autoincrement=False),
)

# Selections of referrals: [number, version, uid] as they were seen; [number, version] as recorded.
batches = Table(
    "batches",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("given_by", Text, nullable=False),  # personal
    Column("picked", Json, nullable=False),
    Column("done", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("recorded_at", Instant),
)

# Digests as they were said.
digests = Table(
    "digests",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("ended_at", Instant, nullable=False),
    Column("data", Json, nullable=False),
)

# Figures as they were published (bot.domain.figures.publications): nothing personal is in them.
publications = Table(
    "publications",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("data", Json, nullable=False),
)

# Pages that were erased: the keyed hash by which each is recognised, and what its referrals stand
# under in place of its key (storage.retention.page_fingerprints). `key_id` tells the keys apart.
ERASED_PAGE = "erased:"
"""How the names of erased pages begin."""

page_fingerprints = Table(
    "page_fingerprints",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("page", Text, nullable=False, unique=True),
    Column("key_id", Text, nullable=False),
)

# Where the messages stand that speak of a referral beside its card and are never updated, so that
# retention can have them changed. `posts` has the others.
mentions = Table(
    "mentions",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("channel", Text, primary_key=True),
    Column("ts", Text, primary_key=True),
    Column("message", Text, nullable=False),
)

is_list = mentions.c.message == sql_literal("list")

# Messages in Slack that still say what was erased here: changed a few at a time.
erased_posts = Table(
    "erased_posts",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("referral", BigInteger, nullable=False),
    Column("channel", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("message", Text, nullable=False),
)

# Which list message names a referral that was flagged with many others, so that it can be drawn anew.
listed = Table(
    "listed",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("lane", Text, nullable=False),
)

# `found` in a note, or typed by a person; a wrong one is struck out and stays so. What was added under
# a hold is `for_leads` alone, as its event is.
indicators = Table(
    "indicators",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),  # personal
    Column("found", Boolean, nullable=False),
    Column("struck", Boolean, nullable=False),
    Column("for_leads", Boolean, nullable=False),
    Column("added_at", Instant),  # empty: before this was kept
)

# A case is a name that referrals share; `key` is the name as it is compared.
case_pages = Table(
    "case_pages",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),  # personal
    Column("name", Text, nullable=False),  # personal
    Column("for_leads", Boolean, nullable=False),
    Column("added_at", Instant),  # empty: before this was kept
)

# Files that are kept as evidence; the files themselves are outside the database (storage.evidence.directory).
# Once a piece is erased `stored_as` stands until its file is removed.
evidence = Table(
    "evidence",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("stored_as", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("name", Text, nullable=False),  # personal
    Column("sha256", Text, nullable=False),  # personal
    Column("given_by", Text, nullable=False),  # personal
    Column("kept_at", Instant, nullable=False),
    Column("erased_at", Instant),
)
is_kept = evidence.c.erased_at.is_(None)
ERASED_EVIDENCE = {"name": "", "sha256": "", "given_by": ""}
"""What is personal in a piece, once it is erased."""
to_be_removed = and_(evidence.c.erased_at.is_not(None), evidence.c.stored_as != sql_literal(""))

# Notices to platforms, as they were sent, and what is recorded of their referrals then.
notices = Table(
    "notices",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("platform", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("text", Text, nullable=False),  # personal
    Column("salt", LargeBinary(16), nullable=False),
    Column("digest", Text, nullable=False),
    Column("sent_by", Text, nullable=False),  # personal
    Column("channel", Text, nullable=False),
    Column("answers", Json, nullable=False),
    Column("progress", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("erased_at", Instant),
)

notified_referrals = Table(
    "notified_referrals",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("notice", BigInteger, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

# When people work, as they said on Home (bot.domain.reminders.OwnHours); empty where they said nothing.
own_hours = Table(
    "own_hours",
    metadata,
    Column("person", Text, primary_key=True),  # personal
    Column("zone", Text, nullable=False),
    Column("starts", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("days", Text, nullable=False),
    Column("off_until", Text, nullable=False),
)

# Reminders that were written down, so that they can be drawn anew, and which referrals each lists.
reminder_messages = Table(
    "reminder_messages",
    metadata,
    Column("subject", Text, primary_key=True),  # personal: it names who is reminded
    Column("lane", Text, nullable=False),  # personal
    Column("message", Text, nullable=False),
    Column("data", Json, nullable=False),
    Column("written_at", Instant, nullable=False),
)

reminder_lines = Table(
    "reminder_lines",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Text, primary_key=True),  # personal
)
