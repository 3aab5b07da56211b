"""Each event, and who is told of it. While a page is held only the leads are."""

from __future__ import annotations

import pytest

from bot.domain.announcements import Announcement, Message, announce, direct
from bot.domain.lifecycle.referral import Action, Event, Referral, State
from tests.harness.without_slack.examples import (
    DESK,
    LEAD,
    LEAD2,
    SECOND,
    ExampleReferral,
    in_state,
)

LEADS = (LEAD.id, LEAD2.id)
CARD = Announcement(DESK.id, Message.CARD, "R-12")


def last(story: ExampleReferral) -> tuple[Referral | None, Referral, Event]:
    before = ExampleReferral(story.events[:-1]).referral if len(story.events) > 1 else None
    return before, story.referral, story.events[-1]


def told(story: ExampleReferral, leads: tuple[str, ...] = LEADS) -> list[tuple[str, Message]]:
    return [(one.lane, one.message) for one in announce(*last(story), leads)]


TO_LEADS = [("@ULEAD", Message.HELD), ("@ULEAD2", Message.HELD)]
CARD_ONLY = [("CDESK", Message.CARD)]
CARD_AND_LINE = [("CDESK", Message.CARD), ("CDESK", Message.LINE)]

TOLD = [
    (State.FLAGGED, Action.REFER, CARD_AND_LINE),
    (State.FLAGGED, Action.HOLD, TO_LEADS),
    (State.REJECTED, Action.HOLD, TO_LEADS),
    (State.HELD, Action.NOTE, TO_LEADS),
    (State.HELD, Action.ASSIGN, TO_LEADS),
    (State.HELD, Action.RELEASE, CARD_ONLY),
    (State.HELD, Action.UNDO, CARD_ONLY),
    (State.HELD, Action.WITHDRAW, CARD_ONLY),
    (State.FLAGGED, Action.WITHDRAW, CARD_AND_LINE),
    (State.REFERRED, Action.ACKNOWLEDGE, CARD_AND_LINE),
    (State.REFERRED, Action.CLOSE, CARD_AND_LINE),
    (State.REFERRED, Action.RESTRICT, CARD_AND_LINE),
    (State.REFERRED, Action.REJECT, CARD_AND_LINE),
    (State.REFERRED, Action.VANISH, CARD_AND_LINE),
    (State.REJECTED, Action.APPEAL, CARD_AND_LINE),
    (State.APPEALED, Action.OVERTURN, CARD_AND_LINE),
    (State.APPEALED, Action.UPHOLD, CARD_AND_LINE),
    (State.REJECTED, Action.REFER_AGAIN, CARD_AND_LINE),
    (State.CLOSED, Action.REAPPEAR, CARD_AND_LINE),
    (State.REFERRED, Action.UNDO, CARD_AND_LINE),
    (State.FLAGGED, Action.DESCRIBE, CARD_AND_LINE),
    (State.FLAGGED, Action.ASSIGN, CARD_AND_LINE),
    (State.FLAGGED, Action.NOTE, CARD_AND_LINE),
    (State.REFERRED, Action.REDATE, CARD_AND_LINE),
    (State.FLAGGED, Action.ADD_INDICATOR, CARD_AND_LINE),
    (State.FLAGGED, Action.ADD_TO_CASE, CARD_AND_LINE),
    (State.FLAGGED, Action.STRIKE_INDICATOR, CARD_AND_LINE),
    (State.FLAGGED, Action.TAKE_FROM_CASE, CARD_AND_LINE),
]
AFTER = {
    Action.STRIKE_INDICATOR: Action.ADD_INDICATOR,
    Action.TAKE_FROM_CASE: Action.ADD_TO_CASE,
}


@pytest.mark.parametrize(("state", "action", "expected"), TOLD)
def test_who_is_told(state: State, action: Action, expected: list[tuple[str, Message]]) -> None:
    story = in_state(state)
    if action in AFTER:
        story.act(AFTER[action], LEAD)
    story.act(action, LEAD, at=story.now if action is Action.REDATE else None)
    assert told(story) == expected


def test_every_action_is_in_the_table() -> None:
    assert {action for _, action, _ in TOLD} == set(Action) - {
        Action.FLAG,
        Action.CREDIT,
        Action.ERASE,
        Action.EVIDENCE,
        Action.REKEY,
    }


def test_a_flag_is_a_card_and_no_line() -> None:
    assert announce(*last(ExampleReferral()), LEADS) == (CARD,)


def test_an_undone_release_is_the_leads_again() -> None:
    story = in_state(State.HELD).act(Action.RELEASE, LEAD).undo(LEAD)
    assert story.state is State.HELD
    assert told(story) == TO_LEADS


def test_without_leads_a_hold_tells_nobody_rather_than_the_channel() -> None:
    assert told(in_state(State.HELD), leads=()) == []


def test_a_line_says_which_event_and_shares_its_subject_with_the_card() -> None:
    card, line = announce(*last(ExampleReferral().refer()), LEADS)
    assert card == CARD
    assert line == Announcement(DESK.id, Message.LINE, "R-12", {"seq": 2})


def test_nothing_of_an_announcement_is_personal_or_an_address() -> None:
    for state in State:
        for one in announce(*last(in_state(state)), LEADS):
            assert set(one.data) <= {"seq"}


def test_a_direct_message_has_a_lane_of_its_own() -> None:
    assert direct(SECOND.id) == "@USECOND"


def test_the_kinds_of_message_and_who_makes_them() -> None:
    """A new kind belongs in this table, and in the blocks that draw it."""
    made_by = {
        Message.CARD: "announce",
        Message.LINE: "announce",
        Message.REDRAW: "bulk",
        Message.BATCH: "bulk",
        Message.HELD: "announce",
        Message.LIST: "flag",
        Message.REMINDER: "remind",
        Message.ESCALATION: "remind",
        Message.DIGEST: "digest",
        Message.QUESTION: "check_pages",
        Message.CHECKED: "check_pages",
        Message.PARKED: "delivery",
        Message.STATS: "report",
        Message.ERASED: "erase",
        Message.IMPORTED: "importing",
        Message.ANCHOR: "anchors",
        Message.ANSWERED: "answers",
        Message.NUMBERS: "numbers",
        Message.LEFT: "owners",
        Message.NOTICE: "notices",
        Message.NOTICE_TOLD: "notices",
    }
    assert set(made_by) == set(Message)
    announced = set()
    for state in State:
        announced |= {one.message for one in announce(*last(in_state(state)), LEADS)}
    assert announced == {kind for kind, maker in made_by.items() if maker == "announce"}
