"""A disk that is full: nothing half is kept, it is said, and it goes on when there is room."""

from __future__ import annotations

import pytest

from bot.domain.errors import NeedsHelp, StorageUnavailable
from storage.database import SqlStore, open_store
from storage.sql import engines
from tests.harness.without_slack.stored_events import flag
from tests.storage.databases import rows


def limit_pages(store: SqlStore, more: int) -> None:
    """Let the file grow by so many pages from now on."""
    with store._engines.write.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")


def fill(store: SqlStore) -> None:
    """Flag pages, more than there is room for."""
    for _ in range(1000):
        flag(store)


def test_a_full_disk(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        flag(store)
        limit_pages(store, 20)
        with pytest.raises(StorageUnavailable, match=r"full.*Nothing was recorded"):
            fill(store)
        kept = len(rows(sqlite_url, "SELECT number FROM referrals"))
        assert store.read(lambda uow: uow.audit.verify()) == (kept, ())
        limit_pages(store, 100_000)
        flag(store)
        looked_at, faults = store.read(lambda uow: uow.audit.verify())
        assert (looked_at, faults) == (kept + 1, ())


def test_a_full_disk_is_no_database_to_be_ready_with(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        store.probe()
        limit_pages(store, 4)
        with pytest.raises(NeedsHelp):
            fill(store)
        with pytest.raises(NeedsHelp, match="disk that holds the database is full"):
            store.probe()
        limit_pages(store, 100_000)
        store.probe()
        flag(store)


def test_a_disk_without_room_is_known_before_anything_is_lost(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(sqlite_url) as store:
        monkeypatch.setattr(engines, "LEAST_ROOM", 1 << 80)
        with pytest.raises(NeedsHelp, match="full"):
            store.probe()
