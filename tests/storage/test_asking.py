"""Questions that go past SQLAlchemy's execution: the same values, errors and transactions."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, column, select, table

from bot.domain.errors import StorageUnavailable
from bot.domain.listing import Query, View
from bot.ports import UnitOfWork
from storage.asking import Question, Rows, among
from storage.database import SqlStore, open_store
from storage.errors import Unstorable
from storage.tables import referrals
from storage.unit_of_work import SqlUnitOfWork
from tests.conftest import PostgresDatabases
from tests.storage.databases import rows
from tests.storage.stories import MONDAY, flag, refer

_r = referrals.c
KNOWN = Question(
    select(_r.number, _r.flagged_at, _r.referred_at, _r.private, _r.note)
    .where(
        among(_r.number, "numbers"), _r.flagged_at <= bindparam("until", type_=_r.flagged_at.type)
    )
    .order_by(_r.number)
    .limit(2)
)
MISSING = Question(select(column("gone")).select_from(table("no_such_table")))
BY_NOTE = Question(select(_r.number).where(_r.note == bindparam("note")))


def asked(store: SqlStore, question: Question, **values: object) -> Rows:
    """What a question is answered in a transaction of its own."""

    def work(unit: UnitOfWork) -> Rows:
        assert isinstance(unit, SqlUnitOfWork)
        return question.rows(unit._connection, values)

    return store.read(work)


def test_values_come_back_as_they_were_put(store: SqlStore) -> None:
    for _ in range(4):
        flag(store, note="a note")
    refer(store, 2)
    found = asked(store, KNOWN, numbers=[4, 2, 3, 9], until=MONDAY.replace(year=2100), more=1)
    assert [row[0] for row in found] == [2, 3]
    _, flagged_at, referred_at, private, note = found[0]
    assert flagged_at.tzinfo is not None
    assert referred_at >= flagged_at
    assert found[1][2] is None
    assert private is False
    assert note == "a note"
    assert asked(store, KNOWN, numbers=[], until=MONDAY.replace(year=2100)) == []
    assert asked(store, KNOWN, numbers=[1, 2], until=MONDAY.replace(year=1999)) == []


def test_a_value_that_is_not_given_is_named(store: SqlStore) -> None:
    with pytest.raises(KeyError, match="note"):
        asked(store, BY_NOTE)


def test_it_is_asked_of_what_this_transaction_wrote(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> Rows:
        assert isinstance(unit, SqlUnitOfWork)
        unit.settings.put("demo", "yes")
        found = BY_NOTE.rows(unit._connection, {"note": "written now"})
        assert unit.settings.get("demo") == "yes"
        return found

    assert store.write(work) == []
    assert store.read(lambda unit: unit.settings.get("demo")) == "yes"


def test_what_the_driver_raises_becomes_ours_and_the_store_goes_on(store: SqlStore) -> None:
    for _ in range(2):
        with pytest.raises(StorageUnavailable, match="no_such_table"):
            asked(store, MISSING)
    with pytest.raises(Unstorable):
        asked(store, BY_NOTE, note="\ud800")
    assert flag(store).name == "R-1"
    assert asked(store, BY_NOTE, note="") == [(1,)]


def test_a_connection_that_was_dropped_is_made_anew(
    postgres_url: str, postgres: PostgresDatabases
) -> None:
    with open_store(postgres_url) as store:
        flag(store)
        query = Query(View.QUEUE, "U1", False, "C1", MONDAY)
        assert store.read(lambda unit: unit.referrals.find(query)).total == 1
        name = rows(postgres_url, "SELECT current_database()")[0][0]
        postgres.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        )
        assert store.read(lambda unit: unit.referrals.find(query)).total == 1
