"""The yearly report adds up, to what a plain count and `stats` of the same year say; both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions.figures.dsa_report import dsa_report
from bot.actions.figures.report import stats, stats_query
from bot.config import Config
from bot.domain.figures.dsa import DsaReport, year_of
from bot.domain.figures.statistics import REFERRED, Counts, Ground, add_up, ground_of, standing
from bot.domain.lifecycle.referral import Event, Referral
from bot.domain.people import THE_BOT
from bot.domain.times import midnight
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.storage.walks import as_known, telling, walk

START = datetime.fromisoformat("2026-10-12T09:00:00+00:00")  # so that the walks cross a new year
ZONES = ("UTC", "Europe/London", "America/New_York", "Pacific/Auckland")


def plainly(referrals: list[Referral], year: int, zone: ZoneInfo, ground: Ground) -> list[Referral]:
    """What a report on the year counts, found by looking at each."""
    return [
        one
        for one in referrals
        if one.referred_at
        and one.referred_at.astimezone(zone).year == year
        and standing(one) in REFERRED
        and ground_of(one) is ground
    ]


def standings(referrals: list[Referral]) -> Counts:
    """Their counts."""
    return add_up(Counts(**{standing(one).value: 1}) for one in referrals)


@settings(max_examples=8)
@given(rnd=st.randoms(use_true_random=True), steps=st.integers(1, 120))
def test_it_adds_up(once: SqlStore, rnd: Random, steps: int) -> None:
    events = walk(rnd, START, steps)
    zone, year = ZoneInfo(rnd.choice(ZONES)), rnd.choice([2026, 2027])
    config = Config(time_zone=zone.key)
    now = max([START + timedelta(days=100), *(event.recorded_at for event in events)])

    def look(unit: UnitOfWork) -> None:
        report = dsa_report(unit, str(year), None, now, config)
        check(report, as_known(events, None), zone)
        query = stats_query(unit, f"since {year}-01-01 until {year}-12-31", "", now, config)
        both = report.counts + report.terms + report.not_stated
        assert both == stats(unit, query, THE_BOT, now, config).counts
        as_of = a_day(rnd, events, year, zone)
        then = dsa_report(unit, str(year), f"{as_of.astimezone(zone):%Y-%m-%d}", now, config)
        check(then, as_known(events, then.as_of), zone)

    telling(once, events, rnd, look)


def a_day(rnd: Random, events: list[Event], year: int, zone: ZoneInfo) -> datetime:
    """A day on which the year has begun, mostly one on which something was recorded."""
    first = year_of(year, zone).start
    recorded = [event.recorded_at for event in events if event.recorded_at >= first]
    day = rnd.choice([first, *recorded]).astimezone(zone).date()
    return midnight(day, zone)


def check(report: DsaReport, known: list[Referral], zone: ZoneInfo) -> None:
    counted = plainly(known, report.year, zone, Ground.LAW)
    assert report.counts.referred == len(counted)
    assert report.counts == add_up(one.counts for one in report.types) == standings(counted)
    for row in report.providers:
        assert row.counts == standings([one for one in counted if one.platform == row.platform])
    for kind in report.types:
        assert kind.counts == standings(
            [one for one in counted if (one.category or "") == kind.category]
        )
    assert report.terms == standings(plainly(known, report.year, zone, Ground.TERMS))
    assert report.not_stated == standings(plainly(known, report.year, zone, Ground.NOT_STATED))
    assert report.pages == len({one.page_key for one in counted})
    assert report.open_appeals == sum(one.state == "appealed" for one in counted)
