"""Retention: what is erased when, what stays and why, and what comes back afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import pytest

from bot.actions.notices.preparing import open_notice
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
from bot.actions.recording.look import find_page, show_address
from bot.actions.recording.rekey import rekey
from bot.domain.announcements import Announcement, Message
from bot.domain.errors import NotFound, NotPossible, Refusal, Stale
from bot.domain.lifecycle.referral import Action, SeenVersion, State
from bot.domain.pages.checks import Checked
from bot.domain.pages.status import Status
from bot.domain.pages.urls import parse_page
from bot.ports.retention import Finished
from bot.ports.store import UnitOfWork
from bot.sentences.operations.retention import same_page_stays
from storage.database import open_store
from tests.harness.without_slack.action_harness import TEAM, ActionHarness, config, page
from tests.harness.without_slack.examples import ANALYST, DESK, LEAD, SECOND

KEY = "k" * 32
TO_CLOSED = (Action.REFER, Action.CLOSE)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def harness(request: pytest.FixtureRequest) -> Iterator[ActionHarness]:
    """A harness that erases after 90 days, on each database."""
    with open_store(request.getfixturevalue(request.param), KEY) as store:
        opened = ActionHarness(store, config(retention={"erase_after": "90 days"}))
        opened.knows(*TEAM)
        yield opened


def sweep(harness: ActionHarness) -> list[int]:
    """All that is due is erased; which numbers."""
    erased: list[int] = []
    last: Finished | None = None
    while True:
        batch = harness.store.write(
            lambda uow, last=last: erase_due(  # type: ignore[misc]
                uow, harness.now, harness.config, last
            )
        )
        erased += [one.number for one in batch.erased]
        last = batch.last
        if last is None:
            return erased


def look(harness: ActionHarness) -> Batch:
    return harness.read(lambda uow: look_due(uow, harness.now, harness.config))


def ask(harness: ActionHarness, numbers: Collection[int]) -> tuple[str, ...]:
    """Erase these at once; what is said of other referrals."""
    return harness.store.write(
        lambda uow: erase_asked(uow, numbers, harness.now, harness.config)
    ).others


def erased(harness: ActionHarness, *numbers: int) -> list[bool]:
    return [harness.referral(number).erased for number in numbers]


def faults(harness: ActionHarness) -> object:
    return harness.read(lambda uow: uow.audit.verify())[1]


def test_what_was_finished_long_enough_ago_is_erased(harness: ActionHarness) -> None:
    for n in (1, 2, 3):
        harness.flags_one(page(n))
    harness.to(1, *TO_CLOSED)
    harness.to(2, Action.WITHDRAW)
    harness.later(days=89)
    assert sweep(harness) == []
    harness.later(days=1, hours=1)
    assert look(harness).erased == tuple(harness.referral(n) for n in (1, 2))
    assert look(harness).oldest is not None
    assert sweep(harness) == [1, 2]
    assert erased(harness, 1, 2, 3) == [True, True, False]
    assert harness.actions(1) == ["flag", "refer", "close", "erase"]
    assert sweep(harness) == []
    assert look(harness) == Batch()
    assert faults(harness) == ()


def test_the_clock_begins_anew_with_each_event(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.to(1, *TO_CLOSED)
    harness.later(days=80)
    harness.does(Action.NOTE, 1)
    harness.later(days=80)
    assert sweep(harness) == []
    harness.later(days=11)
    assert sweep(harness) == [1]


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
def test_what_is_live_stays_for_ever(harness: ActionHarness, actions: tuple[Action, ...]) -> None:
    harness.flags_one()
    harness.to(1, *actions)
    harness.later(days=4000)
    assert sweep(harness) == []
    assert erased(harness, 1) == [False]


def test_a_rejection_stays_while_it_can_be_appealed(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.to(1, Action.REFER, Action.REJECT)
    harness.later(days=100)
    assert sweep(harness) == []
    (stays,) = look(harness).stay
    assert stays[1].startswith("R-1 can be appealed until ")
    harness.later(days=90)
    assert sweep(harness) == [1]


def test_a_rejection_whose_appeal_was_upheld_waits_for_no_window(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.to(1, Action.REFER, Action.REJECT, Action.APPEAL, Action.UPHOLD)
    harness.later(days=91)
    assert sweep(harness) == [1]


def test_where_there_is_no_window_nothing_is_waited_for(harness: ActionHarness) -> None:
    harness.config = config(retention={"erase_after": "90 days"}, appeal_months=None)
    harness.flags_one()
    harness.to(1, Action.REFER, Action.REJECT)
    harness.later(days=91)
    assert sweep(harness) == [1]


@pytest.mark.parametrize("state", [State.HELD, State.APPEALED])
def test_an_earlier_attempt_stays_while_its_page_is_held_or_appealed(
    harness: ActionHarness, state: State
) -> None:
    harness.flags_one()
    harness.to(1, *TO_CLOSED)
    harness.does(Action.REAPPEAR, 1)
    held = (Action.HOLD,) if state is State.HELD else (Action.REFER, Action.REJECT, Action.APPEAL)
    harness.to(2, *held)
    harness.later(days=400)
    assert sweep(harness) == []
    said = "on hold" if state is State.HELD else "under appeal"
    assert [why for _, why in look(harness).stay] == [f"R-2, of the same page, is {said}"]
    with pytest.raises(NotPossible, match=said):
        ask(harness, [1])


def test_an_earlier_attempt_is_erased_while_its_page_waits(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.to(1, *TO_CLOSED)
    harness.does(Action.REAPPEAR, 1)
    harness.to(2, Action.REFER)
    harness.later(days=400)
    assert sweep(harness) == [1]
    assert harness.referral(1).page_key == harness.referral(2).page_key
    assert harness.flags_one().result is Result.KNOWN
    assert faults(harness) == ()


def test_many_are_erased_in_several_transactions_and_what_stays_blocks_nothing(
    harness: ActionHarness,
) -> None:
    for n in range(AT_ONCE + 5):
        harness.flags_one(page(n))
        harness.to(n + 1, Action.REFER, Action.REJECT if n < AT_ONCE else Action.CLOSE)
    harness.later(days=100)
    assert sweep(harness) == list(range(AT_ONCE + 1, AT_ONCE + 6))


def test_an_end_midway_loses_nothing_and_the_next_sweep_goes_on(harness: ActionHarness) -> None:
    for n in range(3):
        harness.flags_one(page(n))
        harness.to(n + 1, *TO_CLOSED)
    harness.later(days=100)

    def killed(uow: UnitOfWork) -> None:
        assert len(erase_due(uow, harness.now, harness.config).erased) == 3
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        harness.store.write(killed)
    assert erased(harness, 1, 2, 3) == [False, False, False]
    assert faults(harness) == ()
    first = harness.store.write(lambda uow: uow.erasing.due(harness.now, None, 1))
    harness.store.write(lambda uow: uow.erasing.erase([first[0].referral], harness.now, "time"))
    assert faults(harness) == ()
    assert sweep(harness) == [2, 3]
    assert [harness.actions(n).count("erase") for n in (1, 2, 3)] == [1, 1, 1]
    assert faults(harness) == ()


def test_nothing_is_due_where_retention_is_off(harness: ActionHarness) -> None:
    harness.config = config()
    harness.flags_one()
    harness.to(1, *TO_CLOSED)
    harness.later(days=4000)
    assert sweep(harness) == []
    assert harness.store.write(lambda uow: erase_old_reads(uow, harness.now, harness.config)) == 0


# --- pages that come back -------------------------------------------------------------------------


@pytest.mark.parametrize("last", [Action.CLOSE, Action.VANISH])
def test_a_page_that_was_closed_or_gone_reappears(harness: ActionHarness, last: Action) -> None:
    harness.flags_one()
    harness.to(1, Action.REFER, last)
    harness.later(days=100)
    assert sweep(harness) == [1]
    again = harness.flags_one()
    assert again.result is Result.REAPPEARED
    assert again.referral is not None
    assert (again.referral.attempt, again.referral.previous) == (2, 1)
    assert harness.actions(1)[-2:] == ["erase", "reappear"]
    assert harness.referral(1).reappeared_at == harness.now
    assert faults(harness) == ()
    # Who flagged it again stands in R-1's history: that goes when its own time is over.
    assert harness.history(1)[-1].actor == SECOND.id
    harness.later(days=91)
    assert sweep(harness) == [1]
    assert harness.history(1)[-2].actor == ""
    assert sweep(harness) == []
    assert faults(harness) == ()


def test_a_rejected_page_gets_a_new_attempt_since_the_old_one_has_no_address(
    harness: ActionHarness,
) -> None:
    harness.flags_one()
    harness.to(1, Action.REFER, Action.REJECT)
    harness.later(days=400)
    assert sweep(harness) == [1]
    again = harness.flags_one()
    assert again.result is Result.RECORDED
    assert again.referral is not None
    assert (again.referral.attempt, again.referral.previous) == (2, 1)
    assert again.referral.url
    assert faults(harness) == ()


def test_a_page_that_was_withdrawn_is_counted_as_one(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.to(1, Action.WITHDRAW)
    harness.later(days=100)
    assert sweep(harness) == [1]
    again = harness.flags_one()
    assert again.referral is not None
    assert (again.result, again.referral.attempt) == (Result.RECORDED, 2)
    harness.to(2, *TO_CLOSED)
    harness.later(days=100)
    assert sweep(harness) == [2]
    assert harness.referral(1).page_key == harness.referral(2).page_key
    assert harness.flags_one(page(9)).referral.attempt == 1  # type: ignore[union-attr]
    third = harness.flags_one().referral
    assert third is not None
    assert (third.attempt, third.previous) == (3, 2)
    assert faults(harness) == ()


def test_an_erased_page_is_found_by_its_address(harness: ActionHarness) -> None:
    flagged = harness.flags_one()
    harness.to(1, *TO_CLOSED)
    harness.later(days=100)
    sweep(harness)
    found = harness.read(lambda uow: find_page(uow, flagged.page.key, harness.actor(ANALYST, DESK)))
    assert (found.number, found.erased) == (1, True)
    with pytest.raises(NotFound):
        harness.read(lambda uow: find_page(uow, "facebook:group:1", harness.actor(ANALYST, DESK)))


# --- what can still be done to an erased one ------------------------------------------------------


def test_nothing_can_be_recorded_on_an_erased_one(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.to(1, Action.REFER, Action.REJECT)
    harness.later(days=400)
    sweep(harness)
    told = harness.history(1)
    for action in Action:
        if action is Action.FLAG:
            continue
        with pytest.raises(NotPossible, match="R-1 was erased, so nothing can be recorded on it"):
            harness.does(action, 1, LEAD)
    with pytest.raises(Stale, match="the bot erased what was personal in it"):
        harness.does(Action.NOTE, 1, LEAD, seen=3)
    with pytest.raises(NotPossible, match="no longer kept"):
        harness.store.write(lambda uow: show_address(uow, 1, harness.actor(LEAD, DESK)))
    versions = {1: SeenVersion.of(harness.referral())}
    with pytest.raises(NotPossible, match="no longer kept"):
        harness.store.write(
            lambda uow: open_notice(uow, versions, harness.actor(LEAD, DESK), harness.config)
        )
    assert harness.history(1) == told
    assert harness.looks(1).allowed == frozenset()


# --- at once, on request --------------------------------------------------------------------------


def test_single_ones_are_erased_at_once(harness: ActionHarness) -> None:
    for n in (1, 2):
        harness.flags_one(page(n))
        harness.to(n, *TO_CLOSED)
    assert ask(harness, [2]) == ()
    assert erased(harness, 1, 2) == [False, True]
    assert dict(harness.history(2)[-1].facts) == {"why": "request"}
    assert faults(harness) == ()


def test_what_is_not_finished_is_refused_and_nothing_is_erased(harness: ActionHarness) -> None:
    for n in (1, 2, 3):
        harness.flags_one(page(n))
    harness.to(1, *TO_CLOSED)
    harness.to(2, Action.HOLD)
    harness.to(3, Action.REFER, Action.REJECT)
    for numbers, said in (
        ([1, 2], "R-2 is on hold. Nothing was erased."),
        ([1, 3], "R-3 can be appealed until "),
        ([1, 7], "There is no R-7. Nothing was erased."),
    ):
        with pytest.raises(Refusal, match=said):
            ask(harness, numbers)
        with pytest.raises(Refusal, match=said):
            harness.read(
                lambda uow, some=numbers: asked_for(  # type: ignore[misc]
                    uow, some, harness.now, harness.config
                )
            )
    assert erased(harness, 1, 2, 3) == [False, False, False]
    ask(harness, [1])
    with pytest.raises(NotPossible, match="R-1 is erased already"):
        ask(harness, [1])


def test_others_of_the_same_page_are_named(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.to(1, *TO_CLOSED)
    harness.does(Action.REAPPEAR, 1)
    assert ask(harness, [1]) == (same_page_stays(["R-2"], ["R-1"]),)


# --- Slack ----------------------------------------------------------------------------------------


def test_messages_are_changed_a_few_at_a_time_and_news_go_first(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.to(1, *TO_CLOSED)
    harness.sent()
    lines = REDACTED_AT_ONCE + 3
    for n in range(lines):
        harness.store.write(lambda uow, n=n: uow.posts.put(f"check R-1 {n + 1}", "C", f"{n}.5"))  # type: ignore[misc]
    for _ in range(lines):
        seen = Checked(1, harness.now, status=Status.UP, reason="200")
        harness.store.write(lambda uow, seen=seen: uow.checks.record(1, seen))  # type: ignore[misc]
    ask(harness, [1])
    waits = [Announcement("C1", Message.CARD, f"R-{n}") for n in range(REDACTED_AT_ONCE)]
    harness.store.write(lambda uow: uow.outbox.add(waits, harness.now))
    assert harness.store.write(lambda uow: redact_messages(uow, harness.now)) == 0
    harness.sent()
    assert harness.store.write(lambda uow: redact_messages(uow, harness.now)) == REDACTED_AT_ONCE
    said = harness.sent()
    assert {one.message for one in said} == {Message.ERASED}
    assert all(set(one.data) == {"channel", "ts", "was", "numbers"} for one in said)
    rest = harness.store.write(lambda uow: redact_messages(uow, harness.now))
    # The three questions that are left, and the lines, which the harness's Slack gave one ts.
    assert rest == 3 + 1
    assert harness.store.write(lambda uow: redact_messages(uow, harness.now)) == 0


# --- new rules for keys ---------------------------------------------------------------------------


def test_an_erased_attempt_goes_where_its_page_goes(harness: ActionHarness) -> None:
    harness.flags_one()
    harness.to(1, *TO_CLOSED)
    harness.does(Action.REAPPEAR, 1)
    harness.to(2, Action.REFER)
    harness.later(days=400)
    assert sweep(harness) == [1]
    done = harness.store.write(
        lambda uow: rekey(
            uow,
            harness.config,
            harness.now,
            version=9,
            read=lambda url, hosts: replace(parse_page(url), key="facebook:new"),
        )
    )
    assert done is not None
    assert (done.splits, done.changed) == ((), 2)
    assert harness.referral(1).page_key == harness.referral(2).page_key == "facebook:new"
    assert faults(harness) == ()


@pytest.mark.parametrize(
    ("address", "old"),
    [
        (
            "https://signal.group/#CjQKIAaaaaaaaaaaaaaaaa",
            "web:https://signal.group/#CjQKIAaaaaaaaaaaaaaaaa",
        ),
        ("https://files.example/#kJ8sQmR2vXw1ZpLt", "web:https://files.example/"),
        ("https://www.tiktok.com/search?q=boats", "web:https://tiktok.com/search"),
        ("https://social.example/@Some_One", "mastodon:user:social.example/@Some_One"),
        (
            "https://truthsocial.com/@some_one/posts/108779000807761862",
            "web:https://truthsocial.com/@some_one/posts/108779000807761862",
        ),
        ("https://m.facebook.com/hashtag/boats/", "web:https://m.facebook.com/hashtag/boats/"),
        (
            "https://rumble.com/v5pv5f-boats.html?mref=a",
            "web:https://rumble.com/v5pv5f-boats.html?mref=a",
        ),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Ft.me%2Fsome_channel",
            "web:https://l.facebook.com/l.php?u=https%3A%2F%2Ft.me%2Fsome_channel",
        ),
    ],
)
@pytest.mark.parametrize("version", [1, 2])
def test_a_page_that_older_rules_erased_is_known_again(
    harness: ActionHarness, address: str, old: str, version: int
) -> None:
    harness.flags_one(address)
    harness.to(1, *TO_CLOSED)
    harness.store.write(lambda uow: uow.referrals.rekey({1: old}, version))
    harness.later(days=100)
    assert sweep(harness) == [1]
    again = harness.flags_one(address)
    assert again.result is Result.REAPPEARED
    assert again.referral is not None
    assert (again.referral.attempt, again.referral.previous) == (2, 1)
    assert harness.referral(1).page_key == again.page.key


def test_another_page_is_not_taken_for_one_that_older_rules_erased(harness: ActionHarness) -> None:
    harness.flags_one("https://social.example/@some_one")
    harness.to(1, *TO_CLOSED)
    harness.store.write(
        lambda uow: uow.referrals.rekey({1: "mastodon:user:social.example/@some_one"}, 2)
    )
    harness.later(days=100)
    sweep(harness)
    assert harness.flags_one("https://social.example/@some_two").result is Result.RECORDED
