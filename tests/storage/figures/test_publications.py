"""Publications on both databases: kept as they were, compared with today."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.figures.publications import (
    Cause,
    Differing,
    Publication,
    PublicationKind,
    cohort_figures,
)
from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Action
from storage.database import SqlStore
from tests.harness.without_slack.action_harness import ActionHarness, page
from tests.harness.without_slack.examples import LEAD


def test_what_differs_since(store: SqlStore) -> None:
    harness = ActionHarness(store)
    for number in range(1, 4):
        harness.flags_one(page(number))
        harness.does(Action.REFER, number)
    harness.to(1, Action.REJECT)
    harness.later(minutes=1)
    query = FigureQuery(platforms=("facebook",), until=harness.now, as_of=harness.now)
    figures = cohort_figures(harness.read(lambda uow: uow.figures.cohort(query)))
    one = Publication(PublicationKind.PACK, "", harness.now, query, "UTC", "all", "quoted", figures)
    assert store.write(lambda uow: uow.publications.keep(one)) == 1
    kept = harness.read(lambda uow: uow.publications.get(1))
    assert kept is not None
    assert (kept.query, kept.figures, kept.known_at) == (query, figures, harness.now)
    assert harness.read(lambda uow: uow.publications.differing(kept)) == ()
    said_at = harness.now
    harness.later(days=1)
    harness.does(Action.UNDO, 1, LEAD)
    harness.does(Action.CLOSE, 2, at=said_at - timedelta(minutes=1))
    harness.does(Action.CLOSE, 3)
    assert harness.read(lambda uow: uow.publications.differing(kept)) == (
        Differing(1, Cause.CORRECTION),
        Differing(2, Cause.LATE),
        Differing(3, Cause.SINCE),
    )
    assert harness.read(lambda uow: uow.publications.get(2)) is None
