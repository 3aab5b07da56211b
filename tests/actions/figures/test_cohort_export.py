"""A lead's cohort is what figures count: its rows, added up, are what stats say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from bot.actions.figures.export import asked_for, written
from bot.actions.figures.report import stats, stats_query
from bot.domain.figures.statistics import REFERRED
from bot.domain.lifecycle.referral import Action, State
from bot.ports.store import UnitOfWork
from storage.database import open_store
from tests.actions.importing.test_importing import random_days
from tests.harness.without_slack.action_harness import TEAM, ActionHarness
from tests.harness.without_slack.examples import DESK, LEAD, SECRET


@pytest.fixture(params=["sqlite", "postgresql"])
def busy(request: pytest.FixtureRequest) -> Iterator[ActionHarness]:
    """A desk with private channels and holds, on each database."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    with open_store(str(request.getfixturevalue(name))) as store:
        made = ActionHarness(store)
        made.knows(*TEAM)
        for place in (DESK, SECRET):
            store.write(lambda uow, one=place: uow.places.put(one))  # type: ignore[misc]
        random_days(made, Random(11), 180)
        holdable = (State.REFERRED, State.REJECTED)
        numbers = [number for number in range(1, 60) if made.exists(number)]
        for number in [one for one in numbers if made.referral(one).state in holdable][:5]:
            made.does(Action.HOLD, number, who=LEAD)
        yield made


def test_the_rows_of_a_cohort_add_up_to_stats(busy: ActionHarness) -> None:
    days = (busy.now - timedelta(days=n) for n in (3, 20, 60, 4_000))
    for words in ("", "platform facebook", *(f"since {day:%Y-%m-%d}" for day in days)):

        def ask(uow: UnitOfWork, words: str = words) -> tuple[Counter[str], dict[str, int]]:
            actor, config = busy.actor(LEAD), busy.config
            export = asked_for(uow, f"json cohort {words}", LEAD, "", busy.now, config)
            rows = json.loads("".join(written(uow, export, actor, config)))["referrals"]
            assert any(row["state"] == "held" for row in rows) or words
            query = stats_query(uow, words, "", busy.now, config)
            counts = stats(uow, query, LEAD, busy.now, config).counts
            return Counter(row["counts_as"] for row in rows), {
                one.value: getattr(counts, one.value) for one in REFERRED
            }

        rows, counted = busy.read(ask)
        assert {name: rows[name] for name in counted} == counted
