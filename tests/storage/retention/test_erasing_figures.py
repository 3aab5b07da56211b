"""No figure of any period, filter or instant changes when referrals are erased, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Action, Event, Fact, Referral
from bot.domain.times import week_from
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from tests.conftest import PostgresDatabases
from tests.harness.without_slack.stored_events import MONDAY, record
from tests.storage.figures.test_statistics_agree import ask
from tests.storage.walks import telling, walk

KEY = "k" * 32


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def with_key(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqlStore]:
    """One database for all examples."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("erasing") / "referrals.db"
        path.write_bytes(request.getfixturevalue("migrated_sqlite"))
        with open_store(f"sqlite:///{path}", KEY) as store:
            yield store
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres")
    url = databases.make()
    with open_store(url, KEY) as store:
        yield store
    databases.drop(url)


def figures(unit: UnitOfWork, asked: list[FigureQuery]) -> list[Any]:
    """Everything that is told in numbers, but for who flagged: that is a person."""
    told: list[Any] = [unit.figures.totals(), unit.figures.first_at()]
    for query in asked:
        told += [unit.figures.cohort(query), unit.figures.flow(query), unit.figures.by_place(query)]
    weeks = [week_from(MONDAY.date() + timedelta(days=7 * n), ZoneInfo("UTC")) for n in range(8)]
    told.append(unit.figures.weekly(weeks))
    told += [unit.figures.submissions(week, "facebook") for week in weeks]
    told += [unit.figures.corrected(week, MONDAY + timedelta(days=20)) for week in weeks]
    return told


def some_finished(unit: UnitOfWork, rnd: Random, events: list[Event]) -> list[Referral]:
    """Any of those that may be erased."""
    numbers = {event.referral for event in events}
    return [one.referral for one in unit.erasing.finished(numbers) if rnd.random() < 0.6]


def come_back(unit: UnitOfWork, rnd: Random, pages: set[str], now: Any) -> None:
    """Pages are flagged again, as the first flags of them were: whoever has none live."""
    for page in sorted(pages):
        last = unit.referrals.last_for_page(page)
        if last is None or unit.referrals.live_for_page(page) or rnd.random() < 0.5:
            continue
        number = unit.referrals.reserve_number()
        facts: dict[str, Fact] = {"platform": last.platform, "kind": "group", "key_version": 1}
        facts |= {"channel": "C1", "attempt": last.attempt + 1, "previous": last.number}
        personal = {"actor": "U1", "url": "u", "canonical": "u", "page_key": page}
        record(unit, Event(number, 1, Action.FLAG, now, now, facts, personal))


@settings(max_examples=4, deadline=None)
@given(rnd=st.randoms(use_true_random=True), steps=st.integers(1, 70))
def test_figures_are_the_same_before_and_after(with_key: SqlStore, rnd: Random, steps: int) -> None:
    events = walk(rnd, MONDAY, steps)
    asked = [ask(rnd, events) for _ in range(3)]
    if events:
        asked += [replace(one, as_of=rnd.choice(events).recorded_at) for one in asked[:2]]
    pages = {event.personal["page_key"] for event in events if event.seq == 1}
    end = max((event.recorded_at for event in events), default=MONDAY)
    asked.append(FigureQuery(as_of=end + timedelta(days=1)))

    def look(unit: UnitOfWork) -> None:
        # Numbers are counted on where new ones are reserved.
        while unit.referrals.reserve_number() < max((one.referral for one in events), default=1):
            pass
        for _ in range(2):
            before = figures(unit, asked)
            gone = some_finished(unit, rnd, events)
            unit.erasing.erase(gone, end, "time")
            assert figures(unit, asked) == before
            assert all(unit.referrals.last_for_page(page) for page in pages)
            come_back(unit, rnd, pages, end)
            assert unit.audit.verify()[1] == ()

    telling(with_key, events, rnd, look)
