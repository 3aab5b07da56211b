"""Opening the configured database, with its folder where it is a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handlers.wiring.environment import SetupError
from storage.database import SqlStore, open_store
from storage.errors import OtherTables

_FILE = "sqlite:///"


@contextmanager
def opened(url: str, *, migrate: bool, erasure_key: str = "") -> Iterator[SqlStore]:
    """The store, closed at the end.

    Raises SetupError where its tables are missing, old, or another version's.
    """
    if url.startswith(_FILE) and ":memory:" not in url:
        Path(url.removeprefix(_FILE)).parent.mkdir(parents=True, exist_ok=True)
    with open_store(url, erasure_key) as store:
        try:
            _check_tables(store, migrate)
        except OtherTables:
            raise SetupError(
                f"Another version of the bot made the database {store.url}, and this version "
                "cannot use it. With the version that made it, release what is on hold (an export "
                "leaves that out) and run: referral-bot export --output referrals.csv. Then point "
                "DATABASE_URL at a new database and run: referral-bot import referrals.csv"
            ) from None
        yield store


def _check_tables(store: SqlStore, migrate: bool) -> None:
    if migrate:
        store.migrate()
        return
    current, latest = store.revisions()
    if current != latest:
        state = "has no tables yet" if current is None else "is not up to date"
        raise SetupError(f"{store.url} {state}. Run: referral-bot migrate")
