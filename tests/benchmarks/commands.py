"""`/flag` and **Closed** over 32 connections, on 1,000,000 referrals, beside a bare Bolt `ack()`.

The real bot process and the bare app (`bare_bolt`), on the same server and the same core, asked in
turn by the same client on another core. PostgreSQL shares the client's core. Slack is `sink`, which
takes one message a second and channel, as Slack does. Planned reminders are put off by ten years
first, so that a backlog of them is not what is measured.

`BENCH_COMMANDS` more flags before the memory is read again (0; the goal speaks of 100,000).
"""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Iterator
from statistics import median
from typing import Any

from sqlalchemy import create_engine, text

from handlers.wiring.environment import load_config
from handlers.wiring.sweeps import CONFIG_SEEN, told
from storage.database import open_store
from storage.sql.engines import parse_address
from tests.benchmarks import data, stage
from tests.benchmarks.asks import clicks, flags
from tests.benchmarks.measuring import at_least, at_most
from tests.benchmarks.wire import CLIENT_CORE, Load, load, pin

SIZE = int(os.environ.get("BENCH_SIZE", "1000000"))
ROUNDS = 5
WARM_UP, BARE_SECONDS, SECONDS = 0.7, 1.0, 2.5
MORE = int(os.environ.get("BENCH_COMMANDS", "0"))
GOALS = {"sqlite": (0.35, 0.30), "postgresql": (0.18, 0.15)}
MOST_SPREAD, MOST_MEMORY, MOST_GROWTH = 5.0, 1.6, 1.1
BUSY = 0.9
_TEN_YEARS = 10 * 365 * 86_400_000_000
_PUT_OFF = f"UPDATE referrals SET remind_at = remind_at + {_TEN_YEARS} WHERE remind_at IS NOT NULL"
_WAITING = (
    "SELECT number, version, channel FROM referrals WHERE state = 'referred' AND NOT private "
    "ORDER BY number DESC LIMIT 30000"
)


def run() -> list[dict[str, Any]]:
    """A row for each database and piece of work."""
    before = os.sched_getaffinity(0)
    pin(0, CLIENT_CORE)
    try:
        own = asyncio.run(_client_limit())
        rows = []
        for kind in data.KINDS:
            with data.scratch(kind, SIZE) as url:
                rows += asyncio.run(_measure(kind, url, own))
        return rows
    finally:
        os.sched_setaffinity(0, before)


async def _client_limit() -> float:
    async with stage.bare("trivial") as (port, _):
        return (await load(port, flags(port, "http://127.0.0.1:9"), seconds=BARE_SECONDS)).rate


async def _measure(kind: str, url: str, own: float) -> list[dict[str, Any]]:
    waiting = _prepared(url)
    closed = _closed(url)
    flagged: list[tuple[Load, Load]] = []
    clicked: list[tuple[Load, Load]] = []
    async with (
        stage.sink(limited=True) as slack,
        stage.bare() as (bare, bolt),
        stage.our_bot(url, slack) as (port, bot),
    ):
        await asyncio.sleep(2)
        at_rest = stage.memory(bot.pid)
        bare_at_rest = stage.memory(bolt.pid)
        flag, click = flags(port, slack), clicks(port, slack, waiting)
        bare_flag, bare_click = flags(bare, slack), clicks(bare, slack, itertools.repeat(_ANY))
        await load(bare, bare_flag, seconds=WARM_UP)
        await load(port, flag, seconds=WARM_UP)
        await load(bare, bare_click, seconds=WARM_UP)
        click_warm_up = await load(port, click, seconds=WARM_UP)
        for _ in range(ROUNDS):
            flagged.append(
                (
                    await load(bare, bare_flag, seconds=BARE_SECONDS),
                    await load(port, flag, seconds=SECONDS, good=lambda body: b"recorded*" in body),
                )
            )
            clicked.append(
                (
                    await load(bare, bare_click, seconds=BARE_SECONDS),
                    await load(port, click, seconds=SECONDS),
                )
            )
        if MORE:
            await load(port, flag, seconds=900, most=MORE)
        await asyncio.sleep(2)
        after = stage.memory(bot.pid)
    asked_for = sum(ours.answers for _, ours in (*flagged, *clicked)) + MORE
    recorded, pressed = _closed(url) - closed, click_warm_up.answers
    pressed += sum(ours.answers for _, ours in clicked)
    assert recorded == pressed, f"{pressed:,} were pressed and {recorded:,} recorded"
    goals = GOALS[kind]
    return [
        _row("/flag", kind, flagged, goals[0], own),
        _row("a button that records an outcome", kind, clicked, goals[1], own),
        _spread(kind, flagged),
        _memory(f"memory at rest, {kind}, by bare Bolt's", at_rest, bare_at_rest, MOST_MEMORY),
        _memory(
            f"memory after {asked_for:,} commands, {kind}, by that at rest",
            after,
            at_rest,
            MOST_GROWTH,
        ),
    ]


def _prepared(url: str) -> Iterator[tuple[int, int, str]]:
    """Reminders put off and the config known; referrals that wait, for the clicks."""
    with open_store(url) as store:
        config = told(load_config(None))
        store.write(lambda uow: uow.settings.put(CONFIG_SEEN, config))
    engine = create_engine(parse_address(url))
    with engine.begin() as connection:
        connection.execute(text(_PUT_OFF))
        rows = connection.execute(text(_WAITING)).all()
    engine.dispose()
    return iter([(int(number), int(version), str(channel)) for number, version, channel in rows])


def _closed(url: str) -> int:
    """How many outcomes of this kind are recorded."""
    engine = create_engine(parse_address(url))
    with engine.connect() as connection:
        found = connection.execute(text("SELECT COUNT(*) FROM events WHERE action = 'close'"))
        counted = int(found.scalar_one())
    engine.dispose()
    return counted


_ANY = (1, 1, "C0BENCH0")


def _row(
    what: str, kind: str, rounds: list[tuple[Load, Load]], goal: float, own: float
) -> dict[str, Any]:
    ratio = median(ours.rate / bare.rate for bare, ours in rounds)
    bare_rate = median(bare.rate for bare, _ in rounds)
    row = at_least(
        f"{what}, 32 connections, {kind}, {SIZE:,} referrals, by bare Bolt",
        ratio,
        goal,
        per_second=round(median(ours.rate for _, ours in rounds)),
        limit_per_second=round(bare_rate),
        client_limit=round(own),
        refused=sum(ours.refused for _, ours in rounds),
    )
    busiest = max(bare.client for bare, _ in rounds)
    if busiest > BUSY or bare_rate > BUSY * own:
        row["note"] = "the client was the bottleneck of the bare app: the ratio is too high"
    return row


def _spread(kind: str, rounds: list[tuple[Load, Load]]) -> dict[str, Any]:
    spread = median(ours.p99 / ours.p50 for _, ours in rounds)
    return at_most(
        f"/flag, 32 connections, {kind}: p99 by p50",
        spread,
        MOST_SPREAD,
        p50_ms=round(median(ours.p50 for _, ours in rounds) * 1000, 1),
        p99_ms=round(median(ours.p99 for _, ours in rounds) * 1000, 1),
    )


def _memory(name: str, mib: float, limit: float, goal: float) -> dict[str, Any]:
    return at_most(name, mib / limit, goal, mib=round(mib, 1), limit_mib=round(limit, 1))
