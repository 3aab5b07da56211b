"""The database's worst days under a running bot: it recovers by itself, and tells people."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import psycopg
import pytest

from bot.sentences.troubles import NOT_RECORDED
from tests.chaos.stage import Stage, stage
from tests.chaos.team import CHANNELS, PEOPLE, page
from tests.chaos.work import cards_of
from tests.conftest import PostgresDatabases
from tests.journeys.processes import until
from tests.storage.databases import change

pytestmark = pytest.mark.xdist_group("chaos")


async def flags(on: Stage, name: str) -> str:
    """Somebody flags a page; what the acknowledgement says."""
    answer = await on.control.type(PEOPLE[0], CHANNELS[0], f"/flag {page(name)}")
    assert answer["acknowledged"]["status"] == 200
    return str(answer["acknowledged"]["body"])


async def flags_until_recorded(on: Stage, name: str) -> None:
    """The same again and again, as people do, while the database comes back."""
    for _ in range(100):
        if "R-" in await flags(on, name):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the bot did not recover")


def has_cards(on: Stage, *numbers: int) -> bool:
    """Whether each of these has one card."""
    cards = cards_of(on.workspace, CHANNELS[0])
    return all(len(cards.get(number, [])) == 1 for number in numbers)


def crash(postgres: PostgresDatabases) -> None:
    """Kill one of the server's processes: it drops everybody and restarts from its log."""
    with psycopg.connect(postgres.address("postgres")) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)


def name_of(url: str) -> str:
    """The name of a test's database."""
    return next(part for part in url.partition("?")[0].split("/") if part.startswith("test_"))


REFUSES = """
CREATE FUNCTION is_read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'cannot execute INSERT in a read-only transaction' USING ERRCODE = '25006';
END $$
"""


STANDS_BY = ("referrals", "events", "outbox")


def read_only(url: str) -> None:
    """Have the database refuse what is written, in the words of one that only stands by."""
    change(url, REFUSES)
    # A table at a time: the locks of all at once could meet the bot's own in a deadlock.
    for table in STANDS_BY:
        change(
            url,
            f"CREATE TRIGGER stands_by BEFORE INSERT ON {table} EXECUTE FUNCTION is_read_only()",
        )


def writable(url: str) -> None:
    """Have it take what is written again."""
    for table in STANDS_BY:
        change(url, f"DROP TRIGGER stands_by ON {table}")


async def test_a_server_that_restarts_under_the_bot(
    postgres: PostgresDatabases, postgres_url: str, tmp_path: Path
) -> None:
    # The tests' server does without, which loses the last commits when it crashes.
    postgres.run(f"ALTER DATABASE {name_of(postgres_url)} SET synchronous_commit = on")
    async with stage(postgres_url, tmp_path, 1) as on:
        (replica,) = on.replicas
        await replica.start()
        first = len(on.team.seeded) + 1
        assert f"R-{first}" in await flags(on, "before")
        crash(postgres)
        await flags_until_recorded(on, "after")
        await flags_until_recorded(on, "later")
        numbers = on.store.read(lambda uow: sorted(uow.referrals.many(range(first, first + 100))))
        assert len(numbers) == 3
        await until(lambda: has_cards(on, *numbers), 60.0)
        assert replica.starts == 1
        assert replica.bot.process is not None
        assert replica.bot.process.returncode is None
        assert await replica.stop() == 0


async def test_a_database_that_is_read_only_for_a_while(postgres_url: str, tmp_path: Path) -> None:
    async with stage(postgres_url, tmp_path, 1) as on:
        (replica,) = on.replicas
        await replica.start()
        read_only(postgres_url)
        assert NOT_RECORDED in await flags(on, "refused")
        writable(postgres_url)
        await flags_until_recorded(on, "taken")
        pages = {
            one.url for one in on.store.read(lambda uow: uow.referrals.many(range(1, 100))).values()
        }
        assert page("taken") in pages
        assert page("refused") not in pages
        assert await replica.stop() == 0
