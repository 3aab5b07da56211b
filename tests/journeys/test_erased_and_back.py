"""A team with retention: what was closed is erased everywhere, still counts, and is known again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import State
from bot.ports.store import UnitOfWork
from tests.harness.with_slack.slack_harness import SlackHarness, a_world, shipped
from tests.harness.with_slack.steps import close, flagged, refer, reject
from tests.storage.databases import change, dump

PAGE = "https://www.facebook.com/groups/1234567890/"
SEVERAL = [f"https://www.facebook.com/groups/77000000{n}/" for n in range(6)]
PERSONAL = ("1234567890", "7700 900123", "no offence found", "seen at Dover")


async def jump(world: SlackHarness, **span: float) -> None:
    """Let time pass at once, then do what is due: as after a downtime."""
    world.workspace.clock.advance(timedelta(**span))
    await world.bot.sweeps.minute()
    await world.bot.sweeps.retention()
    for _ in range(3):  # messages in Slack follow a few at a time
        await world.bot.sweeps.minute()
        await world.settle()
    await world.bot.sweeps.seal()


def figures(unit: UnitOfWork) -> list[Any]:
    """What is told in numbers."""
    query = FigureQuery()
    return [unit.figures.cohort(query), unit.figures.flow(query), unit.figures.totals()]


def in_slack(world: SlackHarness) -> str:
    """All that the bot's messages say now, in the channel, its threads and to the lead."""
    rooms = (world.referrals, world.direct(world.lead), world.direct(world.analyst))
    return "\n".join(one.text + one.fallback for room in rooms for one in room._messages())


@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
async def test_erased_and_back(database: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue(database)
    on = shipped(retention={"erase_after": "1 year"})
    async with a_world(url, on) as world:
        await world.analyst.types(f"/flag {PAGE} call 0044 7700 900123 for a boat")
        await refer(world, 1)
        await reject(world, 1, more={"The platform's words": "no offence found"})
        await world.second.picks("Show URL", world.referrals.card("R-1"))
        await world.analyst.picks("Add note", world.referrals.card("R-1"))
        await world.analyst.fills({"Note": "seen at Dover"})
        await close(world, 1)
        await flagged(world, *SEVERAL)
        await refer(world, 2)
        await close(world, 2)
        card, lines = world.referrals.card("R-1"), world.referrals.thread("R-1")
        assert card.shows("facebook[.]com/groups/1234567890", "7700 900123")
        assert any("no offence found" in line for line in lines)
        assert [word for word in PERSONAL if word not in in_slack(world)] == []
        before = world.bot.database.read(figures)

        await jump(world, days=300)
        await world.bot.sweeps.hourly()
        assert world.referrals.card("R-1").shows("facebook[.]com/groups/1234567890")
        await jump(world, days=70)

        # What Slack may ask for again is kept for a day of the database's own time.
        change(url, "UPDATE answers SET created_at = 0")
        await world.bot.sweeps.hourly()
        left = dump(url)
        assert [word for word in (*PERSONAL, "groups/770000000/") if word in left] == []
        assert [word for word in PERSONAL if word in in_slack(world)] == []
        card = world.referrals.card("R-1")
        assert card.shows("_erased_", "Closed on", "after it was rejected")
        assert card.labels == []
        assert world.referrals.thread("R-1") != []
        assert all("was erased" in line for line in world.referrals.thread("R-1"))
        (listed,) = [one for one in world.referrals.messages if one.shows("6 pages flagged")]
        assert listed.shows("R-2", "_erased_", "facebook[.]com/groups/770000001")
        assert not listed.shows("770000000/")
        assert world.bot.database.read(figures) == before
        assert world.bot.database.read(lambda unit: unit.audit.verify())[1] == ()

        shown = await world.analyst.asks("/referrals R-1")
        assert shown.shows("_erased_", "Rejected by erased", "Erased as its time was over")
        assert (await world.analyst.asks(f"/referrals {PAGE}")).shows("R-1", "_erased_")
        refused = await world.lead.types("/referrals search Dover")
        assert refused is not None
        assert refused.shows("Nothing was found")

        again = await world.analyst.asks("/flag m.facebook.com/groups/1234567890?ref=share")
        assert again.shows("Reappeared: R-8", "attempt 2, after R-1")
        assert world.referral(1).reappeared_at is not None
        assert world.referral(8).state is State.FLAGGED
        assert world.referrals.card("R-1").shows("The page came back on")
        assert world.bot.database.read(lambda unit: unit.audit.verify())[1] == ()
        assert world.complaints() == []
