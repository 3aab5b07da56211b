"""Over random timelines with a real store: each interval has one reminder, whatever happens meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.announcements import REDRAWN, Message
from bot.domain.lifecycle.referral import Action
from bot.domain.reminders import OwnHours, in_working_hours, start_of_work
from storage.database import open_store
from tests.harness.without_slack.action_harness import TEAM, ActionHarness, config
from tests.harness.without_slack.examples import DESK, SECOND

AGAIN = (3, 7, 14)
GAPS = st.lists(st.integers(1, 60), min_size=20, max_size=60)
"""Hours from one sweep to the next: nights, weekends and outages are slept through."""
OFF = st.none() | st.dates(date(2026, 3, 8), date(2026, 4, 10))


@given(GAPS, OFF, st.sampled_from(["", "GB"]))
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_each_interval_has_one_reminder_and_none_is_left_out(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_sqlite: bytes,
    gaps: list[int],
    off: date | None,
    country: str,
) -> None:
    path = tmp_path_factory.mktemp("story") / "story.db"
    path.write_bytes(migrated_sqlite)
    with open_store(f"sqlite:///{path}") as store:
        harness = ActionHarness(store, config(country=country) if country else config())
        harness.knows(*TEAM)
        own = OwnHours(off_until=off)
        store.write(lambda uow: uow.people.keep_own_hours(SECOND.id, own))
        harness.flags(who=SECOND)
        harness.does(Action.REFER, 1, SECOND)
        harness.sent()
        hours = own.within(harness.config.plan_for(DESK.id, "facebook").hours)
        sweeps, told, leads = [harness.now], [], []
        for gap in gaps:
            harness.later(hours=gap)
            sweeps.append(harness.now)
            harness.sweeps()
            assert not harness.sweeps().looked_at, "the same sweep again finds nothing"
            said = [one for one in harness.sent() if not one.data.get(REDRAWN)]
            told += [harness.now for one in said if one.message is Message.REMINDER]
            leads += [harness.now for one in said if one.message is Message.ESCALATION]
    assert all(in_working_hours(at, hours) for at in told)
    assert len(leads) <= 2, "each lead hears of it once"
    # The first sweep of a working hour after it is due says it, and only that one.
    at_work = [at for at in sweeps if in_working_hours(at, hours)]
    due = start_of_work(sweeps[0] + timedelta(days=7), hours)
    escalates = sweeps[0] + timedelta(days=28)
    for times, at in enumerate(told):
        early = times > 0 and told[times - 1] < escalates <= at
        assert at >= due or early, "twice in one interval"
        slack = timedelta(days=3)  # the owner is looked after anew each working day
        missed = [one for one in at_work if due + slack <= one < at]
        assert not missed or early, "left out"
        wait = timedelta(days=AGAIN[min(times, len(AGAIN) - 1)])
        local = at.astimezone(hours.zone) + wait
        due = start_of_work(
            local.replace(hour=hours.start.hour, minute=0, second=0, microsecond=0), hours
        )
    assert not [one for one in at_work if one >= due + timedelta(days=3)], "forgotten"
