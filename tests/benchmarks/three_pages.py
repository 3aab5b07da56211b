"""Whether time tells why a lead looks at a page first: it is on hold, of another place, or sent there.

Three worlds that differ in nothing else are asked in turn, by signed requests; ours is the slowest's
median, the limit the fastest's. Each pair is of one question.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from bot.domain.lifecycle.referral import Action
from handlers.messages.cards.controls import do_id
from handlers.messages.kit.kit import Press
from tests.benchmarks.measuring import MILLI, Row
from tests.handlers.slack.interactions.test_three_pages import CASES, GROUP, a_case
from tests.harness.with_slack.signed_requests import click_payload, form_of, interactive, send
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged

ROUNDS, WARM_UP = 40, 3
ALIKE = 1.25
"""Medians of one and the same work differ by so much on a machine that does other things."""
Ask = Callable[[SlackHarness], Awaitable[object]]


def run() -> list[Row]:
    """A row for each question."""
    with tempfile.TemporaryDirectory() as folder:
        medians = asyncio.run(_measured(Path(folder)))
    return [
        Row(
            f"{what}: the slowest of held, elsewhere and under review, by the fastest",
            "sqlite",
            max(several) * MILLI,
            min(several) * MILLI,
            "ms",
            ALIKE,
        )
        for what, several in medians.items()
    ]


async def _measured(folder: Path) -> dict[str, list[float]]:
    async with AsyncExitStack() as stack:
        worlds = [await stack.enter_async_context(a_case(folder, case)) for case in CASES]
        for world in worlds:
            await flagged(world, "https://c.com/3", by=world.second)
        return {what: await _in_turn(ask, worlds) for what, ask in ASKED.items()}


async def _in_turn(ask: Ask, worlds: list[SlackHarness]) -> list[float]:
    """The median seconds of each world; who is first changes from round to round."""
    took: list[list[float]] = [[] for _ in worlds]
    for turn in range(ROUNDS + WARM_UP):
        for at in range(len(worlds)):
            which = (at + turn) % len(worlds)
            gc.collect(0)
            began = time.perf_counter()
            await ask(worlds[which])
            if turn >= WARM_UP:
                took[which].append(time.perf_counter() - began)
            await worlds[which].settle()
    return [median(one) for one in took]


async def _flag(world: SlackHarness) -> None:
    await send(world, form_of(world, world.second, "/flag", GROUP))


async def _show(world: SlackHarness) -> None:
    await send(world, form_of(world, world.second, "/referrals", "R-1"))


async def _list(world: SlackHarness) -> None:
    await send(world, form_of(world, world.second, "/referrals", "all"))


async def _press(world: SlackHarness) -> None:
    payload = click_payload(world, world.second, world.referrals.last, "Show URL")
    press = Press.of(world.referral(1)).value
    payload["actions"][0] |= {"action_id": do_id(Action.WITHDRAW), "value": press}
    await send(world, interactive(payload))


ASKED: dict[str, Ask] = {
    "/flag of the page": _flag,
    "/referrals R-1": _show,
    "a list": _list,
    "a press on its card": _press,
}
