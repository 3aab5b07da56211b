"""Real processes that are killed every second: nothing lost, nothing twice.

`make test` runs a short form; `make chaos` the long one, with `SECONDS` of killing and `COMMANDS`
commands and clicks. Both print what they counted.
"""

from __future__ import annotations

import asyncio
import os
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Config
from handlers.slack.manifest import manifest
from handlers.workspace.app import workspace_app
from handlers.workspace.client import Control
from handlers.workspace.faults import Rule
from handlers.workspace.serving import serve
from handlers.workspace.state import Workspace
from storage.columns import to_micros
from storage.database import SqlStore, open_store
from tests.chaos.balancer import Balancer
from tests.chaos.replicas import Replica, reap
from tests.chaos.team import PEOPLE, Team, channel_of, make_workspace, now
from tests.chaos.truth import the_truth
from tests.chaos.work import Analyst, Ledger, Pace
from tests.journeys.processes import COMMAND, RunningBot, free_port, until
from tests.storage.databases import rows

SECONDS = float(os.environ.get("CHAOS_SECONDS") or 5)
WISHES = int(os.environ.get("CHAOS_COMMANDS") or 40)
LONG = SECONDS >= 30

SHARE = 0.2
FAULTS = ("429", "429_bare", "ratelimited", "500", "503", "fatal_error", "lost_answer", "dropped")
# Slower than the bot waits (2 s), and done before it looks whether it was done.
SLOW = (1.0, 2.5)

pytestmark = pytest.mark.xdist_group("chaos")


@dataclass
class Stage:
    """All that plays a part."""

    workspace: Workspace
    control: Control
    replicas: list[Replica]
    balancer: Balancer
    store: SqlStore
    url: str
    team: Team


@pytest.fixture
def bare_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/referrals.db"


@asynccontextmanager
async def stage(url: str, folder: Path, replicas: int) -> AsyncIterator[Stage]:
    """The workspace, what happened before, and processes that are not started yet."""
    start = now() + timedelta(seconds=4)
    minute = start.replace(second=0, microsecond=0)
    soon = minute + timedelta(minutes=1) if LONG else minute
    team = Team(start, soon)
    workspace = make_workspace()
    workspace.event_retry_delays = ()
    workspace.use_manifest(manifest(Config(), request_url=None, socket=False))
    with open_store(url) as store:
        store.migrate()
        await asyncio.to_thread(team.seed, store)
        async with serve(workspace_app(workspace)) as address, Control(address) as control:
            bots = []
            for n in range(replicas):
                place = folder / f"replica-{n}"
                place.mkdir()
                (place / "config.yaml").write_text(team.config_text())
                bots.append(Replica(RunningBot(workspace, address, url, place, free_port())))
            balancer = Balancer(bots)
            workspace.request_transport = balancer
            workspace.request_url = "http://127.0.0.1/slack/events"
            try:
                yield Stage(workspace, control, bots, balancer, store, url, team)
            finally:
                for one in bots:
                    process = one.bot.process
                    if process is not None and process.returncode is None:
                        await one.kill()
                workspace.close()


def strike(workspace: Workspace) -> None:
    """A share of all calls to Slack fails, in every way there is."""
    ways = len(FAULTS) + len(SLOW)
    each = 1 - (1 - SHARE) ** (1 / ways)  # one rule is asked after the other
    workspace.faults.replace(
        [Rule("*", fault, share=each, seconds=1.0) for fault in FAULTS]
        + [Rule("*", "slow", share=each, seconds=seconds) for seconds in SLOW],
        seed=4,
    )


def people(on: Stage, ledger: Ledger) -> list[asyncio.Task[None]]:
    """Everybody at work: three of ten wishes are to flag, three to refer, three to end."""
    pace = Pace(SECONDS / WISHES)
    pages: dict[int, list[tuple[str, str]]] = {n: [] for n in range(len(PEOPLE))}
    lists = dict.fromkeys(pages, 0)
    count = WISHES * 3 // 10
    for n in range(count):
        pages[n % len(PEOPLE)].append((f"new{n}", "close" if n % 2 else "reject"))
    for n in range(WISHES - 3 * count):
        lists[n % len(PEOPLE)] += 1
    return [
        asyncio.create_task(
            Analyst(user, channel_of(n), on.workspace, on.control, on.balancer, ledger, pace).work(
                pages[n], lists[n]
            )
        )
        for n, user in enumerate(PEOPLE)
    ]


async def chaos(on: Stage) -> None:
    """Kill while people work; then let it come to rest, and look."""
    began = time.monotonic()
    ledger = Ledger()
    await asyncio.gather(*(one.start() for one in on.replicas))
    working = people(on, ledger)
    kills = await reap(on.replicas, SECONDS)
    while_killed = ledger.commands + ledger.clicks
    await asyncio.gather(*working)
    await until(lambda: now() > max(on.team.soon, on.team.start), 120.0)
    # A process looks for what is due when it starts.
    await on.replicas[0].kill()
    await on.replicas[0].start()
    on.workspace.faults.replace([])
    await until(lambda: not overdue_for_a_reminder(on.url), 30.0)
    await until(lambda: not on.store.read(lambda uow: uow.outbox.waiting()), 90.0)
    codes = [await one.stop() for one in on.replicas]
    assert codes == [0] * len(codes)
    counts = the_truth(on.store, on.url, on.workspace, on.team, ledger)
    audit = await verified(on)
    calls = [one for one in on.workspace.wire.entries if one.direction == "to_slack"]
    print(
        f"\n{on.store.url.split(':')[0]}, {len(on.replicas)} processes: "
        f"{ledger.commands} commands, {ledger.clicks} clicks, {ledger.forms} forms "
        f"({while_killed} commands and clicks while killing), "
        f"{ledger.unanswered} unanswered; {kills} kills in {SECONDS:.0f} s, "
        f"{len(calls)} calls to Slack, {time.monotonic() - began:.0f} s in all\n"
        f"each exactly once: {asdict(counts)}\naudit verify: {audit}"
    )


def overdue_for_a_reminder(url: str) -> int:
    """How many reminders have fallen due and were not written down yet."""
    (found,) = rows(
        url, "SELECT count(*) AS n FROM referrals WHERE remind_at <= :now", now=to_micros(now())
    )
    return int(found.n)


async def verified(on: Stage) -> str:
    """What `referral-bot audit verify` says; it finds no faults."""
    process = await asyncio.create_subprocess_exec(
        str(COMMAND),
        "audit",
        "verify",
        env={**os.environ, "DATABASE_URL": on.url},
        cwd=on.replicas[0].bot.folder,
        stdout=PIPE,
        stderr=PIPE,
    )
    said, errors = await process.communicate()
    assert process.returncode == 0, said.decode() + errors.decode()
    return said.decode().strip()


@pytest.mark.parametrize("weather", ["fair", "foul"])
async def test_two_processes_on_postgresql(postgres_url: str, tmp_path: Path, weather: str) -> None:
    async with stage(postgres_url, tmp_path, 2) as on:
        if weather == "foul":
            strike(on.workspace)
        await chaos(on)


@pytest.mark.parametrize("weather", ["fair", "foul"])
async def test_one_process_on_sqlite(bare_sqlite: str, tmp_path: Path, weather: str) -> None:
    async with stage(bare_sqlite, tmp_path, 1) as on:
        if weather == "foul":
            strike(on.workspace)
        await chaos(on)
