"""Works that come together go into one transaction; each is answered for itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from bot.domain.errors import BadAnswer
from bot.domain.foreseen import Foreseen
from bot.ports import UnitOfWork
from handlers.wiring.threads import ThreadedStore
from storage.database import SqlStore
from storage.sharing import Outcome, Work


class Counting(SqlStore):
    """A store that remembers how many works shared each transaction."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.shared: list[int] = []

    def share(self, works: Sequence[Work]) -> list[Outcome]:
        self.shared.append(len(works))
        return super().share(works)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def database(request: pytest.FixtureRequest) -> Counting:
    return Counting(str(request.getfixturevalue(request.param)))


@pytest.fixture
async def store(database: Counting) -> AsyncIterator[ThreadedStore]:
    threaded = ThreadedStore(database, one_writer=database.is_sqlite)
    yield threaded
    threaded.close()
    database.close()


async def answer(store: ThreadedStore, name: str) -> str:
    def work(uow: UnitOfWork) -> str:
        if name == "refused":
            raise BadAnswer("No.")
        uow.answers.put(name, name.upper())
        return name.upper()

    return await store.write(work, Foreseen(answer=name))


async def test_those_that_come_together_share(store: ThreadedStore, database: Counting) -> None:
    names = [f"a{n}" for n in range(30)]
    told = await asyncio.gather(*(answer(store, name) for name in names))
    assert told == [name.upper() for name in names]
    assert database.shared == [30]
    kept = await store.read(lambda uow: [uow.answers.get(name) for name in names])
    assert kept == told


async def test_more_than_fit_go_with_the_next(store: ThreadedStore, database: Counting) -> None:
    await asyncio.gather(*(answer(store, f"a{n}") for n in range(100)))
    assert sorted(database.shared) == [36, 64]


async def test_one_that_is_refused_is_so_alone(store: ThreadedStore) -> None:
    told = await asyncio.gather(
        answer(store, "a"), answer(store, "refused"), answer(store, "b"), return_exceptions=True
    )
    assert (told[0], told[2]) == ("A", "B")
    assert isinstance(told[1], BadAnswer)


async def test_one_that_was_given_up_before_it_began_is_not_done(store: ThreadedStore) -> None:
    given_up = asyncio.create_task(answer(store, "gone"))
    await asyncio.sleep(0)
    given_up.cancel()
    assert await answer(store, "a") == "A"
    assert await store.read(lambda uow: uow.answers.get("gone")) is None


async def test_nothing_hangs_when_the_store_was_closed(store: ThreadedStore) -> None:
    store.close()
    with pytest.raises(RuntimeError):
        await answer(store, "a")
