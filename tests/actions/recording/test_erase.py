"""Retention: what is erased when, what stays and why, and what comes back afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import pytest

from bot.actions.recording.erase import (
    AT_ONCE,
    REDACTED_AT_ONCE,
    Batch,
    asked_for,
    erase_asked,
    erase_due,
    erase_old_reads,
    look_due,
    redact_messages,
)
from bot.actions.recording.flag import Result
from bot.actions.recording.look import find_page, show_address, show_notice
from bot.actions.recording.rekey import rekey
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import NotFound, NotPossible, Refusal, Stale
from bot.domain.lifecycle.referral import Action, State
from bot.domain.pages.checks import Checked
from bot.domain.pages.status import Status
from bot.domain.pages.urls import parse_page
from bot.ports.retention import Finished
from bot.ports.store import UnitOfWork
from bot.sentences.operations.retention import same_page_stays
from storage.database import open_store
from tests.actions.desk import TEAM, Desk, config, page
from tests.domain.making import ANALYST, DESK, LEAD, SECOND

KEY = "k" * 32
TO_CLOSED = (Action.REFER, Action.CLOSE)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A desk that erases after 90 days, on each database."""
    with open_store(request.getfixturevalue(request.param), KEY) as store:
        opened = Desk(store, config(retention={"erase_after": "90 days"}))
        opened.knows(*TEAM)
        yield opened


def sweep(desk: Desk) -> list[int]:
    """All that is due is erased; which numbers."""
    erased: list[int] = []
    last: Finished | None = None
    while True:
        batch = desk.store.write(lambda uow, last=last: erase_due(uow, desk.now, desk.config, last))  # type: ignore[misc]
        erased += [one.number for one in batch.erased]
        last = batch.last
        if last is None:
            return erased


def look(desk: Desk) -> Batch:
    return desk.read(lambda uow: look_due(uow, desk.now, desk.config))


def ask(desk: Desk, numbers: Collection[int]) -> tuple[str, ...]:
    """Erase these at once; what is said of other referrals."""
    return desk.store.write(lambda uow: erase_asked(uow, numbers, desk.now, desk.config)).others


def erased(desk: Desk, *numbers: int) -> list[bool]:
    return [desk.referral(number).erased for number in numbers]


def faults(desk: Desk) -> object:
    return desk.read(lambda uow: uow.audit.verify())[1]


def test_what_was_finished_long_enough_ago_is_erased(desk: Desk) -> None:
    for n in (1, 2, 3):
        desk.flags_one(page(n))
    desk.to(1, *TO_CLOSED)
    desk.to(2, Action.WITHDRAW)
    desk.later(days=89)
    assert sweep(desk) == []
    desk.later(days=1, hours=1)
    assert look(desk).erased == tuple(desk.referral(n) for n in (1, 2))
    assert look(desk).oldest is not None
    assert sweep(desk) == [1, 2]
    assert erased(desk, 1, 2, 3) == [True, True, False]
    assert desk.actions(1) == ["flag", "refer", "close", "erase"]
    assert sweep(desk) == []
    assert look(desk) == Batch()
    assert faults(desk) == ()


def test_the_clock_begins_anew_with_each_event(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, *TO_CLOSED)
    desk.later(days=80)
    desk.does(Action.NOTE, 1)
    desk.later(days=80)
    assert sweep(desk) == []
    desk.later(days=11)
    assert sweep(desk) == [1]


@pytest.mark.parametrize(
    "actions",
    [
        (),
        (Action.REFER,),
        (Action.HOLD,),
        (Action.REFER, Action.REJECT, Action.APPEAL),
        (Action.REFER, Action.REJECT, Action.HOLD),
    ],
)
def test_what_is_live_stays_for_ever(desk: Desk, actions: tuple[Action, ...]) -> None:
    desk.flags_one()
    desk.to(1, *actions)
    desk.later(days=4000)
    assert sweep(desk) == []
    assert erased(desk, 1) == [False]


def test_a_rejection_stays_while_it_can_be_appealed(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, Action.REFER, Action.REJECT)
    desk.later(days=100)
    assert sweep(desk) == []
    (stays,) = look(desk).stay
    assert stays[1].startswith("R-1 can be appealed until ")
    desk.later(days=90)
    assert sweep(desk) == [1]


def test_a_rejection_whose_appeal_was_upheld_waits_for_no_window(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, Action.REFER, Action.REJECT, Action.APPEAL, Action.UPHOLD)
    desk.later(days=91)
    assert sweep(desk) == [1]


def test_where_there_is_no_window_nothing_is_waited_for(desk: Desk) -> None:
    desk.config = config(retention={"erase_after": "90 days"}, appeal_months=None)
    desk.flags_one()
    desk.to(1, Action.REFER, Action.REJECT)
    desk.later(days=91)
    assert sweep(desk) == [1]


@pytest.mark.parametrize("state", [State.HELD, State.APPEALED])
def test_an_earlier_attempt_stays_while_its_page_is_held_or_appealed(
    desk: Desk, state: State
) -> None:
    desk.flags_one()
    desk.to(1, *TO_CLOSED)
    desk.does(Action.REAPPEAR, 1)
    held = (Action.HOLD,) if state is State.HELD else (Action.REFER, Action.REJECT, Action.APPEAL)
    desk.to(2, *held)
    desk.later(days=400)
    assert sweep(desk) == []
    said = "on hold" if state is State.HELD else "under appeal"
    assert [why for _, why in look(desk).stay] == [f"R-2, of the same page, is {said}"]
    with pytest.raises(NotPossible, match=said):
        ask(desk, [1])


def test_an_earlier_attempt_is_erased_while_its_page_waits(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, *TO_CLOSED)
    desk.does(Action.REAPPEAR, 1)
    desk.to(2, Action.REFER)
    desk.later(days=400)
    assert sweep(desk) == [1]
    assert desk.referral(1).page_key == desk.referral(2).page_key
    assert desk.flags_one().result is Result.KNOWN
    assert faults(desk) == ()


def test_many_are_erased_in_several_transactions_and_what_stays_blocks_nothing(desk: Desk) -> None:
    for n in range(AT_ONCE + 5):
        desk.flags_one(page(n))
        desk.to(n + 1, Action.REFER, Action.REJECT if n < AT_ONCE else Action.CLOSE)
    desk.later(days=100)
    assert sweep(desk) == list(range(AT_ONCE + 1, AT_ONCE + 6))


def test_an_end_midway_loses_nothing_and_the_next_sweep_goes_on(desk: Desk) -> None:
    for n in range(3):
        desk.flags_one(page(n))
        desk.to(n + 1, *TO_CLOSED)
    desk.later(days=100)

    def killed(uow: UnitOfWork) -> None:
        assert len(erase_due(uow, desk.now, desk.config).erased) == 3
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.store.write(killed)
    assert erased(desk, 1, 2, 3) == [False, False, False]
    assert faults(desk) == ()
    first = desk.store.write(lambda uow: uow.erasing.due(desk.now, None, 1))
    desk.store.write(lambda uow: uow.erasing.erase([first[0].referral], desk.now, "time"))
    assert faults(desk) == ()
    assert sweep(desk) == [2, 3]
    assert [desk.actions(n).count("erase") for n in (1, 2, 3)] == [1, 1, 1]
    assert faults(desk) == ()


def test_nothing_is_due_where_retention_is_off(desk: Desk) -> None:
    desk.config = config()
    desk.flags_one()
    desk.to(1, *TO_CLOSED)
    desk.later(days=4000)
    assert sweep(desk) == []
    assert desk.store.write(lambda uow: erase_old_reads(uow, desk.now, desk.config)) == 0


# --- pages that come back -------------------------------------------------------------------------


@pytest.mark.parametrize("last", [Action.CLOSE, Action.VANISH])
def test_a_page_that_was_closed_or_gone_reappears(desk: Desk, last: Action) -> None:
    desk.flags_one()
    desk.to(1, Action.REFER, last)
    desk.later(days=100)
    assert sweep(desk) == [1]
    again = desk.flags_one()
    assert again.result is Result.REAPPEARED
    assert again.referral is not None
    assert (again.referral.attempt, again.referral.previous) == (2, 1)
    assert desk.actions(1)[-2:] == ["erase", "reappear"]
    assert desk.referral(1).reappeared_at == desk.now
    assert faults(desk) == ()
    # Who flagged it again stands in R-1's history: that goes when its own time is over.
    assert desk.history(1)[-1].actor == SECOND.id
    desk.later(days=91)
    assert sweep(desk) == [1]
    assert desk.history(1)[-2].actor == ""
    assert sweep(desk) == []
    assert faults(desk) == ()


def test_a_rejected_page_gets_a_new_attempt_since_the_old_one_has_no_address(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, Action.REFER, Action.REJECT)
    desk.later(days=400)
    assert sweep(desk) == [1]
    again = desk.flags_one()
    assert again.result is Result.RECORDED
    assert again.referral is not None
    assert (again.referral.attempt, again.referral.previous) == (2, 1)
    assert again.referral.url
    assert faults(desk) == ()


def test_a_page_that_was_withdrawn_is_counted_as_one(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, Action.WITHDRAW)
    desk.later(days=100)
    assert sweep(desk) == [1]
    again = desk.flags_one()
    assert again.referral is not None
    assert (again.result, again.referral.attempt) == (Result.RECORDED, 2)
    desk.to(2, *TO_CLOSED)
    desk.later(days=100)
    assert sweep(desk) == [2]
    assert desk.referral(1).page_key == desk.referral(2).page_key
    assert desk.flags_one(page(9)).referral.attempt == 1  # type: ignore[union-attr]
    third = desk.flags_one().referral
    assert third is not None
    assert (third.attempt, third.previous) == (3, 2)
    assert faults(desk) == ()


def test_an_erased_page_is_found_by_its_address(desk: Desk) -> None:
    flagged = desk.flags_one()
    desk.to(1, *TO_CLOSED)
    desk.later(days=100)
    sweep(desk)
    found = desk.read(lambda uow: find_page(uow, flagged.page.key, desk.actor(ANALYST, DESK)))
    assert (found.number, found.erased) == (1, True)
    with pytest.raises(NotFound):
        desk.read(lambda uow: find_page(uow, "facebook:group:1", desk.actor(ANALYST, DESK)))


# --- what can still be done to an erased one ------------------------------------------------------


def test_nothing_can_be_recorded_on_an_erased_one(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, Action.REFER, Action.REJECT)
    desk.later(days=400)
    sweep(desk)
    told = desk.history(1)
    for action in Action:
        if action is Action.FLAG:
            continue
        with pytest.raises(NotPossible, match="R-1 was erased, so nothing can be recorded on it"):
            desk.does(action, 1, LEAD)
    with pytest.raises(Stale, match="the bot erased what was personal in it"):
        desk.does(Action.NOTE, 1, LEAD, seen=3)
    with pytest.raises(NotPossible, match="no longer kept"):
        desk.store.write(lambda uow: show_address(uow, 1, desk.actor(LEAD, DESK)))
    with pytest.raises(NotPossible, match="no longer kept"):
        desk.store.write(lambda uow: show_notice(uow, 1, desk.actor(LEAD, DESK), desk.config))
    assert desk.history(1) == told
    assert desk.looks(1).allowed == frozenset()


# --- at once, on request --------------------------------------------------------------------------


def test_single_ones_are_erased_at_once(desk: Desk) -> None:
    for n in (1, 2):
        desk.flags_one(page(n))
        desk.to(n, *TO_CLOSED)
    assert ask(desk, [2]) == ()
    assert erased(desk, 1, 2) == [False, True]
    assert dict(desk.history(2)[-1].facts) == {"why": "request"}
    assert faults(desk) == ()


def test_what_is_not_finished_is_refused_and_nothing_is_erased(desk: Desk) -> None:
    for n in (1, 2, 3):
        desk.flags_one(page(n))
    desk.to(1, *TO_CLOSED)
    desk.to(2, Action.HOLD)
    desk.to(3, Action.REFER, Action.REJECT)
    for numbers, said in (
        ([1, 2], "R-2 is on hold. Nothing was erased."),
        ([1, 3], "R-3 can be appealed until "),
        ([1, 7], "There is no R-7. Nothing was erased."),
    ):
        with pytest.raises(Refusal, match=said):
            ask(desk, numbers)
        with pytest.raises(Refusal, match=said):
            desk.read(lambda uow, some=numbers: asked_for(uow, some, desk.now, desk.config))  # type: ignore[misc]
    assert erased(desk, 1, 2, 3) == [False, False, False]
    ask(desk, [1])
    with pytest.raises(NotPossible, match="R-1 is erased already"):
        ask(desk, [1])


def test_others_of_the_same_page_are_named(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, *TO_CLOSED)
    desk.does(Action.REAPPEAR, 1)
    assert ask(desk, [1]) == (same_page_stays(["R-2"], ["R-1"]),)


# --- Slack ----------------------------------------------------------------------------------------


def test_messages_are_changed_a_few_at_a_time_and_news_go_first(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, *TO_CLOSED)
    desk.sent()
    lines = REDACTED_AT_ONCE + 3
    for n in range(lines):
        desk.store.write(lambda uow, n=n: uow.posts.put(f"check R-1 {n + 1}", "C", f"{n}.5"))  # type: ignore[misc]
    for _ in range(lines):
        seen = Checked(1, desk.now, status=Status.UP, reason="200")
        desk.store.write(lambda uow, seen=seen: uow.checks.record(1, seen))  # type: ignore[misc]
    ask(desk, [1])
    waits = [Announcement("C1", Message.CARD, f"R-{n}") for n in range(REDACTED_AT_ONCE)]
    desk.store.write(lambda uow: uow.outbox.add(waits, desk.now))
    assert desk.store.write(lambda uow: redact_messages(uow, desk.now)) == 0
    desk.sent()
    assert desk.store.write(lambda uow: redact_messages(uow, desk.now)) == REDACTED_AT_ONCE
    said = desk.sent()
    assert {one.message for one in said} == {Message.ERASED}
    assert all(set(one.data) == {"channel", "ts", "was", "numbers"} for one in said)
    rest = desk.store.write(lambda uow: redact_messages(uow, desk.now))
    # The three questions that are left, and the lines, which the desk's Slack gave one ts.
    assert rest == 3 + 1
    assert desk.store.write(lambda uow: redact_messages(uow, desk.now)) == 0


# --- new rules for keys ---------------------------------------------------------------------------


def test_an_erased_attempt_goes_where_its_page_goes(desk: Desk) -> None:
    desk.flags_one()
    desk.to(1, *TO_CLOSED)
    desk.does(Action.REAPPEAR, 1)
    desk.to(2, Action.REFER)
    desk.later(days=400)
    assert sweep(desk) == [1]
    done = desk.store.write(
        lambda uow: rekey(
            uow,
            desk.config,
            desk.now,
            version=9,
            read=lambda url, hosts: replace(parse_page(url), key="facebook:new"),
        )
    )
    assert done is not None
    assert (done.splits, done.changed) == ((), 2)
    assert desk.referral(1).page_key == desk.referral(2).page_key == "facebook:new"
    assert faults(desk) == ()
