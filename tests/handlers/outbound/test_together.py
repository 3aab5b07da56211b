"""Things done several at once, in the order in which they come."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from handlers.outbound.together import Together


class Work:
    """Doubles numbers, when it is let go on; 13 cannot be doubled, and 99 spoils all."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.begun, self.may_go = asyncio.Event(), asyncio.Event()
        self.may_go.set()

    async def __call__(self, numbers: Sequence[int]) -> Sequence[int | Exception]:
        self.goes.append(list(numbers))
        self.begun.set()
        await self.may_go.wait()
        if 99 in numbers:
            raise OSError("all is spoilt")
        return [ValueError("13") if one == 13 else one * 2 for one in numbers]


async def test_what_comes_at_once_goes_together_and_what_comes_meanwhile_next() -> None:
    work = Work()
    work.may_go.clear()
    together: Together[int, int] = Together(work, 10)
    first = [asyncio.create_task(together.do(n)) for n in (1, 2)]
    await work.begun.wait()
    second = [asyncio.create_task(together.do(n)) for n in (3, 4)]
    await asyncio.sleep(0)
    work.may_go.set()
    assert await asyncio.gather(*first, *second) == [2, 4, 6, 8]
    assert work.goes == [[1, 2], [3, 4]]
    assert await together.do(5) == 10


async def test_no_more_than_so_many_at_once() -> None:
    work = Work()
    together: Together[int, int] = Together(work, 2)
    assert await asyncio.gather(*map(together.do, range(5))) == [0, 2, 4, 6, 8]
    assert work.goes == [[0, 1], [2, 3], [4]]


async def test_what_goes_wrong_with_one_is_its_own() -> None:
    together: Together[int, int] = Together(Work(), 10)
    came = await asyncio.gather(*map(together.do, (1, 13, 2)), return_exceptions=True)
    assert isinstance(came.pop(1), ValueError)
    assert came == [2, 4]


async def test_what_goes_wrong_with_all_is_everybodys_and_the_next_go_on() -> None:
    together: Together[int, int] = Together(Work(), 2)
    came = await asyncio.gather(*map(together.do, (1, 99, 3)), return_exceptions=True)
    assert [isinstance(one, OSError) for one in came] == [True, True, False]


async def test_one_that_is_cancelled_while_it_waits_is_not_done() -> None:
    work = Work()
    work.may_go.clear()
    together: Together[int, int] = Together(work, 10)
    under_way = asyncio.create_task(together.do(1))
    await work.begun.wait()
    waits, stays = (asyncio.create_task(together.do(n)) for n in (2, 3))
    await asyncio.sleep(0)
    for one in (under_way, waits):
        one.cancel()
        with pytest.raises(asyncio.CancelledError):
            await one
    work.may_go.set()
    assert await stays == 6
    await together.finish(5.0)
    assert work.goes == [[1], [3]]
