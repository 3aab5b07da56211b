"""What one person may take away of all referrals, and which of them a period or filter takes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.exports import ExportQuery
from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Action
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import act, flag, later, refer, reject


def taken(
    store: SqlStore, *, viewer: str = "U9", lead: bool = False, cohort: bool = False, **asked: Any
) -> list[int]:
    """The numbers, for an analyst who owns nothing unless said otherwise."""
    query = ExportQuery(FigureQuery(**asked), viewer, lead, cohort)
    return store.read(lambda work: [one.number for one in work.referrals.export(query)])


def test_all_of_it_by_number(store: SqlStore) -> None:
    for _ in range(3):
        flag(store)
    assert taken(store) == [1, 2, 3]


def test_nothing_held_even_for_leads(store: SqlStore) -> None:
    flag(store)
    flag(store)
    act(store, 1, Action.HOLD, personal={"reason": "an investigation"})
    assert taken(store) == [2]
    assert taken(store, lead=True) == [2]


def test_a_cohort_is_what_figures_count_and_a_leads_is_whole(store: SqlStore) -> None:
    flag(store, at=later(1))
    refer(store, flag(store, at=later(2)).number, at=later(10))
    reject(store, refer(store, flag(store, at=later(3)).number, at=later(4)).number, at=later(11))
    refer(store, flag(store, at=later(3), private=True).number, at=later(10))
    refer(store, flag(store, at=later(4)).number, at=later(10))
    act(store, 5, Action.HOLD, personal={"reason": "an investigation"}, at=later(12))
    asked: dict[str, Any] = {"since": later(9), "until": later(13)}
    assert taken(store, lead=True, cohort=True, **asked) == [2, 4, 5]
    assert taken(store, cohort=True, **asked) == [2]
    assert taken(store, lead=True, **asked) == [2, 3, 4]
    assert taken(store, lead=True, cohort=True) == [1, 2, 3, 4, 5]


def test_what_is_private_only_for_leads_and_for_whose_it_is(store: SqlStore) -> None:
    flag(store, private=True, flagger="U1")
    flag(store, private=True, flagger="U2")
    flag(store)
    act(store, 2, Action.ASSIGN, personal={"owner": "U3"})
    assert taken(store) == [3]
    assert taken(store, viewer="U1") == [1, 3]
    assert taken(store, viewer="U2") == [2, 3]
    assert taken(store, viewer="U3") == [2, 3]
    assert taken(store, lead=True) == [1, 2, 3]


def test_a_period_takes_what_happened_in_it(store: SqlStore) -> None:
    flag(store, at=later(1))
    refer(store, flag(store, at=later(2)).number, at=later(10))
    reject(store, refer(store, flag(store, at=later(3)).number, at=later(4)).number, at=later(11))
    act(store, 3, Action.APPEAL, personal={"ground": "it offers"}, at=later(20))
    act(store, flag(store, at=later(5)).number, Action.VANISH, at=later(12))
    assert taken(store, since=later(1), until=later(2)) == [1]
    assert taken(store, since=later(9), until=later(13)) == [2, 3, 4]
    assert taken(store, since=later(20)) == [3]
    assert taken(store, until=later(2)) == [1]
    assert taken(store, since=later(30)) == []


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"platforms": ("youtube",)}, [2]),
        ({"categories": ("vessels",)}, [3]),
        ({"channel": "C2"}, [4]),
        ({"confidence": "certain"}, [5]),
        ({"platforms": ("facebook", "x"), "confidence": "certain", "since": later(0)}, [5]),
    ],
)
def test_filters_are_those_of_the_figures(
    store: SqlStore, asked: dict[str, Any], numbers: list[int]
) -> None:
    flag(store)
    flag(store, platform="youtube")
    flag(store, category="vessels")
    flag(store, channel="C2")
    refer(store, flag(store).number, confidence="certain")
    assert taken(store, **asked) == numbers


def test_more_than_one_batch(store: SqlStore) -> None:
    def work(unit: Any) -> None:
        from tests.harness.without_slack.stored_events import flagged, record

        for _ in range(1100):
            record(unit, flagged(unit.referrals.reserve_number()))

    store.write(work)
    assert taken(store) == list(range(1, 1101))
