"""Who may do what, who may see what, and what they are told otherwise."""

from __future__ import annotations

import pytest

from bot.domain.errors import NotAllowed, NotFound, NotPossible
from bot.domain.lifecycle.decisions import may_act
from bot.domain.lifecycle.permissions import (
    check_see,
    may_see,
    may_undo,
    visible_events,
)
from bot.domain.lifecycle.referral import Action, State
from bot.domain.people import NOWHERE, THE_BOT, Actor, Person, Place
from bot.sentences.cards import HELD_ANSWER
from tests.harness.without_slack.examples import (
    ANALYST,
    DESK,
    DIRECT,
    LEAD,
    LEAD2,
    MONDAY,
    OTHER,
    RULES,
    SECOND,
    SECRET,
    ExampleReferral,
    first_event,
    in_state,
)

# Second flagged it, Analyst is a colleague, Lead leads.
WHO_MAY = """
action       state     Second Analyst Lead
refer        flagged   yes  yes  yes
hold         flagged   no   no   yes
hold         rejected  no   no   yes
release      held      no   no   yes
withdraw     flagged   yes  no   yes
withdraw     referred  yes  no   yes
withdraw     held      yes  no   yes
withdraw     rejected  no   no   no
acknowledge  referred  yes  yes  yes
close        referred  yes  yes  yes
restrict     referred  yes  yes  yes
reject       referred  yes  yes  yes
vanish       referred  yes  yes  yes
appeal       rejected  yes  yes  yes
overturn     appealed  yes  yes  yes
uphold       appealed  yes  yes  yes
refer_again  rejected  yes  yes  yes
reappear     closed    yes  yes  yes
describe     flagged   yes  yes  yes
assign       flagged   yes  yes  yes
note         flagged   yes  yes  yes
redate       referred  yes  yes  yes
add_indicator flagged  yes  yes  yes
strike_indicator flagged yes yes yes
add_to_case  flagged   yes  yes  yes
take_from_case flagged yes  yes  yes
"""
ROWS = [line.split() for line in WHO_MAY.strip().splitlines()[1:]]


@pytest.mark.parametrize(("action", "state", "second", "analyst", "lead"), ROWS)
def test_who_may(action: str, state: str, second: str, analyst: str, lead: str) -> None:
    story = in_state(State(state))
    for who, answer in ((SECOND, second), (ANALYST, analyst), (LEAD, lead)):
        allowed = may_act(
            Action[action.upper()], story.referral, story.events, story.actor(who), RULES
        )
        assert allowed is (answer == "yes"), who.name


def test_every_action_is_in_the_table() -> None:
    assert {row[0] for row in ROWS} == {action.name.lower() for action in Action} - {
        "flag",
        "undo",
        "credit",
        "erase",
        "evidence",
        "rekey",
    }


@pytest.mark.parametrize(
    ("state", "action", "sentence"),
    [
        (State.FLAGGED, Action.HOLD, "Only a lead can hold it. Ask one of your leads."),
        (State.HELD, Action.RELEASE, "Only a lead can release it. Ask one of your leads."),
        (
            State.REFERRED,
            Action.WITHDRAW,
            "Only the person who flagged R-12 or a lead can withdraw it.",
        ),
    ],
)
def test_a_refusal_says_who_may(state: State, action: Action, sentence: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        in_state(state).act(action, ANALYST)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    ("state", "action", "sentence"),
    [
        (State.CLOSED, Action.REFER, "R-12 is closed, so it can't be marked as referred."),
        (State.FLAGGED, Action.CLOSE, "R-12 is flagged, so it can't be recorded as closed."),
        (State.WITHDRAWN, Action.APPEAL, "R-12 is withdrawn, so it can't be appealed."),
        (
            State.REFERRED,
            Action.DESCRIBE,
            "R-12 is referred, so its category, confidence and basis stay as they are.",
        ),
    ],
)
def test_a_refusal_says_where_it_stands(state: State, action: Action, sentence: str) -> None:
    with pytest.raises(NotPossible) as refused:
        in_state(state).act(action, LEAD)
    assert refused.value.sentence == sentence


# --- undo -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "who", "refusal"),
    [
        (0, SECOND, None),
        (10, SECOND, None),
        (10.1, SECOND, "More than 10 minutes have passed. A lead can still undo this."),
        (
            0,
            ANALYST,
            "Only the person who recorded this, within 10 minutes, or a lead can undo it.",
        ),
        (60 * 24 * 90, LEAD, None),
    ],
)
def test_who_may_undo_and_how_long(minutes: float, who: Person, refusal: str | None) -> None:
    story = ExampleReferral().refer(SECOND)
    story.later(minutes=minutes)
    if refusal is None:
        story.decide(Action.UNDO, who)
        assert may_undo(story.referral, story.events, story.actor(who))
        return
    assert not may_undo(story.referral, story.events, story.actor(who))
    with pytest.raises(NotAllowed) as refused:
        story.decide(Action.UNDO, who)
    assert refused.value.sentence == refusal


def test_the_ten_minutes_run_from_when_it_was_written_down() -> None:
    story = ExampleReferral().later(days=30)
    story.refer(SECOND, at=story.now).later(minutes=9)
    story.decide(Action.UNDO, SECOND)


def test_a_flag_alone_cannot_be_undone() -> None:
    with pytest.raises(
        NotPossible, match=r"nothing to undo\. To take it out of the figures, withdr"
    ):
        ExampleReferral().undo(LEAD)


def test_a_lead_takes_back_what_the_bot_held() -> None:
    story = ExampleReferral().act(Action.HOLD, THE_BOT)
    assert not may_undo(story.referral, story.events, story.actor(SECOND))
    assert story.undo(LEAD2).state is State.FLAGGED


# --- seeing ---------------------------------------------------------------------------------------

SEEING = [
    # place flagged in, state, who, seen from, may see
    (DESK, State.FLAGGED, ANALYST, DESK, True),
    (DESK, State.FLAGGED, ANALYST, OTHER, True),
    (DESK, State.FLAGGED, ANALYST, NOWHERE, True),
    (DESK, State.HELD, SECOND, DESK, False),
    (DESK, State.HELD, SECOND, NOWHERE, False),
    (DESK, State.HELD, LEAD, DESK, True),
    (DESK, State.HELD, LEAD, NOWHERE, True),
    (SECRET, State.REJECTED, ANALYST, SECRET, True),
    (SECRET, State.REJECTED, ANALYST, DESK, False),
    (SECRET, State.REJECTED, ANALYST, DIRECT, False),
    (SECRET, State.REJECTED, ANALYST, NOWHERE, False),
    (SECRET, State.REJECTED, LEAD, DESK, True),
    (SECRET, State.HELD, SECOND, SECRET, False),
    # Who flagged it is reminded of it in private, and acts there; other channels are not private.
    (SECRET, State.REJECTED, SECOND, DESK, False),
    (SECRET, State.REJECTED, SECOND, DIRECT, True),
    (SECRET, State.REJECTED, SECOND, NOWHERE, True),
    (SECRET, State.HELD, SECOND, DIRECT, False),
    (DIRECT, State.FLAGGED, SECOND, DIRECT, True),
    (DIRECT, State.FLAGGED, ANALYST, DESK, False),
]


@pytest.mark.parametrize(("flagged_in", "state", "who", "seen_from", "seen"), SEEING)
def test_who_may_see(
    flagged_in: Place, state: State, who: Person, seen_from: Place, seen: bool
) -> None:
    story = ExampleReferral([first_event(place=flagged_in)])
    for event in in_state(state).events[1:]:
        story.events.append(event)
    assert may_see(story.referral, Actor(who, seen_from, MONDAY)) is seen


def test_an_owner_sees_what_they_are_given() -> None:
    story = ExampleReferral([first_event(place=SECRET)]).act(Action.ASSIGN, owner=ANALYST.id)
    assert may_see(story.referral, Actor(ANALYST, DIRECT, MONDAY))
    assert not may_see(story.referral, Actor(ANALYST, DESK, MONDAY))


def test_hidden_and_never_there_read_the_same() -> None:
    sentences = set()
    for referral in (in_state(State.HELD).referral, None):
        with pytest.raises(NotFound) as refused:
            check_see(referral, Actor(SECOND, DESK, MONDAY), "R-12")
        sentences.add(refused.value.sentence)
    assert sentences == {
        "There is no R-12 here. `/referrals` lists what this channel has open.",
    }


def test_the_answer_to_what_a_lead_sees_first_has_no_number() -> None:
    assert HELD_ANSWER == "Recorded. A lead looks at this one first."


# --- the history, without holds -------------------------------------------------------------------


def _seen(story: ExampleReferral, who: Person) -> list[str]:
    return [str(event.action) for event in visible_events(story.events, who)]


def test_who_is_no_lead_reads_a_history_without_the_hold() -> None:
    story = (
        ExampleReferral()
        .refer()
        .act(Action.HOLD, LEAD)
        .act(Action.NOTE, LEAD)
        .act(Action.RELEASE, LEAD)
    )
    story.close()
    assert _seen(story, SECOND) == ["flag", "refer", "close"]
    assert _seen(story, LEAD) == ["flag", "refer", "hold", "note", "release", "close"]


def test_an_undone_hold_and_an_undone_release_are_left_out_too() -> None:
    story = ExampleReferral().refer().act(Action.HOLD, LEAD).undo(LEAD)
    assert _seen(story, SECOND) == ["flag", "refer"]
    story.act(Action.HOLD, LEAD).act(Action.RELEASE, LEAD).undo(LEAD).act(Action.RELEASE, LEAD)
    story.act(Action.NOTE)
    assert _seen(story, SECOND) == ["flag", "refer", "note"]


def test_a_withdrawal_from_under_a_hold_is_seen() -> None:
    story = ExampleReferral().act(Action.HOLD, LEAD).act(Action.WITHDRAW, LEAD)
    assert _seen(story, SECOND) == ["flag", "withdraw"]


def test_a_history_without_holds_is_whole_for_all() -> None:
    story = in_state(State.APPEALED).undo(LEAD)
    assert visible_events(story.events, ANALYST) == tuple(story.events)
