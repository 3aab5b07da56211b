"""Who is to be reminded when."""

from __future__ import annotations

from datetime import datetime

from bot.domain.lifecycle.referral import Action
from bot.ports.referrals import DueReminder, Reminded
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from tests.harness.without_slack.stored_events import (
    act,
    flag,
    flagged,
    later,
    record,
    refer,
    reject,
)


def flag_due(store: SqlStore, at: datetime | None) -> None:
    """Flag a page, to be reminded of at an instant."""

    def work(unit: UnitOfWork) -> None:
        record(unit, flagged(unit.referrals.reserve_number()), remind_at=at)

    store.write(work)


def due(store: SqlStore, now: datetime, limit: int = 10) -> list[DueReminder]:
    """What is due."""
    return list(store.write(lambda work: work.reminders.due(now, limit)))


def numbers(reminders: list[DueReminder]) -> list[int]:
    """Of which referrals."""
    return [one.referral.number for one in reminders]


def test_what_is_due_comes_oldest_first_and_no_more_than_asked(store: SqlStore) -> None:
    for days in (3, 1, 2, 9):
        flag_due(store, later(days))
    flag_due(store, None)
    assert numbers(due(store, later(3))) == [2, 3, 1]
    assert numbers(due(store, later(3), limit=2)) == [2, 3]
    assert due(store, later(0)) == []


def test_a_reminder_carries_the_referral_as_it_stands(store: SqlStore) -> None:
    flag(store)
    told = refer(store, 1, remind_at=later(7))
    (one,) = due(store, later(8))
    assert one == DueReminder(told, times=0, last_at=None, escalated=False)


def test_what_was_reminded_of_is_due_again_when_it_was_said(store: SqlStore) -> None:
    flag_due(store, later(1))

    def work(unit: UnitOfWork) -> None:
        unit.reminders.reminded(
            [Reminded(1, at=later(1), times=1, again_at=later(4), escalated=True)]
        )

    store.write(work)
    assert due(store, later(3)) == []
    (one,) = due(store, later(4))
    assert (one.times, one.last_at, one.escalated) == (1, later(1), True)


def test_a_last_reminder_is_followed_by_none(store: SqlStore) -> None:
    flag_due(store, later(1))

    def work(unit: UnitOfWork) -> None:
        unit.reminders.reminded([Reminded(1, at=later(1), times=1, again_at=None, escalated=False)])

    store.write(work)
    assert due(store, later(1000)) == []


def test_snoozing_moves_it_and_counts_nothing(store: SqlStore) -> None:
    flag_due(store, later(1))
    store.write(lambda work: work.reminders.snooze(1, later(8)))
    assert due(store, later(7)) == []
    (one,) = due(store, later(8))
    assert one.times == 0


def test_a_change_of_state_begins_the_count_anew(store: SqlStore) -> None:
    flag_due(store, later(1))

    def work(unit: UnitOfWork) -> None:
        unit.reminders.reminded(
            [Reminded(1, at=later(1), times=2, again_at=later(4), escalated=True)]
        )

    store.write(work)
    act(store, 1, Action.NOTE, personal={"note": "n"}, remind_at=later(5))
    (kept,) = due(store, later(9))
    assert (kept.times, kept.last_at, kept.escalated) == (2, later(1), True)
    refer(store, 1, remind_at=later(6))
    (anew,) = due(store, later(9))
    assert (anew.times, anew.last_at, anew.escalated) == (0, None, False)


def test_live_referrals_are_walked_by_number(store: SqlStore) -> None:
    for _ in range(5):
        flag(store)
    refer(store, 2)
    reject(store, 2)

    def walk(after: int) -> list[int]:
        return numbers(list(store.write(lambda work: work.reminders.live(after, 2))))

    assert [walk(0), walk(3), walk(5)] == [[1, 3], [4, 5], []]


def test_what_another_replica_holds_is_left(postgres_url: str) -> None:
    with open_store(postgres_url) as one, open_store(postgres_url) as other:
        for _ in range(3):
            flag_due(one, later(1))

        def work(unit: UnitOfWork) -> tuple[list[int], list[int]]:
            mine = numbers(list(unit.reminders.due(later(2), 2)))
            return mine, numbers(due(other, later(2)))

        assert one.write(work) == ([1, 2], [3])
