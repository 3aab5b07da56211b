"""Backups, restores and copies of the database: what was done, and why not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sentences.counting import all_of, listed, plural, verb

COPYING, VERIFYING, ERASING = "Copying", "Verifying", "Erasing"
TO_POSTGRESQL = (
    "`copy` copies to PostgreSQL: --to postgresql://user@host/database. A copy of an SQLite file is "
    "made with `backup`."
)
FROM_SQLITE = "`copy` copies an SQLite database. DATABASE_URL names another one."
WHICH_FILE = "Which backup? `referral-bot restore FILE`."
NO_FILE_IN_PLACE = "With --in-place no file is read: leave the file or the option out."
USE_IT = (
    "Set DATABASE_URL to it before the bot starts again: what is recorded in one of the two isn't "
    "in the other."
)
START_THE_BOT = (
    "Start the bot now: it asks Slack how far the numbers are, and tells the leads what was done."
)


def is_there(path: str) -> str:
    return f"{path} is there already, and nothing is written over it. Name another file."


def no_database_at(path: str) -> str:
    return f"There is no database at {path}."


def cannot_write(path: str, reason: str) -> str:
    return f"{path} can't be written: {reason}. Nothing was changed."


def damaged(path: str, reason: str) -> str:
    return f"{path} can't be used as a database: {reason}. Nothing was changed."


def say_replace(path: str) -> str:
    return (
        f"There is a database at {path}. Use --replace to put the backup in its place; it is kept "
        "beside it under another name."
    )


def not_empty(table: str) -> str:
    return (
        f"The target isn't empty: there are rows in {table}. Copy to an empty database; nothing was "
        "changed."
    )


def counts_differ(tables: Sequence[str]) -> str:
    return f"Not all rows arrived in {all_of(list(tables))}. Nothing was copied."


def figures_differ(target: str) -> str:
    return f"The figures of {target} differ from those of the source. Don't use it."


def with_pg_dump(database: str) -> str:
    """`database` is its address without the password, which PGPASSWORD or ~/.pgpass has."""
    return (
        "PostgreSQL makes its own backups while the bot runs:\n"
        f"  pg_dump --format=custom --file=referrals.dump '{database}'\n"
        "Bring one back with pg_restore while no bot runs, then run `referral-bot restore --in-place`."
    )


def with_pg_restore(database: str) -> str:
    return (
        "PostgreSQL brings its own backups back. While no bot runs:\n"
        f"  pg_restore --clean --if-exists --dbname='{database}' referrals.dump\n"
        "Then run `referral-bot restore --in-place`: numbers go on above, and what was due to be "
        "erased is erased."
    )


def holds(path: str, referrals: int, events: int, until: str) -> str:
    """`until` is when the last event was recorded; empty where there is none."""
    last = f", the last recorded on {until}" if until else ""
    what = f"{plural(referrals, 'referral')}, {plural(events, 'event')}{last}"
    return f"{path}: {what}. It was opened and verified."


def not_verified(path: str, revision: str) -> str:
    """`revision` is the version of its tables."""
    return (
        f"{path}: whole. Its tables are of an earlier version ({revision}), so its history wasn't "
        "verified."
    )


def has_faults(path: str, faults: int) -> str:
    return (
        f"{path} has {plural(faults, 'fault')} in its history. `referral-bot audit verify` names "
        f"{verb(faults, 'it', 'them')}."
    )


def restore_has_faults(faults: int) -> str:
    return (
        f"The backup has {plural(faults, 'fault')} in its history, so nothing was changed. To "
        "restore it all the same, use --despite-faults."
    )


def restored(database: str, backup_of: str, following: int) -> str:
    return (
        f"{database} holds what was recorded until {backup_of}. New referrals go on at "
        f"R-{following}."
    )


def kept_aside(path: str) -> str:
    return f"What was there before is kept as {path}. Delete it once nothing in it is needed."


def erased_again(by_age: int, on_request: Sequence[str]) -> str:
    parts = []
    if by_age:
        parts.append(f"{plural(by_age, 'referral')} {verb(by_age, 'was', 'were')} old enough")
    if on_request:
        parts.append(f"{listed(on_request)} had been erased on request since")
    return f"Erased: {' and '.join(parts)}."


def still_to_erase(names: Sequence[str]) -> str:
    several = len(names)
    return (
        f"{listed(names)} {verb(several, 'was', 'were')} erased on request after the backup and "
        f"{verb(several, 'is', 'are')} here again. Erase {verb(several, 'it', 'them')} anew: "
        f"`referral-bot purge --referral`."
    )


def requests_unknown(path: str) -> str:
    return (
        f"{path} can't be read, so it isn't known what was erased on request after the backup. "
        "Erase anew what your own list of requests names: `referral-bot purge --referral`."
    )


def copied(target: str, referrals: int, events: int, rows: int) -> str:
    return (
        f"{target} holds {plural(referrals, 'referral')} with {plural(events, 'event')} "
        f"({plural(rows, 'row')} in all). Counts and figures are the same, and its history was "
        "verified."
    )
