"""How many statements a command and a click take, in their one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, refer

GROUP = "https://www.facebook.com/groups/1234567890/"
FLAG, CLOSED = 13, 15
"""At most."""


@contextmanager
def transactions(engine: Engine) -> Iterator[list[list[str]]]:
    """The statements of each transaction that is committed meanwhile."""
    open_now: list[str] = []
    seen: list[list[str]] = []

    def sent(_c: Connection, _cursor: Any, sql: str, *_rest: Any) -> None:
        open_now.append(sql)

    def committed(_c: Connection) -> None:
        seen.append(open_now.copy())
        open_now.clear()

    event.listen(engine, "before_cursor_execute", sent)
    event.listen(engine, "commit", committed)
    yield seen
    event.remove(engine, "before_cursor_execute", sent)
    event.remove(engine, "commit", committed)


def recorded(seen: list[list[str]]) -> list[str]:
    """Those of the one transaction in which a request was answered."""
    (one,) = (some for some in seen if any("INSERT INTO answers" in sql for sql in some))
    return one


async def test_a_flag_and_a_click_take_few_statements(world: SlackHarness) -> None:
    await flagged(world, "https://b.com/1")
    with transactions(world.bot.database._engines.write) as seen:
        await flagged(world, GROUP)
    assert len(recorded(seen)) <= FLAG
    for number in (1, 2):
        await refer(world, number)
    with transactions(world.bot.database._engines.write) as seen:
        told = await world.analyst.clicks("Closed", world.referrals.card("R-1"))
        assert told
    assert len(recorded(seen)) <= CLOSED
