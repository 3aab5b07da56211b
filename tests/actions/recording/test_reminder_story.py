"""Over random timelines with a real store: each interval has one reminder, whatever happens meanwhile.

Two replicas sweep; people snooze it, hand it to each other and are off; reminders go to the owner or
into the channel.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.announcements import REDRAWN, Message, direct
from bot.domain.lifecycle.referral import Action
from bot.domain.people import Person
from bot.domain.reminders import Hours, OwnHours, in_working_hours, start_of_work
from storage.database import open_store
from tests.harness.without_slack.action_harness import TEAM, ActionHarness, config
from tests.harness.without_slack.examples import ANALYST, DESK, SECOND

AGAIN = (3, 7, 14)
SLACK = timedelta(days=3)
"""A weekend: an owner who is off, or new, is looked after anew each working day."""
MOVES = st.sampled_from(["", "", "", "", "snooze 1", "snooze 7", "hand over"])
TIMES = st.lists(st.tuples(st.integers(1, 60), MOVES, st.integers(0, 1)), min_size=20, max_size=60)
"""Hours from one sweep to the next (nights, weekends and outages are slept through), what happens
before it, and which replica is the first to sweep."""
OFF = st.none() | st.dates(date(2026, 3, 8), date(2026, 4, 10))


@pytest.fixture
def new_database(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: bytes
) -> Callable[[], str]:
    """Makes an empty database; the URL."""

    def make() -> str:
        path = tmp_path_factory.mktemp("story") / "story.db"
        path.write_bytes(migrated_sqlite)
        return f"sqlite:///{path}"

    return make


@given(TIMES, OFF, st.sampled_from(["", "GB"]), st.booleans())
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_each_interval_has_one_reminder_and_none_is_left_out(
    new_database: Callable[[], str],
    times: list[tuple[int, str, int]],
    off: date | None,
    country: str,
    in_channel: bool,
) -> None:
    url = new_database()
    settled = config(
        reminders={"where": "channel" if in_channel else "direct"},
        **({"country": country} if country else {}),
    )
    team = settled.plan_for(DESK.id, "facebook").hours
    hours_of = {SECOND: OwnHours(off_until=off).within(team), ANALYST: team}
    with open_store(url) as store, open_store(url) as other:
        harness = ActionHarness(store, settled)
        harness.knows(*TEAM)
        store.write(lambda uow: uow.people.keep_own_hours(SECOND.id, OwnHours(off_until=off)))
        harness.flags(who=SECOND)
        harness.does(Action.REFER, 1, SECOND)
        harness.sent()
        owner, leads, told = SECOND, 0, 0
        referred = harness.now
        escalates = referred + timedelta(days=28)
        due = start_of_work(referred + timedelta(days=7), team)
        free = due  # the latest at which it may be brought up: as the owner changes, or is off
        last = referred
        for gap, move, first in times:
            harness.later(hours=gap)
            if move.startswith("snooze") and harness.now < due + timedelta(days=60):
                until = harness.snoozes(1, move.split()[1], owner)
                due, free = until, max(free, until)
            elif move == "hand over":
                owner = _other(owner)
                harness.does(Action.ASSIGN, 1, SECOND, owner=owner.id)
                free = max(free, harness.now)
            harness.sent()
            replicas = (store, other) if first else (other, store)
            swept = []
            for one in replicas:
                harness.store = one
                swept.append(harness.sweeps().looked_at)
            harness.store = store
            assert not swept[1], "two replicas looked at it"
            said = [one for one in harness.sent() if not one.data.get(REDRAWN)]
            leads += sum(one.message is Message.ESCALATION for one in said)
            hours, now = hours_of[owner], harness.now
            if reminded := [one for one in said if one.message is Message.REMINDER]:
                assert [one.lane for one in reminded] == [_lane(owner, in_channel=in_channel)]
                assert in_working_hours(now, hours)
                early = last < escalates <= now
                assert now >= due or early, "twice in one interval, or while it was snoozed"
                wait = timedelta(days=AGAIN[min(told, len(AGAIN) - 1)])
                told, last = told + 1, now
                due = free = start_of_work(_morning(now + wait, team), team)
            elif in_working_hours(now, hours):
                at = start_of_work(max(due, free), hours)
                assert now < at + SLACK, "left out"
        assert leads <= 2, "each lead hears of it once"


def _other(owner: Person) -> Person:
    return ANALYST if owner is SECOND else SECOND


def _lane(owner: Person, *, in_channel: bool) -> str:
    return DESK.id if in_channel else direct(owner.id)


def _morning(at: datetime, hours: Hours) -> datetime:
    """The start of work of that day, in the zone of the hours."""
    local = at.astimezone(hours.zone)
    return local.replace(hour=hours.start.hour, minute=0, second=0, microsecond=0)
