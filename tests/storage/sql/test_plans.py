"""What is asked often is answered from an index, however much there is: read off the plans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.domain.listing import Query, View
from bot.domain.times import Period
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import MONDAY, later
from tests.storage.databases import statements

WEEK = Period(MONDAY, later(7))


def listed(view: View) -> Callable[[UnitOfWork], object]:
    """Ask for a list."""
    query = Query(view, "U1", False, "C1", MONDAY, limits={"facebook": 3}, certain_from=MONDAY)
    return lambda work: work.referrals.find(query)


ASKED: dict[str, tuple[Callable[[UnitOfWork], object], str]] = {
    "queue": (listed(View.QUEUE), "ix_referrals_queue"),
    "mine": (listed(View.MINE), "ix_referrals_mine"),
    "overdue": (listed(View.OVERDUE), "ix_referrals_waiting"),
    "overdue in figures": (
        lambda work: work.figures.overdue({"x": 3}, 7, MONDAY),
        "ix_referrals_waiting",
    ),
    "certain": (listed(View.CERTAIN), "ix_referrals_certain"),
    "live page": (lambda work: work.referrals.live_for_page("k"), "uq_referrals_live_page"),
    "last of page": (
        lambda work: work.referrals.last_for_page("k"),
        "ix_referrals_page_key_number",
    ),
    "due": (lambda work: work.reminders.due(MONDAY, 10), "ix_referrals_remind"),
    "claim": (lambda work: work.outbox.claim(60, 10, 8), "ix_lanes_pending"),
    "next lane": (lambda work: work.outbox.seconds_to_next(), "ix_lanes_pending"),
    "waiting": (lambda work: work.outbox.count_pending(), "ix_outbox_pending"),
    "platforms": (lambda work: work.referrals.platforms(), "ix_referrals_"),
    "advice": (lambda work: work.figures.decided("x", "y", MONDAY, 200), "ix_referrals_advice"),
    "team": (lambda work: work.figures.team(MONDAY, MONDAY), "ix_referrals_referred_at"),
    "trend": (lambda work: work.figures.weekly([WEEK]), "ix_referrals_decided"),
    "submissions": (lambda work: work.figures.submissions(WEEK, "x"), "ix_referrals_decided"),
}


ALIKE = {"ix_referrals_queue": "ix_referrals_", "ix_referrals_waiting": "_waiting"}
"""Of several indexes that would do, PostgreSQL takes any one while a table is empty."""


@pytest.mark.parametrize(("asked", "index"), ASKED.values(), ids=ASKED)
def test_it_is_answered_from_its_index(
    store: SqlStore, asked: Callable[[UnitOfWork], object], index: str
) -> None:
    if not store.is_sqlite:
        index = ALIKE.get(index, index)
    engine = store._engines.write
    with statements(engine) as seen:
        store.write(asked)
    plans = []
    with engine.begin() as connection:
        if not store.is_sqlite:  # a table this small would be read whole
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN " if store.is_sqlite else "EXPLAIN "
        for sql, values in seen:
            # Beside the list of MINE: few rows, under their key and the index of what is held.
            if sql.startswith(("SELECT", "WITH")) and "with_leads" not in sql:
                plan = connection.exec_driver_sql(explain + sql, values)
                plans.append("\n".join(str(row) for row in plan))
    assert plans
    assert all(index in plan for plan in plans), plans
