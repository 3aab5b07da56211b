"""Whole referrals added at once: as if each of their events had been recorded in turn."""

from __future__ import annotations

import pytest

from bot.domain.errors import PageAlreadyLive
from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event, Referral
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import act, flag, flagged, later


def told(number: int, *, key: str, ends: Action | None) -> tuple[Event, ...]:
    """A page flagged, referred and, if it ended, decided."""
    actions = [Action.REFER, *([ends] if ends else [])]
    return (
        flagged(number, key=key),
        *(
            Event(number, seq, action, later(seq), later(9), {}, {"actor": "U1"})
            for seq, action in enumerate(actions, 2)
        ),
    )


def add(store: SqlStore, *pages: tuple[str, Action | None]) -> list[Referral]:
    """Add referrals of these pages in one transaction."""

    def work(unit: UnitOfWork) -> list[Referral]:
        histories = [
            told(unit.referrals.reserve_number(), key=key, ends=ends) for key, ends in pages
        ]
        standing = [replay(history) for history in histories]
        events = [event for history in histories for event in history]
        unit.referrals.bulk_insert([(one, None) for one in standing], events)
        return standing

    return store.write(work)


def faults(store: SqlStore) -> list[str]:
    while store.write(lambda unit: unit.audit.seal(100)):
        pass
    return [one.what for one in store.read(lambda unit: unit.audit.verify())[1]]


def test_they_are_read_back_counted_and_verified(store: SqlStore) -> None:
    flag(store, key="facebook:group:a")
    act(store, 1, Action.VANISH)
    added = add(
        store,
        ("facebook:group:a", Action.CLOSE),
        ("facebook:group:b", Action.CLOSE),
        ("facebook:group:b", None),
    )
    found = store.read(lambda unit: unit.referrals.many([2, 3, 4]))
    assert list(found.values()) == added
    cohort = store.read(lambda unit: unit.figures.cohort(FigureQuery()))
    assert (cohort.counts.referred, cohort.counts.closed, cohort.counts.waiting) == (3, 2, 1)
    assert faults(store) == []


def test_nothing_at_all(store: SqlStore) -> None:
    assert add(store) == []


def test_all_referrals_of_pages_by_number(store: SqlStore) -> None:
    add(store, ("a:1", Action.CLOSE), ("b:1", None), ("a:1", None))
    found = store.read(lambda unit: unit.referrals.by_page_key({"a:1": (), "b:1": (), "c:1": ()}))
    assert {key: [one.number for one in several] for key, several in found.items()} == {
        "a:1": [1, 3],
        "b:1": [2],
    }


def test_a_page_has_one_live_referral(store: SqlStore) -> None:
    flag(store, key="a:1")
    with pytest.raises(PageAlreadyLive):
        add(store, ("b:1", None), ("a:1", None))
    assert store.read(lambda unit: unit.referrals.many([2, 3])) == {}
    assert faults(store) == []


def test_events_that_do_not_make_them_are_refused(store: SqlStore) -> None:
    history = told(1, key="a:1", ends=None)
    with pytest.raises(ValueError, match="not made by these events"):
        store.write(lambda unit: unit.referrals.bulk_insert([(replay(history), None)], history[:1]))
