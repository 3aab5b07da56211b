"""Which pages are looked at when: claims, leases, fences, and readings beside the history."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest

from bot.domain.figures.query import FigureQuery
from bot.domain.lifecycle.referral import Action, State
from bot.domain.pages.checks import Checked, Look, fresh_look
from bot.domain.pages.status import Status
from bot.domain.times import Period
from bot.ports.leases import LostLease
from bot.ports.page_checks import ClaimedCheck
from storage.database import SqlStore, open_store
from tests.harness.without_slack.stored_events import act, flag, later, refer, reject
from tests.storage.databases import change

WAITS = Look(State.REFERRED, Status.UP)
LEASE = 60.0


def plan(store: SqlStore, number: int, due_at: datetime | None, look: Look = WAITS) -> None:
    """Have a page looked at."""
    store.write(lambda work: work.checks.put(number, look, due_at))


def claim(store: SqlStore, now: datetime, most: int = 10, lease: float = LEASE) -> list[int]:
    """Which are claimed."""
    return [one.referral for one in claims(store, now, most, lease)]


def claims(
    store: SqlStore, now: datetime, most: int = 10, lease: float = LEASE
) -> tuple[ClaimedCheck, ...]:
    return store.write(lambda work: work.checks.claim(now, lease, most))


def reading(at: datetime, status: Status = Status.GONE, by: str = "") -> Checked:
    return Checked(0, at, status, "404", 404, "ab" * 32, "page", by)


def test_what_is_due_is_claimed_oldest_first_and_once(store: SqlStore) -> None:
    for number, days in ((1, 3), (2, 1), (3, 2), (4, 9)):
        plan(store, number, later(days))
    plan(store, 5, None)
    assert claim(store, later(3), most=2) == [2, 3]
    assert claim(store, later(3)) == [1]
    assert claim(store, later(3)) == []


def test_a_lease_that_ended_is_taken_over_and_the_first_one_loses(store: SqlStore) -> None:
    plan(store, 1, later(1))
    (dead,) = claims(store, later(1), lease=-1.0)
    (taken,) = claims(store, later(1))
    assert taken.fence > dead.fence
    with pytest.raises(LostLease):
        store.write(lambda work: work.checks.hold(dead))
    assert store.write(lambda work: work.checks.hold(taken, LEASE)) == WAITS


def test_what_is_planned_anew_is_lost_to_who_had_claimed_it(store: SqlStore) -> None:
    plan(store, 1, later(1))
    (mine,) = claims(store, later(1))
    plan(store, 1, later(2))
    with pytest.raises(LostLease):
        store.write(lambda work: work.checks.hold(mine))
    assert claim(store, later(2)) == [1]


def test_what_is_known_comes_back_as_it_was_kept(store: SqlStore) -> None:
    look = Look(State.CLOSED, Status.UP, Status.UP, later(1), later(2), question=7, asked_by="U2")
    plan(store, 1, later(3), look)
    assert store.read(lambda work: work.checks.get(1)) == look
    assert store.read(lambda work: work.checks.get(2)) is None


def test_two_replicas_claim_no_check_twice(postgres_url: str) -> None:
    with open_store(postgres_url) as one, open_store(postgres_url) as other:
        for number in range(1, 101):
            plan(one, number, later(1))
        start = Barrier(4)

        def take(store: SqlStore) -> list[int]:
            start.wait()
            taken: list[int] = []
            while some := claim(store, later(2), most=7):
                taken += some
            return taken

        with ThreadPoolExecutor(4) as threads:
            jobs = [threads.submit(take, store) for store in (one, other, one, other)]
            taken = [number for job in jobs for number in job.result()]
        assert sorted(taken) == list(range(1, 101))


def test_what_another_replica_is_claiming_is_left(postgres_url: str) -> None:
    with open_store(postgres_url) as one, open_store(postgres_url) as other:
        for number in (1, 2, 3):
            plan(one, number, later(1))
        assert one.write(
            lambda work: (
                [each.referral for each in work.checks.claim(later(1), LEASE, 2)],
                claim(other, later(1)),
            )
        ) == ([1, 2], [3])


# --- readings -------------------------------------------------------------------------------------


def record(store: SqlStore, number: int, *checks: Checked) -> None:
    for one in checks:
        store.write(lambda work, one=one: work.checks.record(number, one))  # type: ignore[misc]


def test_readings_stand_beside_the_history_and_change_nothing_of_it(store: SqlStore) -> None:
    flag(store)
    before = refer(store, 1)
    history = store.read(lambda work: work.referrals.history(1))
    answer = Checked(0, later(2), by="U2", answer="still up")
    record(store, 1, reading(later(1)), reading(later(1.5), by="U3"), answer)
    assert store.read(lambda work: work.referrals.get(1)) == before
    assert store.read(lambda work: work.referrals.history(1)) == history
    assert act(store, 1, Action.NOTE, personal={"note": "n"}).version == before.version + 1
    told = store.read(lambda work: work.checks.history(1))
    assert told == (
        replace(reading(later(1)), seq=1),
        replace(reading(later(1.5), by="U3"), seq=2),
        replace(answer, seq=3),
    )
    assert store.read(lambda work: work.checks.one(1, 2)) == told[1]
    assert store.read(lambda work: work.checks.one(1, 9)) is None


def test_readings_are_sealed_and_verified_and_an_edited_one_is_named(
    store: SqlStore, store_url: str
) -> None:
    flag(store)
    refer(store, 1)
    record(store, 1, reading(later(1)), reading(later(2), by="U3"))
    assert store.write(lambda work: work.audit.seal(100)) == 4
    assert store.read(lambda work: work.audit.verify()) == (4, ())
    change(
        store_url,
        "UPDATE events SET facts = replace(facts, '404', '200') WHERE referral = -1 AND seq = 1",
    )
    _, faults = store.read(lambda work: work.audit.verify())
    assert {(one.referral, one.seq) for one in faults} == {(-1, 1)}


def test_no_figure_of_any_time_knows_of_readings(store: SqlStore) -> None:
    for number in (1, 2, 3):
        flag(store)
        refer(store, number)
    reject(store, 2)
    act(store, 3, Action.CLOSE)

    def figures(as_of: datetime | None) -> object:
        query = FigureQuery(since=later(-30), until=later(30), as_of=as_of)
        return store.read(
            lambda work: (
                work.figures.cohort(query),
                work.figures.flow(query),
                work.figures.totals(),
                work.figures.corrected(Period(later(-30), later(30)), later(0.5)),
            )
        )

    then, now = figures(later(20)), figures(None)
    for number in (1, 2, 3):
        record(store, number, reading(later(1)), reading(later(2)))
        plan(store, number, later(5))
    assert (figures(later(20)), figures(None)) == (then, now)
    assert store.read(lambda work: work.audit.verify())[1] == ()


# --- what is to be planned ------------------------------------------------------------------------


def test_what_is_planned_is_walked_by_number(store: SqlStore) -> None:
    for number in (1, 2, 3, 4, 5):
        plan(store, number, later(1) if number != 3 else None)
    plan(store, 4, None, replace(WAITS, question=2))

    def walk(after: int) -> tuple[tuple[int, datetime | None], ...]:
        return store.read(lambda work: work.checks.planned(after, 2))

    due = later(1)
    assert [walk(0), walk(2), walk(5)] == [((1, due), (2, due)), ((4, None), (5, due)), ()]


def test_what_is_not_planned_as_it_stands_is_missing(store: SqlStore) -> None:
    for number in range(1, 7):
        flag(store)
        if number > 1:
            refer(store, number)
    reject(store, 3)
    act(store, 4, Action.CLOSE, at=later(1))
    act(store, 5, Action.CLOSE, at=later(40))
    plan(store, 6, later(2))
    closed = act(store, 2, Action.VANISH, at=later(41))

    def missing() -> tuple[int, ...]:
        return store.read(lambda work: work.checks.missing(later(30), 0, 10, None))

    assert missing() == (2, 5)
    here = store.read(lambda work: work.checks.missing(later(30), 0, 10, ("facebook",)))
    assert here == missing()
    assert store.read(lambda work: work.checks.missing(later(30), 0, 10, ("youtube",))) == ()
    plan(store, 2, later(50))
    assert missing() == (2, 5)
    plan(store, 2, later(50), fresh_look(closed))
    act(store, 6, Action.CLOSE, at=later(42))
    assert missing() == (5, 6)
