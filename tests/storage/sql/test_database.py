"""Transactions: what is kept, what is tried again, and what is said when the database is away."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select, text

from bot.domain.errors import (
    Conflict,
    PageAlreadyLive,
    StorageUnavailable,
    Unclear,
    Unstorable,
)
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from storage.sql.dialects import database_now, from_micros
from storage.sql.engines import make_engines, parse_address
from storage.sql.errors import AlreadyRunning, BadAddress
from storage.unit_of_work import SqlUnitOfWork
from tests.conftest import PostgresDatabases
from tests.harness.without_slack.stored_events import MONDAY, flag, flagged, record
from tests.storage.databases import rows


class Crash(Exception):
    """Work that breaks off."""


def test_work_that_breaks_off_leaves_nothing(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> None:
        record(unit, flagged(unit.referrals.reserve_number()))
        unit.settings.put("demo", "yes")
        raise Crash

    with pytest.raises(Crash):
        store.write(work)
    assert store.read(lambda unit: unit.referrals.get(1)) is None
    assert store.read(lambda unit: unit.settings.get("demo")) is None


@pytest.mark.parametrize("error", [Conflict, PageAlreadyLive])
def test_two_that_met_are_tried_again_and_nothing_is_done_twice(
    store: SqlStore, error: type[Exception]
) -> None:
    tries: list[int] = []

    def work(unit: UnitOfWork) -> str:
        tries.append(1)
        unit.settings.put(f"try {len(tries)}", "yes")
        if len(tries) < 3:
            raise error
        return "done"

    assert store.write(work) == "done"
    kept = store.read(lambda unit: [unit.settings.get(f"try {n}") for n in (1, 2, 3)])
    assert kept == [None, None, "yes"]


@pytest.mark.parametrize("error", [Conflict, PageAlreadyLive])
def test_after_three_tries_it_is_said(store: SqlStore, error: type[Exception]) -> None:
    tries: list[int] = []

    def work(unit: UnitOfWork) -> None:
        tries.append(1)
        raise error

    with pytest.raises(error):
        store.write(work)
    assert len(tries) == 3


def test_a_reader_sees_one_snapshot(store: SqlStore) -> None:
    def look(unit: UnitOfWork) -> tuple[str | None, str | None]:
        before = unit.settings.get("demo")
        store.write(lambda other: other.settings.put("demo", "yes"))
        return before, unit.settings.get("demo")

    assert store.read(look) == (None, None)
    assert store.read(lambda unit: unit.settings.get("demo")) == "yes"


def test_a_reader_cannot_write(store: SqlStore) -> None:
    with pytest.raises(StorageUnavailable):
        store.read(lambda unit: unit.settings.put("demo", "yes"))
    store.write(lambda unit: unit.settings.put("demo", "no"))
    assert store.read(lambda unit: unit.settings.get("demo")) == "no"


def test_the_databases_clock_tells_the_time(store_url: str) -> None:
    engines = make_engines(parse_address(store_url))
    with engines.read.connect() as connection:
        now = from_micros(connection.execute(select(database_now())).scalar_one())
    engines.dispose()
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_naive_instant_is_refused(store: SqlStore) -> None:
    with pytest.raises(Exception, match="has no time zone"):
        store.write(lambda unit: unit.reminders.snooze(1, MONDAY.replace(tzinfo=None)))


def test_half_a_character_is_refused_and_nothing_is_kept(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.settings.put("one", "kept?")
        unit.settings.put("two", "\ud800")

    with pytest.raises(Unstorable):
        store.write(work)
    assert store.read(lambda unit: unit.settings.get("one")) is None
    with pytest.raises(Unstorable):
        flag(store, note="\udfff")


def test_a_database_without_tables_says_so_without_its_driver(tmp_path: Path) -> None:
    with (
        open_store(f"sqlite:///{tmp_path}/empty.db") as store,
        pytest.raises(StorageUnavailable, match="no such table"),
    ):
        store.ping()


def test_the_store_answers_a_ping(store: SqlStore) -> None:
    store.ping()


BAD = ["", "nonsense", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "postgresql://h:x/n"]


@pytest.mark.parametrize("address", BAD)
def test_an_address_that_cannot_be_used_is_said_plainly(address: str) -> None:
    with pytest.raises(BadAddress, match=r"DATABASE_URL|SQLite needs a file"):
        open_store(address)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_password_is_never_shown(scheme: str) -> None:
    store = open_store(f"{scheme}://bot:s3cret@127.0.0.1:1/referrals")
    assert "s3cret" not in repr(store) + store.url
    assert store.url.startswith("postgresql+psycopg://bot:***@")
    with pytest.raises(StorageUnavailable) as raised:
        store.ping()
    assert "s3cret" not in str(raised.value)
    store.close()


def test_a_sqlite_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/referrals.db") as store:
        store.migrate()
    mode = stat.S_IMODE((tmp_path / "referrals.db").stat().st_mode)
    assert mode == 0o600


def test_a_place_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StorageUnavailable, match=r"can.t be made"):
        open_store(f"sqlite:///{tmp_path}/data/referrals.db")


def test_sqlite_runs_as_its_promises_need(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        store.ping()
        with store._engines.write.connect() as connection:
            said = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_another_process_that_holds_sqlite_is_waited_for_then_said(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    with open_store(sqlite_url) as store, closing(sqlite3.connect(path)) as other:
        with store._engines.write.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 1")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable, match="locked"):
            flag(store)
        other.rollback()
        assert flag(store).name == "R-1"


def test_one_bot_runs_on_one_sqlite_file(sqlite_url: str) -> None:
    with open_store(sqlite_url) as one, open_store(sqlite_url) as other:
        with one.single_instance():
            with (
                pytest.raises(AlreadyRunning, match="Another bot is running on"),
                other.single_instance(),
            ):
                pass
            flag(other)
        with other.single_instance():
            pass


HOLDER = """
import sys
from storage.database import open_store
with open_store(sys.argv[1]).single_instance():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_killed_bot_gives_its_file_back(sqlite_url: str) -> None:
    command = [sys.executable, "-c", HOLDER, sqlite_url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    root = Path(__file__).parents[3]
    with (
        subprocess.Popen(command, **pipes, cwd=root) as dead,  # type: ignore[call-overload]
        open_store(sqlite_url) as store,
    ):
        assert dead.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning), store.single_instance():
            pass
        dead.kill()
        dead.wait()
        with store.single_instance():
            pass


def test_on_postgresql_any_number_run(postgres_url: str) -> None:
    with (
        open_store(postgres_url) as one,
        open_store(postgres_url) as other,
        one.single_instance(),
        other.single_instance(),
    ):
        assert flag(one).number == 1


KILLED = """
import os, signal, sys
from storage.database import open_store
from tests.harness.without_slack.stored_events import flagged, record
store = open_store(sys.argv[1])
def work(unit):
    record(unit, flagged(unit.referrals.reserve_number()))
    os.kill(os.getpid(), signal.SIGKILL)
store.write(work)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs SIGKILL")
def test_a_process_killed_before_its_commit_leaves_nothing(store: SqlStore, store_url: str) -> None:
    flag(store)
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", KILLED, store_url], cwd=root, check=False)
    assert done.returncode == -9
    assert store.read(lambda unit: unit.referrals.get(2)) is None
    flag(store)
    assert len(rows(store_url, "SELECT number FROM referrals")) == 2
    assert store.read(lambda unit: unit.audit.verify()) == (2, ())


def test_a_dropped_connection_is_noticed_and_the_work_run_again(
    postgres: PostgresDatabases, postgres_url: str
) -> None:
    with open_store(postgres_url) as store:
        flag(store)
        name = rows(postgres_url, "SELECT current_database()")[0][0]
        drop = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        )
        postgres.run(drop)
        assert flag(store).name == "R-2"
        postgres.run(drop)
        assert store.read(lambda unit: unit.referrals.get(2)) is not None
        tries: list[int] = []

        def work(unit: UnitOfWork) -> int:
            tries.append(1)
            number = unit.referrals.reserve_number()
            record(unit, flagged(number, key="k"))
            if len(tries) == 1:
                postgres.run(drop)
            return unit.referrals.reserve_number()

        store.write(work)
        assert len(tries) == 2
        assert len(rows(postgres_url, "SELECT number FROM referrals WHERE page_key = 'k'")) == 1


def test_a_connection_that_drops_while_committing_is_not_tried_again(
    postgres: PostgresDatabases, postgres_url: str
) -> None:
    tries: list[int] = []
    with open_store(postgres_url) as store:
        name = rows(postgres_url, "SELECT current_database()")[0][0]

        def work(unit: UnitOfWork) -> None:
            tries.append(1)
            unit.settings.put("demo", "yes")
            postgres.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
            )

        with pytest.raises(Unclear, match="may have been recorded"):
            store.write(work)
        assert len(tries) == 1
        store.ping()


@pytest.mark.parametrize("what", ["serialization_failure", "deadlock_detected"])
def test_a_transaction_that_postgresql_breaks_off_is_tried_again(
    postgres_url: str, what: str
) -> None:
    tries: list[int] = []
    with open_store(postgres_url) as store:
        flag(store)

        def work(unit: UnitOfWork) -> None:
            tries.append(1)
            unit.settings.put("demo", "yes")
            if len(tries) == 1:
                breaks_off(unit, what)

        store.write(work)
    assert len(tries) == 2


def breaks_off(unit: UnitOfWork, what: str) -> None:
    """Have PostgreSQL itself raise what it raises then."""
    assert isinstance(unit, SqlUnitOfWork)
    unit.settings._connection.execute(text(f"DO $$ BEGIN RAISE {what}; END $$"))


def test_two_that_wait_for_each_other_both_end(postgres_url: str) -> None:
    """A deadlock as it happens: one of the two is broken off, and run again after the other."""
    both = Barrier(2, timeout=10)
    tries = Counter[str]()

    with open_store(postgres_url) as store:
        for key in ("left", "right"):
            store.write(lambda uow, key=key: uow.settings.put(key, "0"))  # type: ignore[misc]

        def cross(first: str, then: str) -> None:
            def work(unit: UnitOfWork) -> None:
                assert isinstance(unit, SqlUnitOfWork)
                unit.settings._connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
                tries[first] += 1
                unit.settings.put(first, f"{first} first")
                if tries[first] == 1:
                    both.wait()
                unit.settings.put(then, f"{first} first")

            store.write(work)

        with ThreadPoolExecutor(2) as threads:
            ended = [threads.submit(cross, "left", "right"), threads.submit(cross, "right", "left")]
            for one in ended:
                one.result()
        assert sorted(tries.values()) == [1, 2]
        again = "left first" if tries["left"] == 2 else "right first"
        said = store.read(lambda uow: {uow.settings.get("left"), uow.settings.get("right")})
        assert said == {again}
