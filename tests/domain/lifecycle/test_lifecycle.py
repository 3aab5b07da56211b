"""The lifecycle table, walked: every state with every action, written out by hand."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from bot.domain.errors import NotPossible
from bot.domain.lifecycle import diagram
from bot.domain.lifecycle.action_spec import Goal, Who
from bot.domain.lifecycle.actions import LIFECYCLE, SPECS, TRANSITIONS, spec_of, transition
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import LIVE, OUTCOMES, Action, State
from bot.sentences import refusals
from tests.harness.without_slack.examples import LEAD, ExampleReferral, in_state

# What becomes of the referral. "–": refused. Undo leads back to where the last action came from
# (`making.in_state` says how each state was reached).
WALK = """
              flagged    held       referred   closed     restricted rejected   appealed   withdrawn  gone
flag          –          –          –          –          –          –          –          –          –
refer         referred   –          –          –          –          –          –          –          –
hold          held       –          held       –          held       held       –          –          –
release       –          flagged    –          –          –          –          –          –          –
withdraw      withdrawn  withdrawn  withdrawn  –          –          –          –          –          –
acknowledge   –          –          referred   –          –          –          –          –          –
close         –          –          closed     –          closed     closed     –          –          –
restrict      –          –          restricted –          –          –          –          –          –
reject        –          –          rejected   –          –          –          –          –          –
vanish        gone       –          gone       –          restricted rejected   appealed   –          –
appeal        –          –          –          –          appealed   appealed   –          –          –
overturn      –          –          –          –          –          –          closed     –          –
uphold        –          –          –          –          –          –          rejected   –          –
refer_again   –          –          –          –          restricted rejected   –          –          –
reappear      –          –          –          closed     –          –          –          –          gone
undo          –          flagged    flagged    referred   referred   referred   rejected   flagged    referred
describe      flagged    –          –          –          –          –          –          –          –
assign        flagged    held       referred   closed     restricted rejected   appealed   withdrawn  gone
note          flagged    held       referred   closed     restricted rejected   appealed   withdrawn  gone
add_indicator flagged    held       referred   closed     restricted rejected   appealed   withdrawn  gone
strike_indicator flagged    held       referred   closed     restricted rejected   appealed   withdrawn  gone
add_to_case flagged    held       referred   closed     restricted rejected   appealed   withdrawn  gone
take_from_case flagged    held       referred   closed     restricted rejected   appealed   withdrawn  gone
"""


def _cells() -> list[tuple[State, Action, str]]:
    header, *lines = WALK.strip().splitlines()
    states = [State(name) for name in header.split()]
    return [
        (state, Action[line.split()[0].upper()], cell)
        for line in lines
        for state, cell in zip(states, line.split()[1:], strict=True)
    ]


@pytest.mark.parametrize(("state", "action", "leads_to"), _cells())
def test_every_state_with_every_action(state: State, action: Action, leads_to: str) -> None:
    story = in_state(state)
    before = story.referral
    if leads_to == "–":
        with pytest.raises(NotPossible) as refused:
            story.act(action, LEAD)
        assert "R-12" in refused.value.sentence
        assert refused.value.sentence.endswith(".")
        assert story.referral == before
    else:
        assert story.act(action, LEAD).state is State(leads_to)
        assert story.referral.version == before.version + 1


def test_the_walk_leaves_nothing_out() -> None:
    walked = {(state, action) for state, action, _ in _cells()}
    decided = set(Action) - {
        *(Action.REDATE, Action.CREDIT, Action.ERASE, Action.EVIDENCE, Action.REKEY)
    }
    assert walked == {(state, action) for state in State for action in decided}


@pytest.mark.parametrize(
    ("state", "dated"),
    [
        (State.FLAGGED, False),
        (State.HELD, False),
        (State.WITHDRAWN, False),
        (State.REFERRED, True),
        (State.CLOSED, True),
        (State.RESTRICTED, True),
        (State.REJECTED, True),
        (State.APPEALED, True),
        (State.GONE, True),
    ],
)
def test_a_date_can_change_where_something_out_there_has_one(state: State, dated: bool) -> None:
    story = in_state(state)
    if dated:
        last = story.events[-1]
        assert story.act(Action.REDATE, at=last.happened_at).state is state
    else:
        with pytest.raises(NotPossible, match="no date to change"):
            story.act(Action.REDATE, at=story.now)


@pytest.mark.parametrize(
    ("action", "who"),
    [
        (Action.FLAG, Who.ANALYST),
        (Action.REFER, Who.ANALYST),
        (Action.HOLD, Who.LEAD),
        (Action.RELEASE, Who.LEAD),
        (Action.WITHDRAW, Who.FLAGGER_OR_LEAD),
        (Action.ACKNOWLEDGE, Who.ANALYST),
        (Action.CLOSE, Who.ANALYST),
        (Action.RESTRICT, Who.ANALYST),
        (Action.REJECT, Who.ANALYST),
        (Action.VANISH, Who.ANALYST),
        (Action.APPEAL, Who.ANALYST),
        (Action.OVERTURN, Who.ANALYST),
        (Action.UPHOLD, Who.ANALYST),
        (Action.REFER_AGAIN, Who.ANALYST),
        (Action.REAPPEAR, Who.ANALYST),
        (Action.UNDO, Who.RECORDER_OR_LEAD),
    ],
)
def test_who_may_stands_in_the_table(action: Action, who: Who) -> None:
    assert spec_of(action).who is who


def test_the_table_names_no_pair_twice() -> None:
    pairs = [(source, line.action) for line in TRANSITIONS for source in line.sources]
    assert len(pairs) == len(set(pairs))


def test_what_changes_no_state_is_outside_the_table() -> None:
    assert set(Action) - LIFECYCLE == {
        Action.DESCRIBE,
        Action.ASSIGN,
        Action.NOTE,
        Action.ADD_INDICATOR,
        Action.STRIKE_INDICATOR,
        Action.ADD_TO_CASE,
        Action.TAKE_FROM_CASE,
        Action.REDATE,
        Action.EVIDENCE,
        Action.CREDIT,
        Action.ERASE,
        Action.REKEY,
    }


def test_nothing_but_a_flag_begins() -> None:
    begins = [action for action in Action if transition(None, action)]
    assert begins == [Action.FLAG]


def test_live_and_outcomes() -> None:
    assert {State.FLAGGED, State.HELD, State.REFERRED, State.APPEALED} == LIVE
    assert {State.CLOSED, State.RESTRICTED, State.REJECTED} == OUTCOMES
    for state in State:
        assert in_state(state).referral.live is (state in LIVE)


@pytest.mark.parametrize("state", [State.FLAGGED, State.REFERRED, State.REJECTED, State.RESTRICTED])
def test_release_leads_back_to_the_state_before_the_hold(state: State) -> None:
    story = in_state(state)
    before = story.referral
    story.act(Action.HOLD, LEAD).act(Action.RELEASE, LEAD)
    after = story.referral
    assert after.state is state
    assert (after.outcome, after.outcome_at, after.reason) == (
        before.outcome,
        before.outcome_at,
        before.reason,
    )
    assert after.hold_reason == ""
    assert after.state_before_hold is None


def test_a_hold_undone_by_another_lead_needs_a_reason_and_leads_back() -> None:
    story = in_state(State.REJECTED).act(Action.HOLD, LEAD)
    assert story.undo(LEAD).state is State.REJECTED


@pytest.mark.parametrize("state", [State.REJECTED, State.RESTRICTED])
@pytest.mark.parametrize("result", ["closed", "restricted"])
def test_an_appeal_may_be_overturned_to_closed_or_restricted(state: State, result: str) -> None:
    story = in_state(state).act(Action.APPEAL).act(Action.OVERTURN, now=result)
    referral = story.referral
    assert (referral.state, referral.outcome) == (State(result), State(result))
    assert referral.first_outcome is state
    assert referral.appeal_result == "overturned"


@pytest.mark.parametrize("state", [State.REJECTED, State.RESTRICTED])
def test_an_appeal_upheld_leaves_the_outcome_appealed_against(state: State) -> None:
    story = in_state(state).act(Action.APPEAL).act(Action.UPHOLD)
    assert story.state is state
    assert story.referral.outcome is state
    with pytest.raises(NotPossible, match="upheld already"):
        story.act(Action.APPEAL)


def test_closing_after_an_appeal_won_a_restriction() -> None:
    story = in_state(State.APPEALED).act(Action.OVERTURN, now="restricted").later(days=2)
    story.close()
    referral = story.referral
    assert referral.state is State.CLOSED
    assert referral.first_outcome is State.REJECTED
    assert referral.closed_later_at == story.now
    assert referral.appeal_result == "overturned"


def test_after_a_won_restriction_the_rest_can_be_appealed_too() -> None:
    story = in_state(State.APPEALED).act(Action.OVERTURN, now="restricted")
    story.act(Action.APPEAL).act(Action.UPHOLD)
    assert story.state is State.RESTRICTED


def test_a_withdrawal_from_under_a_hold_forgets_the_hold() -> None:
    referral = in_state(State.HELD).act(Action.WITHDRAW, LEAD).referral
    assert referral.state is State.WITHDRAWN
    assert referral.hold_reason == ""
    assert referral.state_before_hold is None


@pytest.mark.parametrize("state", [State.REJECTED, State.RESTRICTED])
def test_what_was_decided_cannot_be_withdrawn_from_under_a_hold(state: State) -> None:
    story = in_state(state).act(Action.HOLD, LEAD)
    with pytest.raises(NotPossible) as refused:
        story.act(Action.WITHDRAW, LEAD)
    assert refused.value.sentence == refusals.hold_forbids("R-12", state, "withdrawn")
    assert story.referral.outcome is state


@pytest.mark.parametrize("state", [State.FLAGGED, State.REFERRED])
def test_what_was_not_decided_can_be_withdrawn_from_under_a_hold(state: State) -> None:
    story = in_state(state).act(Action.HOLD, LEAD).act(Action.WITHDRAW, LEAD)
    assert story.state is State.WITHDRAWN


def test_a_withdrawal_recorded_when_the_table_was_wider_is_still_read() -> None:
    story = in_state(State.REJECTED).act(Action.HOLD, LEAD)
    last = story.events[-1]
    late = replace(last, seq=last.seq + 1, action=Action.WITHDRAW, facts={"reason": "other"})
    assert replay([*story.events, late]).state is State.WITHDRAWN


def test_no_way_but_undo_leads_from_a_decision_out_of_the_rates() -> None:
    """Every way through the lifecycle, each situation walked from once, undo left out."""
    steps = [action for action in LIFECYCLE if action not in (Action.FLAG, Action.UNDO)]
    waiting, met, ends = [ExampleReferral()], set[object](), set[State]()
    while waiting:
        story = waiting.pop()
        stands = story.referral
        situation = (
            stands.state,
            stands.state_before_hold,
            stands.outcome,
            stands.appealed_outcome,
            stands.appeal_result,
            stands.reappeared_at is None,
        )
        if situation in met:
            continue
        met.add(situation)
        if stands.outcome in OUTCOMES:
            under = stands.state_before_hold if stands.state is State.HELD else stands.state
            assert under in OUTCOMES | {State.APPEALED}, [e.action for e in story.events]
            ends.add(stands.state)
        for action in steps:
            for result in ("closed", "restricted") if action is Action.OVERTURN else ("",):
                onward = ExampleReferral(list(story.events), story.now)
                with suppress(NotPossible):
                    waiting.append(onward.act(action, LEAD, now=result))
    assert ends == OUTCOMES | {State.APPEALED, State.HELD}


def test_a_page_gone_after_a_rejection_is_noted_and_the_rejection_counts() -> None:
    story = in_state(State.REJECTED)
    rejected = story.referral
    story.later(days=1).act(Action.VANISH)
    noted = story.referral
    assert (noted.state, noted.outcome) == (State.REJECTED, State.REJECTED)
    assert noted.vanished_at == story.now
    undone = story.undo().referral
    assert undone.state is State.REJECTED
    assert undone.vanished_at is None
    assert undone.outcome_at == rejected.outcome_at


def test_a_page_gone_before_referring_has_no_outcome() -> None:
    before = ExampleReferral().act(Action.VANISH).referral
    assert (before.state, before.outcome, before.referred_at) == (State.GONE, None, None)
    after = ExampleReferral().refer().act(Action.VANISH).referral
    assert (after.outcome, after.first_outcome) == (State.GONE, State.GONE)


def test_what_a_referral_was_sure_of_is_kept_as_it_was_when_referred() -> None:
    story = ExampleReferral().refer(confidence="certain")
    assert story.referral.confidence_when_referred == "certain"
    assert ExampleReferral().referral.confidence_when_referred is None


def test_what_the_flag_said_is_taken_over_when_referring() -> None:
    story = ExampleReferral().act(
        Action.DESCRIBE, category="vessels", confidence="high", basis="law"
    )
    event = story.later(minutes=1).decide(Action.REFER, category="", confidence="", basis="")
    referral = replay([*story.events, event])
    assert (referral.category, referral.confidence, referral.basis) == ("vessels", "high", "law")
    assert referral.confidence_when_referred == "high"


def test_the_diagram_draws_every_line_of_the_table() -> None:
    drawn = diagram.lifecycle_diagram()
    assert drawn.startswith("stateDiagram-v2\n    [*] --> flagged: flag\n")
    assert "    rejected --> referred: refer again (a new referral)" in drawn
    assert "    appealed --> restricted: overturn, uphold" in drawn
    for line in TRANSITIONS:
        for source in line.sources if line.action is not Action.UNDO else ():
            arrows = [row for row in drawn.splitlines() if row.startswith(f"    {source} -->")]
            assert any(line.action in row.partition(": ")[2] for row in arrows), (source, line)


def test_the_table_in_words_has_a_row_for_every_line() -> None:
    rows = diagram.lifecycle_table().splitlines()
    without = [spec for spec in SPECS if not spec.moves and spec.in_states]
    assert len(rows) == len(TRANSITIONS) + len(without) + 2
    assert rows[2] == (
        "| – | flag | flagged | analyst | page | note, category, confidence, basis | yes |"
    )
    assert rows[-1].startswith("| any state | undo | the state before that action | its recorder")
    assert "| any state | note | stays | analyst | note |  | no |" in rows


def test_every_goal_is_some_lines_target() -> None:
    assert {line.target for line in TRANSITIONS if isinstance(line.target, Goal)} == set(Goal)
