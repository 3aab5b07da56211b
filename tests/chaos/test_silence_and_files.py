"""The connection to the database goes silent, or its file is deleted, under people at work.

What each of them was told is compared with what is there.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot.sentences.troubles import NOT_RECORDED, PERHAPS_RECORDED
from storage.database import SqlStore, open_store
from tests.chaos.stage import stage
from tests.chaos.team import CHANNELS, PEOPLE, page
from tests.chaos.test_database_days import flags_until_recorded, has_cards
from tests.journeys.processes import RunningBot, is_ready, running_bot, until
from tests.relay import silent_relay
from tests.workspace_client import ControlClient

pytestmark = pytest.mark.xdist_group("chaos")
ANALYST, CHANNEL = "U0ANALYST", "C0REFERRALS"


def pages_of(store: SqlStore) -> set[str]:
    """The addresses that are recorded."""
    return {one.url for one in store.read(lambda uow: uow.referrals.many(range(1, 2000))).values()}


async def until_ready_is(bot: RunningBot, ready: bool) -> None:
    for _ in range(600):
        if await is_ready(bot.port) is ready:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"it did not become {'ready' if ready else 'unready'}")


async def test_a_connection_that_goes_silent(postgres_url: str, tmp_path: Path) -> None:
    with silent_relay(postgres_url) as relay:
        async with stage(postgres_url, tmp_path, 1) as on:
            (replica,) = on.replicas
            replica.bot.database_url = relay.url
            await replica.start()
            person, channel = on.control.person(PEOPLE[0]), CHANNELS[0]
            await flags_until_recorded(on, "before")
            relay.silence()
            names = [f"silent{n}" for n in range(12)]
            await asyncio.gather(*(person.type(channel, f"/flag {page(one)}") for one in names))
            await until_ready_is(replica.bot, False)

            told: list[str] = []
            for _ in range(900):
                told = [str(one) for one in await person.private_messages(channel)]
                if sum(NOT_RECORDED in one or PERHAPS_RECORDED in one for one in told) >= 12:
                    break
                await asyncio.sleep(0.1)
            else:
                raise AssertionError(f"not everybody was told: {told}")
            relay.speak()
            await until_ready_is(replica.bot, True)
            await flags_until_recorded(on, "after")
            recorded = pages_of(on.store)
            assert {page("before"), page("after")} <= recorded
            if not any(PERHAPS_RECORDED in one for one in told):
                assert not recorded & {page(one) for one in names}
            first = len(on.team.seeded) + 1
            numbers = on.store.read(
                lambda uow: sorted(uow.referrals.many(range(first, first + 100)))
            )
            await until(lambda: has_cards(on, *numbers), 90.0)
            assert await replica.stop() == 0


async def at_work(control: ControlClient, told: dict[str, str], done: asyncio.Event) -> None:
    """Flag page after page, and keep what the acknowledgement said of each."""
    while not done.is_set():
        url = f"https://www.facebook.com/groups/9{len(told):08}/"
        told[url] = ""
        answer = await control.type(ANALYST, CHANNEL, f"/flag {url}")
        told[url] = str(answer["acknowledged"]["body"])


async def test_a_file_that_is_deleted_under_people_at_work(tmp_path: Path) -> None:
    path, kept = tmp_path / "referrals.db", tmp_path / "kept.db"
    told: dict[str, str] = {}
    async with running_bot(f"sqlite:///{path}", tmp_path) as (bot, control):
        os.link(path, kept)  # to look into what was deleted
        done = asyncio.Event()
        people = [asyncio.create_task(at_work(control, told, done)) for _ in range(4)]
        await until(lambda: sum("R-" in said for said in told.values()) >= 30)
        path.unlink()
        await until(lambda: sum(NOT_RECORDED in said for said in told.values()) >= 20)
        assert not await is_ready(bot.port)
        done.set()
        await asyncio.gather(*people)
        assert await bot.stop() == 0
    assert not path.exists()
    kept.rename(path)  # its log was left beside its name
    with open_store(f"sqlite:///{path}") as store:
        recorded = pages_of(store)
        assert store.read(lambda uow: uow.audit.verify())[1] == ()
    for url, said in told.items():
        if PERHAPS_RECORDED not in said:
            assert (url in recorded) is ("R-" in said), (url, said)
