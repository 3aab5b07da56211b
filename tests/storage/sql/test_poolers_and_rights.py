"""What a PostgreSQL must be for the bot: a pooler before it, its encoding, the rights of its role."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url, text

from bot.domain.errors import StorageUnavailable
from bot.ports.store import UnitOfWork
from storage.database import open_store
from storage.sql.errors import BadAddress
from storage.unit_of_work import SqlUnitOfWork
from tests.conftest import PostgresDatabases
from tests.harness.without_slack.stored_events import flag
from tests.relay import SilentRelay
from tests.storage.databases import change

PREPARED = "SELECT count(*) FROM pg_prepared_statements"


class PoolingRelay(SilentRelay):
    """Gives its clients a process number of its own making, as poolers do."""

    seen = b""

    def to_client(self, told: bytes) -> bytes:
        at = told.find(b"K\x00\x00\x00\x0c")
        return told if at < 0 else told[: at + 5] + b"\x00\x0f\x42\x3f" + told[at + 9 :]

    def to_server(self, told: bytes) -> bytes:
        self.seen += told
        return told


def prepared(unit: UnitOfWork) -> int:
    assert isinstance(unit, SqlUnitOfWork)
    return int(unit.settings._connection.execute(text(PREPARED)).scalar_one())


def often(url: str) -> int:
    """Flag pages, one after the other; how many statements the server keeps by name then."""
    with open_store(url) as store:
        for _ in range(12):
            flag(store)
        return store.write(prepared)


def test_a_pooler_is_found_and_nothing_is_prepared_by_name(postgres_url: str) -> None:
    with PoolingRelay(postgres_url) as relay:
        assert often(relay.url) == 0
        assert b"options" not in relay.seen
        assert b"statement_timeout" in relay.seen


def test_what_is_told_of_a_pooler_counts(postgres_url: str) -> None:
    more = "&" if "?" in postgres_url else "?"
    assert often(postgres_url) > 0
    assert often(f"{postgres_url}{more}pooler=yes") == 0
    with PoolingRelay(postgres_url) as relay:
        assert often(f"{relay.url}?pooler=no") > 0
    with pytest.raises(BadAddress, match="pooler=yes"):
        open_store(f"{postgres_url}{more}pooler=perhaps")


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_hold_every_text_is_refused(
    postgres: PostgresDatabases, encoding: str
) -> None:
    name = f"test_{encoding.lower()}"
    postgres.run(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
    url = postgres.address(name)
    with open_store(url) as store, pytest.raises(BadAddress) as refused:
        store.migrate()
    assert f"in {encoding}" in str(refused.value)
    assert "createdb --encoding=UTF8 --template=template0" in str(refused.value)
    postgres.drop(url)


def test_where_a_right_is_missing_the_grant_is_named(
    postgres: PostgresDatabases, postgres_url: str
) -> None:
    postgres.run("CREATE ROLE weak LOGIN")
    weak = make_url(postgres_url).set(username="weak").render_as_string(hide_password=False)
    with open_store(weak) as store, pytest.raises(StorageUnavailable) as refused:
        store.ping()
    assert 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "weak";' in str(
        refused.value
    )
    bare = postgres.make_bare()
    change(bare, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    weak = make_url(bare).set(username="weak").render_as_string(hide_password=False)
    with open_store(weak) as store, pytest.raises(StorageUnavailable) as refused:
        store.migrate()
    assert 'GRANT USAGE, CREATE ON SCHEMA "public" TO "weak";' in str(refused.value)
    postgres.drop(bare)
    change(postgres_url, "SELECT 1")
    postgres.run("DROP ROLE weak")
