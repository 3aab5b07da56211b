"""How many statements and transactions a `/flag` and a click take, in a bot of this process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from sqlalchemy import event

from handlers.wiring.assembly import Bot, assembled
from handlers.wiring.databases import opened
from handlers.wiring.environment import Environment, load_config
from handlers.wiring.system_clock import SystemClock
from storage.database import SqlStore
from tests.benchmarks import stage
from tests.benchmarks.asks import PEOPLE, clicks, flags
from tests.benchmarks.bare_bolt import SECRET


@dataclass(slots=True)
class Taken:
    """What a command took."""

    statements: int = 0
    transactions: int = 0

    def __str__(self) -> str:
        several = "" if self.transactions == 1 else "s"
        return f"{self.statements} statements in {self.transactions} transaction{several}"


async def taken(url: str, waiting: Iterator[tuple[int, str, str]]) -> tuple[Taken, Taken]:
    """Of a flag and of a click, until each is answered and recorded; delivery comes after it."""
    async with _bot(url) as (bot, slack):
        counted = _counting(bot.database)
        several = []
        for make in (flags(0, slack), clicks(0, slack, waiting)):
            for _ in PEOPLE:  # each asks once: who they are, and where, becomes known
                await _ask(bot, make)
            counted.statements = counted.transactions = 0
            await _ask(bot, make)
            several.append(Taken(counted.statements, counted.transactions))
    return several[0], several[1]


@asynccontextmanager
async def _bot(url: str) -> AsyncIterator[tuple[Bot, str]]:
    async with stage.sink() as slack:
        environment = Environment(
            bot_token="xoxb-bench",
            signing_secret=SECRET,
            api_url=f"{slack}/api/",
            database_url=url,
        )
        with opened(url, migrate=True) as database:
            # The config that `prepared` made known: another would plan all reminders anew.
            config = load_config(None)
            async with assembled(environment, config, database, SystemClock()) as bot:
                yield bot, slack


async def _ask(bot: Bot, make: Callable[[], bytes]) -> None:
    head, _, body = make().decode().partition("\r\n\r\n")
    headers: dict[str, str | Sequence[str]] = dict(_pair(line) for line in head.split("\r\n")[1:])
    answer = await bot.app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
    assert answer.status == 200, answer.body
    await bot.context.finish_background()


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    return name, value


def _counting(database: SqlStore) -> Taken:
    counted = Taken()

    def statement(*_: Any) -> None:
        counted.statements += 1

    def begin(*_: Any) -> None:
        counted.transactions += 1

    # On PostgreSQL the engine for reading passes on what happens to the one for writing.
    engines = database._engines
    for engine in (engines.write, engines.read) if database.is_sqlite else (engines.write,):
        event.listen(engine, "before_cursor_execute", statement)
        event.listen(engine, "begin", begin)
    return counted
