"""A restore from a backup in the midst of killing: what was told is there, or says that it is not.

People work while the process is killed each second; a backup is made meanwhile. Then all that came
after it is lost with the database, the backup is restored, and people go on.
"""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import PIPE
from collections import Counter
from pathlib import Path

import pytest

from bot.domain.lifecycle.referral import Referral
from handlers.workspace.state.model import SlackMessage
from tests.chaos.replicas import reap
from tests.chaos.stage import Stage, stage, verified
from tests.chaos.team import CHANNELS, PEOPLE, channel_of
from tests.chaos.truth import LAST_BUTTON
from tests.chaos.work import Analyst, Ledger, Pace, by_the_bot, cards_of
from tests.journeys.processes import COMMAND, until
from tests.storage.databases import rows
from tests.workspace_client import buttons

SECONDS = float(os.environ.get("CHAOS_SECONDS") or 10) / 4
PEOPLE_AT_WORK = 6 if "CHAOS_SECONDS" in os.environ else 3

pytestmark = pytest.mark.xdist_group("chaos")


def at_work(on: Stage, ledger: Ledger, name: str, pages: int) -> list[asyncio.Task[None]]:
    """Some people, each with pages of their own to flag, refer and end."""
    pace = Pace(SECONDS / (PEOPLE_AT_WORK * pages * 3))
    tasks = []
    for n, user in enumerate(PEOPLE[:PEOPLE_AT_WORK]):
        theirs = [(f"{name}{n}x{m}", "close" if m % 2 else "reject") for m in range(pages)]
        one = Analyst(user, channel_of(n), on.workspace, on.control, on.balancer, ledger, pace)
        tasks.append(asyncio.create_task(one.work(theirs, 1)))
    return tasks


async def command(on: Stage, *words: str) -> str:
    """`referral-bot …`, as whoever runs the bot types it."""
    process = await asyncio.create_subprocess_exec(
        *(str(COMMAND), *words),
        cwd=on.replicas[0].bot.folder,
        env={**os.environ, "DATABASE_URL": on.url},
        stdout=PIPE,
        stderr=PIPE,
    )
    said, errors = await process.communicate()
    assert process.returncode == 0, said.decode() + errors.decode()
    return said.decode()


def stored(on: Stage) -> dict[int, Referral]:
    numbers = [row.number for row in rows(on.url, "SELECT number FROM referrals")]
    return on.store.read(lambda uow: uow.referrals.many(numbers))


async def test_what_was_told_is_there_or_says_that_it_is_not(tmp_path: Path) -> None:
    async with stage(f"sqlite:///{tmp_path}/referrals.db", tmp_path, 1) as on:
        (replica,) = on.replicas
        kept, about, late, after = Ledger(), Ledger(), Ledger(), Ledger()
        await replica.start()
        working = at_work(on, kept, "kept", 1)
        await reap(on.replicas, SECONDS / 2, ())
        await asyncio.gather(*working)
        told_before = dict(kept.flagged)
        working = at_work(on, about, "about", 1)
        killing = asyncio.create_task(reap(on.replicas, SECONDS, ()))
        await until(lambda: len(about.flagged) >= 2)
        in_time = dict(about.flagged)
        await command(on, "backup", "backup.db")
        working += at_work(on, late, "late", 1)
        await asyncio.gather(*working, killing)
        await replica.kill()
        on.store.close()
        said = await command(on, "restore", "backup.db", "--replace")
        assert "What was there before is kept" in said
        await replica.start()
        working = at_work(on, after, "after", 1)
        await reap(on.replicas, SECONDS / 2, ())
        await asyncio.gather(*working)
        await until(lambda: not on.store.read(lambda uow: uow.outbox.count_pending()), 90.0)
        await look(on, {**told_before, **in_time}, [kept, about, late, after])
        assert not set(late.flagged.values()) & set(stored(on))
        codes = [await one.stop() for one in on.replicas]
        assert codes == [0]
        print(f"\n{len(late.flagged)} flagged after the backup; {await verified(on)}")


async def look(on: Stage, before: dict[str, int], ledgers: list[Ledger]) -> None:
    """The ledgers against the database, and the database against what stands in Slack."""
    told = [(url, number) for one in ledgers for url, number in one.flagged.items()]
    twice = [number for number, n in Counter(number for _, number in told).items() if n > 1]
    assert not twice, f"given to two pages: {twice}"
    found = stored(on)
    for url, number in before.items():
        assert found[number].url == url, f"R-{number} was told before the backup, and is not there"
    for url, number in told:
        assert number not in found or found[number].url == url, f"R-{number} is another page"
    for url, number in ledgers[-1].flagged.items():
        assert found[number].url == url, f"R-{number} was told after the restore"
    gone = sorted({number for _, number in told} - set(found))
    cards = {n: c for one in CHANNELS for n, c in cards_of(on.workspace, one).items()}
    assert {n for n, several in cards.items() if len(several) > 1} == set()
    for number, referral in found.items():
        if number in cards:
            shown = buttons(cards[number][0].blocks)
            wanted = LAST_BUTTON.get(_last(on, number), "Mark referred")
            assert wanted in shown, f"{referral.name} is {referral.state}, its card shows {shown}"
    keys = Counter(
        one.metadata["event_payload"]["key"]
        for channel in CHANNELS
        for one in by_the_bot(on.workspace, channel)
        if one.metadata
    )
    assert [key for key, n in keys.items() if n > 1] == []
    for number in [one for one in gone if one in cards][:5]:
        await press(on, cards[number][0])
    assert stored(on) == found, "a card of what is lost changed something"


def _last(on: Stage, number: int) -> str:
    acted = on.store.read(lambda uow: uow.referrals.history(number))
    return str(acted[-1].action)


async def press(on: Stage, card: SlackMessage) -> None:
    """A button of a card that is of nothing here: it says so."""
    channel = card.channel
    who = next(one for n, one in enumerate(PEOPLE) if channel_of(n) == channel)

    def answers() -> list[SlackMessage]:
        return on.workspace.ephemerals.of(who, channel)

    before = len(answers())
    block_id, action_id = next(iter(buttons(card.blocks).values()))
    await on.control.click(who, action_id, channel=channel, message_ts=card.ts, block_id=block_id)
    await until(lambda: len(answers()) > before, 10.0)
    assert "was posted from another database" in answers()[-1].text
