"""What identifies a referral: made by the database, whoever writes it, and held by its first event."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData, create_engine, insert

from bot.domain.lifecycle.audit import uid_of
from storage.database import SqlStore, open_store
from storage.sql.engines import parse_address
from storage.sql.migrating import upgrade
from tests.harness.without_slack.action_harness import ActionHarness
from tests.harness.without_slack.stored_events import flag
from tests.storage.databases import change, rows


def test_each_referral_has_one_and_no_two_databases_give_the_same(
    store: SqlStore, bare_url: str
) -> None:
    with open_store(bare_url) as other:
        other.migrate()
        given = [flag(one, key=f"web:{n}") for one in (store, other) for n in range(3)]
        stored = [one.read(lambda uow: uow.referrals.many([1, 2, 3])) for one in (store, other)]
    uids = {one.uid for found in stored for one in found.values()}
    assert len(uids) == len(given)
    assert all(len(uid) == 20 for uid in uids)


def test_a_new_referral_has_it_before_it_is_read_again(store: SqlStore) -> None:
    harness = ActionHarness(store)
    made = harness.flags_one().referral
    assert made is not None
    assert made.uid
    assert made.uid == harness.referral().uid


def test_the_audit_finds_one_that_was_changed(store: SqlStore, store_url: str) -> None:
    flag(store)
    change(store_url, "UPDATE referrals SET uid = '0123456789abcdef0123'")
    (found,) = store.read(lambda uow: uow.audit.verify())[1]
    assert found.what == "the referral is not what its events say: uid"


@pytest.mark.parametrize("times", [1, 2])
def test_what_was_there_gets_the_same_whenever_it_is_migrated(
    bare_url: str, sqlite_url: str, times: int
) -> None:
    """A database of the version before, with one referral."""
    with open_store(sqlite_url) as store:
        flag(store)
    (hashed,) = rows(sqlite_url, "SELECT hash FROM events WHERE seq = 1")
    engine = create_engine(parse_address(bare_url))
    before = MetaData()
    with engine.begin() as connection:
        upgrade(connection, "first")
        before.reflect(connection)
        for name in ("referrals", "events", "personal_values"):
            table = before.tables[name]
            now = {
                str(one._mapping["name"]) for one in rows(sqlite_url, f"PRAGMA table_info({name})")
            }
            columns = ", ".join(
                one.name for one in table.c if one.name in now
            )  # some are gone since
            for row in rows(sqlite_url, f"SELECT {columns} FROM {name}"):
                told = {
                    key: table.c[key].type.python_type(value) if value is not None else None
                    for key, value in row._mapping.items()
                }
                connection.execute(insert(table), told)
    engine.dispose()
    with open_store(bare_url) as store:
        for _ in range(times):
            store.migrate()
        referral = store.read(lambda uow: uow.referrals.get(1))
        assert referral is not None
        assert referral.uid == uid_of(bytes(hashed[0]))
        assert store.read(lambda uow: uow.settings.get("database_id"))
