"""Why the database can't be used."""

from __future__ import annotations

NOT_AN_ADDRESS = (
    "DATABASE_URL isn't a database address. Write it like sqlite:///data/referrals.db or "
    "postgresql://user@host/name."
)
NEEDS_A_FILE = "SQLite needs a file here. Write it like sqlite:///data/referrals.db."
HALF_A_CHARACTER = "This text holds half a character, which no database can keep."
PAGE_IS_LIVE = "Another referral of this page is open."
DEMO_NEEDS_EMPTY = "This database already has referrals, and demo data goes only into an empty one."


def unknown_database(name: str) -> str:
    return f"DATABASE_URL begins with {name}. Use sqlite or postgresql."


def cannot_be_used(reason: str) -> str:
    return f"DATABASE_URL can't be used: {reason}."


def old_sqlite(version: str, oldest: str) -> str:
    return f"This Python has SQLite {version}. The bot needs {oldest} or later."


def cannot_be_made(path: str, reason: str) -> str:
    return f"{path} can't be made: {reason}."


def two_writers(error: str) -> str:
    return f"Two writers met: {error}."


def database_said(error: str) -> str:
    return f"The database said: {error}. Nothing was recorded."


def cannot_keep(reason: str) -> str:
    return f"The database can't keep this text: {reason}."


def connection_broke(reason: str) -> str:
    return f"The connection to the database broke: {reason}. Nothing was recorded."
