"""`/flag` and **Closed** beside a bare Bolt app that acknowledges, with 1,000,000 referrals.

The real bot process and the bare app (`bare_bolt`) on one core, asked in turn by the same client on
the other, where PostgreSQL and the stand-in for Slack (`sink`) are too. Whether each click was
recorded is looked up at the end.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from statistics import median

from sqlalchemy import create_engine, text

from bot.domain.lifecycle.audit import short_hash
from bot.domain.lifecycle.referral import NOTHING_SEEN, SeenVersion
from handlers.messages.kit.kit import Press
from handlers.wiring.environment import load_config
from handlers.wiring.sweeps import CONFIG_SEEN, told
from storage.database import open_store
from storage.sql.engines import parse_address
from tests.benchmarks import data, stage
from tests.benchmarks.asks import clicks, flags
from tests.benchmarks.measuring import MILLI, Row, on_one_core
from tests.benchmarks.statements import Taken, taken
from tests.benchmarks.wire import CLIENT_CORE, Load, Request, load, paced

SIZE = 1_000_000
CONNECTIONS = 8
ROUNDS = 3
WARM_UP, BARE_SECONDS, SECONDS = 1.0, 1.0, 3.0
RATE, RATE_SECONDS = 20.0, 25.0
LEAST = {"sqlite": (0.06, 0.05), "postgresql": (0.05, 0.04)}
MOST_ALONE, MOST_SPREAD = 20.0, 6.0
_WAITING = (
    "SELECT number, uid, version, hash, channel FROM referrals JOIN events ON referral = number "
    "AND seq = version WHERE state = 'referred' AND NOT private "
    "ORDER BY number DESC LIMIT 30000"
)
_ANY = (1, Press(1, "0" * 20, NOTHING_SEEN).value, "C0BENCH0")
Waiting = Iterator[tuple[int, str, str]]


def run(kind: str) -> list[Row]:
    """Rates, the middle of one after the other, and how far the slowest are from the middle."""
    with data.scratch(kind, SIZE) as url, on_one_core(CLIENT_CORE):
        waiting = prepared(url)
        statements = asyncio.run(taken(url, waiting))
        return asyncio.run(_measure(kind, url, waiting, statements))


async def _measure(
    kind: str, url: str, waiting: Waiting, statements: tuple[Taken, Taken]
) -> list[Row]:
    before = closed(url)
    rows, pressed = [], 0
    async with (
        stage.sink(limited=True) as slack,
        stage.bare() as (bare, _),
        stage.our_bot(url, slack) as (port, _),
    ):
        await asyncio.sleep(2)
        flag, click = flags(port, slack), clicks(port, slack, waiting)
        bare_click = clicks(bare, slack, itertools.repeat(_ANY))
        several = (
            ("/flag", flag, flags(bare, slack), b"recorded*"),
            ("a click", click, bare_click, b""),
        )
        for number, (what, ours, limit, says) in enumerate(several):
            rounds = await _in_turn(port, ours, bare, limit, CONNECTIONS, says)
            alone = await _in_turn(port, ours, bare, limit, 1, says)
            pressed += number * sum(one.answers for _, one in (*rounds, *alone))
            rows.append(
                Row(
                    f"{what}, {CONNECTIONS} connections, by a bare app ({statements[number]})",
                    kind,
                    median(one.rate for _, one in rounds[1:]),
                    median(one.rate for one, _ in rounds[1:]),
                    "a second",
                    LEAST[kind][number],
                    at_least=True,
                )
            )
            rows.append(
                Row(
                    f"{what}, one after the other, p50 by the bare app's",
                    kind,
                    median(one.p50 for _, one in alone[1:]) * MILLI,
                    median(one.p50 for one, _ in alone[1:]) * MILLI,
                    "ms",
                    MOST_ALONE,
                )
            )
        in_turn = itertools.cycle((flag, click))
        both = await paced(port, lambda: next(in_turn)(), rate=RATE, seconds=RATE_SECONDS)
        pressed += both.answers // 2
    recorded = closed(url) - before
    assert recorded == pressed, f"{pressed:,} were pressed and {recorded:,} recorded"
    spread = f"p99 by p50 at {RATE:g} commands a second from 30 people"
    rows.append(Row(spread, kind, both.p99 * MILLI, both.p50 * MILLI, "ms", MOST_SPREAD))
    return rows


async def _in_turn(
    port: int, ours: Request, bare: int, limit: Request, connections: int, says: bytes
) -> list[tuple[Load, Load]]:
    """Rounds of the bare app and of ours; the first, shorter, is to warm up."""
    rounds = []
    for turn in range(ROUNDS + 1):
        first = await load(
            bare, limit, connections=connections, seconds=BARE_SECONDS if turn else WARM_UP
        )
        then = await load(
            port,
            ours,
            connections=connections,
            seconds=SECONDS if turn else WARM_UP,
            good=lambda body: says in body,
        )
        # At first a command may be answered late: with an empty answer, and another after it.
        assert then.refused == 0 or not turn, (
            f"{then.refused} of {then.answers} were answered otherwise"
        )
        rounds.append((first, then))
    return rounds


def prepared(url: str) -> Waiting:
    """The config known to the database; referrals that wait, for the clicks."""
    with open_store(url) as store:
        config = told(load_config(None))
        store.write(lambda uow: uow.settings.put(CONFIG_SEEN, config))
    engine = create_engine(parse_address(url))
    with engine.connect() as connection:
        rows = connection.execute(text(_WAITING)).all()
    engine.dispose()
    return iter(
        [
            (number, Press(number, uid, SeenVersion(version, short_hash(last))).value, channel)
            for number, uid, version, last, channel in rows
        ]
    )


def closed(url: str) -> int:
    """How many outcomes of this kind are recorded."""
    engine = create_engine(parse_address(url))
    with engine.connect() as connection:
        found = connection.execute(text("SELECT COUNT(*) FROM events WHERE action = 'close'"))
        counted = int(found.scalar_one())
    engine.dispose()
    return counted
