"""What a request needs, what its answers may be, when it may have happened, and what it becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import BadAnswer, NotPossible, Refusal, Stale
from bot.domain.lifecycle.decisions import appeal_ends, dated_event, may_appeal
from bot.domain.lifecycle.referral import Action, State, clean
from bot.domain.lifecycle.requests import LONGEST_TEXT, Rules
from tests.harness.without_slack.examples import (
    ANALYST,
    LEAD,
    LEAD2,
    LONDON,
    MONDAY,
    RULES,
    SECOND,
    ExampleReferral,
    first_event,
    in_state,
)


def refusal(story: ExampleReferral, action: Action, **answers: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        story.act(action, LEAD, **answers)  # type: ignore[arg-type]
    return refused.value


# --- answers --------------------------------------------------------------------------------------

BAD_ANSWERS = [
    # state, action, answers, field, what the sentence says
    (State.FLAGGED, Action.REFER, {"category": ""}, "category", "Choose the category."),
    (State.FLAGGED, Action.REFER, {"confidence": " "}, "confidence", "Choose the confidence."),
    (State.FLAGGED, Action.REFER, {"basis": ""}, "basis", "Choose the basis."),
    (
        State.FLAGGED,
        Action.REFER,
        {"confidence": "sure"},
        "confidence",
        "“sure” isn't one of the confidence levels. Choose: low, medium, high, certain.",
    ),
    (
        State.FLAGGED,
        Action.REFER,
        {"basis": "ethics"},
        "basis",
        "“ethics” isn't one of the bases. Choose: law, terms, both.",
    ),
    (
        State.FLAGGED,
        Action.REFER,
        {"category": "cats"},
        "category",
        "“cats” isn't one of the categories. Choose: crossing, vessels, request.",
    ),
    (
        State.REFERRED,
        Action.REJECT,
        {"reason": ""},
        "reason",
        "Choose the reason: terms, legal, other.",
    ),
    (State.REFERRED, Action.REJECT, {"reason": "mood"}, "reason", "Choose: terms, legal"),
    (State.REFERRED, Action.RESTRICT, {"restriction": ""}, "restriction", "what the restriction"),
    (State.FLAGGED, Action.HOLD, {"reason": "\n "}, "reason", "why it is held"),
    (State.REJECTED, Action.APPEAL, {"ground": ""}, "ground", "on what ground"),
    (State.REJECTED, Action.REFER_AGAIN, {"reason": ""}, "reason", "new content, new evidence, "),
    (State.APPEALED, Action.OVERTURN, {"now": "gone"}, "now", "“gone” isn't one of the outcomes"),
    (State.FLAGGED, Action.WITHDRAW, {"reason": ""}, "reason", "mistake, duplicate, other."),
    (
        State.FLAGGED,
        Action.WITHDRAW,
        {"reason": "duplicate"},
        "duplicate_of",
        "Say which referral it duplicates, for example R-12.",
    ),
    (
        State.FLAGGED,
        Action.WITHDRAW,
        {"reason": "duplicate", "duplicate_of": "the other"},
        "duplicate_of",
        "Say which referral",
    ),
    (State.FLAGGED, Action.NOTE, {"note": ""}, "note", "Write the note."),
    (State.FLAGGED, Action.ASSIGN, {"owner": ""}, "owner", "Choose who looks after it."),
    (State.FLAGGED, Action.NOTE, {"note": "x" * 3001}, "note", "3,001 characters"),
]


@pytest.mark.parametrize(("state", "action", "answers", "field", "said"), BAD_ANSWERS)
def test_an_impossible_answer_is_named_at_its_field(
    state: State, action: Action, answers: dict[str, str], field: str, said: str
) -> None:
    refused = refusal(in_state(state), action, **answers)
    assert isinstance(refused, BadAnswer)
    assert refused.field == field
    assert said in refused.sentence


def test_a_long_wrong_answer_is_not_read_back_whole() -> None:
    refused = refusal(ExampleReferral(), Action.REFER, category="c" * 2000)
    assert len(refused.sentence) < 200


def test_the_longest_text_is_taken() -> None:
    assert ExampleReferral().act(Action.NOTE, note="x" * LONGEST_TEXT).referral.version == 2


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two boats \n", "two boats"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("line\nline\ttab", "line\nline\ttab"),
        ("half \ud83d emoji", "half  emoji"),
        ("👩‍🚒 é عربي", "👩‍🚒 é عربي"),
        ("\x00", ""),
    ],
)
def test_what_no_database_keeps_is_left_out(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_answers_stand_where_retention_finds_what_is_personal() -> None:
    rejected = (
        ExampleReferral().refer().decide(Action.REJECT, words="No violation.", reference="FB-1")
    )
    assert dict(rejected.facts) == {"reason": "terms", "reference": "FB-1"}
    assert dict(rejected.personal) == {"actor": SECOND.id, "words": "No violation."}
    held = ExampleReferral().decide(Action.HOLD, LEAD)
    assert "reason" not in held.facts
    assert held.personal["reason"] == "an inquiry runs"


@pytest.mark.parametrize("typed", ["R-7", "r-7", "7", " R-7 "])
def test_a_duplicate_is_named_as_people_write_it(typed: str) -> None:
    event = ExampleReferral().decide(Action.WITHDRAW, reason="duplicate", duplicate_of=typed)
    assert event.facts["duplicate_of"] == 7


def test_an_acknowledgement_leaves_our_reference() -> None:
    seen = ExampleReferral().refer(reference="OUT-1").act(Action.ACKNOWLEDGE, reference="IN-2")
    assert (seen.referral.reference, seen.referral.acknowledged_reference) == ("OUT-1", "IN-2")
    without = ExampleReferral().refer().act(Action.ACKNOWLEDGE, reference="IN-2")
    assert (without.referral.reference, without.referral.acknowledged_reference) == ("IN-2", "")


def test_a_decision_has_a_reference_of_its_own() -> None:
    story = ExampleReferral().refer(reference="OUT-1", clause="4.2")
    assert (story.referral.reference, story.referral.clause) == ("OUT-1", "4.2")
    rejected = story.reject(reference="IN-9").referral
    assert (rejected.reference, rejected.decision_reference) == ("OUT-1", "IN-9")
    assert ExampleReferral().refer(reference="OUT-1").close().referral.reference == "OUT-1"


def test_an_overturned_appeal_closes_unless_it_is_said_otherwise() -> None:
    assert in_state(State.APPEALED).act(Action.OVERTURN).state is State.CLOSED


# --- undo -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "minutes", "needed"),
    [(SECOND, 5, False), (LEAD, 5, True), (LEAD, 60, True)],
    ids=["its recorder at once", "a lead at once", "a lead later"],
)
def test_undo_needs_a_reason_unless_its_recorder_takes_it_back_at_once(
    who: object, minutes: int, needed: bool
) -> None:
    person = LEAD if who is LEAD else SECOND
    story = ExampleReferral().refer(SECOND).later(minutes=minutes)
    if not needed:
        assert story.undo(person, why="").state is State.FLAGGED
        return
    with pytest.raises(BadAnswer, match="Say why you undo it") as refused:
        story.undo(person, why=" ")
    assert refused.value.field == "why"
    assert story.undo(person, why="wrong page").state is State.FLAGGED


def test_a_lead_s_own_slip_needs_a_reason_only_after_ten_minutes() -> None:
    story = ExampleReferral().act(Action.HOLD, LEAD).later(minutes=8)
    assert story.undo(LEAD, why="").state is State.FLAGGED
    story.act(Action.HOLD, LEAD).later(minutes=11)
    with pytest.raises(BadAnswer):
        story.undo(LEAD, why="")


def test_another_lead_undoes_a_hold_with_a_reason() -> None:
    story = in_state(State.REJECTED).act(Action.HOLD, LEAD)
    with pytest.raises(BadAnswer):
        story.undo(LEAD2, why="")
    assert story.undo(LEAD2, why="the inquiry is over").state is State.REJECTED


@pytest.mark.parametrize("state", [State.CLOSED, State.REJECTED, State.WITHDRAWN, State.GONE])
def test_undo_is_refused_while_another_referral_of_the_page_is_live(state: State) -> None:
    story = in_state(state)
    with pytest.raises(NotPossible, match="Another referral of R-12's page is open"):
        story.act(Action.UNDO, LEAD, other_live=True)


# --- one live referral a page ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (State.REJECTED, Action.APPEAL),
        (State.RESTRICTED, Action.APPEAL),
        (State.REJECTED, Action.HOLD),
        (State.RESTRICTED, Action.HOLD),
        (State.REJECTED, Action.REFER_AGAIN),
        (State.RESTRICTED, Action.REFER_AGAIN),
        (State.CLOSED, Action.REAPPEAR),
        (State.GONE, Action.REAPPEAR),
    ],
)
def test_what_takes_the_live_place_is_refused_while_it_is_taken(
    state: State, action: Action
) -> None:
    story = in_state(state)
    with pytest.raises(NotPossible, match="Another referral of R-12's page is already open"):
        story.act(action, LEAD, other_live=True)
    story.act(action, LEAD)


def test_what_takes_no_live_place_is_not() -> None:
    assert in_state(State.REJECTED).act(Action.CLOSE, other_live=True).state is State.CLOSED
    in_state(State.REJECTED).act(Action.VANISH, other_live=True)
    in_state(State.CLOSED).act(Action.NOTE, other_live=True)


# --- stale ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seen", [1, 2, 4, 99])
def test_an_action_on_another_version_changes_nothing(seen: int) -> None:
    story = in_state(State.REJECTED)
    with pytest.raises(Stale):
        story.decide(Action.APPEAL, seen=seen)
    story.decide(Action.APPEAL, seen=3)
    story.decide(Action.APPEAL, seen=None)


def test_stale_comes_before_what_is_otherwise_wrong() -> None:
    with pytest.raises(Stale):
        in_state(State.CLOSED).decide(Action.HOLD, ANALYST, seen=1, reason="")


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [Action.REFER, Action.VANISH, Action.NOTE])
def test_nothing_happens_in_the_future(action: Action) -> None:
    story = ExampleReferral()
    with pytest.raises(BadAnswer, match="2 March 2026 is in the future") as refused:
        story.decide(action, at=story.now + timedelta(seconds=1))
    assert refused.value.field == "date"


def test_days_are_said_in_the_channel_s_zone() -> None:
    rules = replace(RULES, zone=ZoneInfo("Pacific/Auckland"))
    story = ExampleReferral(rules=rules)
    with pytest.raises(BadAnswer, match=r"^4 March 2026 is in the future"):
        story.decide(Action.REFER, at=datetime(2026, 3, 3, 12, tzinfo=UTC))


def test_without_a_date_it_happened_now() -> None:
    story = ExampleReferral().later(days=2)
    event = story.decide(Action.REFER)
    assert event.happened_at == event.recorded_at == story.now


@pytest.mark.parametrize(
    ("before", "after"),
    [((), Action.ACKNOWLEDGE), ((Action.CLOSE,), Action.REAPPEAR)],
)
def test_a_changed_date_is_not_after_what_only_followed_it(
    before: tuple[Action, ...], after: Action
) -> None:
    story = ExampleReferral().later(days=10).refer()
    for action in (*before, after):
        story.later(days=1).act(action)
    followed = story.now
    story.later(days=5)
    with pytest.raises(BadAnswer, match=r"step after this one was on 1[34] March 2026"):
        story.act(Action.REDATE, at=followed + timedelta(seconds=1))
    story.act(Action.REDATE, at=followed)


def test_an_outcome_is_not_before_its_referral() -> None:
    story = ExampleReferral().later(days=10).refer()
    with pytest.raises(BadAnswer, match="step before this one was on 12 March 2026"):
        story.close(at=story.now - timedelta(days=1))
    assert story.close(at=story.now).state is State.CLOSED


def test_a_page_may_have_been_referred_before_the_bot_was_told() -> None:
    story = ExampleReferral().later(days=1)
    referred_at = MONDAY - timedelta(days=30)
    closed_at = MONDAY - timedelta(days=20)
    referral = story.refer(at=referred_at).close(at=closed_at).referral
    assert (referral.referred_at, referral.outcome_at) == (referred_at, closed_at)
    with pytest.raises(BadAnswer, match="can't be earlier"):
        story.act(Action.REDATE, at=referred_at - timedelta(days=1))


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (State.REJECTED, Action.APPEAL),
        (State.REJECTED, Action.CLOSE),
        (State.REJECTED, Action.VANISH),
        (State.APPEALED, Action.UPHOLD),
        (State.APPEALED, Action.OVERTURN),
        (State.REFERRED, Action.REJECT),
        (State.REFERRED, Action.RESTRICT),
        (State.REFERRED, Action.ACKNOWLEDGE),
    ],
)
def test_a_step_is_not_before_the_one_it_follows(state: State, action: Action) -> None:
    story = in_state(state)
    with pytest.raises(BadAnswer, match="can't be earlier"):
        story.act(action, at=MONDAY)


def test_change_date_needs_a_date_and_keeps_to_the_step_before() -> None:
    story = ExampleReferral().later(days=10).refer().later(days=10).close()
    with pytest.raises(BadAnswer, match="Choose the date") as refused:
        story.act(Action.REDATE)
    assert refused.value.field == "date"
    with pytest.raises(BadAnswer, match="12 March 2026"):
        story.act(Action.REDATE, at=MONDAY + timedelta(days=9))
    with pytest.raises(BadAnswer, match="in the future"):
        story.act(Action.REDATE, at=story.now + timedelta(days=1))
    story.act(Action.REDATE, at=MONDAY + timedelta(days=15))
    assert story.referral.outcome_at == MONDAY + timedelta(days=15)


def test_change_date_speaks_of_the_last_step_with_a_date() -> None:
    story = ExampleReferral().refer().reject().act(Action.APPEAL).act(Action.NOTE)
    assert dated_event(story.events) == story.events[3]
    story.undo()
    assert dated_event(story.events) == story.events[2]


def test_a_changed_date_is_what_later_steps_keep_to() -> None:
    story = ExampleReferral().later(days=20).refer()
    story.act(Action.REDATE, at=MONDAY + timedelta(days=5))
    assert story.close(at=MONDAY + timedelta(days=6)).referral.outcome_at == MONDAY + timedelta(
        days=6
    )


def test_the_day_on_which_a_page_was_referred_again_can_change() -> None:
    opening = first_event(13, action=Action.REFER_AGAIN, attempt=2, previous=12)
    story = ExampleReferral([opening]).later(days=2)
    day = MONDAY - timedelta(days=3)
    assert story.act(Action.REDATE, at=day).referral.referred_at == day


def test_the_pointer_to_a_new_referral_has_no_date_to_change() -> None:
    story = in_state(State.REJECTED).act(Action.REFER_AGAIN)
    assert dated_event(story.events) == story.events[2]


# --- appeals --------------------------------------------------------------------------------------

WINDOWS = [
    # rejected on, months, the last day
    ((2026, 1, 15), 6, (2026, 7, 15)),
    ((2025, 8, 31), 6, (2026, 2, 28)),
    ((2027, 8, 31), 6, (2028, 2, 29)),
    ((2026, 8, 30), 6, (2027, 2, 28)),
    ((2026, 3, 31), 1, (2026, 4, 30)),
    ((2026, 12, 31), 12, (2027, 12, 31)),
]


@pytest.mark.parametrize(("rejected", "months", "last"), WINDOWS)
def test_the_appeal_window_is_counted_by_the_calendar(
    rejected: tuple[int, int, int], months: int, last: tuple[int, int, int]
) -> None:
    """The last day counts whole, in the channel's zone."""
    at = datetime(*rejected, 14, 30, tzinfo=LONDON)
    rules = replace(RULES, default_appeal_months=months, zone=LONDON)
    story = ExampleReferral([first_event(at=at)], now=at, rules=rules).refer().reject()
    story.now = datetime(*last, 23, 59, 59, tzinfo=LONDON).astimezone(UTC)
    story.decide(Action.APPEAL)
    assert may_appeal(story.referral, story.events, story.now, rules)
    story.later(minutes=1 / 60)
    day = f"{last[2]} {datetime(*last).strftime('%B %Y')}"  # noqa: DTZ001
    with pytest.raises(NotPossible, match=f"The time to appeal R-12 ended on {day}"):
        story.decide(Action.APPEAL)
    assert not may_appeal(story.referral, story.events, story.now, rules)


def test_an_appeal_made_in_time_may_be_written_down_later() -> None:
    story = in_state(State.REJECTED)
    in_time = story.now + timedelta(days=100)
    story.later(days=300)
    story.act(Action.APPEAL, at=in_time)
    assert story.referral.appealed_at == in_time


@pytest.mark.parametrize(
    ("rules", "open_after"),
    [
        (Rules((), (), {}, 6), 150),
        (Rules((), (), {"facebook": 12}, 6), 300),
        (Rules((), (), {"youtube": 1}, 6), 150),
        (Rules((), (), {"facebook": None}, 6), 9000),
        (Rules((), (), {}, None), 9000),
    ],
    ids=["the default", "longer here", "another platform's", "none here", "none at all"],
)
def test_the_window_is_the_platform_s_own(rules: Rules, open_after: int) -> None:
    story = in_state(State.REJECTED)
    later = story.now + timedelta(days=open_after)
    assert may_appeal(story.referral, story.events, later, rules)
    ends = appeal_ends(story.referral, rules)
    assert (ends is None) is (open_after == 9000)


def test_the_window_runs_from_the_outcome_as_its_date_now_stands() -> None:
    story = ExampleReferral().refer().later(days=40).reject()
    before = appeal_ends(story.referral, RULES)
    story.act(Action.REDATE, at=story.now - timedelta(days=31))
    after = appeal_ends(story.referral, RULES)
    assert before is not None
    assert after is not None
    assert (before.date() - after.date()).days in (30, 31)


@pytest.mark.parametrize(
    ("state", "open_"),
    [
        (State.FLAGGED, False),
        (State.HELD, False),
        (State.REFERRED, False),
        (State.CLOSED, False),
        (State.RESTRICTED, True),
        (State.REJECTED, True),
        (State.APPEALED, False),
        (State.WITHDRAWN, False),
        (State.GONE, False),
    ],
)
def test_an_appeal_is_offered_after_a_rejection_or_a_restriction(state: State, open_: bool) -> None:
    story = in_state(state)
    assert may_appeal(story.referral, story.events, story.now, RULES) is open_


def test_an_upheld_appeal_is_final_until_it_is_undone() -> None:
    story = in_state(State.APPEALED).act(Action.UPHOLD)
    assert not may_appeal(story.referral, story.events, story.now, RULES)
    story.undo()
    assert story.act(Action.OVERTURN).state is State.CLOSED


def test_after_an_upheld_appeal_the_page_can_still_close() -> None:
    story = in_state(State.APPEALED).act(Action.UPHOLD).later(days=9).close()
    assert story.referral.closed_later_at == story.now
    assert story.referral.appeal_result == "upheld"


# --- clocks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", [timedelta(seconds=90), timedelta(hours=1), timedelta(days=400)])
def test_a_clock_that_was_set_back_dates_nothing_before_what_it_follows(back: timedelta) -> None:
    story = ExampleReferral().refer().reject()
    rejected = story.events[-1]
    story.now -= back
    for action in (Action.NOTE, Action.APPEAL, Action.OVERTURN):
        story.act(action)
        before, event = story.events[-2:]
        assert event.recorded_at >= before.recorded_at, action
        assert event.happened_at >= before.happened_at, action
    assert (story.referral.appealed_at or MONDAY) >= rejected.recorded_at


def test_nor_does_a_clock_that_runs_on_date_anything_late() -> None:
    story = ExampleReferral().refer().later(days=3).close()
    assert story.events[-1].happened_at == story.events[-1].recorded_at == story.now
