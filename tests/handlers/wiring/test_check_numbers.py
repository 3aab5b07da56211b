"""`check` says where Slack shows numbers that the database does not know."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sentences.operations import numbers as sentences
from handlers.wiring.check_numbers import which_numbers
from handlers.wiring.environment import Environment
from handlers.workspace.state.faults import FaultRule
from storage.database import open_store
from tests.harness.with_slack.slack_harness import SlackHarness, a_world
from tests.harness.with_slack.steps import flagged
from tests.journeys.copying import copied

FIRST, SECOND = (f"https://www.facebook.com/groups/77000000{n}/" for n in range(2))


async def says(world: SlackHarness, url: str) -> tuple[bool, str, bool]:
    """Whether it is well, the sentence, and whether it is a warning."""
    client = AsyncWebClient(
        token=world.workspace.bot_token, base_url=world.bot.client.base_url, retry_handlers=[]
    )
    bot_user = world.workspace.app.bot_user_id
    ((subject, *told),) = await which_numbers(client, Environment(database_url=url), bot_user)
    assert subject == sentences.NUMBERS
    well, sentence, warning = told
    return bool(well), str(sentence), bool(warning)


async def test_it_says_which_numbers_are_known(sqlite_url: str, tmp_path: Path) -> None:
    backup, empty = tmp_path / "backup.db", f"sqlite:///{tmp_path}/empty.db"
    with open_store(empty) as store:
        store.migrate()
    async with a_world(sqlite_url) as world:
        await flagged(world, FIRST)
        copied(Path(sqlite_url.removeprefix("sqlite:///")), backup)
        await flagged(world, SECOND)
        assert await says(world, sqlite_url) == (True, sentences.ALL_KNOWN, False)
        well, sentence, warning = await says(world, f"sqlite:///{backup}")
        assert (well, warning) == (True, True)
        assert sentence.startswith("Slack shows R-2, but the database knows none after R-1")
        well, sentence, _ = await says(world, empty)
        assert not well
        assert sentence.startswith("Slack shows R-2 from another database")
        # The bot has started on it: it is still said.
        async with a_world(empty, workspace=world.workspace) as now:
            await now.bot.numbers.look()
        assert await says(world, empty) == (False, sentence, False)


@pytest.mark.parametrize("fault", ["500", "429"])
async def test_a_slack_that_does_not_tell_is_no_fault_of_the_database(
    sqlite_url: str, fault: str
) -> None:
    async with a_world(sqlite_url) as world:
        await flagged(world, FIRST)
        world.workspace.faults.replace([FaultRule("conversations.history", fault, seconds=9)])
        assert await says(world, sqlite_url) == (True, sentences.NOT_ASKED, True)
