"""Month by month on both databases: as of now and as of then, the months come to the whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from bot.actions.figures.report import stats, stats_query
from bot.domain.figures.statistics import add_up
from bot.domain.people import THE_BOT
from storage.database import SqlStore
from tests.harness.without_slack.action_harness import config
from tests.harness.without_slack.stored_events import MONDAY
from tests.storage.walks import walk, write_all

ZONES = ("Europe/London", "America/St_Johns", "Pacific/Auckland")


@pytest.fixture(scope="module")
def now(once: SqlStore) -> datetime:
    """The day after the last of some stories."""
    told = walk(Random(3), MONDAY, 250)
    once.write(lambda unit: write_all(unit, told, Random(3)))
    return max(one.recorded_at for one in told) + timedelta(days=1)


@pytest.mark.parametrize("zone", ZONES)
def test_months_add_up_to_the_whole(once: SqlStore, now: datetime, zone: str) -> None:
    settings = config(time_zone=zone)
    for words in ("", "since 2026-04-10 until 2026-08", "as-of 2026-05", "platform facebook"):
        report = once.read(
            lambda uow, said=words: stats(  # type: ignore[misc]
                *(uow, stats_query(uow, said, "", now, settings), THE_BOT, now, settings),
                monthly=True,
            )
        )
        assert add_up(one.counts for one in report.months) == report.counts, words
        assert len({one.key for one in report.months}) == len(report.months)
