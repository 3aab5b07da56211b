"""Addresses as people write them, through `/flag` and through an import: which pages they name."""

from __future__ import annotations

import pytest

from bot.ports.store import UnitOfWork
from tests.domain.pages.kinds import KINDS, REFUSED
from tests.harness.with_slack.slack_harness import SlackHarness


def keys(world: SlackHarness) -> list[str]:
    """The page keys of all that is recorded, by number."""

    def read(uow: UnitOfWork) -> list[str]:
        found = uow.referrals.many(range(1, world.count + 1))
        return [found[number].page_key for number in sorted(found)]

    return world.bot.database.read(read)


@pytest.mark.parametrize("kind", KINDS)
async def test_flagged(world: SlackHarness, kind: str) -> None:
    cases = KINDS[kind]
    await world.analyst.asks("/flag " + "\n".join(typed for typed, *_ in cases))
    assert keys(world) == [key for _, *pages in cases for key in pages]


async def test_refused(world: SlackHarness) -> None:
    for typed, why in REFUSED.items():
        assert why in (await world.analyst.asks(f"/flag {typed}")).text, typed
    assert world.count == 0
