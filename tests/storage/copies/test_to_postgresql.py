"""SQLite → PostgreSQL: every row, every figure, the chain; and numbers go on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, select

from bot.domain.announcements import Announcement, Message
from bot.domain.lifecycle.referral import Action
from bot.domain.people import KnownPerson, Place
from handlers.cli.copies.overview import look_over
from storage.copies.files import path_of
from storage.copies.to_postgresql import copy_rows
from storage.database import open_store
from storage.sql.engines import parse_address
from storage.sql.errors import CannotCopy
from storage.sql.indexes import metadata
from storage.sql.tables import counters
from tests.harness.without_slack.stored_events import act, flag, refer

NOW = datetime(2026, 3, 9, 9, tzinfo=UTC)
KEY = "k" * 32


def quiet(done: int, total: int) -> None:
    """No bar."""


@pytest.fixture
def filled(sqlite_url: str) -> str:
    """A bit of everything: sealed and unsealed events, an erased page, messages sent and waiting."""
    with open_store(sqlite_url, KEY) as store:
        store.write(lambda uow: uow.people.put(KnownPerson("U1", "Zoë", guest=True)))
        store.write(lambda uow: uow.places.put(Place("G1", "desk", private=True)))
        for n in range(30):
            flag(store, key=f"web:{n}", note="Überfahrt 🚤 \\ \t tab\nline")
            if n % 2:
                refer(store, n + 1, confidence="certain")
            if n % 3 == 1:
                act(store, n + 1, Action.CLOSE if n % 2 else Action.NOTE)
        store.write(lambda uow: uow.audit.seal(20))
        closed = store.read(lambda uow: uow.referrals.get(2))
        assert closed is not None
        store.write(lambda uow: uow.erasing.erase([closed], NOW, "request"))
        store.write(lambda uow: uow.access_log.record("U1", "url", 3, NOW))
        said = [Announcement("C1", Message.CARD, f"R-{n}") for n in range(1, 5)]
        store.write(lambda uow: uow.outbox.add(said, NOW))
        (lane,) = store.write(lambda uow: uow.outbox.claim(60, 2, 1))
        sent = [row.id for row in lane.rows]
        store.write(lambda uow: uow.outbox.mark_sending(lane, sent, 1, 60))
        store.write(
            lambda uow: uow.outbox.mark_sent(lane, sent, channel="C1", ts="1.5", settle=True)
        )
        store.write(lambda uow: uow.outbox.release(lane))
        store.write(lambda uow: uow.answers.put("click 1", "é"))
        store.write(lambda uow: uow.claims.take("digest 1"))
        store.write(lambda uow: uow.settings.put("demo", "yes"))
        assert store.read(lambda uow: uow.audit.verify())[1] == ()
    return sqlite_url


def all_rows(url: str) -> dict[str, list[object]]:
    """Every row of every table that both have, in order."""
    engine = create_engine(parse_address(url))
    with engine.connect() as connection:
        found: dict[str, list[object]] = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table is not counters
        }
    engine.dispose()
    return found


def test_every_row_and_figure_is_there_and_numbers_go_on(filled: str, postgres_url: str) -> None:
    path = path_of(filled)
    assert path is not None
    told: list[tuple[int, int]] = []
    counts = copy_rows(path, postgres_url, lambda done, total: told.append((done, total)))
    assert all_rows(postgres_url) == all_rows(filled)
    assert counts["referrals"] == 30
    assert told[-1][0] == sum(counts.values())
    with open_store(filled, KEY) as one, open_store(postgres_url, KEY) as other:
        assert look_over(one) == look_over(other)
        assert look_over(other).faults == ()
        assert other.read(lambda uow: uow.referrals.mark()) == one.read(
            lambda uow: uow.referrals.mark()
        )
        # It is a database as any other: events are sealed, messages numbered, pages recognised.
        assert flag(other, key="web:new").name == "R-31"
        act(other, 31, Action.NOTE)
        other.write(lambda uow: uow.outbox.add([Announcement("C1", Message.CARD, "R-31")], NOW))
        while other.write(lambda uow: uow.audit.seal(100)):
            pass
        assert other.read(lambda uow: uow.audit.verify())[1] == ()
        again = other.read(lambda uow: uow.referrals.last_for_page("web:1"))
        assert again is not None
        assert again.number == 2


def test_a_database_that_holds_something_is_refused(filled: str, postgres_url: str) -> None:
    path = path_of(filled)
    assert path is not None
    with open_store(postgres_url) as store:
        flag(store)
    before = all_rows(postgres_url)
    with pytest.raises(CannotCopy, match="The target isn't empty: there are rows in"):
        copy_rows(path, postgres_url, quiet)
    assert all_rows(postgres_url) == before


def test_what_breaks_off_leaves_nothing(filled: str, postgres_url: str) -> None:
    path = path_of(filled)
    assert path is not None
    before = all_rows(postgres_url)

    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_rows(path, postgres_url, stop)
    assert all_rows(postgres_url) == before
    assert copy_rows(path, postgres_url, quiet)["referrals"] == 30
