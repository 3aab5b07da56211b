"""Bad clocks: the hour that is missing, the hour that comes twice, a restart, a jump back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions.figures.digest import post_digests, prepare_digests
from bot.config import Config
from bot.domain.announcements import Message
from bot.domain.dates import week_named
from bot.domain.lifecycle.referral import Action
from handlers.async_store import AsyncStore
from handlers.wiring.sweeps import BotSweeps
from storage.database import SqlStore, open_store
from tests.harness.without_slack.action_harness import TEAM, ActionHarness, config, page
from tests.harness.without_slack.examples import DESK, LONDON, SECOND

HALF_AN_HOUR = timedelta(minutes=30)
MARCH = ("2026-W13", datetime(2026, 3, 29, 1, tzinfo=UTC), timedelta(hours=167))
OCTOBER = ("2026-W43", datetime(2026, 10, 25, 1, tzinfo=UTC), timedelta(hours=169))


@pytest.fixture(params=["sqlite", "postgresql"])
def on_each(request: pytest.FixtureRequest) -> Iterator[ActionHarness]:
    """The harness on each database: for what happens at once."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    with open_store(str(request.getfixturevalue(name))) as store:
        harness = ActionHarness(store)
        harness.knows(*TEAM)
        yield harness


@pytest.fixture
def team(harness: ActionHarness) -> ActionHarness:
    """The harness on SQLite: when something is due is decided without a database."""
    return harness


def busy_until(harness: ActionHarness, at: datetime) -> None:
    """A page was referred and closed two weeks before; now it is `at`."""
    harness.now = at - timedelta(days=14)
    harness.flags(page())
    harness.does(Action.REFER)
    harness.does(Action.CLOSE)
    harness.now = at
    harness.sent()


def digests(
    harness: ActionHarness, *, until: datetime, step: timedelta = HALF_AN_HOUR
) -> list[tuple[str, str]]:
    """Sweep again and again; each digest, with the local time at which it was written down."""
    said = []
    while harness.now < until:
        harness.posts_digests()
        local = f"{harness.now.astimezone(LONDON):%a %d %b %H:%M}"
        said += [(local, one.subject) for one in harness.sent() if one.message is Message.DIGEST]
        harness.now += step
    return said


@pytest.mark.parametrize(("week", "change", "lasts"), [MARCH, OCTOBER])
def test_the_digest_of_a_week_with_a_change_of_the_clocks(
    team: ActionHarness, week: str, change: datetime, lasts: timedelta
) -> None:
    period = week_named(week, change.date()).period(LONDON)
    assert period.end - period.start == lasts
    assert period.start < change < period.end
    busy_until(team, change - timedelta(days=8))
    number = int(week[-2:])
    said = digests(team, until=change + timedelta(days=10))
    days = [datetime.fromisocalendar(2026, number + n, 1) for n in (0, 1, 2)]
    # Always at nine on the clock of the wall: 167 or 169 hours after the one before.
    assert said[-2:] == [
        (f"{day:%a %d %b} 09:00", f"digest 2026-W{number + n:02} {DESK.id}")
        for n, day in ((0, days[1]), (1, days[2]))
    ]
    assert len(said) == len(set(said))
    subjects = [subject for _, subject in said]
    assert len(subjects) == len(set(subjects))


@pytest.mark.parametrize(("week", "change", "lasts"), [MARCH, OCTOBER])
def test_a_digest_that_is_due_in_the_hour_that_is_missing_or_comes_twice(
    team: ActionHarness, week: str, change: datetime, lasts: timedelta
) -> None:
    team.config = config(digest={"day": "sunday", "time": "01:30"})
    busy_until(team, change - timedelta(hours=3))
    digests(team, until=change - timedelta(hours=2))  # what was due a week ago
    said = digests(team, until=change + timedelta(hours=26), step=timedelta(minutes=5))
    (before,) = {f"digest 2026-W{int(week[-2:]) - 1:02} {DESK.id}"}
    assert [subject for _, subject in said] == [before]


def test_a_clock_that_jumps_back_an_hour(team: ActionHarness) -> None:
    due = datetime(2026, 3, 9, 9, tzinfo=UTC)
    busy_until(team, due - timedelta(minutes=5))
    team.flags(page(2))
    team.does(Action.REFER, 2, at=due - timedelta(days=8))
    said = []
    for begin, end in ((-5, 20), (-40, 15), (-50, 30)):
        team.now = due + timedelta(minutes=begin)
        while team.now < due + timedelta(minutes=end):
            team.sweeps()
            team.posts_digests()
            said += [one.message for one in team.sent()]
            team.now += timedelta(minutes=1)
    assert said.count(Message.DIGEST) == 1
    assert said.count(Message.REMINDER) == 1


def test_a_clock_that_jumps_back_over_the_end_of_a_week(team: ActionHarness) -> None:
    team.config = config(digest={"day": "monday", "time": "00:00", "late_days": 7})
    midnight = datetime(2026, 3, 9, tzinfo=UTC)
    busy_until(team, midnight + timedelta(minutes=10))
    first = digests(team, until=midnight + timedelta(minutes=30), step=timedelta(minutes=5))
    assert [subject for _, subject in first] == [f"digest 2026-W10 {DESK.id}"]
    team.now -= timedelta(hours=1)
    assert digests(team, until=midnight + timedelta(hours=2)) == []


def test_replicas_that_prepare_one_digest_at_once_post_it_once(on_each: ActionHarness) -> None:
    due = datetime(2026, 3, 9, 9, tzinfo=UTC)
    busy_until(on_each, due)
    with ThreadPoolExecutor(4) as threads:
        prepared = list(
            threads.map(
                lambda _: on_each.read(lambda uow: prepare_digests(uow, due, on_each.config)),
                range(4),
            )
        )
        assert [len(one.digests) for one in prepared] == [1, 1, 1, 1]
        posted = list(
            threads.map(
                lambda one: on_each.store.write(lambda uow: post_digests(uow, one, due)), prepared
            )
        )
    assert sorted(len(one.posted) for one in posted) == [0, 0, 0, 1]
    assert [one.message for one in on_each.sent()] == [Message.DIGEST]


class SetClock:
    """Shows what it is set to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The instant that was set."""
        return self.at


class Process:
    """The sweeps of one bot process: what it knows ends with it."""

    def __init__(self, store: SqlStore, clock: SetClock, config: Config) -> None:
        self.store = AsyncStore(store, one_writer=store.is_sqlite)
        self.sweeps = BotSweeps(self.store, clock, config, lambda: None)

    async def lives(self, minutes: int) -> None:
        """Start, sweep so many times, end."""
        for _ in range(minutes):
            await self.sweeps.minute()
        self.store.close()


async def test_a_restart_during_the_due_minute(on_each: ActionHarness) -> None:
    due = datetime(2026, 3, 9, 9, tzinfo=UTC)
    busy_until(on_each, due - timedelta(days=8))
    on_each.flags(page(2))
    on_each.does(Action.REFER, 2)
    on_each.sent()
    clock = SetClock(due - timedelta(seconds=10))
    said = []
    for seconds in (0, 9, 11, 25, 40, 69):
        clock.at = due + timedelta(seconds=seconds - 10)
        await Process(on_each.store, clock, on_each.config).lives(2)
        said += [one.message for one in on_each.sent()]
    assert said.count(Message.DIGEST) == 1
    assert said.count(Message.REMINDER) == 1


async def test_a_digest_that_is_too_late_is_left_out_with_a_line_in_the_log(
    team: ActionHarness, caplog: pytest.LogCaptureFixture
) -> None:
    due = datetime(2026, 3, 9, 9, tzinfo=UTC)
    busy_until(team, due - timedelta(days=8))
    clock = SetClock(due + timedelta(days=3, minutes=1))
    for _ in range(2):
        await Process(team.store, clock, team.config).lives(2)
    assert Message.DIGEST not in [one.message for one in team.sent()]
    (line,) = [one.getMessage() for one in caplog.records if "digest" in one.getMessage()]
    assert line.startswith("digest left out: 2026-W10 in #")


async def test_the_first_sweep_plans_for_a_changed_config(on_each: ActionHarness) -> None:
    due = datetime(2026, 3, 9, 9, tzinfo=UTC)
    busy_until(on_each, due - timedelta(days=8))
    on_each.flags(page(2))
    on_each.does(Action.REFER, 2)
    on_each.sent()
    before = due - timedelta(days=3)  # with the seven days of the config as it was, nothing is due
    for changed, reminded in ((on_each.config, 0), (config(response_days=4), 1)):
        await Process(on_each.store, SetClock(before), changed).lives(1)
        assert [one.message for one in on_each.sent()].count(Message.REMINDER) == reminded


async def test_a_changed_config_does_not_remind_twice(on_each: ActionHarness) -> None:
    """Two replicas start with a new config, while one of them sweeps already."""
    due = datetime(2026, 3, 9, 9, tzinfo=UTC)
    busy_until(on_each, due - timedelta(days=8))
    on_each.flags(page(2))
    on_each.does(Action.REFER, 2)
    on_each.sent()
    clock = SetClock(due)
    for days in (6, 5, 4):
        changed = config(response_days=days)
        await Process(on_each.store, clock, changed).lives(1)
        clock.at += timedelta(minutes=1)
    assert [one.message for one in on_each.sent()].count(Message.REMINDER) == 1


def test_an_owner_is_told_once_however_many_sweep_at_once(on_each: ActionHarness) -> None:
    due = datetime(2026, 3, 9, 9, tzinfo=UTC)
    busy_until(on_each, due - timedelta(days=8))
    for n in range(2, 6):
        on_each.flags(page(n))
        on_each.does(Action.REFER, n)
    on_each.sent()
    on_each.now = due
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: on_each.sweeps(), range(8)))
    told = [one for one in on_each.sent() if one.lane == f"@{SECOND.id}"]
    assert [n for one in told for n, _ in one.data["items"]] == [2, 3, 4, 5]
