"""Messages in lanes: order, leases, fences, doubt, and what Slack refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.domain.announcements import Announcement, Message
from bot.ports.leases import LostLease
from bot.ports.outbox import LaneLease
from bot.ports.store import UnitOfWork
from storage.database import SqlStore, open_store
from tests.harness.without_slack.stored_events import MONDAY


def card(number: int, lane: str = "C1") -> Announcement:
    """A referral's card."""
    return Announcement(lane, Message.CARD, f"R-{number}", {"note": "é", "seq": number})


def add(store: SqlStore, *announcements: Announcement) -> None:
    """Write them down."""
    store.write(lambda work: work.outbox.add(announcements, MONDAY))


def claim(store: SqlStore, lease: float = 60, most: int = 10) -> LaneLease | None:
    """Claim in a transaction of its own."""
    lanes = store.write(lambda work: work.outbox.claim(lease, most, 1))
    return lanes[0] if lanes else None


def taken(store: SqlStore, lease: float = 60) -> LaneLease:
    """A lane that is there to be claimed."""
    lane = claim(store, lease)
    assert lane is not None
    return lane


def ids(lane: LaneLease) -> list[int]:
    """The ids of a lane's rows."""
    return [row.id for row in lane.rows]


def look(store: SqlStore) -> tuple[int, float | None]:
    """(rows that wait, seconds until the next lane)"""
    return store.read(lambda work: (work.outbox.count_pending(), work.outbox.seconds_to_next()))


def test_nothing_waits_at_first(store: SqlStore) -> None:
    assert claim(store) is None
    assert look(store) == (0, None)
    add(store)
    assert look(store) == (0, None)


def test_a_row_says_what_was_announced(store: SqlStore) -> None:
    add(store, card(7))
    assert look(store) == (1, 0.0)
    (row,) = taken(store).rows
    assert (row.lane, row.message, row.subject) == ("C1", Message.CARD, "R-7")
    assert (row.data, row.created_at) == ({"note": "é", "seq": 7}, MONDAY)
    assert (row.state, row.attempts, row.after_ts, row.doubt_ends_in) == ("waiting", 0, "", 0.0)
    assert len(row.key) >= 20


def test_a_lane_keeps_its_order_and_gives_as_many_as_asked(store: SqlStore) -> None:
    add(store, card(1), card(2, "C2"), card(3))
    add(store, card(4))
    first = claim(store, most=2)
    assert first is not None
    assert [row.subject for row in first.rows] == ["R-1", "R-3"]
    second = claim(store)
    assert second is not None
    assert [row.subject for row in second.rows] == ["R-2"]
    assert claim(store) is None


def test_cards_that_are_only_redrawn_go_after_everything_else(store: SqlStore) -> None:
    redraws = [Announcement("C1", Message.REDRAW, f"R-{number}") for number in (1, 2)]
    add(store, *redraws, card(3))
    add(store, card(4))
    first = claim(store, most=3)
    assert first is not None
    assert [row.subject for row in first.rows] == ["R-3", "R-4", "R-1"]


def test_a_leased_lane_is_not_taken_until_the_lease_ends(store: SqlStore) -> None:
    add(store, card(1))
    first = taken(store, lease=60)
    waits = look(store)[1]
    assert waits is not None
    assert 50 < waits <= 60
    assert claim(store) is None
    store.write(lambda work: work.outbox.renew(first, 0))
    again = taken(store)
    assert again.fence == first.fence + 1
    assert ids(again) == ids(first)


Call = Callable[[UnitOfWork, LaneLease, list[int]], None]
CALLS: dict[str, Call] = {
    "sending": lambda work, lane, rows: work.outbox.mark_sending(lane, rows, 30, 60),
    "doubt": lambda work, lane, rows: work.outbox.mark_in_doubt(lane, rows),
    "sent": lambda work, lane, rows: work.outbox.mark_sent(
        lane, rows, channel="C1", ts="1.0", settle=True
    ),
    "put_back": lambda work, lane, rows: work.outbox.put_back(lane, rows),
    "park": lambda work, lane, rows: work.outbox.park(lane, rows, "is_archived"),
    "release": lambda work, lane, rows: work.outbox.release(lane),
    "renew": lambda work, lane, rows: work.outbox.renew(lane, 60),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_paused_sender_that_wakes_up_changes_nothing(store: SqlStore, call: Call) -> None:
    add(store, card(1))
    paused = taken(store, lease=0)
    other = taken(store)
    with pytest.raises(LostLease):
        store.write(lambda work: call(work, paused, ids(paused)))
    store.write(lambda work: work.outbox.renew(other, 0))
    assert taken(store).rows == other.rows
    assert store.read(lambda work: work.posts.get("R-1")) is None


def test_what_was_sent_leaves_the_lane_and_its_place_is_known(store: SqlStore) -> None:
    add(store, card(1), card(1), card(2))
    lane = taken(store)

    def work(unit: UnitOfWork) -> None:
        unit.outbox.mark_sent(
            lane, ids(lane)[:2], channel="C9", ts="1767225600.000100", settle=True
        )
        unit.outbox.release(lane)

    store.write(work)
    assert store.read(lambda unit: unit.posts.get("R-1")) == ("C9", "1767225600.000100")
    assert [row.subject for row in taken(store).rows] == ["R-2"]


def test_a_thread_line_does_not_become_the_post_of_its_subject(store: SqlStore) -> None:
    add(store, card(1))
    lane = taken(store)
    store.write(
        lambda work: work.outbox.mark_sent(lane, ids(lane), channel="C1", ts="2.0", settle=False)
    )
    assert store.read(lambda work: work.posts.get("R-1")) is None


def test_an_empty_lane_is_forgotten_until_something_is_added(store: SqlStore) -> None:
    add(store, card(1))
    lane = taken(store)

    def work(unit: UnitOfWork) -> None:
        unit.outbox.mark_sent(lane, ids(lane), channel="C1", ts="1.0", settle=True)
        unit.outbox.release(lane)

    store.write(work)
    assert look(store) == (0, None)
    assert claim(store) is None
    add(store, card(2))
    assert look(store) == (1, 0.0)
    assert taken(store).fence > lane.fence


def test_a_lane_that_has_to_wait_is_left_and_others_go_on(store: SqlStore) -> None:
    add(store, card(1), card(2, "C2"))
    limited = taken(store)
    store.write(lambda work: work.outbox.release(limited, wait_seconds=30))
    other = taken(store)
    assert other.lane != limited.lane
    assert claim(store) is None
    waits = look(store)[1]
    assert waits is not None
    assert 20 < waits <= 30


def test_a_dead_senders_row_comes_back_as_sending_with_what_is_needed_to_settle_it(
    store: SqlStore,
) -> None:
    add(store, card(1), card(2))
    lane = taken(store)
    first, second = ids(lane)
    store.write(
        lambda work: work.outbox.mark_sent(lane, [first], channel="C1", ts="1000.5", settle=True)
    )
    store.write(lambda work: work.outbox.mark_sending(lane, [second], 30, 60))
    store.write(lambda work: work.outbox.renew(lane, 0))
    (row,) = taken(store).rows
    assert (row.id, row.state, row.attempts, row.after_ts) == (second, "sending", 1, "1000.5")
    assert 20 < row.doubt_ends_in <= 30


def test_a_row_in_doubt_keeps_where_its_attempt_began(store: SqlStore) -> None:
    add(store, card(1), card(2))
    lane = taken(store)
    first, second = ids(lane)

    def work(unit: UnitOfWork) -> None:
        unit.outbox.mark_sending(lane, [first], 0, 60)
        unit.outbox.mark_in_doubt(lane, [first])
        unit.outbox.mark_sent(lane, [second], channel="C1", ts="1000.5", settle=True)
        unit.outbox.release(lane)

    store.write(work)
    (row,) = taken(store).rows
    assert (row.id, row.state, row.after_ts, row.doubt_ends_in) == (first, "in doubt", "", 0.0)


def test_an_update_of_an_old_post_does_not_move_the_lanes_last_ts_back(store: SqlStore) -> None:
    add(store, card(1), card(2), card(3), card(4))
    lane = taken(store)
    rows = ids(lane)

    def work(unit: UnitOfWork) -> None:
        for row, ts in zip(rows, ("999.9", "1000.5", "999.9"), strict=False):
            unit.outbox.mark_sent(lane, [row], channel="C1", ts=ts, settle=True)
        unit.outbox.mark_sending(lane, rows[3:], 30, 60)
        unit.outbox.renew(lane, 0)

    store.write(work)
    assert taken(store).rows[0].after_ts == "1000.5"


def test_what_did_not_go_out_waits_again_at_its_place(store: SqlStore) -> None:
    add(store, card(1), card(2))
    lane = taken(store)

    def work(unit: UnitOfWork) -> None:
        unit.outbox.mark_sending(lane, ids(lane)[:1], 30, 60)
        unit.outbox.put_back(lane, ids(lane)[:1])
        unit.outbox.release(lane)

    store.write(work)
    again = taken(store)
    assert ids(again) == ids(lane)
    assert (again.rows[0].state, again.rows[0].attempts) == ("waiting", 1)
    assert again.rows[0].doubt_ends_in == 0.0


def parked(store: SqlStore) -> list[tuple[str, str]]:
    """(subject, reason) of what Slack refused."""
    rows = store.read(lambda work: work.outbox.parked())
    return [(row.subject, reason) for row, reason in rows]


def test_what_slack_refused_is_kept_with_the_reason_and_can_be_tried_again(store: SqlStore) -> None:
    add(store, card(1), card(2), card(3))
    lane = taken(store)
    first, second, _ = ids(lane)

    def work(unit: UnitOfWork) -> None:
        unit.outbox.park(lane, [first], "is_archived")
        unit.outbox.park(lane, [second], "channel_not_found")
        unit.outbox.release(lane)

    store.write(work)
    assert parked(store) == [("R-2", "channel_not_found"), ("R-1", "is_archived")]
    assert look(store)[0] == 1
    assert store.write(lambda unit: unit.outbox.send_again("C0ELSEWHERE")) == 0
    assert store.write(lambda unit: unit.outbox.send_again(lane.lane)) == 2
    assert store.write(lambda unit: unit.outbox.send_again(lane.lane)) == 0
    again = taken(store)
    assert [row.subject for row in again.rows] == ["R-3", "R-1", "R-2"]
    assert again.rows[1].key == lane.rows[0].key
    assert parked(store) == []


def test_a_parked_row_wakes_its_empty_lane(store: SqlStore) -> None:
    add(store, card(1))
    lane = taken(store)

    def work(unit: UnitOfWork) -> None:
        unit.outbox.park(lane, ids(lane), "not_in_channel")
        unit.outbox.release(lane)

    store.write(work)
    assert look(store) == (0, None)
    store.write(lambda unit: unit.outbox.send_again(lane.lane))
    assert look(store) == (1, 0.0)


def test_alone_one_takes_over_all_leases_but_no_waits(store: SqlStore) -> None:
    add(store, card(1), card(2, "C2"))
    dead, limited = taken(store), taken(store)

    def work(unit: UnitOfWork) -> None:
        unit.outbox.release(limited, wait_seconds=30)
        unit.outbox.end_all_leases()

    store.write(work)
    assert taken(store).lane == dead.lane
    assert claim(store) is None
    with pytest.raises(LostLease):
        store.write(lambda unit: unit.outbox.renew(dead, 60))


def test_what_was_sent_long_ago_is_forgotten(store: SqlStore) -> None:
    add(store, card(1), card(2))
    lane = taken(store)
    store.write(
        lambda work: work.outbox.mark_sent(lane, ids(lane)[:1], channel="C1", ts="1.0", settle=True)
    )
    assert store.write(lambda work: work.outbox.purge_sent(3600)) == 0
    assert store.write(lambda work: work.outbox.purge_sent(-3600)) == 1
    assert look(store)[0] == 1


def test_rows_of_another_lane_are_not_touched(store: SqlStore) -> None:
    add(store, card(1), card(2, "C2"))
    one, two = taken(store), taken(store)
    store.write(lambda work: work.outbox.park(one, ids(two), "is_archived"))
    assert parked(store) == []


def test_lanes_take_turns(store: SqlStore) -> None:
    add(store, *[card(number, lane) for number in (1, 2) for lane in ("C1", "C2", "C3")])

    def work(unit: UnitOfWork) -> str:
        (lane,) = unit.outbox.claim(60, 1, 1)
        unit.outbox.mark_sent(lane, ids(lane), channel=lane.lane, ts="1.0", settle=True)
        unit.outbox.release(lane)
        return lane.lane

    turns = [store.write(work) for _ in range(6)]
    assert sorted(turns[:3]) == ["C1", "C2", "C3"]
    assert sorted(turns[3:]) == ["C1", "C2", "C3"]


# --- several lanes -------------------------------------------------------------

LANES = [f"C{n}" for n in range(5)]


@pytest.fixture
def on_postgres(postgres_url: str) -> Iterator[SqlStore]:
    """Where two can write at a time."""
    with open_store(postgres_url) as store:
        yield store


def fill(store: SqlStore, each: int = 1) -> None:
    """Cards in each lane, their subjects counted through: C0 has the first ones."""
    add(
        store,
        *(card(place * each + n, lane) for place, lane in enumerate(LANES) for n in range(each)),
    )


def claim_all(store: SqlStore, lanes: int = 10, most: int = 10) -> list[LaneLease]:
    """By name."""
    claimed = store.write(lambda unit: unit.outbox.claim(60, most, lanes))
    return sorted(claimed, key=lambda one: one.lane)


def settle(store: SqlStore, lane: LaneLease) -> None:
    """All of it was sent, and the lane is given back."""

    def work(unit: UnitOfWork) -> None:
        unit.outbox.mark_sent(lane, ids(lane), channel=lane.lane, ts="1000.5", settle=True)
        unit.outbox.release(lane)

    store.write(work)


def test_lanes_are_claimed_each_with_its_first_rows(store: SqlStore) -> None:
    fill(store, each=4)
    claimed = claim_all(store, most=3)
    assert [lane.lane for lane in claimed] == LANES
    for place, lane in enumerate(claimed):
        assert [row.subject for row in lane.rows] == [f"R-{place * 4 + n}" for n in range(3)]
        assert {row.lane for row in lane.rows} == {lane.lane}
    assert claim_all(store) == []


def test_no_more_lanes_than_asked_and_the_rest_to_the_next(store: SqlStore) -> None:
    fill(store)
    first, second = claim_all(store, lanes=3), claim_all(store, lanes=3)
    assert [len(first), len(second)] == [3, 2]
    assert {one.lane for one in first} | {one.lane for one in second} == set(LANES)


def test_what_one_replica_is_taking_is_left_by_the_other(
    on_postgres: SqlStore, postgres_url: str
) -> None:
    fill(on_postgres)
    with open_store(postgres_url) as other:

        def work(unit: UnitOfWork) -> tuple[LaneLease, ...]:
            mine = unit.outbox.claim(60, 10, 3)
            theirs = claim_all(other)  # while ours is not committed
            assert not {one.lane for one in mine} & {one.lane for one in theirs}
            assert len(theirs) == 2
            return mine

        assert len(on_postgres.write(work)) == 3
        assert claim_all(other) == []


def test_a_lane_to_which_somebody_adds_stays_pending(
    on_postgres: SqlStore, postgres_url: str
) -> None:
    fill(on_postgres)
    lanes = claim_all(on_postgres)
    with open_store(postgres_url) as other:

        def adds(unit: UnitOfWork) -> None:
            unit.outbox.add([card(7, "C3")], MONDAY)
            for lane in lanes:
                settle(other, lane)  # while what is added is not committed

        on_postgres.write(adds)
    (again,) = claim_all(on_postgres)
    assert [row.subject for row in again.rows] == ["R-7"]


def test_a_lane_whose_rows_are_not_committed_yet_is_left_for_others(
    on_postgres: SqlStore, postgres_url: str
) -> None:
    add(on_postgres, card(1))
    first = taken(on_postgres)
    with open_store(postgres_url) as other:

        def adds(unit: UnitOfWork) -> None:
            unit.outbox.add([card(2)], MONDAY)
            settle(other, first)  # the lane stays pending, though nobody sees a row in it
            assert claim_all(other) == []

        on_postgres.write(adds)
        other.write(lambda unit: unit.outbox.end_all_leases())
    waits = look(on_postgres)[1]
    assert waits is not None
    assert waits <= 0.1
