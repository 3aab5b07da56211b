"""Whose referrals are: rotas, handing over, and what the leads are offered of who has left."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.actions.people.owners import hand_over, offer_leavers, owners
from bot.domain.announcements import Message
from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.lifecycle.referral import Action
from bot.domain.people import Person
from bot.sentences.recording import owners as sentences
from tests.harness.without_slack.action_harness import ActionHarness, config, known, page
from tests.harness.without_slack.examples import (
    ANALYST,
    DESK,
    LEAD,
    LEAD2,
    OTHER,
    SECOND,
    SECRET,
)


def flags(harness: ActionHarness, *who: Person) -> None:
    for number, person in enumerate(who, 1):
        harness.flags(page(number), person)
    harness.sent()


def hands(
    harness: ActionHarness, leaver: str = SECOND.id, to: str = ANALYST.id, by: Person = LEAD
) -> int:
    done, _ = harness.store.write(
        lambda uow: hand_over(uow, leaver, to, harness.actor(by), harness.config)
    )
    return done.count


# --- handing over ---------------------------------------------------------------------------------


def test_all_that_is_open_and_theirs_goes_to_the_other(harness: ActionHarness) -> None:
    flags(harness, SECOND, SECOND, ANALYST, SECOND, SECOND)
    harness.flags(page(6), SECOND, SECRET)
    harness.does(Action.REFER, 2)
    harness.does(Action.REJECT, 2)  # may still be appealed
    harness.does(Action.WITHDRAW, 4)
    harness.to(5, Action.HOLD)
    assert hands(harness) == 4
    numbers = range(1, 7)
    owned = [harness.referral(number).owner for number in numbers]
    assert owned == [ANALYST.id, ANALYST.id, ANALYST.id, SECOND.id, ANALYST.id, ANALYST.id]
    last = harness.history(1)[-1]
    assert (last.action, last.actor, last.personal["owner"]) == (
        *(Action.ASSIGN, LEAD.id, ANALYST.id),
    )
    assert harness.history(3)[-1].action is Action.FLAG


def test_many_are_told_of_in_one_message(harness: ActionHarness) -> None:
    flags(harness, *[SECOND] * 8)
    hands(harness)
    told = [(one.lane, one.message) for one in harness.sent()]
    assert told.count((DESK.id, Message.BATCH)) == 1
    assert (DESK.id, Message.LINE) not in told


def test_only_a_lead_hands_over(harness: ActionHarness) -> None:
    flags(harness, SECOND)
    with pytest.raises(NotAllowed) as refused:
        hands(harness, by=ANALYST)
    assert refused.value.sentence == sentences.ONLY_LEADS


WRONG = [
    ("", ANALYST.id, "from", sentences.NO_FROM),
    (SECOND.id, "", "to", sentences.NO_TO),
    (SECOND.id, SECOND.id, "to", sentences.THE_SAME),
    (LEAD2.id, ANALYST.id, "from", sentences.owns_nothing(LEAD2.name)),
]


@pytest.mark.parametrize(("leaver", "to", "field", "sentence"), WRONG)
def test_what_cannot_be_handed_over(
    harness: ActionHarness, leaver: str, to: str, field: str, sentence: str
) -> None:
    flags(harness, SECOND)
    with pytest.raises(BadAnswer) as refused:
        hands(harness, leaver, to)
    assert (refused.value.field, refused.value.sentence) == (field, sentence)
    assert harness.referral(1).owner == SECOND.id


def test_who_owns_what_is_open(harness: ActionHarness) -> None:
    flags(harness, SECOND, SECOND, ANALYST)
    harness.knows(known(ANALYST, deactivated=True))
    assert harness.read(owners) == {
        SECOND.id: (SECOND.name, 2, False),
        ANALYST.id: (ANALYST.name, 1, True),
    }


# --- who has left ---------------------------------------------------------------------------------


def offered(harness: ActionHarness) -> list[tuple[str, Message, str]]:
    harness.store.write(lambda uow: offer_leavers(uow, harness.now, harness.config))
    return [(one.lane, one.message, one.data["who"]) for one in harness.sent()]


def test_the_leads_are_offered_what_is_open_of_who_has_left_once(harness: ActionHarness) -> None:
    flags(harness, SECOND, SECOND, ANALYST)
    assert offered(harness) == []
    harness.knows(known(SECOND, deactivated=True))
    assert offered(harness) == [
        (f"@{LEAD.id}", Message.LEFT, SECOND.id),
        (f"@{LEAD2.id}", Message.LEFT, SECOND.id),
    ]
    assert offered(harness) == []


def test_who_has_left_with_an_appeal_to_be_made_is_spoken_of(harness: ActionHarness) -> None:
    flags(harness, SECOND)
    harness.does(Action.REFER)
    harness.does(Action.REJECT)
    harness.knows(known(SECOND, deactivated=True))
    harness.sent()
    assert [who for _, _, who in offered(harness)] == [SECOND.id, SECOND.id]


def test_who_has_left_with_nothing_open_is_not_spoken_of(harness: ActionHarness) -> None:
    flags(harness, SECOND)
    harness.does(Action.WITHDRAW)
    harness.knows(known(SECOND, deactivated=True))
    harness.sent()
    assert offered(harness) == []


# --- rotas ----------------------------------------------------------------------------------------

ROTA = {"starts": "2026-03-02", "people": [ANALYST.id, LEAD.id]}


def with_rota(harness: ActionHarness) -> None:
    harness.config = config(channels={DESK.id: {"rota": ROTA}, OTHER.id: {}})


def test_what_is_flagged_in_the_channel_is_this_week_s_owner_s(harness: ActionHarness) -> None:
    with_rota(harness)
    flags(harness, SECOND, ANALYST)
    harness.flags(page(3), SECOND, OTHER)
    harness.now = datetime(2026, 3, 8, 23, 59, tzinfo=UTC)
    harness.flags(page(4), SECOND)
    harness.now = datetime(2026, 3, 9, 0, 0, tzinfo=UTC)
    harness.flags(page(5), SECOND)
    owned = [harness.referral(number).owner for number in range(1, 6)]
    assert owned == [ANALYST.id, ANALYST.id, SECOND.id, ANALYST.id, LEAD.id]
    assert {harness.referral(number).flagger for number in (1, 4, 5)} == {SECOND.id}
    # It is an event of the bot's, and none where the flagger's week it is.
    assert harness.actions(1) == ["flag", "assign"]
    assert harness.history(1)[-1].actor == ""
    assert harness.actions(2) == ["flag"]


def test_before_the_rota_begins_who_flags_owns(harness: ActionHarness) -> None:
    harness.config = config(channels={DESK.id: {"rota": {**ROTA, "starts": "2026-04-06"}}})
    flags(harness, SECOND)
    assert harness.referral(1).owner == SECOND.id


@pytest.mark.parametrize("what", ["deactivated", "guest"])
def test_who_cannot_own_is_passed_over(harness: ActionHarness, what: str) -> None:
    with_rota(harness)
    harness.knows(known(ANALYST, **{what: True}))
    flags(harness, SECOND)
    assert harness.referral(1).owner == SECOND.id


def test_many_flagged_at_once_and_what_came_back_are_this_week_s_owner_s(
    harness: ActionHarness,
) -> None:
    with_rota(harness)
    harness.flags(" ".join(map(page, range(1, 9))), SECOND)
    assert {harness.referral(number).owner for number in range(1, 9)} == {ANALYST.id}
    messages = [one.message for one in harness.sent()]
    assert messages == [Message.LIST]
    harness.to(1, Action.REFER, Action.CLOSE)
    harness.now = datetime(2026, 3, 10, tzinfo=UTC)
    harness.does(Action.REAPPEAR)
    assert harness.referral(9).owner == LEAD.id
