"""The tables of what joins pages: indicators and cases. Both hold what retention erases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Table, Text

from storage.sql.tables import metadata as metadata

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
    sqlite_with_rowid=False,
)

# A case is a name that referrals share; `key` is the name as it is compared.
case_pages = Table(
    "case_pages",
    metadata,
    Column("referral", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),  # personal
    Column("name", Text, nullable=False),  # personal
    Column("for_leads", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
