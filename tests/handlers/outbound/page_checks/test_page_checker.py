"""The sweep of page checks: each page once, however many replicas; never a held one; no floods."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.actions.checks.pages import begin_check
from bot.actions.checks.planning import plan_checks_anew, plan_missing_checks
from bot.config import Config
from bot.domain.lifecycle.referral import Action
from bot.domain.pages.status import PageToCheck, Status
from bot.ports.page_checks import ClaimedCheck
from handlers.async_store import AsyncStore
from handlers.outbound.page_checks.page_checker import CheckTiming, PageChecker
from storage.database import SqlStore, open_store
from tests.handlers.pages import Pages
from tests.harness.without_slack.action_harness import ActionHarness, config

CHECKED = config(page_checks={"platforms": ["all"], "direct": True})


@dataclass
class At:
    """A clock that stands still."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def harness(url: str) -> Iterator[ActionHarness]:
    with open_store(url) as store:
        yield ActionHarness(store, CHECKED)


def referred(harness: ActionHarness, *urls: str) -> None:
    """Flag pages and mark them as referred."""
    first = 1
    while harness.exists(first):
        first += 1
    for number, url in enumerate(urls, first):
        harness.flags_one(url)
        harness.to(number, Action.REFER)


def groups(count: int) -> list[str]:
    return [f"https://www.facebook.com/groups/{1000 + n}" for n in range(count)]


@asynccontextmanager
async def a_checker(
    store: SqlStore,
    pages: Pages,
    now: datetime,
    config: Config = CHECKED,
    *,
    most: int = 200,
    timing: CheckTiming | None = None,
) -> AsyncIterator[PageChecker]:
    """A replica's checker."""
    threaded = AsyncStore(store, one_writer=store.is_sqlite)
    try:
        yield PageChecker(threaded, pages, At(now), config, lambda: None, most=most, timing=timing)
    finally:
        threaded.close()


async def test_what_is_due_is_asked_for_once_and_written_down(harness: ActionHarness) -> None:
    referred(harness, *groups(5))
    pages, then = Pages(), harness.now + timedelta(days=2)
    async with a_checker(harness.store, pages, then) as checker:
        assert await checker.sweep() == 5
        assert await checker.sweep() == 0
    assert len(set(pages.asked)) == len(pages.asked) == 5
    for number in range(1, 6):
        (one,) = harness.read(lambda uow, number=number: uow.checks.history(number))  # type: ignore[misc]
        assert (one.status, one.reason, one.code, one.at) == (Status.UP, "200", 200, then)
        assert len(one.sha256) == 64
        assert harness.read(lambda uow, number=number: uow.checks.get(number)).checked_at == then  # type: ignore[misc]


async def test_after_a_downtime_no_more_than_so_many_are_asked_for_in_one_sweep(
    harness: ActionHarness,
) -> None:
    referred(harness, *groups(12))
    pages, then = Pages(), harness.now + timedelta(days=30)
    async with a_checker(harness.store, pages, then, most=5) as checker:
        assert [await checker.sweep() for _ in range(4)] == [5, 5, 2, 0]
    assert len(set(pages.asked)) == 12
    again = []
    for hours in range(24, 28):
        async with a_checker(harness.store, pages, then + timedelta(hours=hours)) as checker:
            again.append(await checker.sweep())
    assert sum(again) == 12
    assert max(again) < 8


async def test_two_replicas_ask_for_no_page_twice(postgres_url: str) -> None:
    with open_store(postgres_url) as one, open_store(postgres_url) as other:
        harness = ActionHarness(one, CHECKED)
        referred(harness, *groups(20), *(f"https://site{n}.example.com/x" for n in range(20)))
        then = harness.now + timedelta(days=2)
        pages = Pages()
        both = asyncio.Event()

        async def wait_for_both(page: PageToCheck) -> None:
            if len(pages.asked) > 1:
                both.set()
            await both.wait()

        pages.before = wait_for_both
        async with (
            a_checker(one, pages, then) as first,
            a_checker(other, pages, then) as second,
        ):
            counts = await asyncio.gather(first.sweep(), second.sweep())
        assert sum(counts) == 40
        assert len(pages.asked) == len(set(pages.asked)) == 40
        for number in range(1, 41):
            assert len(one.read(lambda uow, n=number: uow.checks.history(n))) == 1  # type: ignore[misc]


async def test_two_sweeps_of_one_moment_share_the_work(harness: ActionHarness) -> None:
    referred(harness, *groups(8))
    pages, then = Pages(), harness.now + timedelta(days=2)
    async with a_checker(harness.store, pages, then) as checker:
        assert sum(await asyncio.gather(*(checker.sweep() for _ in range(4)))) == 8
    assert len(pages.asked) == 8


async def test_what_a_killed_replica_had_claimed_is_taken_over(harness: ActionHarness) -> None:
    referred(harness, *groups(3))
    then = harness.now + timedelta(days=2)
    dead = harness.store.write(lambda uow: uow.checks.claim(then, -1.0, 2))
    assert len(dead) == 2
    pages = Pages()
    async with a_checker(harness.store, pages, then) as checker:
        assert await checker.sweep() == 3
    assert len(pages.asked) == 3
    assert not await came_back(harness, dead[0], then)


async def came_back(harness: ActionHarness, claim: ClaimedCheck, now: datetime) -> bool:
    """Whether the dead one, were it only slow, would still ask for its page."""
    pages = Pages()
    async with a_checker(harness.store, pages, now) as checker:
        return await checker._check(claim)


async def test_a_slow_replica_writes_nothing_down_after_it_lost_its_claim(
    harness: ActionHarness,
) -> None:
    referred(harness, *groups(1))
    then = harness.now + timedelta(days=2)
    slow, quick = Pages(Status.GONE), Pages()

    async def overtaken(page: PageToCheck) -> None:
        async with a_checker(harness.store, quick, then) as other:
            assert await other.sweep() == 1

    slow.before = overtaken
    async with a_checker(
        harness.store, slow, then, timing=CheckTiming(lease=-1.0, probe=30.0)
    ) as checker:
        (claim,) = harness.store.write(lambda uow: uow.checks.claim(then, 60.0, 1))
        await checker._check(claim)
    (one,) = harness.read(lambda uow: uow.checks.history(1))
    assert one.status is Status.UP


@pytest.mark.parametrize("action", [Action.HOLD, Action.WITHDRAW, Action.REJECT, Action.CLOSE])
async def test_what_changed_between_claim_and_probe_is_not_asked_for(
    harness: ActionHarness, action: Action
) -> None:
    referred(harness, *groups(1))
    then = harness.now + timedelta(days=2)
    (claim,) = harness.store.write(lambda uow: uow.checks.claim(then, 60.0, 1))
    harness.to(1, action)
    pages = Pages()
    async with a_checker(harness.store, pages, then) as checker:
        assert not await checker._check(claim)
    assert pages.asked == []
    assert harness.read(lambda uow: uow.checks.history(1)) == ()


@pytest.mark.parametrize("action", [Action.HOLD, Action.WITHDRAW, Action.REJECT, Action.CLOSE])
async def test_what_changed_while_it_was_asked_for_is_not_written_down(
    harness: ActionHarness, action: Action
) -> None:
    referred(harness, *groups(1))
    then = harness.now + timedelta(days=2)
    pages = Pages(Status.GONE)

    async def changed(page: PageToCheck) -> None:
        harness.now = then
        harness.to(1, action)

    pages.before = changed
    async with a_checker(harness.store, pages, then) as checker:
        await checker.sweep()
    assert len(pages.asked) == 1
    assert harness.read(lambda uow: uow.checks.history(1)) == ()


async def test_a_hold_that_older_code_recorded_is_seen_right_before_the_probe(
    harness: ActionHarness,
) -> None:
    """A replica without checks, or with them off, tells the plan nothing."""
    referred(harness, *groups(1))
    then = harness.now + timedelta(days=2)
    ActionHarness(harness.store, config(), harness.now).to(1, Action.HOLD)
    pages = Pages()
    async with a_checker(harness.store, pages, then) as checker:
        assert await checker.sweep() == 0
    assert pages.asked == []
    harness.later(days=3)
    ActionHarness(harness.store, config(), harness.now).to(1, Action.RELEASE)
    harness.store.write(lambda uow: plan_missing_checks(uow, 0, CHECKED, harness.now))
    async with a_checker(harness.store, pages, harness.now + timedelta(days=2)) as checker:
        await checker.sweep()


async def test_a_platform_that_is_off_for_this_replica_is_left(harness: ActionHarness) -> None:
    referred(harness, *groups(1))
    only = config(page_checks={"platforms": ["youtube"], "direct": True})
    pages, then = Pages(), harness.now + timedelta(days=2)
    async with a_checker(harness.store, pages, then, only) as checker:
        assert await checker.sweep() == 0
    assert pages.asked == []


async def test_a_fault_of_our_own_puts_a_check_off_and_holds_up_no_other(
    harness: ActionHarness, caplog: pytest.LogCaptureFixture
) -> None:
    referred(harness, *groups(3))
    then = harness.now + timedelta(days=2)
    pages = Pages()
    faults: list[str] = []

    async def fails_once(page: PageToCheck) -> None:
        if not faults:
            faults.append(page.key)
            raise RuntimeError("a fault of our own")

    pages.before = fails_once
    caplog.set_level(logging.ERROR)
    async with a_checker(harness.store, pages, then) as checker:
        assert await checker.sweep() == 3
        assert await checker.sweep() == 0
    assert "could not be asked for" in caplog.text
    async with a_checker(harness.store, pages, then + timedelta(hours=1)) as checker:
        assert await checker.sweep() == 1
    assert pages.asked[-1] == faults[0]


async def test_a_probe_that_never_ends_is_given_up(harness: ActionHarness) -> None:
    referred(harness, *groups(1))
    then = harness.now + timedelta(days=2)
    pages = Pages()

    async def for_ever(page: PageToCheck) -> None:
        await asyncio.Event().wait()

    pages.before = for_ever
    async with a_checker(
        harness.store, pages, then, timing=CheckTiming(lease=60.0, probe=0.05)
    ) as checker:
        await checker.sweep()
    assert harness.read(lambda uow: uow.checks.history(1)) == ()
    assert harness.store.write(lambda uow: uow.checks.claim(then, 60.0, 9)) == ()


async def test_one_platform_is_asked_one_page_at_a_time(harness: ActionHarness) -> None:
    referred(harness, *groups(4), "https://a.example.com/x", "https://b.example.com/x")
    at_once: dict[str, int] = {}
    most: dict[str, int] = {}
    pages = Pages()

    async def counted(page: PageToCheck) -> None:
        at_once[page.platform] = at_once.get(page.platform, 0) + 1
        most[page.platform] = max(most.get(page.platform, 0), at_once[page.platform])
        for _ in range(20):
            await asyncio.sleep(0)
        at_once[page.platform] -= 1

    pages.before = counted
    async with a_checker(harness.store, pages, harness.now + timedelta(days=2)) as checker:
        assert await checker.sweep() == 6
    assert most["facebook"] == 1


def test_a_page_is_given_to_the_prober_by_its_key_and_canonical_address(
    harness: ActionHarness,
) -> None:
    referred(harness, "https://m.facebook.com/groups/1000?ref=share")
    then = harness.now + timedelta(days=2)
    (claim,) = harness.store.write(lambda uow: uow.checks.claim(then, 60.0, 1))
    begin: Callable[..., PageToCheck | None] = begin_check
    page = harness.store.write(lambda uow: begin(uow, claim, then, CHECKED, 60.0))
    found = harness.referral(1)
    assert page == PageToCheck("facebook", "facebook:group:1000", found.canonical)


def test_a_config_that_changes_again_and_again_puts_nothing_off(harness: ActionHarness) -> None:
    referred(harness, *groups(6))
    before = dict(harness.read(lambda uow: uow.checks.planned(0, 10)))
    for _ in range(30):
        harness.later(hours=1)
        harness.store.write(lambda uow: plan_checks_anew(uow, 0, CHECKED, harness.now))
    after = dict(harness.read(lambda uow: uow.checks.planned(0, 10)))
    assert before.keys() == after.keys()
    for number, due in before.items():
        again = after[number]
        assert due
        assert again
        assert again <= due
