"""A connection to PostgreSQL that goes silent: every wait has an end, and then it goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.domain.errors import StorageUnavailable, Unclear
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from storage.sql import postgres
from storage.unit_of_work import SqlUnitOfWork
from tests.harness.without_slack.stored_events import flag
from tests.relay import SilentRelay, silent_relay


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same waits, shorter."""
    monkeypatch.setattr(postgres.WaitingConnection, "patience", 0.4)
    monkeypatch.setattr(postgres, "SILENT_SECONDS", 0.4)
    monkeypatch.setattr(postgres, "PING_SECONDS", 0.2)
    monkeypatch.setattr(postgres, "CONNECT_SECONDS", 2)


@pytest.fixture
def relay(postgres_url: str) -> Iterator[SilentRelay]:
    """Before an empty, migrated database."""
    with silent_relay(postgres_url) as one:
        yield one


@pytest.fixture
def store(relay: SilentRelay) -> Iterator[SqlStore]:
    """On the far side of the relay."""
    with open_store(relay.url) as one:
        yield one


def test_a_silent_connection_is_given_up_and_the_next_one_is_new(
    relay: SilentRelay, store: SqlStore
) -> None:
    flag(store)
    relay.silence()
    with pytest.raises(StorageUnavailable):
        flag(store)
    with pytest.raises(StorageUnavailable):
        store.ping()
    relay.speak()
    assert flag(store).name in ("R-2", "R-3")
    store.ping()


def test_silence_before_the_commit_is_not_called_recorded(
    relay: SilentRelay, store: SqlStore
) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.settings.put("one", "kept?")
        relay.silence()

    with pytest.raises(Unclear):
        store.write(work)
    relay.speak()
    assert store.read(lambda unit: unit.settings.get("one")) is None


def test_a_connection_that_was_idle_is_asked_for_a_sign_of_life(
    relay: SilentRelay, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag(store)
    taken = relay.taken
    relay.silence()
    relay.speak()
    monkeypatch.setattr(postgres, "PING_AFTER_SECONDS", -1.0)
    assert flag(store).name == "R-2", "on a new connection, with nothing lost on the old one"
    assert relay.taken == taken + 1


def test_the_server_ends_what_waits_for_a_lock(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres.WaitingConnection, "patience", 20.0)
    monkeypatch.setattr(postgres, "SILENT_SECONDS", 20.0)
    held, done = threading.Event(), threading.Event()

    def hold(unit: UnitOfWork) -> None:
        unit.settings.put("demo", "no")
        held.set()
        done.wait(20)

    def wait_shortly(unit: UnitOfWork) -> None:
        assert isinstance(unit, SqlUnitOfWork)
        unit.settings._connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
        unit.settings.put("demo", "yes")

    with open_store(postgres_url) as store:
        store.write(lambda unit: unit.settings.put("demo", "?"))
        holder = threading.Thread(target=store.write, args=(hold,))
        holder.start()
        held.wait(20)
        with pytest.raises(StorageUnavailable, match="lock timeout"):
            store.write(wait_shortly)
        done.set()
        holder.join()


def test_the_server_knows_our_limits(postgres_url: str) -> None:
    def limits(unit: UnitOfWork) -> list[str]:
        assert isinstance(unit, SqlUnitOfWork)
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        connection = unit.settings._connection
        return [str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in names]

    for more, expected in (
        ("", ["15s", "10s", "1min"]),
        ("pooler=yes", ["15s", "10s", "1min"]),
        ("options=-c%20statement_timeout%3D7000", ["7s", "0", "0"]),
    ):
        url = f"{postgres_url}{'&' if '?' in postgres_url else '?'}{more}" if more else postgres_url
        with open_store(url) as store:
            assert store.read(limits) == expected, more
            assert store.write(limits) == expected, more


def test_a_connection_that_cannot_be_made_is_given_up(relay: SilentRelay) -> None:
    relay.silence()
    with open_store(relay.url) as store, pytest.raises(StorageUnavailable):
        store.ping()
