"""The stage: a workspace, what happened before, processes, and people at work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from bot.config import Config
from handlers.slack.transport.manifest import manifest
from handlers.workspace.app import workspace_app
from handlers.workspace.serving import serve
from handlers.workspace.state.workspace import Workspace
from storage.database import SqlStore, open_store
from storage.sql.dialects import to_micros
from tests.chaos.balancer import Balancer
from tests.chaos.replicas import Replica
from tests.chaos.team import COLLEAGUES, LEAD, PEOPLE, Team, channel_of, make_workspace, now
from tests.chaos.truth import the_truth
from tests.chaos.work import Analyst, Ledger, Pace
from tests.journeys.processes import RunningBot, free_port, run_here, until
from tests.storage.databases import rows
from tests.workspace_client import ControlClient


@dataclass
class Stage:
    """All that plays a part."""

    workspace: Workspace
    control: ControlClient
    replicas: list[Replica]
    balancer: Balancer
    store: SqlStore
    url: str
    team: Team


@asynccontextmanager
async def stage(
    url: str, folder: Path, replicas: int, *, soon: bool = False
) -> AsyncIterator[Stage]:
    """The workspace, what happened before, and processes that are not started yet."""
    start = now() + timedelta(seconds=4)
    minute = start.replace(second=0, microsecond=0)
    team = Team(start, minute + timedelta(minutes=1) if soon else minute)
    workspace = make_workspace()
    workspace.event_retry_delays = ()
    workspace.use_manifest(manifest(Config(), request_url=None, socket=False))
    with open_store(url) as store:
        store.migrate()
        await asyncio.to_thread(team.seed, store)
        async with serve(workspace_app(workspace)) as address, ControlClient(address) as control:
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


def people(on: Stage, ledger: Ledger, wishes: int, seconds: float) -> list[asyncio.Task[None]]:
    """Everybody at work: three of ten wishes are to flag, three to refer, three to end."""
    pace = Pace(seconds / wishes)
    pages: dict[int, list[tuple[str, str]]] = {n: [] for n in range(len(PEOPLE))}
    lists = dict.fromkeys(pages, 0)
    count = wishes * 3 // 10
    for n in range(count):
        pages[n % len(PEOPLE)].append((f"new{n}", "close" if n % 2 else "reject"))
    for n in range(wishes - 3 * count):
        lists[n % len(PEOPLE)] += 1
    return [
        asyncio.create_task(
            Analyst(user, channel_of(n), on.workspace, on.control, on.balancer, ledger, pace).work(
                pages[n], lists[n]
            )
        )
        for n, user in enumerate(PEOPLE)
    ]


async def come_to_rest(on: Stage, ledger: Ledger) -> str:
    """Let all be done that is due, stop the processes, look whether all is there once; the counts."""
    await until(lambda: now() > max(on.team.soon, on.team.start), 120.0)
    # A process looks for what is due when it starts.
    await on.replicas[0].kill()
    await on.replicas[0].start()
    on.workspace.faults.replace([])
    await until(lambda: everybody_is_known(on), 60.0)
    await until(lambda: not overdue_for_a_reminder(on.url), 30.0)
    await until(lambda: not on.store.read(lambda uow: uow.outbox.count_pending()), 90.0)
    codes = [await one.stop() for one in on.replicas]
    assert codes == [0] * len(codes)
    counts = the_truth(on.store, on.url, on.workspace, on.team, ledger)
    audit = await verified(on)
    asked = [one for one in on.workspace.wire.entries if one.name == "users.list"]
    put_off = sum(one.status == 429 for one in asked)
    assert put_off, "the reading of members was never put off"
    members = f"{len(on.workspace.users)} members read in {len(asked)} calls, {put_off} put off"
    return f"each exactly once: {asdict(counts)}\n{members}\naudit verify: {audit}"


def everybody_is_known(on: Stage) -> bool:
    """Whether all members were read, who leads among them."""
    known = on.store.read(lambda uow: {one.id: one.admin for one in uow.people.all()})
    return known.keys() >= {*PEOPLE, *COLLEAGUES} and known.get(LEAD) is True


def overdue_for_a_reminder(url: str) -> int:
    """How many reminders have fallen due and were not written down yet."""
    (found,) = rows(
        url, "SELECT count(*) AS n FROM referrals WHERE remind_at <= :now", now=to_micros(now())
    )
    return int(found.n)


async def verified(on: Stage) -> str:
    """What `referral-bot audit verify` says; it finds no faults."""
    return await run_here(on.url, "audit", "verify")
