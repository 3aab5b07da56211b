"""Several lanes in one transaction: each as if it were alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.domain.announcements import Announcement, Message
from bot.ports import Came, ClaimedLane, LaneWork, LostLease, Outbox, UnitOfWork
from storage.database import SqlStore, open_store
from tests.storage.stories import MONDAY

LANES = [f"C{n}" for n in range(5)]


@pytest.fixture
def on_postgres(postgres_url: str) -> Iterator[SqlStore]:
    """Where two can write at a time."""
    with open_store(postgres_url) as store:
        yield store


def fill(store: SqlStore, each: int = 1, lanes: list[str] = LANES) -> None:
    """Cards in each lane, their subjects counted through: C0 has the first ones."""
    cards = [
        Announcement(lane, Message.CARD, f"R-{place * each + n}")
        for place, lane in enumerate(lanes)
        for n in range(each)
    ]
    store.write(lambda unit: unit.outbox.add(cards, MONDAY))


def claim(store: SqlStore, lanes: int = 10, most: int = 10, lease: float = 60) -> list[ClaimedLane]:
    """By name."""
    claimed = store.write(lambda unit: unit.outbox.claim(lease, most, lanes))
    return sorted(claimed, key=lambda one: one.lane)


def ids(lane: ClaimedLane) -> list[int]:
    """The ids of a lane's rows."""
    return [row.id for row in lane.rows]


def together(store: SqlStore, *works: LaneWork) -> list[Came]:
    """What came of each."""
    return store.write(lambda unit: unit.outbox.together(works))


def begins(lane: ClaimedLane) -> LaneWork:
    """Its first row is about to be sent."""
    return lane, lambda outbox: outbox.sending(lane, ids(lane)[:1], 30)


def settles(lane: ClaimedLane, ts: str = "1000.5") -> LaneWork:
    """All of it was sent, and the lane is given back."""

    def work(outbox: Outbox) -> None:
        outbox.sent(lane, ids(lane), channel=lane.lane, ts=ts, settle=True)
        outbox.release(lane)

    return lane, work


def test_lanes_are_claimed_at_once_each_with_its_first_rows(store: SqlStore) -> None:
    fill(store, each=4)
    claimed = claim(store, most=3)
    assert [lane.lane for lane in claimed] == LANES
    for place, lane in enumerate(claimed):
        assert [row.subject for row in lane.rows] == [f"R-{place * 4 + n}" for n in range(3)]
        assert {row.lane for row in lane.rows} == {lane.lane}
    assert claim(store) == []


def test_no_more_lanes_than_asked_and_the_rest_to_the_next(store: SqlStore) -> None:
    fill(store)
    first, second = claim(store, lanes=3), claim(store, lanes=3)
    assert [len(first), len(second)] == [3, 2]
    assert {one.lane for one in first} | {one.lane for one in second} == set(LANES)


def test_what_one_replica_is_taking_is_left_by_the_other(
    on_postgres: SqlStore, postgres_url: str
) -> None:
    store = on_postgres
    fill(store)
    with open_store(postgres_url) as other:

        def work(unit: UnitOfWork) -> tuple[ClaimedLane, ...]:
            mine = unit.outbox.claim(60, 10, 3)
            theirs = claim(other)  # while ours is not committed
            assert not {one.lane for one in mine} & {one.lane for one in theirs}
            assert len(theirs) == 2
            return mine

        assert len(store.write(work)) == 3
        assert claim(other) == []


def test_what_becomes_of_each_lane_is_written_for_all(store: SqlStore) -> None:
    fill(store, each=2)
    lanes = claim(store)
    assert together(store, *map(begins, lanes)) == [Came.DONE] * 5
    waits, ends, *rest = lanes

    def must_wait(outbox: Outbox) -> None:
        outbox.put_back(waits, ids(waits)[:1])
        outbox.release(waits, 30)

    assert together(store, (waits, must_wait), settles(ends)) == [Came.DONE] * 2
    for lane in rest:
        assert together(store, settles(lane)) == [Came.DONE]
    assert store.read(lambda unit: unit.outbox.waiting()) == 2
    for place in range(1, 5):
        for n in (place * 2, place * 2 + 1):
            where = store.read(lambda unit, n=n: unit.posts.get(f"R-{n}"))  # type: ignore[misc]
            assert where == (LANES[place], "1000.5")
    next_in = store.read(lambda unit: unit.outbox.next_in())
    assert next_in is not None
    assert 20 < next_in <= 30
    store.write(lambda unit: unit.outbox.add([Announcement("C1", Message.CARD, "R-9")], MONDAY))
    (again,) = claim(store)
    assert (again.lane, again.fence) == ("C1", ends.fence + 1)
    assert together(store, begins(again)) == [Came.DONE]
    store.write(lambda unit: unit.outbox.extend(again, 0))
    assert claim(store)[0].rows[0].after_ts == "1000.5"


def test_one_that_lost_its_lease_changes_nothing_and_the_others_settle(store: SqlStore) -> None:
    fill(store)
    lanes = claim(store, lease=0)
    (taken,) = claim(store, lanes=1)
    lost = [lane.lane for lane in lanes].index(taken.lane)
    for works in (map(begins, lanes), map(settles, lanes)):
        came = together(store, *works)
        assert came.pop(lost) is Came.LOST
        assert came == [Came.DONE] * 4
    assert store.read(lambda unit: unit.outbox.waiting()) == 1
    subject = taken.rows[0].subject
    assert store.read(lambda unit: unit.posts.get(subject)) is None
    store.write(lambda unit: unit.outbox.extend(taken, 0))
    (again,) = claim(store)
    assert again.rows == taken.rows  # still as it was: waiting, and never attempted
    with pytest.raises(LostLease):
        store.write(lambda unit: unit.outbox.release(taken))


def test_one_that_is_locked_is_left_to_be_done_by_itself(
    on_postgres: SqlStore, postgres_url: str
) -> None:
    store = on_postgres
    fill(store)
    lanes = claim(store)
    with open_store(postgres_url) as other:

        def holds(unit: UnitOfWork) -> list[Came]:
            unit.outbox.extend(lanes[2], 60)
            return together(other, *map(settles, lanes))

        came = store.write(holds)
    assert came.pop(2) is Came.BUSY
    assert came == [Came.DONE] * 4
    assert together(store, settles(lanes[2])) == [Came.DONE]
    assert store.read(lambda unit: unit.outbox.waiting()) == 0


def test_a_lane_to_which_somebody_adds_stays_pending(
    on_postgres: SqlStore, postgres_url: str
) -> None:
    store = on_postgres
    fill(store)
    lanes = claim(store)
    with open_store(postgres_url) as other:

        def adds(unit: UnitOfWork) -> None:
            unit.outbox.add([Announcement("C3", Message.CARD, "R-7")], MONDAY)
            assert together(other, *map(settles, lanes)) == [Came.DONE] * 5

        store.write(adds)
    (again,) = claim(store)
    assert [row.subject for row in again.rows] == ["R-7"]


def test_a_work_that_raises_takes_all_back(store: SqlStore) -> None:
    fill(store)
    lanes = claim(store)

    def fails(_outbox: Outbox) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        together(store, settles(lanes[0]), (lanes[1], fails))
    assert store.read(lambda unit: unit.outbox.waiting()) == 5
