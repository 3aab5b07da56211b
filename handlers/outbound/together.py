"""Things of one kind, done several at once: what comes while some are done waits for the next go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Together(Generic[Item, Result]):
    """`go` does up to `most` things and says of each, in order, what came of it or went wrong.

    One that comes alone is not kept waiting, except for what else comes with this turn of the loop.
    """

    def __init__(
        self, go: Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]], most: int
    ) -> None:
        self._go = go
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._going: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Result:
        """Do it together with others. Raises what went wrong with it, or with all of them.

        Cancelled while it waits it is not done; once it is under way, it is done to the end.
        """
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._going is None:
            self._going = asyncio.create_task(self._go_on())
        return await done

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way, but no longer than this."""
        if self._going is not None:
            await asyncio.wait({self._going}, timeout=seconds)

    async def _go_on(self) -> None:
        try:
            while some := self._next():
                try:
                    came = await self._go([item for item, _ in some])
                except Exception as error:
                    came = [error] * len(some)
                for (_, done), one in zip(some, came, strict=True):
                    _tell(done, one)
        finally:
            self._going = None

    def _next(self) -> list[tuple[Item, asyncio.Future[Result]]]:
        wanted = [one for one in self._waiting if not one[1].cancelled()]
        self._waiting = wanted[self._most :]
        return wanted[: self._most]


def _tell(done: asyncio.Future[Result], came: Result | Exception) -> None:
    if done.cancelled():
        return
    if isinstance(came, Exception):
        done.set_exception(came)
    else:
        done.set_result(came)
