"""Real processes that are killed every second: nothing lost, nothing twice.

`make test` runs a short form; `make chaos` the long one, with `SECONDS` of killing and `COMMANDS`
commands and clicks. Both print what they counted.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from handlers.workspace.state.faults import FaultRule
from handlers.workspace.state.workspace import Workspace
from tests.chaos.replicas import reap
from tests.chaos.stage import Stage, come_to_rest, people, stage
from tests.chaos.team import MEMBERS_PUT_OFF
from tests.chaos.work import Ledger

SECONDS = float(os.environ.get("CHAOS_SECONDS") or 3)
WISHES = int(os.environ.get("CHAOS_COMMANDS") or 40)
LONG = SECONDS >= 30

SHARE = 0.2
FAULTS = ("429", "429_bare", "ratelimited", "500", "503", "fatal_error", "lost_answer", "dropped")
# Slower than the bot waits (2 s), and done before it looks whether it was done.
SLOW = (1.0, 2.5)

WEATHER = ["fair", "foul"] if "CHAOS_SECONDS" in os.environ else ["fair"]
"""In foul weather a fifth of Slack's answers are faults: long, so `make chaos` alone has it."""

pytestmark = pytest.mark.xdist_group("chaos")


@pytest.fixture
def bare_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/referrals.db"


def strike(workspace: Workspace) -> None:
    """A share of all calls to Slack fails, in every way there is."""
    ways = len(FAULTS) + len(SLOW)
    each = 1 - (1 - SHARE) ** (1 / ways)  # one rule is asked after the other
    workspace.faults.replace(
        MEMBERS_PUT_OFF
        + [FaultRule("*", fault, share=each, seconds=1.0) for fault in FAULTS]
        + [FaultRule("*", "slow", share=each, seconds=seconds) for seconds in SLOW],
        seed=4,
    )


async def chaos(on: Stage) -> None:
    """Kill while people work; then let it come to rest, and look."""
    began = time.monotonic()
    ledger = Ledger()
    await asyncio.gather(*(one.start() for one in on.replicas))
    working = people(on, ledger, WISHES, SECONDS)
    killing = time.monotonic()
    kills = await reap(on.replicas, SECONDS, working if LONG else ())
    killed_for = time.monotonic() - killing
    assert kills.all >= SECONDS
    while_killed = ledger.commands + ledger.clicks
    await asyncio.gather(*working)
    said = await come_to_rest(on, ledger)
    calls = [one for one in on.workspace.wire.entries if one.direction == "to_slack"]
    print(
        f"\n{on.store.url.split(':')[0]}, {len(on.replicas)} processes: "
        f"{ledger.commands} commands, {ledger.clicks} clicks, {ledger.forms} forms "
        f"({while_killed} commands and clicks while killing), "
        f"{ledger.unanswered} unanswered; {kills.all} kills in {killed_for:.0f} s "
        f"({kills.serving} of a process that served, {kills.starting} of one that was starting), "
        f"{len(calls)} calls to Slack, {time.monotonic() - began:.0f} s in all\n"
        f"{said}"
    )


@pytest.mark.parametrize("weather", WEATHER)
async def test_two_processes_on_postgresql(postgres_url: str, tmp_path: Path, weather: str) -> None:
    async with stage(postgres_url, tmp_path, 2, soon=LONG) as on:
        if weather == "foul":
            strike(on.workspace)
        await chaos(on)


@pytest.mark.parametrize("weather", WEATHER)
async def test_one_process_on_sqlite(bare_sqlite: str, tmp_path: Path, weather: str) -> None:
    async with stage(bare_sqlite, tmp_path, 1, soon=LONG) as on:
        if weather == "foul":
            strike(on.workspace)
        await chaos(on)
