"""Two live referrals that newer rules found to be one page: the list says which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.actions.recording.rekey import rekey
from bot.domain.pages.urls import parse_page
from bot.domain.platforms import Page
from bot.sentences.lists import same_page
from tests.harness.with_slack.slack_harness import SlackHarness
from tests.harness.with_slack.steps import flagged, hold, release

PAGES = [
    "https://www.facebook.com/groups/1234567890/",
    "https://www.facebook.com/groups/1234567891/",
]
SENTENCE = same_page(["R-1", "R-2"])


def read(address: str, extra_hosts: Mapping[str, str]) -> Page:
    return replace(parse_page(address), key="facebook:group:one")


async def test_the_list_says_which_until_one_is_withdrawn(world: SlackHarness) -> None:
    await flagged(world, *PAGES)
    config = world.bot.context.config
    now = datetime.now(UTC)
    world.bot.database.write(lambda uow: rekey(uow, config, now, version=99, read=read))
    for command in ("/referrals", "/referrals mine"):
        assert (await world.analyst.asks(command)).shows(SENTENCE)
    await hold(world, 2)
    assert not (await world.analyst.asks("/referrals")).shows("one page")
    assert (await world.lead.asks("/referrals")).shows(SENTENCE)
    await release(world, 2)
    card = await world.analyst.asks("/referrals 2")
    await world.analyst.picks("Withdraw", card)
    answers = {"Reason": "Duplicate", "Duplicate of": "R-1"}
    assert await world.analyst.fills(answers) == {}
    assert not (await world.analyst.asks("/referrals")).shows("one page")
