"""What joins referrals, on both databases: found by value, as everybody may see it, and erased."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.figures.joined import NOTHING_NEW, NewCase, NewlyJoined, NewShared
from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.indicators.joining import KeptIndicator
from bot.domain.lifecycle.referral import Action
from bot.domain.times import Period
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import MONDAY, act, flag

NUMBER = Indicator(IndicatorKind.PHONE, "+447400123456")
NAME = Indicator(IndicatorKind.OTHER, "captain ali")


def keep(store: SqlStore, number: int, *several: KeptIndicator) -> None:
    store.write(lambda uow: uow.indicators.add({number: several}, MONDAY))


def sharing(store: SqlStore, number: int, channel: str = "C1", most: int = 10) -> list[int]:
    def work(uow: object) -> list[int]:
        one = uow.referrals.get(number)  # type: ignore[attr-defined]
        asked = number, one.page_key, NUMBER, channel, most
        return [page.number for page in uow.indicators.sharing(*asked)]  # type: ignore[attr-defined]

    return store.read(work)


def of(store: SqlStore, number: int) -> tuple[KeptIndicator, ...]:
    return store.read(lambda uow: uow.indicators.of(number))


def test_others_are_found_up_to_a_number_and_only_what_all_may_see(store: SqlStore) -> None:
    for n in range(1, 7):
        flag(store, channel="G1" if n == 5 else "C1", private=n == 5)
        keep(store, n, KeptIndicator(NUMBER, for_leads=n == 6))
    act(store, 3, Action.HOLD)
    assert sharing(store, 1) == [2, 4]
    assert sharing(store, 1, "G1") == [2, 4, 5]
    assert sharing(store, 1, most=1) == [2]
    assert store.read(lambda uow: uow.indicators.having(NUMBER, "C1", 10)) == (4, 2, 1)


def test_what_is_struck_out_stays_so_until_a_person_adds_it(store: SqlStore) -> None:
    flag(store)
    keep(store, 1, KeptIndicator(NUMBER), KeptIndicator(NAME, found=False))
    store.write(lambda uow: uow.indicators.strike(1, NUMBER))
    keep(store, 1, KeptIndicator(NUMBER))
    assert KeptIndicator(NUMBER, struck=True) in of(store, 1)
    store.write(lambda uow: uow.indicators.forget_found(1))
    assert len(of(store, 1)) == 2
    keep(store, 1, KeptIndicator(NUMBER, found=False))
    assert KeptIndicator(NUMBER, found=False) in of(store, 1)


def test_a_case_is_a_name_however_it_is_written(store: SqlStore) -> None:
    store.write(lambda uow: uow.cases.add([1, 2], "Blue  boats", MONDAY))
    store.write(lambda uow: uow.cases.add([1], "“BLUE BOATS”", MONDAY))
    store.write(lambda uow: uow.cases.add([1], "Hidden", MONDAY, for_leads=True))
    assert store.read(lambda uow: uow.cases.of(1)) == ("“BLUE BOATS”",)
    assert len(store.read(lambda uow: uow.cases.of(1, for_leads=True))) == 2
    store.write(lambda uow: uow.cases.remove(1, "blue boats"))
    assert store.read(lambda uow: uow.cases.of(1)) == ()
    assert store.read(lambda uow: uow.cases.of(2)) == ("Blue  boats",)


WEEK = timedelta(days=7)


def joined(store: SqlStore, week: int, only: str | None = None) -> NewlyJoined:
    """What is new in common in a week from MONDAY on, as the channel C1 is told."""
    period = Period(MONDAY + week * WEEK, MONDAY + (week + 1) * WEEK)
    return store.read(lambda uow: uow.figures.newly_joined(period, "C1", only, 3))


def test_what_is_new_in_common_is_so_once_and_counts_what_all_may_see(store: SqlStore) -> None:
    """Week 0: R-1 and, held, R-2; week 1: R-3; week 2: R-4, R-5; then it is common."""
    for n, week in ((1, 0), (2, 0), (3, 1), (4, 2), (5, 2)):
        flag(store, channel="C2" if n == 3 else "C1")
        one = {n: [KeptIndicator(NUMBER), KeptIndicator(NAME, for_leads=True)]}
        at = MONDAY + week * WEEK
        store.write(lambda uow, one=one, at=at: uow.indicators.add(one, at))  # type: ignore[misc]
        store.write(lambda uow, one=one, at=at: uow.indicators.add(one, at + 9 * WEEK))  # type: ignore[misc]
    act(store, 2, Action.HOLD)
    assert joined(store, 0) == NOTHING_NEW
    assert joined(store, 1).shared == (NewShared("phone", 1, 2),)
    assert joined(store, 1, "C1") == NOTHING_NEW
    assert joined(store, 2) == NOTHING_NEW
    assert joined(store, 2, "C1").shared == (NewShared("phone", 1, 3),)
    assert joined(store, 9) == NOTHING_NEW


def test_a_case_is_new_in_the_week_in_which_it_was_made(store: SqlStore) -> None:
    for _ in range(4):
        flag(store, channel="C1")
    for n in (1, 2):
        act(store, n, Action.REFER, facts={"reference": "N-A"})
    store.write(lambda uow: uow.cases.add([1, 2, 3], "Blue boats", MONDAY + WEEK))
    store.write(lambda uow: uow.cases.add([1, 4], "blue boats", MONDAY + 2 * WEEK))
    store.write(lambda uow: uow.cases.add([1], "Hidden", MONDAY + WEEK, for_leads=True))
    assert joined(store, 1).cases == (NewCase(1, 3, 2, 1),)
    assert joined(store, 0).cases == joined(store, 2).cases == ()
    act(store, 3, Action.HOLD)
    assert joined(store, 1).cases == (NewCase(1, 2, 2, 1),)
