"""Numbers go on above what Slack shows: an older copy of the database, or another one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.domain.lifecycle.referral import State
from bot.domain.numbers import Mark
from handlers.outbound.delivery.sendable import EVENT_TYPE
from handlers.outbound.numbers_in_slack import MOST_CHANNELS, shown_in
from handlers.outbound.slack_client import Method, NoReply, SlackReply
from handlers.workspace.state.faults import FaultRule
from storage.database import open_store
from tests.harness.with_slack.slack_harness import a_world
from tests.harness.with_slack.steps import flagged, refer
from tests.journeys.copying import copied

FIRST, SECOND, THIRD, OTHER = (f"https://www.facebook.com/groups/77000000{n}/" for n in range(4))


async def test_a_restored_database_gives_no_number_twice(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    backup = tmp_path / "backup.db"
    async with a_world(sqlite_url) as world:
        await flagged(world, FIRST)
        copied(Path(sqlite_url.removeprefix("sqlite:///")), backup)
        await flagged(world, SECOND, THIRD)
        await world.bot.numbers.look()
        assert "numbers" not in caplog.text.lower()
        async with a_world(f"sqlite:///{backup}", workspace=world.workspace) as now:
            with caplog.at_level(logging.ERROR):
                await now.bot.numbers.look()
            said = "Slack shows R-3, but the database knows none after R-1: it is an older copy"
            assert said in caplog.text
            await now.settle()
            assert now.direct(now.lead).last.shows(said, "New referrals go on at R-103")
            await flagged(now, OTHER)
            assert now.referral(103).state is State.FLAGGED
            before = len(now.direct(now.lead).messages)
            await now.bot.numbers.look()
            await now.settle()
            assert len(now.direct(now.lead).messages) == before, "told twice"
            # No update of a card changes what its post says.
            await refer(now, 103)
            card = now.workspace.timeline(now.referrals.id).messages[now.referrals.card("R-103").ts]
            own = now.bot.database.read(lambda uow: uow.settings.get("database_id"))
            assert card.metadata
            payload = card.metadata["event_payload"]
            assert (payload["database"], payload["highest"]) == (own, 103)
            assert set(payload) == {"key", "database", "highest"}
            assert now.bot.database.read(lambda uow: uow.audit.verify())[1] == ()


async def test_a_mistyped_database_is_told_loudly(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mistyped = f"sqlite:///{tmp_path / 'refferals.db'}"
    with open_store(mistyped) as store:
        store.migrate()
    async with a_world(sqlite_url) as world:
        await flagged(world, FIRST, SECOND)
        async with a_world(mistyped, workspace=world.workspace) as now:
            with caplog.at_level(logging.ERROR):
                await now.bot.numbers.look()
            await now.settle()
            said = "Slack shows R-2 from another database; the one in use knows no referral at all."
            assert said in caplog.text
            assert now.direct(now.lead).last.shows(said, "DATABASE_URL", "R-102")
            await flagged(now, FIRST)
            assert now.referral(102).state is State.FLAGGED
        # The right one again: it goes on above what the wrong one posted.
        await world.bot.numbers.look()
        async with a_world(sqlite_url, workspace=world.workspace) as right:
            await right.bot.numbers.look()
            await flagged(right, OTHER)
            assert right.referral(202).state is State.FLAGGED


async def test_where_slack_cannot_be_asked_it_is_asked_later(
    sqlite_url: str, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    async with a_world(sqlite_url) as world:
        copied(Path(sqlite_url.removeprefix("sqlite:///")), backup)
        await flagged(world, FIRST, SECOND)
        async with a_world(f"sqlite:///{backup}", workspace=world.workspace) as now:
            now.workspace.faults.replace([FaultRule("conversations.history", "500")])
            await now.bot.numbers.look()
            assert now.bot.database.read(lambda uow: uow.referrals.mark().highest) == 0
            now.workspace.faults.replace([])
            await now.bot.sweeps.minute()
            assert now.bot.database.read(lambda uow: uow.referrals.mark().highest) == 101


BOT = "UBOT"
OURS = {"event_type": EVENT_TYPE, "event_payload": {"key": "k", "database": "d", "highest": 7}}


class Slack:
    """Answers every question, the channels' with these messages; `asked` are the channels."""

    def __init__(self, *messages: Mapping[str, Any], joined: int = 1, silent: bool = False) -> None:
        self.messages = list(messages)
        self.joined = [f"C{n:03}" for n in range(joined)]
        self.silent = silent
        self.asked: list[str] = []

    async def __call__(self, method: Method, args: Mapping[str, Any]) -> SlackReply | NoReply:
        if self.silent:
            await asyncio.Event().wait()
        if method is Method.JOINED:
            return SlackReply(200, {"ok": True, "channels": [{"id": one} for one in self.joined]})
        self.asked.append(args["channel"])
        return SlackReply(200, {"ok": True, "messages": self.messages})


@pytest.mark.parametrize(
    ("message", "marks"),
    [
        ({"user": BOT, "metadata": OURS}, [Mark("d", 7)]),
        ({"user": "UANOTHER", "metadata": OURS}, []),
        ({"user": BOT, "metadata": {**OURS, "event_type": "another"}}, []),
        ({"user": BOT, "metadata": {**OURS, "event_payload": {"key": "k"}}}, []),
        ({"user": BOT, "metadata": {**OURS, "event_payload": {"key": "k", "highest": "9"}}}, []),
        ({"user": BOT}, []),
    ],
)
async def test_only_what_the_bot_itself_posted_counts(
    message: dict[str, Any], marks: list[Mark]
) -> None:
    assert await shown_in(Slack(message), [], BOT) == (marks, True)


async def test_at_most_twenty_channels_are_asked_those_first_that_the_database_knows() -> None:
    slack = Slack(joined=40)
    assert await shown_in(slack, ["C039", "C038"], BOT) == ([], True)
    assert len(slack.asked) == MOST_CHANNELS
    assert slack.asked[:3] == ["C039", "C038", "C000"]


async def test_a_silent_slack_holds_nothing_up() -> None:
    assert await shown_in(Slack(silent=True), ["C1"], BOT, seconds=0.01) == ([], False)
