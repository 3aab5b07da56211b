"""Why the database can't be used."""

from __future__ import annotations

NOT_AN_ADDRESS = (
    "DATABASE_URL isn't a database address. Write it like sqlite:///data/referrals.db or "
    "postgresql://user@host/name."
)
NEEDS_A_FILE = "SQLite needs a file here. Write it like sqlite:///data/referrals.db."
HALF_A_CHARACTER = "This text holds half a character, which no database can keep."
PAGE_IS_LIVE = "Another referral of this page is open."
BUSY = "The database is busy with other work. Nothing was recorded."
POOL_IN_USE = "All connections to the database are in use. Nothing was recorded."
BROKE_WHILE_RECORDING = (
    "The connection to the database broke while recording. Look before you try again: it may have "
    "been recorded."
)
DISK_FULL = (
    "The disk that holds the database is full. Nothing was recorded. Make room on it; the bot goes "
    "on by itself."
)
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


def silent_for(seconds: float) -> str:
    return f"the server said nothing for {seconds:.0f} s"


def bad_pooler(word: str) -> str:
    return (
        f"“{word}” isn't an answer to pooler= in DATABASE_URL. Write pooler=yes where a pooler such "
        "as PgBouncer stands before PostgreSQL, pooler=no where none does, or leave it out."
    )


def not_utf8(name: str, encoding: str, user: str) -> str:
    return (
        f"The database {name} keeps its text in {encoding}, which can't hold every character. Make "
        f"one that can, and point DATABASE_URL at it: createdb --encoding=UTF8 --template=template0 "
        f"--owner={user} {name}_utf8"
    )


def no_right(error: str, kind: str, name: str, user: str) -> str:
    """`kind` is the server's word for what is refused, such as table; `user` is the bot's role."""
    to = f'TO "{user}"' if user else "TO the bot's role"
    grants = {
        "database": [f'GRANT CONNECT ON DATABASE "{name}" {to};'],
        "schema": [f'GRANT USAGE, CREATE ON SCHEMA "{name}" {to};'],
    }
    in_schema = [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public {to};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public {to};",
    ]
    return (
        f"The database refused: {error}. Nothing was recorded. Whoever owns the database types: "
        + " ".join(grants.get(kind, in_schema))
    )


def disk_failed(error: str) -> str:
    return (
        f"The disk that holds the database failed: {error}. Nothing was recorded. Look at the disk "
        "and its quota."
    )


def damaged(error: str) -> str:
    return (
        f"The database file is damaged ({error}). Stop the bot, keep the file and what lies beside "
        "it (-wal, -shm) as they are, and restore a backup: docs/operations.md says how."
    )


def damaged_server(error: str) -> str:
    return (
        f"The database is damaged ({error}). Stop the bot and restore a backup: docs/operations.md "
        "says how."
    )


def file_unreadable(path: str, reason: str) -> str:
    return f"{path} can't be opened: {reason}. Nothing was recorded."


def file_gone(path: str) -> str:
    return (
        f"{path} was deleted, moved or replaced while the bot worked on it, so nothing is recorded "
        "any more. Move the same file back and the bot goes on. Otherwise stop the bot and restore a "
        "backup: docs/operations.md says how."
    )


def file_overwritten(path: str) -> str:
    return (
        f"{path} was overwritten while the bot worked on it, so nothing is recorded any more. Stop "
        "the bot and restore a backup: docs/operations.md says how."
    )


def log_gone(path: str) -> str:
    return (
        f"{path}-wal, which holds the newest part of the database, was deleted, moved or replaced "
        "while the bot worked with it, so nothing is recorded any more. Move the same file back and "
        "the bot goes on. Otherwise stop the bot and restore a backup: docs/operations.md says how."
    )


def shared_memory_gone(path: str) -> str:
    return (
        f"{path}-shm, by which all that use the database know of each other, was deleted, moved or "
        "replaced while the bot worked with it, so nothing is recorded any more. Move the same file "
        "back and the bot goes on. Otherwise stop the bot, and let nothing else open the database "
        "until it is started again: docs/operations.md says how."
    )


def log_without_file(path: str) -> str:
    return (
        f"{path} isn't there, but the newest part of a database is: {path}-wal. Put its database "
        f"back beside it. If there is none any more, move {path}-wal away and restore a backup: "
        "docs/operations.md says how."
    )


def strange_log(path: str) -> str:
    return (
        f"{path}-wal doesn't belong to {path}: it holds the newest part of another database, or of "
        "an earlier or later copy of this one, and read together they would be damaged. If you "
        f"restored a backup, move {path}-wal and {path}-shm away and start again. If you moved a "
        "database, move both of its files together."
    )


def perhaps_incomplete(path: str) -> str:
    return (
        f"{path} may lack what was recorded last: it was copied while a bot worked on it, without "
        f"{path}-wal. Take the copy again with referral-bot backup, or with the bot stopped. If "
        "somebody opened this very file with another program after a crash, nothing is missing."
    )


def two_names(path: str) -> str:
    return (
        f"Another bot is running on {path} under another name: the two are one file (a hard link). "
        "Stop it first, or use PostgreSQL for several at once."
    )


def unknown_tables(revision: str) -> str:
    return f"Another version of the bot made these tables (revision {revision})."


def newer_tables(needed: str, this: str, revision: str) -> str:
    at_least = (
        f"{needed} or later, and this is {this}" if needed != this else f"one that knows {revision}"
    )
    return (
        f"A later version of the bot changed these tables: they need {at_least}. Install it again, or "
        "restore the backup that you made before the upgrade: docs/operations.md says how."
    )
