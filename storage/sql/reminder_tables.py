"""The tables of reminders that are not a referral's own columns."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table, Text

from storage.sql.dialects import Instant, Json
from storage.sql.tables_beside import metadata

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
