"""When the rules for page keys change: stored referrals follow, and their history stays."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.actions.recording.rekey import Read, Rekeyed, rekey
from bot.actions.recording.same_page import same_pages_seen
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action
from bot.domain.people import Person
from bot.domain.platforms import Page
from tests.harness.without_slack.action_harness import ActionHarness, page
from tests.harness.without_slack.examples import LEAD, SECOND

NEXT = 99


def to_next_rules(
    harness: ActionHarness, keys: Mapping[str, str], *, dry_run: bool = False
) -> Rekeyed | None:
    """Key anew; the rules of version 99 give these canonical URLs these keys, others their own."""
    return harness.store.write(
        lambda uow: rekey(
            uow, harness.config, harness.now, version=NEXT, read=reader(keys), dry_run=dry_run
        )
    )


def reader(keys: Mapping[str, str]) -> Read:
    def read(address: str, extra_hosts: Mapping[str, str]) -> Page | None:
        if address not in keys:
            return None
        platform, kind, _ = keys[address].split(":", 2)
        return Page(address, address, keys[address], platform, kind)

    return read


def canonical(harness: ActionHarness, number: int) -> str:
    return harness.referral(number).canonical


def faults(harness: ActionHarness) -> object:
    return harness.read(lambda uow: uow.audit.verify())[1]


def test_a_new_key_is_found_and_is_an_event(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    before = harness.read(lambda uow: uow.referrals.history(1))
    done = to_next_rules(harness, {canonical(harness, 1): "facebook:group:new"})
    assert done == Rekeyed(looked_at=1, changed=1)
    found = harness.read(lambda uow: uow.referrals.live_for_page("facebook:group:new"))
    assert found is not None
    assert (found.number, found.key_version) == (1, NEXT)
    *first, last = harness.read(lambda uow: uow.referrals.history(1))
    assert tuple(first) == before
    assert (last.action, last.facts["key_version"]) == (Action.REKEY, NEXT)
    assert last.personal["page_key"] == "facebook:group:new"
    assert replay([*first, last]) == harness.referral(1)
    assert faults(harness) == ()


def test_a_dry_run_says_the_same_and_changes_nothing(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    before = harness.referral(1)
    keys = {canonical(harness, 1): "telegram:channel:new"}
    assert to_next_rules(harness, keys, dry_run=True) == Rekeyed(looked_at=1, changed=1)
    assert harness.referral(1) == before
    assert to_next_rules(harness, keys) == Rekeyed(looked_at=1, changed=1)
    assert harness.referral(1).platform == "telegram"


def test_as_of_an_earlier_instant_says_what_was_said_then(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    told = harness.referral(1)
    then = harness.now
    harness.later(days=1)
    to_next_rules(harness, {canonical(harness, 1): "telegram:channel:new"})
    history = harness.read(lambda uow: uow.referrals.history(1))
    earlier = replay([event for event in history if event.recorded_at <= then])
    assert (earlier.platform, earlier.page_key) == (told.platform, told.page_key)
    assert (harness.referral(1).platform, harness.referral(1).kind) == ("telegram", "channel")
    assert harness.referral(1).flagged_at == told.flagged_at


def test_what_stays_as_it_was_has_no_event(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    assert to_next_rules(harness, {}) == Rekeyed(looked_at=1, changed=0)
    assert len(harness.read(lambda uow: uow.referrals.history(1))) == 1
    assert harness.referral(1).key_version == NEXT
    assert faults(harness) == ()


def test_two_live_pages_that_are_one_are_named_and_the_later_keeps_its_key(
    harness: ActionHarness,
) -> None:
    harness.flags_one(page(1))
    harness.flags_one(page(2))
    old = harness.referral(2).page_key
    same = {
        canonical(harness, 1): "facebook:group:one",
        canonical(harness, 2): "facebook:group:one",
    }
    done = to_next_rules(harness, same)
    assert done is not None
    assert done.merges == ((1, 2),)
    assert harness.referral(1).page_key == "facebook:group:one"
    assert harness.referral(2).page_key == old
    assert (
        done.sentences()[1]
        == "R-1, R-2 are one page now: withdraw all but one of them as duplicates."
    )
    assert faults(harness) == ()


def test_one_may_take_the_key_that_another_leaves(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    harness.flags_one(page(2))
    first, second = harness.referral(1), harness.referral(2)
    done = to_next_rules(
        harness, {first.canonical: second.page_key, second.canonical: first.page_key}
    )
    assert done is not None
    assert done.merges == ()
    assert harness.referral(1).page_key == second.page_key
    assert harness.referral(2).page_key == first.page_key


def test_attempts_that_were_one_page_and_are_two_are_named(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    harness.does(Action.VANISH)
    harness.flags_one(page(1).replace("www.", "m."))
    assert harness.referral(2).attempt == 2
    apart = {
        canonical(harness, 1): "facebook:group:one",
        canonical(harness, 2): "facebook:group:two",
    }
    done = to_next_rules(harness, apart)
    assert done is not None
    assert done.splits == ((1, 2),)
    assert done.sentences()[1] == "R-1, R-2 were one page and are several now."
    assert faults(harness) == ()


def test_undo_after_new_rules_keeps_the_new_key(harness: ActionHarness) -> None:
    harness.flags_one(page(1))
    harness.does(Action.VANISH)
    to_next_rules(harness, {canonical(harness, 1): "facebook:group:new"})
    harness.does(Action.UNDO)
    assert harness.referral(1).page_key == "facebook:group:new"
    assert faults(harness) == ()


def test_what_older_rules_dropped_is_read_from_the_address_as_typed(harness: ActionHarness) -> None:
    harness.flags_one(f"{page(1)}#one")
    harness.flags_one(page(2))
    keys = {f"{page(1)}#one": "facebook:group:typed", page(1): "facebook:group:canonical"}
    assert to_next_rules(harness, keys | {page(2): "facebook:group:new"}) == Rekeyed(2, 2)
    assert harness.referral(1).page_key == "facebook:group:typed"
    assert harness.referral(2).page_key == "facebook:group:new"
    assert faults(harness) == ()


@pytest.mark.parametrize("times", [1, 3])
def test_the_same_rules_do_nothing_again(harness: ActionHarness, times: int) -> None:
    harness.flags_one(page(1))
    to_next_rules(harness, {})
    for _ in range(times):
        assert to_next_rules(harness, {canonical(harness, 1): "facebook:group:other"}) is None
    assert harness.referral(1).key_version == NEXT


def one_page_of_two(harness: ActionHarness) -> str:
    """R-1 and R-2 become one page; its key."""
    harness.flags_one(page(1))
    harness.flags_one(page(2))
    key = "facebook:group:one"
    to_next_rules(harness, {canonical(harness, 1): key, canonical(harness, 2): key})
    return key


def same(harness: ActionHarness, who: Person = SECOND) -> object:
    return harness.read(lambda uow: same_pages_seen(uow, harness.actor(who)))


@pytest.mark.parametrize(("withdrawn", "left"), [(1, 2), (2, 1)])
def test_two_live_ones_of_a_page_stay_until_one_is_withdrawn(
    harness: ActionHarness, withdrawn: int, left: int
) -> None:
    key = one_page_of_two(harness)
    assert same(harness) == (("R-1", "R-2"),)
    assert all(harness.referral(number).live for number in (1, 2))
    harness.does(Action.WITHDRAW, withdrawn, reason="duplicate", duplicate_of=f"R-{left}")
    assert same(harness) == ()
    found = harness.read(lambda uow: uow.referrals.live_for_page(key))
    assert found is not None
    assert found.number == left
    assert faults(harness) == ()


def test_who_cannot_see_one_of_them_is_told_of_none(harness: ActionHarness) -> None:
    one_page_of_two(harness)
    harness.does(Action.HOLD, 2, who=LEAD)
    assert same(harness) == ()
    assert same(harness, LEAD) == (("R-1", "R-2"),)
