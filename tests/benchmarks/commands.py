"""`/flag` and **Closed** beside a bare Bolt app that acknowledges, with 1,000,000 referrals; and memory.

The real bot of each database and the bare app on one core, asked by the same client on the other,
where the stand-in for Slack (`sink`) is too; PostgreSQL has both. First one bot is measured, then the
other, each beside the bare app in turn. Then both take what is missing to 20,000 commands, at once and on
both cores. Memory is PSS: at rest beside the bare app's, and at the end beside that at rest. Whether each
click was recorded is looked up at the end.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median

from bot.domain.lifecycle.audit import short_hash
from bot.domain.lifecycle.referral import NOTHING_SEEN, SeenVersion
from handlers.messages.kit.kit import Press
from handlers.wiring.environment import load_config
from handlers.wiring.sweeps import CONFIG_SEEN, told
from storage.database import open_store
from tests.benchmarks import data, stage
from tests.benchmarks.asks import clicks, flags
from tests.benchmarks.measuring import MILLI, Row, bare, on_one_core
from tests.benchmarks.statements import Taken, taken
from tests.benchmarks.wire import CLIENT_CORE, SERVER_CORE, Load, Request, load, paced, pin

SIZE = 1_000_000
CONNECTIONS = 8
ROUNDS = 3
BARE_SECONDS, SECONDS = 0.5, {CONNECTIONS: 2.0, 1: 1.0}
RATE, RATE_SECONDS = 20.0, 20.0
COMMANDS, GIVE_UP_SECONDS = 20_000, 600.0
SETTLE_SECONDS = 2.0
LEAST = {"sqlite": (0.06, 0.05), "postgresql": (0.05, 0.04)}
MOST_ALONE, MOST_SPREAD = 20.0, 6.0
MOST_AT_REST, MOST_AFTER = 2.2, 1.2
_WAITING = (
    "SELECT number, uid, version, hash, channel FROM referrals JOIN events ON referral = number "
    "AND seq = version WHERE state = 'referred' AND NOT private "
    "ORDER BY number DESC LIMIT 30000"
)
_ANY = (1, Press(1, "0" * 20, NOTHING_SEEN).value, "C0BENCH0")
Waiting = Iterator[tuple[int, str, str]]


@dataclass(slots=True)
class _Bot:
    """A running bot, and how many commands it was sent."""

    kind: str
    url: str
    statements: tuple[Taken, Taken]
    closed_before: int
    process_id: int
    port: int
    slack: str
    sent: Counter[str]
    flag: Request
    click: Request


def run_for_both() -> list[Row]:
    """For each database: rates, the middle of one after the other, how far the slowest are from the
    middle, and memory."""
    with ExitStack() as stack:
        urls = {kind: stack.enter_context(data.scratch(kind, SIZE)) for kind in data.KINDS}
        stack.enter_context(on_one_core(CLIENT_CORE))
        return asyncio.run(_measure(urls))


async def _measure(urls: dict[str, str]) -> list[Row]:
    rows = []
    async with AsyncExitStack() as stack:
        limit_port, bolt = await stack.enter_async_context(stage.bare())
        bots = [await stack.enter_async_context(_bot(*each)) for each in urls.items()]
        await asyncio.sleep(SETTLE_SECONDS)
        limit, *at_rest = map(stage.memory, (bolt.pid, *(bot.process_id for bot in bots)))
        for bot in bots:
            rows += await _rates(bot, limit_port)
        await asyncio.gather(*(_the_rest(bot) for bot in bots))
        await asyncio.sleep(SETTLE_SECONDS)
        for bot, before in zip(bots, at_rest, strict=True):
            after, what = stage.memory(bot.process_id), f"memory after {COMMANDS:,} commands"
            rest = "memory at rest, by a bare app's"
            rows.append(Row(rest, bot.kind, before, limit, "MiB", MOST_AT_REST))
            rows.append(Row(what, bot.kind, after, before, "MiB", MOST_AFTER))
    for bot in bots:
        recorded, pressed = closed(bot.url) - bot.closed_before, bot.sent["click"]
        assert recorded == pressed, f"{pressed:,} were pressed and {recorded:,} recorded"
    return rows


@asynccontextmanager
async def _bot(kind: str, url: str) -> AsyncIterator[_Bot]:
    waiting = prepared(url)
    statements = await taken(url, waiting)
    before = closed(url)
    async with stage.sink() as slack, stage.our_bot(url, slack) as (port, process):
        sent = Counter[str]()
        flag = _counted(flags(port, slack), "flag", sent)
        click = _counted(clicks(port, slack, waiting), "click", sent)
        yield _Bot(kind, url, statements, before, process.pid, port, slack, sent, flag, click)


def _counted(make: Request, what: str, sent: Counter[str]) -> Request:
    def request() -> bytes:
        sent[what] += 1
        return make()

    return request


async def _rates(bot: _Bot, limit_port: int) -> list[Row]:
    rows = []
    bare_click = clicks(limit_port, bot.slack, itertools.repeat(_ANY))
    several = (
        ("/flag", bot.flag, flags(limit_port, bot.slack), b"recorded*"),
        ("a click", bot.click, bare_click, b""),
    )
    for number, (what, ours, limit, says) in enumerate(several):
        rounds = await _in_turn(bot.port, ours, limit_port, limit, CONNECTIONS, says)
        alone = await _in_turn(bot.port, ours, limit_port, limit, 1, says)
        rows.append(
            Row(
                f"{what}, {CONNECTIONS} connections, by a bare app ({bot.statements[number]})",
                bot.kind,
                median(one.rate for _, one in rounds[1:]),
                median(one.rate for one, _ in rounds[1:]),
                "a second",
                LEAST[bot.kind][number],
                at_least=True,
            )
        )
        rows.append(
            Row(
                f"{what}, one after the other, p50 by the bare app's",
                bot.kind,
                median(one.p50 for _, one in alone[1:]) * MILLI,
                median(one.p50 for one, _ in alone[1:]) * MILLI,
                "ms",
                MOST_ALONE,
            )
        )
    both = await paced(bot.port, _both(bot), rate=RATE, seconds=RATE_SECONDS)
    spread = f"p99 by p50 at {RATE:g} commands a second from 30 people"
    p99, p50 = both.p99 * MILLI, both.p50 * MILLI
    return [*rows, Row(spread, bot.kind, p99, p50, "ms", MOST_SPREAD)]


def _both(bot: _Bot) -> Request:
    in_turn = itertools.cycle((bot.flag, bot.click))
    return lambda: next(in_turn)()


async def _the_rest(bot: _Bot) -> None:
    pin(bot.process_id, CLIENT_CORE, SERVER_CORE)
    missing = max(0, COMMANDS - bot.sent.total())
    done = await load(bot.port, _both(bot), seconds=GIVE_UP_SECONDS, most=missing)
    assert (done.answers, done.refused) == (missing, 0), f"{missing:,} were to be answered: {done}"


async def _in_turn(
    port: int, ours: Request, limit_port: int, limit: Request, connections: int, says: bytes
) -> list[tuple[Load, Load]]:
    """Rounds of the bare app and of ours; the first is to warm up."""
    rounds = []
    for turn in range(ROUNDS + 1):
        first = await load(limit_port, limit, connections=connections, seconds=BARE_SECONDS)
        seconds = SECONDS[connections]
        then = await load(
            port, ours, connections=connections, seconds=seconds, good=lambda body: says in body
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
    with bare(url) as ask:
        rows = ask(_WAITING, {})
    return iter(
        [
            (number, Press(number, uid, SeenVersion(version, short_hash(last))).value, channel)
            for number, uid, version, last, channel in rows
        ]
    )


def closed(url: str) -> int:
    """How many outcomes of this kind are recorded."""
    with bare(url) as ask:
        return int(ask("SELECT COUNT(*) FROM events WHERE action = 'close'", {})[0][0])
