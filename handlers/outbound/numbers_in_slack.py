"""How far the bot's posts in Slack say that its numbers are: asked at the start, before it is ready."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.actions.recording.numbers import go_on_above, tell_leads, to_tell
from bot.config import Config
from bot.domain.numbers import Mark
from bot.ports.clock import Clock
from handlers.async_store import AsyncStore
from handlers.outbound.delivery.read_back import key_of
from handlers.outbound.delivery.verdicts import (
    Again,
    BadBlocks,
    Doubtful,
    Halted,
    Missing,
    RateLimited,
    RefusedForGood,
    Sent,
    verdict,
)
from handlers.outbound.slack_client import CallSlack, Method

log = logging.getLogger(__name__)

SECONDS = 5.0
MOST_CHANNELS = 20
PAGE = 200


class NumbersInSlack:
    """Asks Slack once, and goes on asking with each sweep where it could not answer at the start."""

    def __init__(
        self,
        store: AsyncStore,
        call_slack: CallSlack,
        bot_user: Callable[[], str],
        clock: Clock,
        config: Config,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._call_slack = call_slack
        self._bot_user = bot_user
        self._clock = clock
        self._config = config
        self._wake = wake
        self._asked = False

    async def look(self) -> None:
        """Where Slack shows more than the database knows, go on above it; tell the log and the leads."""
        if not self._asked:
            await self._ask()
        if await self._store.read(to_tell):
            now = self._clock.now()
            await self._store.write(lambda uow: tell_leads(uow, now, self._config))
            self._wake()

    async def _ask(self) -> None:
        known = await self._store.read(lambda uow: uow.outbox.posted_last(MOST_CHANNELS))
        marks, self._asked = await shown_in(self._call_slack, known, self._bot_user())
        if not self._asked:
            log.warning("Slack could not be asked how far the numbers are; it is asked again soon")
        now = self._clock.now()
        skip = await self._store.write(lambda uow: go_on_above(uow, marks, now)) if marks else None
        if skip is not None:
            log.error("%s", skip.sentence)


async def shown_in(
    call_slack: CallSlack, known: Sequence[str], bot_user: str, seconds: float = SECONDS
) -> tuple[list[Mark], bool]:
    """What the posts on the newest page of each channel say, and whether all channels could be read.

    `known` are the channels in which the database posted last; those that the bot is in beside
    them follow, as an older copy of the database knows less. All of it in `seconds`.
    """
    marks: list[Mark] = []
    answered: list[bool] = []
    try:
        async with asyncio.timeout(seconds):
            more, told = await _joined(call_slack)
            answered.append(told)
            channels = list(dict.fromkeys([*known, *more]))[:MOST_CHANNELS]

            async def read(channel: str) -> None:
                page = await _newest(call_slack, channel)
                answered.append(page is not None)
                marks.extend(_marks(page or (), bot_user))

            await asyncio.gather(*map(read, channels))
    except TimeoutError:
        answered.append(False)
    return marks, all(answered)


async def _joined(call_slack: CallSlack) -> tuple[list[str], bool]:
    args = {
        "types": "public_channel,private_channel",
        "exclude_archived": True,
        "limit": PAGE,
    }
    answer = await _asked(call_slack, Method.JOINED, args)
    if answer is None:
        return [], False
    return [str(one["id"]) for one in answer.get("channels") or ()], True


async def _newest(call_slack: CallSlack, channel: str) -> Sequence[Mapping[str, Any]] | None:
    args = {"channel": channel, "limit": PAGE, "include_all_metadata": True}
    answer = await _asked(call_slack, Method.HISTORY, args)
    return None if answer is None else answer.get("messages") or ()


async def _asked(
    call_slack: CallSlack, method: Method, args: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """Slack's answer; an empty one where it refuses for good, None where it may answer later."""
    match verdict(method, await call_slack(method, args)):
        case Sent(body):
            return body
        case RefusedForGood() | Missing() | BadBlocks():
            return {}
        case RateLimited() | Again() | Doubtful() | Halted():
            return None


def _marks(messages: Sequence[Mapping[str, Any]], bot_user: str) -> list[Mark]:
    """What the bot's own posts say; those of earlier versions say nothing."""
    marks = []
    for message in messages:
        said = (message.get("metadata") or {}).get("event_payload") or {}
        database, highest = said.get("database"), said.get("highest")
        ours = message.get("user") == bot_user and key_of(message)
        if ours and isinstance(database, str) and type(highest) is int:
            marks.append(Mark(database, highest))
    return marks
