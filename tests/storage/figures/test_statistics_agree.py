"""SQL and a plain recount agree: any history, period, zone, filter and instant."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.figures.days import Times, together
from bot.domain.figures.query import NOT_STATED, FigureQuery
from bot.domain.figures.recount import recount_cohort, recount_flow, recount_on_hold
from bot.domain.figures.shares import Recently
from bot.domain.figures.statistics import (
    BESIDE,
    DECIDED,
    Counts,
    Decided,
    Ground,
    Standing,
    Team,
    add_up,
    standing,
)
from bot.domain.lifecycle.referral import Event, Referral
from bot.domain.times import midnight, week_from
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import MONDAY
from tests.storage.walks import CATEGORIES, CHANNELS, PLATFORMS, as_known, telling, walk

ZONES = ("UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland")
FEW = settings(max_examples=40 if os.environ.get("FIGURES_WHOLE") else 6)
"""Each asks the database some hundred questions: long histories tell more than many short ones."""


def instant(rnd: Random, events: list[Event]) -> datetime | None:
    """Close to something that happened: to the microsecond, hours away, or at a zone's midnight."""
    happened = rnd.choice(events).happened_at if events else MONDAY
    match rnd.randrange(5):
        case 0:
            return None
        case 1 | 2:
            return happened + timedelta(microseconds=rnd.randrange(-1, 2))
        case 3:
            return happened + timedelta(hours=rnd.uniform(-30, 30))
        case _:
            zone = ZoneInfo(rnd.choice(ZONES))
            return midnight(happened.astimezone(zone).date(), zone)


def ask(rnd: Random, events: list[Event]) -> FigureQuery:
    """Any period, any filter."""
    since, until = instant(rnd, events), instant(rnd, events)
    if since and until and until < since:
        since, until = until, since
    platforms = tuple(rnd.sample(PLATFORMS, rnd.choice([0, 0, 1, 1, 2])))
    as_of = events[-1].recorded_at if events else MONDAY
    recently = rnd.choice([None, Recently(as_of, rnd.randrange(60))])
    if rnd.random() < 0.6:
        return FigureQuery(since=since, until=until, platforms=platforms, recently=recently)
    return FigureQuery(
        since=since,
        until=until,
        platforms=platforms,
        categories=tuple(rnd.sample(CATEGORIES, rnd.choice([0, 1, 1, 2]))),
        confidence=rnd.choice([None, NOT_STATED, "certain"]),
        channel=rnd.choice([None, *CHANNELS]),
        ground=rnd.choice([None, *Ground]),
        recently=recently,
    )


@FEW
@given(rnd=st.randoms(use_true_random=True), steps=st.integers(1, 240))
def test_every_way_of_counting_agrees(once: SqlStore, rnd: Random, steps: int) -> None:
    events = walk(rnd, MONDAY, steps)
    asked = [ask(rnd, events) for _ in range(10)]
    as_of = rnd.choice(events).recorded_at if events else MONDAY
    now, then = as_known(events, None), as_known(events, as_of)

    def look(unit: UnitOfWork) -> None:
        for query in asked:
            assert unit.figures.cohort(query) == recount_cohort(now, query)
            assert unit.figures.flow(query) == recount_flow(now, query)
            assert unit.figures.on_hold(query) == recount_on_hold(now, query)
            by_place = unit.figures.by_place(query)
            assert add_up(by_place.values()) == recount_cohort(now, query).counts
        for channel in (None, "C1"):
            cohort = recount_cohort(now, FigureQuery(channel=channel))
            days = together(cohort.days.values())
            times = Times(days, cohort.gone_days, cohort.waits, cohort.days)
            assert unit.figures.totals(channel) == (cohort.by_platform, times)
        assert unit.figures.standings() == Counter(standing(one) for one in now)
        _check_weeks(unit, now, rnd)
        _check_what_is_bounded(unit, now, asked, rnd)
        for query in asked[:4]:  # from the events
            past = replace(query, as_of=as_of)
            cohort = recount_cohort(then, past)
            assert unit.figures.cohort(past) == cohort
            assert unit.figures.flow(past) == recount_flow(then, past)
            assert unit.figures.on_hold(past) == recount_on_hold(then, past)
            assert add_up(unit.figures.by_flagger(past).values()) == cohort.counts
        assert unit.audit.verify()[1] == ()

    telling(once, events, rnd, look)


def _check_weeks(unit: UnitOfWork, now: list[Referral], rnd: Random) -> None:
    zone = ZoneInfo(rnd.choice(ZONES))
    first = MONDAY.date() - timedelta(days=28)
    weeks = [week_from(first + timedelta(days=7 * n), zone) for n in range(rnd.choice([1, 2, 13]))]
    for channel in (None, "C1"):
        trend = unit.figures.weekly(weeks, channel)
        for week, found in zip(weeks, trend, strict=True):
            flow = recount_flow(now, FigureQuery(since=week.start, until=week.end, channel=channel))
            told = {
                name: Decided(one.rejected, one.decided)
                for name, one in flow.by_platform.items()
                if one.decided
            }
            assert found == told
            submissions = unit.figures.submissions(week, "facebook", channel)
            assert (
                sum(one.decided for one in submissions) == told.get("facebook", Decided()).decided
            )


def _check_what_is_bounded(
    unit: UnitOfWork, now: list[Referral], asked: list[FigureQuery], rnd: Random
) -> None:
    """What Home and a card say of the team."""
    sinces = {query.since for query in asked if query.since}
    decisions = [one.first_outcome_at for one in now if standing(one) in DECIDED]
    for at in rnd.sample(decisions, min(2, len(decisions))):
        if at is not None:
            sinces |= {at + timedelta(microseconds=n) for n in (-1, 0, 1)}
    for since in sinces:
        cohort = recount_cohort(now, FigureQuery(since=since))
        assert unit.figures.team(since, MONDAY) == Team(
            cohort.counts, cohort.certain, since, MONDAY
        )
        for platform, category in product(PLATFORMS, CATEGORIES):
            decided = sorted(
                (at, standing(one) is Standing.REJECTED)
                for one in now
                if (one.platform, one.category) == (platform, category)
                and (at := one.first_outcome_at)
                and at >= since
                and standing(one) in DECIDED
            )
            most = rnd.choice((1, 3, 200))
            newest = decided[-most:]
            found = unit.figures.decided(platform, category, since, most)
            assert found == (sum(rejected for _, rejected in newest), len(newest))


@FEW
@given(rnd=st.randoms(use_true_random=True), steps=st.integers(1, 120))
def test_overdue_is_what_waits_too_long(once: SqlStore, rnd: Random, steps: int) -> None:
    events = walk(rnd, MONDAY, steps)
    now = max((event.recorded_at for event in events), default=MONDAY)
    limits = {"facebook": 3, "youtube": 20}
    waiting = [
        one
        for one in as_known(events, None)
        if standing(one) is Standing.WAITING
        and one.referred_at
        and now - one.referred_at >= timedelta(days=limits.get(one.platform, 7))
    ]

    def look(unit: UnitOfWork) -> None:
        for channel in (None, "C1"):
            here = [one for one in waiting if channel in (None, one.channel)]
            named = sorted(
                (
                    one
                    for one in here
                    if one.state != "held" and (not one.private or one.channel == "C2")
                ),
                key=lambda one: (one.referred_at, one.number),
            )
            found = unit.figures.overdue(limits, 7, now, channel=channel, shown_in="C2")
            assert found.total == len(here)
            assert [one.number for one in found.oldest] == [one.number for one in named[:3]]

    telling(once, events, rnd, look)


@FEW
@given(rnd=st.randoms(use_true_random=True), steps=st.integers(1, 160), day=st.integers(0, 60))
def test_corrections_are_what_changed_since(
    once: SqlStore, rnd: Random, steps: int, day: int
) -> None:
    events = walk(rnd, MONDAY, steps)
    since = MONDAY + timedelta(days=day)
    week = week_from(date(2026, 3, 9), ZoneInfo("Europe/London"))
    query = FigureQuery(since=week.start, until=week.end)

    def outcomes(referrals: list[Referral]) -> dict[int, tuple[str, str]]:
        return {
            one.number: (str(one.first_outcome), one.platform)
            for one in referrals
            if standing(one) not in BESIDE
            and one.first_outcome_at
            and query.holds(one.first_outcome_at)
        }

    then, now = outcomes(as_known(events, since)), outcomes(as_known(events, None))
    differ = [one for one in then.keys() | now.keys() if then.get(one) != now.get(one)]

    def look(unit: UnitOfWork) -> None:
        assert unit.figures.corrected(week, since) == len(differ)

    telling(once, events, rnd, look)


def test_counts_of_nothing(once: SqlStore) -> None:
    cohort = once.read(lambda unit: unit.figures.cohort(FigureQuery()))
    assert cohort.counts == Counts()
    assert once.read(lambda unit: unit.figures.weekly([])) == ()
    assert once.read(lambda unit: unit.figures.first_at()) is None
