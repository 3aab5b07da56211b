"""The connection to the database goes silent: people are told, it is not ready, and it recovers."""

from __future__ import annotations

import asyncio

import pytest

from bot.sentences.troubles import NOT_RECORDED
from storage.sql import postgres
from tests.harness.with_slack.slack_harness import a_world
from tests.relay import silent_relay

GROUP = "https://www.facebook.com/groups/1234567890/"


async def test_a_database_that_goes_silent(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres.WaitingConnection, "patience", 0.5)
    monkeypatch.setattr(postgres, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr(postgres, "CONNECT_SECONDS", 2)
    with silent_relay(postgres_url) as relay:
        async with a_world(relay.url) as world:
            assert (await world.analyst.asks(f"/flag {GROUP}")).shows("R-1 recorded")
            relay.silence()
            command = "/flag https://b.com/2"
            await world.control.type(world.analyst.id, world.referrals.id, command)
            await world.bot.context.finish_background()
            assert world.analyst.told.shows(NOT_RECORDED)
            answer = await world.web.get("/readyz")
            assert answer.status_code == 503
            relay.speak()
            for _ in range(100):
                answer = await world.web.get("/readyz")
                if answer.status_code == 200:
                    break
                await asyncio.sleep(0.1)
            assert answer.json() == {"ready": True}
            assert (await world.analyst.asks("/flag https://b.com/3")).shows(" recorded")
            assert world.complaints() == []
