"""Works that share a transaction: each as if it were alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.announcements import Announcement, Message
from bot.domain.errors import BadAnswer, Conflict
from bot.domain.foreseen import Foreseen
from bot.domain.history import follow
from bot.domain.referral import Action, Event
from bot.ports import UnitOfWork
from storage.database import SqlStore, open_store
from storage.sharing import Work
from tests.storage.stories import MONDAY, flag, flagged, record
from tests.storage.test_races import at_once


def flags(key: str, answer: str = "") -> Work:
    """Flag a page unless it has a live referral; its number, and whether it is new."""

    def work(unit: UnitOfWork) -> tuple[int, bool]:
        if answer and (saved := unit.answers.get(answer)) is not None:
            return int(saved), False
        live = unit.referrals.live_for_page(key)
        if live is not None:
            return live.number, False
        number = unit.referrals.reserve_number()
        record(unit, flagged(number, key=key))
        unit.outbox.add([Announcement("C1", Message.CARD, f"R-{number}")], MONDAY)
        if answer:
            unit.answers.put(answer, str(number))
        return number, True

    return work, Foreseen(answer, (key,), ())


def notes(number: int, foreseen: bool = True) -> Work:
    """Add a note to a referral; its version then."""

    def work(unit: UnitOfWork) -> int:
        before = unit.referrals.get(number, for_change=True)
        assert before is not None
        assert len(unit.referrals.history(number)) == before.version
        said = {"actor": "U1", "note": "seen"}
        noted = Event(number, before.version + 1, Action.NOTE, MONDAY, MONDAY, {}, said)
        unit.referrals.record(follow(before, noted), noted, None)
        return before.version + 1

    return work, Foreseen(numbers=(number,) if foreseen else ())


def refused(work: Work) -> Work:
    """The same work, refused at its end."""

    def refuse(unit: UnitOfWork) -> None:
        work[0](unit)
        raise BadAnswer("No.")

    return refuse, work[1]


def results(store: SqlStore, *works: Work) -> list[Any]:
    outcomes = store.share(works)
    assert [one.error for one in outcomes] == [None] * len(works)
    return [one.result for one in outcomes]


def sound(store: SqlStore) -> int:
    """How many events there are; nothing is wrong with them."""
    store.write(lambda unit: unit.audit.seal(1000))
    events, faults = store.read(lambda unit: unit.audit.verify())
    assert faults == ()
    return events


def test_all_are_recorded_in_order(store: SqlStore) -> None:
    told = results(store, *(flags(f"k{n}") for n in range(20)))
    assert [new for _, new in told] == [True] * 20
    numbers = [number for number, _ in told]
    assert numbers == sorted(set(numbers))
    assert store.read(lambda unit: unit.outbox.waiting()) == 20
    assert sound(store) == 20


def test_numbers_go_on_without_a_gap(store: SqlStore) -> None:
    flag(store)
    results(store, flags("a"), flags("b"))
    assert results(store, flags("c"))[0] == (4, True)
    assert flag(store, key="d").number == 5


def test_a_work_sees_what_those_before_it_did(store: SqlStore) -> None:
    first, again, answered, retried = results(
        store, flags("k"), flags("k"), flags("other", "trigger"), flags("other", "trigger")
    )
    assert (first, again) == ((1, True), (1, False))
    assert (answered, retried) == ((2, True), (2, False))
    assert sound(store) == 2


@pytest.mark.parametrize("foreseen", [True, False])
def test_changes_of_one_referral_follow_each_other(store: SqlStore, foreseen: bool) -> None:
    flag(store)
    assert results(store, *(notes(1, foreseen) for _ in range(5))) == [2, 3, 4, 5, 6]
    assert sound(store) == 6


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_that_is_refused_leaves_nothing_and_the_others_stay(
    store: SqlStore, place: int
) -> None:
    flag(store)
    works = [flags("a", "first"), notes(1)]
    works.insert(place, refused(flags("b", "second")))
    outcomes = store.share(works)
    assert isinstance(outcomes.pop(place).error, BadAnswer)
    assert [one.error for one in outcomes] == [None, None]
    assert store.read(lambda unit: unit.referrals.live_for_page("b")) is None
    assert store.read(lambda unit: unit.answers.get("second")) is None
    assert store.read(lambda unit: unit.outbox.waiting()) == 1
    assert sound(store) == 3


def test_one_that_is_refused_after_it_was_written_takes_nothing_from_the_others(
    store: SqlStore,
) -> None:
    def twice(unit: UnitOfWork) -> None:
        flags("b")[0](unit)
        assert unit.referrals.live_for_page("b") is not None  # it was written to be read
        raise BadAnswer("No.")

    outcomes = store.share([flags("a"), (twice, Foreseen(pages=("b",))), flags("c")])
    assert isinstance(outcomes[1].error, BadAnswer)
    assert [one.error for one in outcomes[::2]] == [None, None]
    assert store.read(lambda unit: unit.referrals.live_for_page("b")) is None
    assert sound(store) == 2


def test_who_meets_another_writer_is_run_again_and_so_are_the_others(store: SqlStore) -> None:
    met = [True]

    def meets(unit: UnitOfWork) -> str:
        if met:
            raise Conflict(f"{met.pop()}")
        return "done"

    assert results(store, flags("a"), (meets, Foreseen()), flags("b"))[1] == "done"
    assert sound(store) == 2


def test_replicas_that_share_meet_at_one_page(store: SqlStore, store_url: str) -> None:
    with open_store(store_url) as replica:

        def share(number: int) -> list[Any]:
            works = [flags(f"k{page}") for page in range(4)]
            return results((store, replica)[number % 2], *works)

        told = at_once(8, share)
    for page in range(4):
        assert len({answers[page][0] for answers in told}) == 1
        assert sum(answers[page][1] for answers in told) == 1
    assert sound(store) == 4
