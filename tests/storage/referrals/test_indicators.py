"""What joins referrals, on both databases: found by value, as everybody may see it, and erased."""

from __future__ import annotations

from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.indicators.joining import KeptIndicator
from bot.domain.lifecycle.referral import Action
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import act, flag

NUMBER = Indicator(IndicatorKind.PHONE, "+447400123456")
NAME = Indicator(IndicatorKind.OTHER, "captain ali")


def keep(store: SqlStore, number: int, *several: KeptIndicator) -> None:
    store.write(lambda uow: uow.indicators.add({number: several}))


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
    store.write(lambda uow: uow.cases.add([1, 2], "Blue  boats"))
    store.write(lambda uow: uow.cases.add([1], "“BLUE BOATS”"))
    store.write(lambda uow: uow.cases.add([1], "Hidden", for_leads=True))
    assert store.read(lambda uow: uow.cases.of(1)) == ("“BLUE BOATS”",)
    assert len(store.read(lambda uow: uow.cases.of(1, for_leads=True))) == 2
    store.write(lambda uow: uow.cases.remove(1, "blue boats"))
    assert store.read(lambda uow: uow.cases.of(1)) == ()
    assert store.read(lambda uow: uow.cases.of(2)) == ("Blue  boats",)
