"""Opening the configured database, with its folder where it is a file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.sentences.operations import setup
from handlers.wiring.environment import SetupError
from storage.database import SqlStore, open_store
from storage.sql.errors import OtherTables

log = logging.getLogger(__name__)

_FILE = "sqlite:///"


@contextmanager
def opened(url: str, *, migrate: bool, erasure_key: str = "") -> Iterator[SqlStore]:
    """The store, closed at the end.

    Raises SetupError where its tables are missing, old, or another version's.
    """
    if url.startswith(_FILE) and ":memory:" not in url:
        Path(url.removeprefix(_FILE)).parent.mkdir(parents=True, exist_ok=True)
    with open_store(url, erasure_key) as store:
        if incomplete := store.perhaps_incomplete():
            log.warning("%s", incomplete)
        try:
            _check_tables(store, migrate)
        except OtherTables:
            raise SetupError(setup.tables_of_another_version(store.url)) from None
        yield store


def _check_tables(store: SqlStore, migrate: bool) -> None:
    if migrate:
        store.migrate()
        return
    current, latest = store.revisions()
    if current is None:
        raise SetupError(setup.no_tables(store.url, latest))
    if current != latest:
        raise SetupError(setup.old_tables(store.url, current, latest))
