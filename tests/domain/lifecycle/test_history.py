"""Events make the referral: replaying, taking back, changing dates; and random legal walks."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refusal
from bot.domain.lifecycle.history import (
    ImpossibleHistory,
    effective,
    last_undoable,
    replay,
    undone,
)
from bot.domain.lifecycle.referral import LIVE, Action, Event, Referral, State
from bot.domain.people import Person
from tests.harness.without_slack.examples import (
    ANALYST,
    ANSWERS,
    LEAD,
    LEAD2,
    MONDAY,
    SECOND,
    ExampleReferral,
    first_event,
    followed,
    in_state,
)


def without_version(referral: Referral) -> Referral:
    return replace(referral, version=0)


def test_a_flag_makes_a_flagged_referral() -> None:
    referral = replay([first_event(7, note="two boats", category="crossing")])
    assert referral.name == "R-7"
    assert (referral.state, referral.version, referral.attempt) == (State.FLAGGED, 1, 1)
    assert (referral.flagger, referral.owner) == (SECOND.id, SECOND.id)
    assert (referral.note, referral.category) == ("two boats", "crossing")
    assert (referral.confidence, referral.referred_at, referral.previous) == (None, None, None)


def test_referring_again_opens_a_referred_referral() -> None:
    opening = first_event(
        13, action=Action.REFER_AGAIN, attempt=2, previous=12, confidence="certain"
    )
    referral = replay([opening])
    assert (referral.state, referral.attempt, referral.previous) == (State.REFERRED, 2, 12)
    assert referral.referred_at == referral.flagged_at == MONDAY
    assert referral.confidence_when_referred == "certain"


def test_the_version_counts_events_of_every_kind() -> None:
    story = in_state(State.REJECTED).act(Action.NOTE).act(Action.ASSIGN).undo(LEAD)
    assert story.referral.version == len(story.events) == 6


def _step(seq: int, action: Action, target: int | None = None) -> Event:
    return Event(12, seq, action, MONDAY, MONDAY, {}, {"actor": SECOND.id}, target)


@pytest.mark.parametrize(
    ("events", "complaint"),
    [
        ([], "at least one event"),
        ([_step(1, Action.REFER)], "begins with refer"),
        ([_step(1, Action.NOTE)], "begins with note"),
        ([first_event(), _step(3, Action.REFER)], "a number is missing"),
        ([_step(2, Action.FLAG)], "a number is missing"),
        ([first_event(), first_event()], "a number is missing"),
        ([first_event(), _step(2, Action.CLOSE)], "close cannot follow flagged"),
        ([first_event(), _step(2, Action.REFER), _step(3, Action.UPHOLD)], "uphold cannot follow"),
        # The undone referring leaves the close without ground.
        (
            [
                first_event(),
                _step(2, Action.REFER),
                _step(3, Action.CLOSE),
                _step(4, Action.UNDO, 2),
            ],
            "close cannot follow flagged",
        ),
    ],
)
def test_what_cannot_have_happened_is_refused(events: list[Event], complaint: str) -> None:
    with pytest.raises(ImpossibleHistory, match=complaint):
        replay(events)


@pytest.mark.parametrize("state", [state for state in State if state is not State.FLAGGED])
def test_undo_gives_back_exactly_what_was_before(state: State) -> None:
    story = in_state(state)
    before = replay(story.events[:-1])
    assert without_version(story.undo(LEAD).referral) == without_version(before)


@pytest.mark.parametrize(
    "action", sorted(set(Action) - {Action.CREDIT, Action.ERASE, Action.EVIDENCE, Action.REKEY})
)
def test_every_action_can_be_taken_or_follows_nothing(action: Action) -> None:
    """Each kind of event changes what it should, and undoing it changes that back."""
    starts = {
        Action.RELEASE: State.HELD,
        Action.ACKNOWLEDGE: State.REFERRED,
        Action.CLOSE: State.REFERRED,
        Action.RESTRICT: State.REFERRED,
        Action.REJECT: State.REFERRED,
        Action.VANISH: State.REFERRED,
        Action.APPEAL: State.REJECTED,
        Action.OVERTURN: State.APPEALED,
        Action.UPHOLD: State.APPEALED,
        Action.REFER_AGAIN: State.REJECTED,
        Action.REAPPEAR: State.CLOSED,
        Action.UNDO: State.REFERRED,
        Action.REDATE: State.REFERRED,
    }
    changes = {
        Action.FLAG: None,
        Action.REFER: {
            *("state", "referred_at", "category", "confidence", "basis"),
            "confidence_when_referred",
        },
        Action.HOLD: {"state", "state_before_hold", "hold_reason"},
        Action.RELEASE: {"state", "state_before_hold", "hold_reason"},
        Action.WITHDRAW: {"state", "withdrawn_reason"},
        Action.ACKNOWLEDGE: {"acknowledged_at", "first_acknowledged_at"},
        Action.CLOSE: {"state", "outcome", "outcome_at", "first_outcome", "first_outcome_at"},
        Action.RESTRICT: {
            *("state", "outcome", "outcome_at", "first_outcome", "first_outcome_at"),
            "restriction",
        },
        Action.REJECT: {
            *("state", "outcome", "outcome_at", "first_outcome", "first_outcome_at"),
            "reason",
        },
        Action.VANISH: {
            *("state", "outcome", "outcome_at", "first_outcome", "first_outcome_at"),
            "vanished_at",
        },
        Action.APPEAL: {"state", "appealed_at", "appealed_outcome", "appeal_ground", "appeals"},
        Action.OVERTURN: {
            *("state", "outcome", "outcome_at", "appeal_result", "appeal_ended_at"),
            "appeals",
        },
        Action.UPHOLD: {"state", "appeal_result", "appeal_ended_at", "appeals"},
        Action.REFER_AGAIN: set(),
        Action.REAPPEAR: {"reappeared_at"},
        Action.UNDO: {
            *("state", "referred_at", "category", "confidence", "basis"),
            "confidence_when_referred",
        },
        Action.DESCRIBE: {"category"},
        Action.ASSIGN: {"owner"},
        Action.NOTE: set(),
        Action.ADD_INDICATOR: set(),
        Action.STRIKE_INDICATOR: set(),
        Action.ADD_TO_CASE: set(),
        Action.TAKE_FROM_CASE: set(),
        Action.REDATE: {"referred_at"},
    }
    expected = changes[action]
    if expected is None:
        assert replay([first_event()]).state is State.FLAGGED
        return
    story = in_state(starts.get(action, State.FLAGGED)).later(hours=1)
    before = story.referral
    after = story.act(action, LEAD, at=story.now if action is Action.REDATE else None).referral
    changed = {
        one.name
        for one in fields(Referral)
        if getattr(before, one.name) != getattr(after, one.name)
    }
    assert changed == expected | {"version"}


def test_what_was_said_once_is_not_undone_by_notes_and_owners() -> None:
    story = ExampleReferral().refer().act(Action.ASSIGN).act(Action.NOTE)
    assert last_undoable(story.events) == story.events[1]
    story.undo(LEAD)
    assert (story.state, story.referral.owner) == (State.FLAGGED, ANALYST.id)
    assert last_undoable(story.events) is None


def test_undo_goes_back_step_by_step_and_never_past_the_flag() -> None:
    story = in_state(State.APPEALED)
    states = []
    while last_undoable(story.events):
        states.append(story.undo(LEAD).state)
    assert states == [State.REJECTED, State.REFERRED, State.FLAGGED]
    assert undone(story.events) == {2, 3, 4}
    assert [event.seq for event in effective(story.events)] == [1]


def test_what_was_undone_can_be_done_again() -> None:
    story = ExampleReferral().refer().close().undo().reject()
    assert story.state is State.REJECTED
    assert story.referral.first_outcome is State.REJECTED
    assert story.referral.closed_later_at is None


def test_a_change_of_date_moves_the_date_alone() -> None:
    story = ExampleReferral().refer().later(days=10).close()
    before = story.referral
    earlier = story.now - timedelta(days=3)
    after = story.act(Action.REDATE, at=earlier).referral
    assert (after.outcome_at, after.first_outcome_at) == (earlier, earlier)
    assert (before.late_dates, after.late_dates) == (0, 1)
    assert (
        replace(
            after,
            outcome_at=before.outcome_at,
            first_outcome_at=before.first_outcome_at,
            late_dates=before.late_dates,
            version=before.version,
        )
        == before
    )


def test_the_last_change_of_date_counts_and_goes_with_its_event() -> None:
    story = ExampleReferral().refer().later(days=10).close()
    closed_at = story.now
    story.act(Action.REDATE, at=closed_at - timedelta(days=2))
    story.act(Action.REDATE, at=closed_at - timedelta(days=5))
    moved = story.referral
    assert moved.outcome_at == closed_at - timedelta(days=5)
    assert story.undo(LEAD).referral.outcome_at is None
    assert story.close().referral.outcome_at == story.now


def test_an_undo_after_a_change_of_an_earlier_date_keeps_that_date() -> None:
    story = ExampleReferral().later(days=5).refer()
    day = story.now - timedelta(days=2)
    story.act(Action.REDATE, at=day).close().undo()
    assert (story.state, story.referral.referred_at) == (State.REFERRED, day)


# --- random legal walks ---------------------------------------------------------------------------

PEOPLE: tuple[Person, ...] = (SECOND, ANALYST, LEAD, LEAD2)
NOT_PEOPLES = (Action.FLAG, Action.CREDIT, Action.ERASE, Action.EVIDENCE, Action.REKEY)
ACTIONS = tuple(action for action in Action if action not in NOT_PEOPLES)
Step: TypeAlias = tuple[Action, Person, int, float | None]
# What moves a referral on stands in it more often, so that walks come far.
MOVES = (
    *(Action.REFER, Action.REJECT, Action.RESTRICT, Action.CLOSE, Action.VANISH),
    *(Action.APPEAL, Action.OVERTURN, Action.UPHOLD, Action.HOLD, Action.RELEASE),
    *(Action.UNDO, Action.REDATE),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from((*ACTIONS, *MOVES, *MOVES)),
        st.sampled_from(PEOPLE),
        st.sampled_from([0, 1, 20, 60 * 24, 60 * 24 * 30]),  # minutes that pass
        st.sampled_from([None, None, -1.0, 0.0, 1.0, 5.0, 40.0]),  # days back, for the date
    ),
    min_size=5,
    max_size=25,
)
walks = settings(max_examples=100)


def walk(steps: list[Step]) -> ExampleReferral:
    """At each step the first action that is permitted, from the chosen one on."""
    story = ExampleReferral().later(days=90)
    for chosen, who, minutes, back in steps:
        story.later(minutes=minutes)
        at = None if back is None else story.now - timedelta(days=back)
        first = ACTIONS.index(chosen)
        for action in (*ACTIONS[first:], *ACTIONS[:first]):
            before = list(story.events)
            try:
                story.act(action, who, at=at, other_live=False, **ANSWERS.get(action, {}))
            except Refusal:
                assert story.events == before
            else:
                break
    return story


def test_walks_come_far() -> None:
    """If decisions refused everything, what follows would prove nothing."""
    steps: list[Step] = [(ACTIONS[n % len(ACTIONS)], LEAD, 1, None) for n in range(60)]
    taken = {event.action for event in walk(steps).events}
    assert taken >= {Action.REFER, Action.HOLD, Action.RELEASE, Action.UNDO, Action.NOTE}


@given(STEPS)
@walks
def test_whatever_happens_the_history_makes_the_referral(
    steps: list[Step],
) -> None:
    story = walk(steps)
    events = story.events
    referral = replay(events)
    assert referral.version == len(events)
    assert referral.live is (referral.state in LIVE)
    assert without_version(followed(effective(events))) == without_version(referral)
    for event in events:
        assert event.happened_at <= event.recorded_at
        assert event.actor in {who.id for who in PEOPLE}


@given(STEPS)
@walks
def test_every_undo_gives_back_what_was_before_its_action(
    steps: list[Step],
) -> None:
    events = walk(steps).events
    for position, event in enumerate(events, 1):
        if event.action is Action.UNDO:
            target = event.target
            without = [
                replace(one, seq=seq)
                for seq, one in enumerate(
                    (
                        one
                        for one in effective(events[: position - 1])
                        if one.seq != target and one.action is not Action.UNDO
                    ),
                    1,
                )
            ]
            assert without_version(replay(without)) == without_version(replay(events[:position]))


@given(STEPS)
@walks
def test_states_and_their_fields_agree(
    steps: list[Step],
) -> None:
    one = walk(steps).referral
    assert (one.state is State.HELD) is (one.state_before_hold is not None)
    assert (one.hold_reason != "") is (one.state is State.HELD)
    if one.state in (
        State.REFERRED,
        State.CLOSED,
        State.RESTRICTED,
        State.REJECTED,
        State.APPEALED,
    ):
        assert one.referred_at is not None
        assert one.confidence_when_referred is not None
    if one.state in (State.CLOSED, State.RESTRICTED, State.REJECTED):
        assert one.outcome is one.state
    if one.state is State.APPEALED:
        assert one.appealed_outcome is one.outcome
        assert one.appealed_at is not None
    if one.state is State.REFERRED:
        assert one.outcome is None
    assert (one.outcome is None) is (one.outcome_at is None)
    assert (one.outcome is None) is (one.first_outcome is None)
    if one.outcome_at and one.referred_at:
        assert one.first_outcome_at is not None
        assert one.referred_at <= one.first_outcome_at <= one.outcome_at
    if one.appealed_at and one.appeal_ended_at:
        assert one.appealed_at <= one.appeal_ended_at


@given(STEPS)
@walks
def test_nobody_but_leads_holds_and_releases(
    steps: list[Step],
) -> None:
    leads = {LEAD.id, LEAD2.id}
    for event in walk(steps).events:
        if event.action in (Action.HOLD, Action.RELEASE):
            assert event.actor in leads
