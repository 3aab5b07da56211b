"""SIGTERM: what was taken is finished, what is new goes elsewhere, nothing is dropped."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tests.chaos.stage import come_to_rest, people, stage
from tests.chaos.work import Ledger

pytestmark = pytest.mark.xdist_group("chaos")

ENDS_WITHIN = 10.0
LONG = float(os.environ.get("CHAOS_SECONDS") or 0) >= 30
WISHES, SECONDS, ROUNDS = (120, 25.0, 5) if LONG else (20, 3.0, 1)


async def test_two_replicas_are_restarted_under_load(postgres_url: str, tmp_path: Path) -> None:
    """Every request is acknowledged, though each replica is restarted."""
    async with stage(postgres_url, tmp_path, 2) as on:
        ledger = Ledger()
        on.workspace.deadline = 20.0  # a slow machine drops nothing either
        await asyncio.gather(*(one.start() for one in on.replicas))
        working = people(on, ledger, WISHES, SECONDS)
        for _ in range(ROUNDS):
            for replica in on.replicas:
                async with asyncio.timeout(ENDS_WITHIN):
                    assert await replica.stop() == 0
                await replica.start()
        await asyncio.gather(*working)
        heard = [one for one in on.workspace.wire.entries if one.direction == "to_app"]
        dropped = [(one.name, one.status, one.complaints) for one in heard if one.status != 200]
        assert not dropped, (dropped, on.balancer.lost)
        asked = ledger.commands + ledger.clicks + ledger.forms
        print(f"\n{asked} requests, {2 * ROUNDS} restarts, none unanswered")
        print(await come_to_rest(on, ledger))


async def test_a_stopped_replica_leaves_no_lane_leased(postgres_url: str, tmp_path: Path) -> None:
    async with stage(postgres_url, tmp_path, 1) as on:
        (replica,) = on.replicas
        await replica.start()
        async with asyncio.timeout(ENDS_WITHIN):
            assert await replica.stop() == 0
        with_rows = on.store.read(lambda uow: uow.outbox.seconds_to_next())
        assert with_rows is None or with_rows == 0
