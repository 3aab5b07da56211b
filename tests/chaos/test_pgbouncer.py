"""A pooler between the bot and PostgreSQL gives each transaction another server process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.database import SqlStore, open_store
from tests.chaos.pgbouncer import PROGRAM, pgbouncer
from tests.conftest import PostgresDatabases
from tests.harness.without_slack.stored_events import flag

pytestmark = [
    pytest.mark.xdist_group("chaos"),
    pytest.mark.skipif(PROGRAM is None, reason="NO PGBOUNCER IS INSTALLED: nothing was tried"),
]


def use(store: SqlStore) -> None:
    """What many people do, often enough that statements would be prepared by name."""
    flag(store)
    store.ping()
    store.read(lambda uow: uow.outbox.count_pending())


@pytest.mark.parametrize("told", ["", "?pooler=yes"])
def test_nothing_breaks_behind_a_pooler(postgres: PostgresDatabases, told: str) -> None:
    url = postgres.make_bare()
    with pgbouncer(url, servers=4) as pooled, open_store(pooled + told) as store:
        store.migrate()
        with ThreadPoolExecutor(8) as threads:
            for done in [threads.submit(use, store) for _ in range(200)]:
                done.result()
        events, faults = store.read(lambda uow: uow.audit.verify())
        assert (events, faults) == (200, ())
    postgres.drop(url)
