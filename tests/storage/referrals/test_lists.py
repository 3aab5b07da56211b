"""The lists people ask for, and what of them they may see."""

from __future__ import annotations

import dataclasses

import pytest

from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Action, State
from bot.domain.listing import Filter, Query, QueueGroup, View
from bot.domain.people import KnownPerson
from storage.database import SqlStore
from storage.referrals import lists
from tests.harness.without_slack.stored_events import act, flag, later, refer, reject


def names(store: SqlStore, view: View, **asked: object) -> list[int]:
    """The numbers in a list, for an analyst in C1 unless said otherwise."""
    query = Query(view, viewer="U1", lead=False, channel="C1", now=later(30), limit_days=7)
    query = dataclasses.replace(query, **asked)  # type: ignore[arg-type]
    listing = store.read(lambda work: work.referrals.find(query))
    if query.offset == 0 and len(listing.referrals) < query.size:
        assert listing.total == len(listing.referrals)
    return [one.number for one in listing.referrals]


def hold(store: SqlStore, number: int) -> None:
    """A lead holds it."""
    act(store, number, Action.HOLD, personal={"reason": "an investigation"})


def test_the_queue_is_what_waits_in_the_channel_most_urgent_first(store: SqlStore) -> None:
    """At day 30: overdue (5, 4), an appeal window that closes (7, 6), rejected although certain (8),
    flagged (2, 1), in time (9), appealed (10)."""
    flag(store, at=later(2))
    flag(store, at=later(1))
    flag(store, channel="C2")
    for day in (10, 3):
        refer(store, flag(store).number, at=later(day))
    for number, day in ((6, 8), (7, 5)):
        refer(store, flag(store).number, confidence="high")
        reject(store, number, at=later(day))
    refer(store, flag(store).number, confidence="certain")
    reject(store, 8, at=later(25))
    refer(store, flag(store).number, at=later(26))
    reject(store, refer(store, flag(store).number).number, at=later(2))
    act(store, 10, Action.APPEAL, personal={"ground": "look again"}, at=later(3))
    reject(store, refer(store, flag(store).number, confidence="high").number, at=later(25))
    window: dict[str, object] = {"appeal_months": 1, "closing_days": 14, "now": later(32)}
    assert names(store, View.QUEUE, **window) == [5, 4, 7, 6, 8, 2, 1, 9, 10]
    assert names(store, View.OPEN, **window) == [5, 4, 7, 6, 8, 3, 2, 1, 9, 10]
    assert names(store, View.ALL, **window, size=20) == [5, 4, 7, 6, 8, 3, 2, 1, 9, 10, 11]
    assert names(store, View.QUEUE, channel="C2") == [3]
    pages = [names(store, View.QUEUE, **window, offset=at, size=2) for at in range(0, 10, 2)]
    assert pages == [[5, 4], [7, 6], [8, 2], [1, 9], [10]]
    query = Query(View.QUEUE, "U1", False, "C1", later(32), appeal_months=1, limit_days=7)
    found = store.read(lambda work: work.referrals.find(query))
    assert list(found.groups.items()) == [
        (QueueGroup.OVERDUE, 2),
        (QueueGroup.APPEAL, 2),
        (QueueGroup.CERTAIN, 1),
        (QueueGroup.TO_REFER, 2),
        (QueueGroup.WAITING, 2),
    ]
    beyond = {"youtube": 6}
    assert names(store, View.QUEUE, **window, appeals=beyond) == [5, 4, 7, 6, 8, 2, 1, 9, 10]


def test_an_appeal_window_that_is_over_waits_for_nobody(store: SqlStore) -> None:
    for confidence in ("certain", "high"):
        refer(store, flag(store).number, confidence=confidence, at=later(0))
    for number in (1, 2):
        reject(store, number, at=later(1))
    assert names(store, View.QUEUE, now=later(20), appeal_months=1) == [1, 2]
    assert names(store, View.QUEUE, now=later(40), appeal_months=1) == []


def test_without_a_limit_only_what_was_certain_waits_and_for_six_months(store: SqlStore) -> None:
    for confidence in ("certain", "high"):
        refer(store, flag(store).number, confidence=confidence, at=later(0))
    for number in (1, 2):
        reject(store, number, at=later(1))
    for window in ({"appeal_months": None}, {"appeal_months": 1, "appeals": {"facebook": None}}):
        assert [names(store, View.MINE, **window, now=later(day)) for day in (20, 175, 190)] == [
            [1],
            [1],
            [],
        ]


NARROWED: tuple[tuple[Filter, View, list[int]], ...] = (
    (Filter(states=(State.REJECTED,)), View.ALL, [3]),
    (Filter(states=(State.REJECTED, State.REFERRED)), View.ALL, [2, 3]),
    (Filter(states=(State.REJECTED,), figures=FigureQuery(since=later(6))), View.ALL, []),
    (Filter(states=(State.REJECTED,), figures=FigureQuery(until=later(6))), View.ALL, [3]),
    (Filter(figures=FigureQuery(since=later(1))), View.OPEN, [4]),
    (Filter(figures=FigureQuery(platforms=("youtube",))), View.OPEN, [2, 4]),
    (Filter(figures=FigureQuery(categories=("vessels",))), View.OPEN, [1]),
    (Filter(owner="U2"), View.OPEN, [1]),
    (Filter(by="U2"), View.OPEN, [4]),
    (Filter(numbers=(3, 1, 99)), View.ALL, [3, 1]),
    (Filter(reference="fb-7"), View.ALL, [2]),
    (Filter(reference="fb"), View.ALL, []),
    (Filter(unowned=True), View.OPEN, []),
    (Filter(figures=FigureQuery(platforms=("youtube",))), View.OVERDUE, [2]),
)


@pytest.mark.parametrize(("to", "view", "expected"), NARROWED)
def test_a_list_is_narrowed(store: SqlStore, to: Filter, view: View, expected: list[int]) -> None:
    flag(store, category="vessels")
    act(store, 1, Action.ASSIGN, personal={"owner": "U2"})
    refer(store, flag(store, platform="youtube").number, at=later(2))
    act(store, 2, Action.ACKNOWLEDGE, facts={"reference": "FB-7"}, at=later(2))
    reject(store, refer(store, flag(store).number, confidence="certain").number, at=later(5))
    flag(store, platform="youtube", flagger="U2", at=later(3))
    act(store, 4, Action.ASSIGN, personal={"owner": "U1"}, at=later(3))
    assert names(store, view, narrowed=to) == expected


def test_nobodys_are_those_of_who_has_left_and_of_names_that_nobody_has(store: SqlStore) -> None:
    for number, owner in enumerate(("U1", "UGONE", "~Somebody"), 1):
        flag(store)
        act(store, number, Action.ASSIGN, personal={"owner": owner})
    gone = KnownPerson("UGONE", "Left", deactivated=True)
    store.write(lambda work: work.people.put(gone))
    assert names(store, View.QUEUE, narrowed=Filter(unowned=True)) == [2, 3]


def test_mine_is_what_i_own_in_all_channels(store: SqlStore) -> None:
    flag(store, channel="C2")
    flag(store, flagger="U2")
    flag(store)
    act(store, 3, Action.ASSIGN, personal={"owner": "U2"})
    assert names(store, View.MINE) == [1]
    assert names(store, View.MINE, viewer="U2") == [2, 3]


def test_overdue_goes_by_the_platforms_response_time(store: SqlStore) -> None:
    for platform in ("facebook", "youtube", "x"):
        refer(store, flag(store, platform=platform).number, at=later(20))
    reject(store, refer(store, flag(store).number, at=later(1)).number, at=later(2))
    assert names(store, View.OVERDUE, now=later(26.9)) == []
    assert names(store, View.OVERDUE, now=later(27)) == [1, 2, 3]
    limits = {"youtube": 14, "x": 2}
    assert names(store, View.OVERDUE, now=later(23), limits=limits) == [3]
    assert names(store, View.OVERDUE, now=later(28), limits=limits) == [1, 3]
    assert names(store, View.OVERDUE, now=later(34), limits=limits) == [1, 2, 3]


def test_certain_is_what_was_rejected_although_we_were(store: SqlStore) -> None:
    for confidence in ("certain", "high", "certain", "certain", "certain"):
        refer(store, flag(store).number, confidence=confidence, at=later(1))
    reject(store, 1, at=later(3))
    reject(store, 2, at=later(3))
    reject(store, 3, at=later(5))
    act(store, 3, Action.APPEAL, personal={"ground": "look again"}, at=later(6))
    act(store, 4, Action.RESTRICT, personal={"restriction": "hidden"}, at=later(4))
    act(store, 4, Action.APPEAL, personal={"ground": "look again"}, at=later(6))
    assert names(store, View.CERTAIN) == [3, 1]
    assert names(store, View.CERTAIN, certain_from=later(3), certain_to=later(5)) == [1]
    assert names(store, View.CERTAIN, certain_from=later(4)) == [3]


def test_what_was_closed_after_all_is_not_certain_any_more(store: SqlStore) -> None:
    reject(store, refer(store, flag(store).number, confidence="certain").number)
    act(store, 1, Action.CLOSE)
    assert names(store, View.CERTAIN) == []


@pytest.mark.parametrize("view", [view for view in View if view is not View.HELD])
@pytest.mark.parametrize("lead", [False, True])
def test_what_is_held_is_in_no_list_but_the_leads_own(
    store: SqlStore, view: View, lead: bool
) -> None:
    reject(store, refer(store, flag(store).number, confidence="certain").number)
    flag(store)
    for number in (1, 2):
        hold(store, number)
    assert names(store, view, lead=lead) == []


def test_the_leads_list_of_held_pages_is_for_leads(store: SqlStore) -> None:
    flag(store)
    flag(store, channel="C2", private=True)
    hold(store, 2)
    assert names(store, View.HELD) == []
    assert names(store, View.HELD, lead=True) == [2]


@pytest.mark.parametrize("view", [View.MINE, View.OVERDUE, View.CERTAIN, View.SEARCH, View.QUEUE])
def test_what_is_private_stays_in_its_channel_and_with_leads(store: SqlStore, view: View) -> None:
    flag(store, channel="C2", private=True)
    refer(store, 1, confidence="certain", at=later(1))
    if view is View.CERTAIN:
        reject(store, 1, at=later(2))
    assert names(store, view, channel="C1") == []
    assert names(store, view, channel="C2") == [1]
    assert names(store, view, channel="C2" if view is View.QUEUE else "C1", lead=True) == [1]


def test_a_list_comes_in_pages_with_the_total(store: SqlStore) -> None:
    for _ in range(5):
        flag(store)
    query = Query(View.QUEUE, "U1", False, "C1", later(1), offset=2, size=2)
    listing = store.read(lambda work: work.referrals.find(query))
    assert ([one.number for one in listing.referrals], listing.total) == ([3, 4], 5)
    beyond = dataclasses.replace(query, offset=10)
    listing = store.read(lambda work: work.referrals.find(beyond))
    assert (listing.referrals, listing.total) == ((), 5)


def test_a_long_list_is_counted_up_to_a_limit(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNTED", 3)
    for _ in range(6):
        flag(store)
    query = Query(View.QUEUE, "U1", False, "C1", later(1), size=2)

    def at(offset: int) -> tuple[list[int], int, bool]:
        asked = dataclasses.replace(query, offset=offset)
        found = store.read(lambda work: work.referrals.find(asked))
        return [one.number for one in found.referrals], found.total, found.more

    assert at(0) == ([1, 2], 3, True)
    assert at(2) == ([3, 4], 4, True)
    assert at(4) == ([5, 6], 6, False)
    assert at(6) == ([], 6, False)
    for number in (5, 6):  # overdue now, and so the first
        refer(store, number, at=later(0))
    query = dataclasses.replace(query, now=later(9))
    assert at(0) == ([5, 6], 3, True)
    assert at(1) == ([6, 1], 3, True)
    assert at(4) == ([3, 4], 6, False)


@pytest.mark.parametrize("where", ["D1", ""])
def test_ones_own_private_pages_are_listed_where_nobody_else_looks_on(
    store: SqlStore, where: str
) -> None:
    flag(store, channel="C2", private=True)
    assert names(store, View.MINE, channel=where) == [1]
    assert names(store, View.MINE, channel=where, viewer="U2") == []
