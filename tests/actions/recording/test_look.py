"""Reading: what a person is shown of a referral, what they may do next, and reads that are events."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.actions.recording.look import find_page, show_address
from bot.actions.recording.narrowing import query_of
from bot.config.reading import read_config
from bot.domain.errors import NotFound, Refusal
from bot.domain.lifecycle.referral import Action, Referral, State
from bot.domain.listing import Asked, View
from bot.domain.people import Person, Place
from tests.harness.without_slack.action_harness import ActionHarness, page
from tests.harness.without_slack.examples import (
    ANALYST,
    DESK,
    DIRECT,
    LEAD,
    LEAD2,
    OTHER,
    SECOND,
    SECRET,
)

KEY = "facebook:group:1001"


# --- one referral ---------------------------------------------------------------------------------


def test_a_referral_is_shown_with_its_history_and_names(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.REFER, 1, ANALYST)
    seen = harness.looks()
    assert seen.referral == harness.referral()
    assert [event.action for event in seen.events] == [Action.FLAG, Action.REFER]
    assert seen.names == {"USECOND": "Second", "UANALYST": "Analyst", "": "the bot"}


def test_someone_slack_never_told_of_is_named_by_their_id(harness: ActionHarness) -> None:
    harness.flags(who=Person("UNEW", "New"))
    assert harness.looks().names["UNEW"] == "UNEW"


ALWAYS = {Action.NOTE, Action.ASSIGN, Action.ADD_INDICATOR, Action.ADD_TO_CASE}
OFFERED = [
    # how it came there (by Lead), what Analyst may do
    ((), {Action.REFER, Action.VANISH, Action.DESCRIBE}),
    (
        (Action.REFER,),
        {
            *(Action.ACKNOWLEDGE, Action.CLOSE, Action.RESTRICT, Action.REJECT, Action.VANISH),
            Action.REDATE,
        },
    ),
    (
        (Action.REFER, Action.REJECT),
        {Action.CLOSE, Action.VANISH, Action.APPEAL, Action.REFER_AGAIN, Action.REDATE},
    ),
    (
        (Action.REFER, Action.REJECT, Action.APPEAL),
        {Action.OVERTURN, Action.UPHOLD, Action.VANISH, Action.REDATE},
    ),
    ((Action.REFER, Action.CLOSE), {Action.REAPPEAR, Action.REDATE}),
    ((Action.WITHDRAW,), set()),
]


@pytest.mark.parametrize(("actions", "offered"), OFFERED)
def test_menus_offer_what_state_and_person_permit(
    harness: ActionHarness, actions: tuple[Action, ...], offered: set[Action]
) -> None:
    harness.flags()
    harness.to(1, *actions)
    assert harness.looks(1, ANALYST).allowed == offered | ALWAYS
    assert harness.looks(1, LEAD).allowed >= offered | ALWAYS


@pytest.mark.parametrize("actions", [actions for actions, _ in OFFERED])
def test_what_is_offered_works(harness: ActionHarness, actions: tuple[Action, ...]) -> None:
    """Every item is taken, each on a page of its own."""
    for n, action in enumerate(Action):
        flagged = harness.flags_one(page(n)).referral
        assert flagged is not None
        number = flagged.number
        harness.to(number, *actions)
        at = harness.now
        if action in harness.looks(number, SECOND).allowed:
            harness.does(action, number, SECOND, at=at if action is Action.REDATE else None)
        else:
            with pytest.raises(Refusal):
                harness.does(action, number, SECOND, at=at if action is Action.REDATE else None)


def test_a_closed_window_offers_no_appeal(harness: ActionHarness) -> None:
    harness.flags()
    harness.to(1, Action.REFER, Action.REJECT)
    assert harness.looks().appeal_open
    harness.later(days=200)
    seen = harness.looks()
    assert not seen.appeal_open
    assert Action.APPEAL not in seen.allowed
    assert Action.REFER_AGAIN in seen.allowed


def test_while_the_page_is_live_again_nothing_is_offered_that_is_refused(
    harness: ActionHarness,
) -> None:
    harness.flags()
    harness.to(1, Action.REFER, Action.REJECT, Action.REFER_AGAIN)
    seen = harness.looks(1, LEAD)
    assert not seen.appeal_open
    refused = {Action.APPEAL, Action.HOLD, Action.REFER_AGAIN, Action.UNDO}
    assert not seen.allowed & refused
    assert Action.CLOSE in seen.allowed
    assert {Action.HOLD, Action.CLOSE} <= harness.looks(2, LEAD).allowed


def test_undo_is_offered_for_ten_minutes(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.REFER)
    assert Action.UNDO in harness.looks().allowed
    assert Action.UNDO not in harness.looks(1, ANALYST).allowed
    harness.later(minutes=11)
    assert Action.UNDO not in harness.looks().allowed
    assert Action.UNDO in harness.looks(1, LEAD).allowed


# --- holds and private places ---------------------------------------------------------------------


def test_a_held_one_is_shown_to_leads_alone(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.HOLD, 1, LEAD)
    said = set()
    for number in (1, 99):
        with pytest.raises(NotFound) as refused:
            harness.looks(number, SECOND)
        said.add(refused.value.sentence.replace(f"R-{number}", "R-n"))
    assert len(said) == 1
    assert harness.looks(1, LEAD2).referral.hold_reason == "an inquiry runs"


def test_what_was_held_once_is_not_told_to_others_than_leads(harness: ActionHarness) -> None:
    harness.flags()
    harness.to(1, Action.REFER, Action.HOLD, Action.RELEASE)
    seen = harness.looks(1, SECOND)
    assert [event.action for event in seen.events] == [Action.FLAG, Action.REFER]
    assert "an inquiry runs" not in repr(seen)
    assert "an inquiry runs" in repr(harness.looks(1, LEAD))


def test_a_withdrawal_from_under_a_hold_keeps_its_secret(harness: ActionHarness) -> None:
    harness.flags()
    harness.to(1, Action.HOLD, Action.WITHDRAW)
    seen = harness.looks(1, SECOND)
    assert seen.referral.state is State.WITHDRAWN
    assert "an inquiry runs" not in repr(seen)


def test_an_earlier_attempt_looks_as_if_the_held_one_were_not_there(harness: ActionHarness) -> None:
    harness.flags()
    harness.to(1, Action.REFER, Action.REJECT)
    without = harness.looks(1, SECOND).allowed
    harness.does(Action.REFER_AGAIN)
    harness.does(Action.HOLD, 2, LEAD)
    harness.later(minutes=11)
    assert harness.looks(1, SECOND).allowed == without


def _found(harness: ActionHarness, who: Person, place: Place) -> Referral:
    return harness.read(lambda uow: find_page(uow, KEY, harness.actor(who, place)))


def test_a_page_is_found_by_its_address(harness: ActionHarness) -> None:
    with pytest.raises(NotFound, match="This page has no referral here"):
        _found(harness, SECOND, DESK)
    harness.flags()
    assert _found(harness, ANALYST, OTHER).number == 1
    harness.to(1, Action.REFER, Action.CLOSE, Action.REAPPEAR)
    assert _found(harness, ANALYST, DESK).number == 2


def test_a_page_whose_last_attempt_is_held_shows_the_one_before(harness: ActionHarness) -> None:
    harness.flags()
    harness.to(1, Action.REFER, Action.CLOSE, Action.REAPPEAR)
    harness.does(Action.HOLD, 2, LEAD)
    assert _found(harness, ANALYST, DESK).number == 1
    assert _found(harness, LEAD, DESK).number == 2


def test_a_page_that_is_held_or_private_is_not_found(harness: ActionHarness) -> None:
    harness.flags(place=SECRET)
    with pytest.raises(NotFound):
        _found(harness, ANALYST, DESK)
    assert _found(harness, ANALYST, SECRET).number == 1
    harness.does(Action.HOLD, 1, LEAD)
    with pytest.raises(NotFound):
        _found(harness, SECOND, SECRET)


# --- lists ----------------------------------------------------------------------------------------


def _listed(
    harness: ActionHarness, view: View, who: Person = SECOND, place: Place = DESK
) -> list[int]:
    listing = harness.read(
        lambda uow: uow.referrals.find(
            query_of(Asked(view), harness.actor(who, place), harness.config)
        )
    )
    return [referral.number for referral in listing.referrals]


def test_lists_are_for_who_asks_and_where(harness: ActionHarness) -> None:
    harness.flags(page(1))
    harness.flags(page(2), ANALYST)
    harness.flags(page(3), place=OTHER)
    harness.flags(page(4), place=SECRET)
    harness.flags(page(5))
    harness.does(Action.HOLD, 5, LEAD)
    harness.to(1, Action.REFER)
    assert _listed(harness, View.QUEUE) == [2, 1]
    assert _listed(harness, View.QUEUE, place=SECRET) == [4]
    assert _listed(harness, View.MINE) == [3, 1]
    assert _listed(harness, View.MINE, place=SECRET) == [3, 4, 1]
    assert _listed(harness, View.HELD) == []
    assert _listed(harness, View.HELD, LEAD) == [5]
    assert _listed(harness, View.OVERDUE) == []
    harness.later(days=7)
    assert _listed(harness, View.OVERDUE) == [1]
    harness.does(Action.REJECT)
    assert _listed(harness, View.OVERDUE) == []
    assert _listed(harness, View.CERTAIN) == [1]


# --- addresses and advice -------------------------------------------------------------------------


def test_showing_an_address_is_for_who_may_see_it(harness: ActionHarness) -> None:
    harness.flags(place=SECRET)
    for who, place in ((ANALYST, DESK), (ANALYST, None)):
        with pytest.raises(NotFound):
            harness.store.write(
                lambda uow, who=who, place=place: show_address(uow, 1, harness.actor(who, place))  # type: ignore[misc]
            )
    shown = harness.store.write(lambda uow: show_address(uow, 1, harness.actor(SECOND, DIRECT)))
    assert shown.url == page()


def test_advice_comes_from_config_and_the_team_s_own_history(
    harness: ActionHarness,
) -> None:
    harness.config = read_config(
        """
leads: [ULEAD]
platforms: {facebook: {policies: {offer: Facebook bans offers.}}}
"""
    )
    for number in range(1, 7):
        harness.flags(page(number))
        harness.to(number, Action.REFER, Action.REJECT if number < 4 else Action.CLOSE)
    harness.flags(page(7), answers={"category": "crossing", "basis": "law"})
    assert harness.looks(7).advice.sentences == (
        "Facebook bans offers.",
        "3 of the last 6 such referrals to Facebook were rejected (the team's own records).",
    )
    harness.later(days=366)
    assert harness.looks(7).advice.sentences == ("Facebook bans offers.",)


def test_a_look_back_in_time_changes_nothing(harness: ActionHarness) -> None:
    harness.flags()
    before = harness.referral()
    harness.later(days=1)
    harness.looks()
    assert harness.referral() == before
    assert harness.now - before.flagged_at == timedelta(days=1)
