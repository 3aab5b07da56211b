"""Opening the configured database, with its folder where it is a file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.lifecycle.audit_keys import AuditKeys
from bot.sentences.operations import setup
from handlers.wiring.environment import AUDIT_KEY, OLD_AUDIT_KEYS, SetupError
from storage.database import SqlStore, open_store
from storage.sql.errors import OtherTables

log = logging.getLogger(__name__)

_FILE = "sqlite:///"


@contextmanager
def opened(
    url: str,
    *,
    migrate: bool,
    erasure_key: str = "",
    audit_keys: AuditKeys | None = None,
) -> Iterator[SqlStore]:
    """The store, closed at the end.

    Raises SetupError where its tables are missing, old, or another version's.
    """
    if url.startswith(_FILE) and ":memory:" not in url:
        Path(url.removeprefix(_FILE)).parent.mkdir(parents=True, exist_ok=True)
    with open_store(url, erasure_key, audit_keys) as store:
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


def begin_audit_key(store: SqlStore) -> None:
    """Before a bot writes: its key is the one that the history goes on with, from now on or already.

    Raises SetupError.
    """
    if not store.read(lambda uow: uow.audit.can_begin()):
        check_audit_key(store)
    store.write(lambda uow: uow.audit.begin_key(datetime.now(UTC)))
    check_audit_key(store)


def check_audit_key(store: SqlStore) -> None:
    """Raises SetupError where the history goes on with a key that we do not have."""
    fits = store.read(lambda uow: uow.audit.key_fits())
    if fits is None:
        raise SetupError(setup.no_audit_key(AUDIT_KEY))
    if not fits:
        raise SetupError(setup.other_audit_key(AUDIT_KEY, OLD_AUDIT_KEYS))
