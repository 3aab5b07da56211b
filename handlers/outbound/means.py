"""What sending needs, one for the whole process: Slack, the store, and both for many lanes at once.

Messages are composed and what became of them is written down for several lanes in one transaction,
those whose turn it is at the same time. A lane that was lost, is locked or cannot be composed
changes nothing for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.config import Config
from bot.domain.errors import StorageUnavailable
from bot.ports import Came, ClaimedLane, Clock, LaneWork, LostLease, Outbox, OutboxRow
from handlers.async_store import AsyncStore
from handlers.outbound.composing import Composer
from handlers.outbound.foreseeing import compose_all
from handlers.outbound.pacing import Timing
from handlers.outbound.sendable import Nothing, Sendable
from handlers.outbound.slack_client import Calls
from handlers.outbound.together import Together

MOST = 64
"""Lanes in one transaction."""

ToCompose: TypeAlias = tuple[OutboxRow, str]
Composed: TypeAlias = Sendable | Nothing


@dataclass(slots=True)
class Tally:
    """What was done since the start, for /metrics."""

    posted: int = 0
    updated: int = 0
    parked: int = 0
    in_doubt: int = 0
    found_again: int = 0
    rate_limited: int = 0
    failed: int = 0


@dataclass(slots=True)
class Means:
    """One for the whole process."""

    store: AsyncStore
    calls: Calls
    composer: Composer
    config: Config
    clock: Clock
    timing: Timing
    tally: Tally = field(default_factory=Tally)
    directs: dict[str, str] = field(default_factory=dict)
    """User id → the conversation with them."""
    _composing: Together[ToCompose, Composed] = field(init=False)
    _writing: Together[LaneWork, Came] = field(init=False)

    def __post_init__(self) -> None:
        self._composing = Together(self._compose, MOST)
        self._writing = Together(self._write, MOST)

    async def compose(self, row: OutboxRow, channel: str) -> Composed:
        """What the row comes to now. Raises whatever a fault in composing raises."""
        try:
            return await self._composing.do((row, channel))
        except StorageUnavailable:
            # Another row, with which it was read, may be what the database cannot answer.
            return await self.store.read(lambda uow: self.composer.compose(uow, row, channel))

    async def write(self, lane: ClaimedLane, work: Callable[[Outbox], None]) -> None:
        """Write down what became of a lane and its rows. Raises LostLease, StorageUnavailable."""
        came = await self._writing.do((lane, work))
        if came is Came.BUSY:
            (came,) = await self._write([(lane, work)])
        if came is Came.LOST:
            raise LostLease(f"Another process has lane {lane.lane}.")

    async def finish(self) -> None:
        """Wait for what is being read and written, as long as for calls under way."""
        await self._composing.finish(self.timing.grace)
        await self._writing.finish(self.timing.grace)

    async def _compose(self, several: Sequence[ToCompose]) -> Sequence[Composed | Exception]:
        return await self.store.read(lambda uow: compose_all(self.composer, uow, several))

    async def _write(self, works: Sequence[LaneWork]) -> Sequence[Came]:
        return await self.store.write(lambda uow: uow.outbox.together(works))
