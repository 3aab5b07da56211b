"""The store for the asynchronous edge: each work is one transaction, and answered for itself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from bot.domain.errors import BadAnswer, StorageUnavailable
from bot.ports.store import Store, UnitOfWork
from bot.sentences.operations.health import DATABASE_SLOW
from handlers import async_store
from handlers.async_store import AsyncStore
from storage.database import SqlStore, open_store


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def database(request: pytest.FixtureRequest) -> SqlStore:
    return open_store(str(request.getfixturevalue(request.param)))


@pytest.fixture
async def store(database: SqlStore) -> AsyncIterator[AsyncStore]:
    opened = AsyncStore(database, one_writer=True)
    yield opened
    opened.close()
    database.close()


async def answer(store: AsyncStore, name: str) -> str:
    def work(uow: UnitOfWork) -> str:
        uow.answers.put(name, name.upper())
        if name == "refused":
            raise BadAnswer("No.")
        return name.upper()

    return await store.write(work)


async def test_each_of_many_at_once_is_recorded(store: AsyncStore) -> None:
    names = [f"a{n}" for n in range(30)]
    told = await asyncio.gather(*(answer(store, name) for name in names))
    assert told == [name.upper() for name in names]
    kept = await store.read(lambda uow: [uow.answers.get(name) for name in names])
    assert kept == told


async def test_one_that_is_refused_is_so_alone(store: AsyncStore) -> None:
    told = await asyncio.gather(
        answer(store, "a"), answer(store, "refused"), answer(store, "b"), return_exceptions=True
    )
    assert (told[0], told[2]) == ("A", "B")
    assert isinstance(told[1], BadAnswer)
    assert await store.read(lambda uow: uow.answers.get("refused")) is None


async def test_one_that_was_given_up_before_it_began_is_not_done(store: AsyncStore) -> None:
    began, go_on = threading.Event(), threading.Event()

    def busy() -> bool:
        began.set()
        return go_on.wait(10)

    first = asyncio.create_task(store.run(busy))
    assert await asyncio.to_thread(began.wait, 10)
    given_up = asyncio.create_task(answer(store, "gone"))
    await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up  # before the writer is free: until then its work waits
    go_on.set()
    assert await first
    assert await answer(store, "a") == "A"
    assert await store.read(lambda uow: uow.answers.get("gone")) is None


async def test_one_that_was_given_up_while_it_ran_is_recorded(store: AsyncStore) -> None:
    began, go_on = threading.Event(), threading.Event()

    def work(uow: UnitOfWork) -> None:
        uow.answers.put("ran", "RAN")
        began.set()
        go_on.wait(10)

    given_up = asyncio.create_task(store.write(work))
    assert await asyncio.to_thread(began.wait, 10)
    given_up.cancel()
    go_on.set()
    assert await answer(store, "a") == "A"
    assert await store.read(lambda uow: uow.answers.get("ran")) == "RAN"


async def test_long_work_leaves_the_writer_to_others_between_its_transactions(
    store: AsyncStore,
) -> None:
    others: list[str] = []
    loop = asyncio.get_running_loop()

    def work(long: Store) -> str:
        long.write(lambda uow: uow.answers.put("first", "1"))
        others.append(asyncio.run_coroutine_threadsafe(answer(store, "between"), loop).result(10))
        long.write(lambda uow: uow.answers.put("second", "2"))
        return "done"

    assert await store.run_long(work) == "done"
    assert others == ["BETWEEN"]


async def test_long_work_that_is_cancelled_begins_no_other_transaction(store: AsyncStore) -> None:
    began, go_on, over = threading.Event(), threading.Event(), threading.Event()
    ended: list[BaseException] = []

    def work(long: Store) -> None:
        long.write(lambda uow: uow.answers.put("first", "1"))
        began.set()
        go_on.wait(10)
        try:
            long.write(lambda uow: uow.answers.put("second", "2"))
        except StorageUnavailable as error:
            ended.append(error)
            raise
        finally:
            over.set()

    running = asyncio.create_task(store.run_long(work))
    assert await asyncio.to_thread(began.wait, 10)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    go_on.set()
    assert await asyncio.to_thread(over.wait, 10)
    assert len(ended) == 1
    kept = await store.read(lambda uow: (uow.answers.get("first"), uow.answers.get("second")))
    assert kept == ("1", None)


async def test_nothing_hangs_when_the_store_was_closed(store: AsyncStore) -> None:
    store.close()
    with pytest.raises(RuntimeError):
        await answer(store, "a")


async def test_a_work_that_nobody_can_begin_is_given_up(
    store: AsyncStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on = threading.Event(), threading.Event()

    def busy() -> bool:
        began.set()
        return go_on.wait(10)

    first = asyncio.create_task(store.run(busy))
    assert await asyncio.to_thread(began.wait, 10)
    monkeypatch.setattr(async_store, "WAIT_SECONDS", 0.01)
    with pytest.raises(StorageUnavailable, match="busy"):
        await answer(store, "late")
    go_on.set()
    assert await first
    monkeypatch.undo()
    assert await store.read(lambda uow: uow.answers.get("late")) is None


async def test_a_database_that_does_not_answer_is_asked_once_at_a_time(
    store: AsyncStore, database: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = [], threading.Event()

    def hang() -> None:
        asked.append(1)
        go_on.wait(10)

    monkeypatch.setattr(database, "probe", hang)
    for _ in range(5):
        assert await store.trouble(0.01) == DATABASE_SLOW
    go_on.set()
    assert asked == [1]
    monkeypatch.undo()
    for _ in range(500):
        if not await store.trouble(1.0):
            break
        await asyncio.sleep(0.01)
    assert await store.trouble(1.0) == ""
