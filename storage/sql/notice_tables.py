"""The tables of notices to platforms; `storage.sql.tables` has all others and says how they are made."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text

from storage.sql.dialects import Instant, Json, Serial
from storage.sql.tables import metadata

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
    sqlite_autoincrement=True,
)

notified_referrals = Table(
    "notified_referrals",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("notice", BigInteger, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)
