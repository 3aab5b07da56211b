"""A referral and its events, as they are written and read back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import Conflict, PageAlreadyLive
from bot.domain.lifecycle.audit import short_hash
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event, State
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import (
    MONDAY,
    act,
    flag,
    flagged,
    later,
    record,
    refer,
    reject,
)
from tests.storage.databases import rows


def test_the_first_referral_is_r_1(store: SqlStore) -> None:
    assert flag(store).name == "R-1"
    assert flag(store).name == "R-2"


def test_numbers_reserved_in_one_transaction_differ(store: SqlStore) -> None:
    numbers = store.write(lambda work: [work.referrals.reserve_number() for _ in range(20)])
    assert numbers == list(range(1, 21))


def test_what_is_recorded_is_read_back(store: SqlStore) -> None:
    told = flag(store, note="Überfahrt 🚤, “cheap”", private=True)
    told = refer(store, 1, confidence="certain", at=later(1))
    told = reject(store, 1, at=later(3), personal={"words": "not breaching <terms>"})
    read = store.read(lambda work: work.referrals.get(1))
    assert read == told
    assert read is not None
    assert (read.state, read.outcome_at, read.version) == (State.REJECTED, later(3), 3)


def test_whoever_reads_a_referral_learns_which_event_made_its_version(
    store: SqlStore, store_url: str
) -> None:
    """Each event another; and who recorded it knows it at once."""
    flag(store)

    def note(work: UnitOfWork) -> str:
        history = work.referrals.history(1)
        noted = Event(1, len(history) + 1, Action.NOTE, MONDAY, MONDAY, {}, {"note": "n"})
        return work.referrals.record(replay((*history, noted)), noted, None).last_event

    def read(work: UnitOfWork) -> set[str]:
        found = [
            work.referrals.get(1),
            work.referrals.many([1])[1],
            work.referrals.last_for_page("facebook:group:1"),
            work.referrals.live_for_page("facebook:group:1"),
        ]
        return {one.last_event if one else "" for one in found}

    told = [store.write(note), store.write(note)]
    kept = rows(store_url, "SELECT hash FROM events WHERE referral = 1 ORDER BY seq")
    assert told == [short_hash(bytes(row.hash)) for row in kept[1:]]
    assert len({*told, short_hash(bytes(kept[0].hash))}) == 3
    assert store.read(read) == {told[-1]}


def test_a_history_is_read_back_in_order_with_what_people_typed(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> object:
        return record(unit, flagged(1, note="seen twice"))[1]

    told = store.write(work)
    assert store.read(lambda work: work.referrals.history(1)) == told
    assert told[0].personal["note"] == "seen twice"


def test_what_is_not_there_is_none(store: SqlStore) -> None:
    def look(work: UnitOfWork) -> None:
        assert work.referrals.get(1) is None
        assert work.referrals.history(1) == ()
        assert work.referrals.live_for_page("facebook:group:1") is None
        assert work.referrals.last_for_page("facebook:group:1") is None
        assert work.referrals.many([1, 2]) == {}
        assert work.referrals.platforms() == ()

    store.read(look)


def test_many_are_read_at_once(store: SqlStore) -> None:
    told = [flag(store), flag(store)]
    found = store.read(lambda work: work.referrals.many([2, 1, 7, 1, *range(100, 2000)]))
    assert found == {one.number: one for one in told}


def test_a_page_has_one_live_referral(store: SqlStore) -> None:
    flag(store, key="k")
    with pytest.raises(PageAlreadyLive):
        flag(store, key="k")
    live = store.read(lambda work: work.referrals.live_for_page("k"))
    assert live is not None
    assert live.number == 1


def test_a_page_that_is_closed_may_be_flagged_again(store: SqlStore) -> None:
    flag(store, key="k")
    refer(store, 1)
    act(store, 1, Action.CLOSE)
    again = flag(store, key="k")
    live, last = store.read(
        lambda work: (work.referrals.live_for_page("k"), work.referrals.last_for_page("k"))
    )
    assert live == last == again


def test_an_undo_that_makes_a_page_live_twice_is_refused(store: SqlStore) -> None:
    flag(store, key="k")
    act(store, 1, Action.WITHDRAW, facts={"reason": "mistake"})
    flag(store, key="k")
    with pytest.raises(PageAlreadyLive):
        act(store, 1, Action.UNDO, target=2)
    first = store.read(lambda work: work.referrals.get(1))
    assert first is not None
    assert first.state is State.WITHDRAWN


def test_a_stale_version_changes_nothing(store: SqlStore) -> None:
    seen = flag(store)
    referred = refer(store, 1)
    stale = replace(referred, category="vessels")
    event = Event(1, 2, Action.DESCRIBE, MONDAY, MONDAY, {"category": "vessels"})

    def work(unit: UnitOfWork) -> None:
        unit.referrals.record(stale, event, None)

    with pytest.raises(Conflict):
        store.write(work)
    assert seen.version == 1
    assert store.read(lambda unit: unit.referrals.get(1)) == referred
    assert len(store.read(lambda unit: unit.referrals.history(1))) == 2


def test_the_platforms_are_those_flagged_on(store: SqlStore) -> None:
    for platform in ("youtube", "facebook", "youtube", "x"):
        flag(store, platform=platform)
    assert store.read(lambda work: work.referrals.platforms()) == ("facebook", "x", "youtube")


def test_instants_are_kept_to_the_microsecond(store: SqlStore) -> None:
    at = MONDAY.replace(microsecond=123_457)
    assert flag(store, at=at).flagged_at == at
    read = store.read(lambda work: work.referrals.get(1))
    assert read is not None
    assert read.flagged_at == at
