"""Opening the configured database; a file is made by what writes alone, in a folder that exists."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.config.variables import AUDIT_KEY, OLD_AUDIT_KEYS
from bot.domain.lifecycle.audit_keys import AuditKeys
from bot.sentences.operations import setup
from handlers.wiring.environment import DEFAULT_DATABASE, SetupError
from storage.database import SqlStore, open_store
from storage.sql.engines import parse_address
from storage.sql.errors import OtherTables

log = logging.getLogger(__name__)


class NoDatabaseYet(SetupError):
    """Nothing is wrong with the address, but no bot has run on it."""


@contextmanager
def opened(
    url: str,
    *,
    migrate: bool,
    existing: bool = False,
    erasure_key: str = "",
    audit_keys: AuditKeys | None = None,
) -> Iterator[SqlStore]:
    """The store, closed at the end. With `migrate` its tables are brought up to date, and a file
    is made where none is, unless it should be `existing`.

    Raises SetupError where its tables are missing, old, or another version's.
    """
    _look_for_file(url, make=migrate and not existing)
    with open_store(url, erasure_key, audit_keys) as store:
        if incomplete := store.perhaps_incomplete():
            log.warning("%s", incomplete)
        try:
            _check_tables(store, shown(url), migrate)
        except OtherTables:
            raise SetupError(setup.tables_of_another_version(store.url)) from None
        yield store


def shown(url: str) -> str:
    """The database as people may read it: its absolute path, or its address without a password."""
    return str(_file(url) or parse_address(url).render_as_string(hide_password=True))


def _file(url: str) -> Path | None:
    address = parse_address(url)
    return (
        Path(address.database or "").absolute() if address.drivername.startswith("sqlite") else None
    )


def _look_for_file(url: str, *, make: bool) -> None:
    file = _file(url)
    if file is None or file.exists() or Path(f"{file}-wal").exists():
        return  # where only its log is left the store knows what to say
    if url == DEFAULT_DATABASE and make:
        file.parent.mkdir(exist_ok=True)  # nobody named it, so it is ours to make
    if url != DEFAULT_DATABASE and not file.parent.is_dir():
        raise SetupError(setup.no_folder(str(file.parent), str(file)))
    if not make:
        raise NoDatabaseYet(setup.no_database(str(file)))


def _check_tables(store: SqlStore, name: str, migrate: bool) -> None:
    current, latest = store.revisions()
    if migrate:
        if current is None:
            log.info("%s", setup.new_database(name))
        store.migrate()
    elif current is None:
        raise NoDatabaseYet(setup.no_tables(store.url, latest))
    elif current != latest:
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
