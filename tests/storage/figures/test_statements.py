"""Figures take few statements, and as many however much there is to count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.actions.figures.digest import figures_now, last_ended
from bot.actions.figures.home import TeamAtHome
from bot.actions.figures.report import stats
from bot.config import Config
from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Action
from bot.domain.people import THE_BOT
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import act, flag, later
from tests.storage.databases import statements

NOW = later(10)
CONFIG = Config()
SPAN = last_ended("C1", NOW, CONFIG)
ASKED: dict[str, tuple[Callable[[UnitOfWork], object], int]] = {
    "stats": (lambda work: stats(work, FigureQuery(), THE_BOT, NOW, CONFIG), 9),
    "digest": (lambda work: figures_now(work, "C1", SPAN, NOW, CONFIG), 16),
    "home": (lambda work: TeamAtHome().figures(work, NOW, CONFIG), 3),
}


@pytest.mark.parametrize(("asked", "most"), ASKED.values(), ids=ASKED)
def test_so_many_statements(
    store: SqlStore, asked: Callable[[UnitOfWork], object], most: int
) -> None:
    taken = []
    for number in range(1, 4):
        flag(store, key=f"facebook:group:{number}")
        act(store, number, Action.REFER)
        with statements(store._engines.write) as seen:
            store.write(asked)
        taken.append(len([sql for sql, _ in seen if sql.startswith(("SELECT", "WITH"))]))
    assert taken == [most] * 3
