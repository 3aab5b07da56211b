"""Many at once: one page, one referral; one lane, one sender; one claim, one taker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.domain.announcements import Announcement, Message
from bot.domain.errors import Conflict
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event
from bot.ports.outbox import LaneLease
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from tests.harness.without_slack.stored_events import MONDAY, act, flag, flagged, record
from tests.storage.databases import rows

T = TypeVar("T")


def at_once(many: int, work: Callable[[int], T]) -> list[T]:
    """Run `work(0)`, `work(1)` … in as many threads, all let go together."""
    gate = threading.Barrier(many)

    def go(number: int) -> T:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(many) as threads:
        return list(threads.map(go, range(many)))


def test_fifty_people_who_flag_one_page_make_one_referral(store: SqlStore, store_url: str) -> None:
    def look_and_flag(unit: UnitOfWork) -> tuple[int, bool]:
        found = unit.referrals.live_for_page("k")
        if found is not None:
            return found.number, False
        number = unit.referrals.reserve_number()
        record(unit, flagged(number, key="k"))
        unit.outbox.add([Announcement("C1", Message.CARD, f"R-{number}")], MONDAY)
        return number, True

    with open_store(store_url) as replica:
        answers = at_once(50, lambda number: (store, replica)[number % 2].write(look_and_flag))
    assert len({number for number, _ in answers}) == 1
    assert sum(made for _, made in answers) == 1
    assert store.read(lambda unit: unit.outbox.count_pending()) == 1
    assert [row.page_key for row in rows(store_url, "SELECT page_key FROM referrals")] == ["k"]


def test_all_that_is_recorded_at_once_is_there_once(store: SqlStore) -> None:
    told = at_once(24, lambda _: flag(store))
    assert len({one.number for one in told}) == 24
    sealed = at_once(3, lambda _: store.write(lambda unit: unit.audit.seal(10)))
    assert sum(sealed) == 24
    assert store.read(lambda unit: unit.audit.verify()) == (24, ())


def test_changes_of_one_referral_follow_each_other(store: SqlStore) -> None:
    flag(store)
    at_once(12, lambda number: act(store, 1, Action.NOTE, personal={"note": f"{number}"}))
    history = store.read(lambda unit: unit.referrals.history(1))
    assert {event.personal.get("note") for event in history[1:]} == {str(n) for n in range(12)}
    assert store.read(lambda unit: unit.audit.verify()) == (13, ())


def test_two_who_saw_the_same_version_do_not_both_change_it(store: SqlStore) -> None:
    flag(store)
    (first,) = store.read(lambda unit: unit.referrals.history(1))

    def note(number: int) -> bool:
        noted = Event(1, 2, Action.NOTE, MONDAY, MONDAY, {}, {"note": str(number)})
        try:
            store.write(lambda unit: unit.referrals.record(replay((first, noted)), noted, None))
        except Conflict:
            return False
        return True

    assert sum(at_once(8, note)) == 1
    assert len(store.read(lambda unit: unit.referrals.history(1))) == 2


def test_whoever_waited_for_a_referral_reads_the_event_that_made_it(store: SqlStore) -> None:
    """A row that was waited for comes as it is now, and what else a statement reads as it was."""
    flag(store)

    def note(number: int) -> str:
        def work(unit: UnitOfWork) -> str:
            referral = unit.referrals.get(1, for_change=True)
            assert referral
            seq = referral.version + 1
            noted = Event(1, seq, Action.NOTE, MONDAY, MONDAY, {}, {"note": str(number)})
            unit.referrals.record(replace(referral, version=seq), noted, None)
            return referral.last_event

        return store.write(work)

    read = at_once(12, note)
    assert len(set(read)) == 12
    assert all(len(one) == 8 for one in read)


def test_a_claim_has_one_taker(store: SqlStore) -> None:
    assert sum(at_once(16, lambda _: store.write(lambda unit: unit.claims.take("digest")))) == 1


def test_an_answer_has_one_author(store: SqlStore) -> None:
    def put(number: int) -> bool:
        try:
            store.write(lambda unit: unit.answers.put("key", str(number)))
        except Conflict:
            return False
        return True

    won = at_once(16, put)
    assert sum(won) == 1
    assert store.read(lambda unit: unit.answers.get("key")) == str(won.index(True))


def test_reads_of_sensitive_data_stand_in_one_line(store: SqlStore) -> None:
    at_once(
        12, lambda n: store.write(lambda unit: unit.access_log.record(f"U{n}", "url", n, MONDAY))
    )
    assert store.read(lambda unit: unit.audit.verify()) == (12, ())


@pytest.mark.parametrize("many", [1, 4])
def test_two_senders_never_share_a_lane_and_send_every_row_once_in_order(
    store: SqlStore, store_url: str, many: int
) -> None:
    lanes = [f"C{number}" for number in range(6)]
    sent: list[tuple[str, int]] = []

    def add(number: int) -> None:
        announcements = [Announcement(lane, Message.LINE, "R-1") for lane in lanes]
        store.write(lambda unit: unit.outbox.add(announcements, MONDAY))

    def ids(lane: LaneLease) -> list[int]:
        return [row.id for row in lane.rows]

    def send_some(through: SqlStore) -> None:
        for lane in through.write(lambda unit: unit.outbox.claim(60, 2, many)):

            def settle(unit: UnitOfWork, lane: LaneLease = lane) -> None:
                unit.outbox.mark_sent(lane, ids(lane), channel=lane.lane, ts="1.0", settle=False)
                unit.outbox.release(lane)

            through.write(lambda unit, lane=lane: unit.outbox.mark_sending(lane, ids(lane), 30, 60))  # type: ignore[misc]
            sent.extend((lane.lane, number) for number in ids(lane))
            through.write(settle)

    def send(through: SqlStore) -> None:
        while through.read(lambda unit: unit.outbox.count_pending()):
            send_some(through)

    with open_store(store_url) as replica:
        at_once(10, lambda n: send((store, replica)[n % 2]) if n > 5 else add(n))
        send(store)
    assert sorted(number for _, number in sent) == list(range(1, 37))
    for name in lanes:
        numbers = [number for lane, number in sent if lane == name]
        assert len(numbers) == 6
    assert store.read(lambda unit: unit.outbox.seconds_to_next()) is None
