"""Buttons and forms: recorded once, refused in words, linked to what follows, and no hold leaks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions.recording.record import check_open
from bot.domain.announcements import Message
from bot.domain.errors import BadAnswer, NotFound, NotPossible, Refusal, Stale
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, State
from bot.domain.people import Person
from bot.sentences.cards import HELD_ANSWER
from storage.database import open_store
from tests.harness.without_slack.action_harness import TEAM, ActionHarness, config, page
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


def rejected(harness: ActionHarness) -> None:
    harness.flags()
    harness.to(1, Action.REFER, Action.REJECT)
    harness.sent()


# --- recorded -------------------------------------------------------------------------------------


def test_a_step_is_saved_with_its_event_and_told(harness: ActionHarness) -> None:
    harness.flags()
    harness.sent()
    acted = harness.does(Action.REFER)
    assert acted.before.state is State.FLAGGED
    assert acted.after == harness.referral() == replay(harness.history())
    assert acted.event == harness.history()[-1]
    assert harness.said() == [(DESK.id, Message.CARD, "R-1"), (DESK.id, Message.LINE, "R-1")]


def test_a_refused_step_changes_nothing(harness: ActionHarness) -> None:
    harness.flags()
    harness.sent()
    before = harness.referral()
    for action, who in ((Action.CLOSE, SECOND), (Action.HOLD, ANALYST), (Action.WITHDRAW, ANALYST)):
        with pytest.raises(Refusal):
            harness.does(action, 1, who)
    with pytest.raises(BadAnswer):
        harness.does(Action.REFER, category="cats")
    assert harness.referral() == before
    assert harness.actions() == ["flag"]
    assert harness.said() == []


def test_what_is_not_there_is_said(harness: ActionHarness) -> None:
    with pytest.raises(NotFound, match="There is no R-7 here"):
        harness.does(Action.CLOSE, 7)


# --- stale cards and double clicks ----------------------------------------------------------------


def test_a_stale_card_says_who_did_what_meanwhile(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.REFER)
    harness.does(Action.CLOSE, 1, ANALYST, seen=2)
    with pytest.raises(Stale) as refused:
        harness.does(Action.REJECT, seen=2)
    assert refused.value.sentence == (
        "R-1 has changed since you looked: Analyst recorded it as closed on 2 March 2026, 09:02. "
        "Nothing was recorded for you; it is closed now."
    )
    with pytest.raises(Stale, match=r"Analyst recorded it as closed on .* \(2 changes\)"):
        harness.does(Action.REFER, seen=1)
    assert harness.actions() == ["flag", "refer", "close"]


def test_a_card_of_a_version_that_never_was(harness: ActionHarness) -> None:
    harness.flags()
    with pytest.raises(Stale, match="R-1 as it was before a backup was restored"):
        harness.does(Action.REFER, seen=9)


def test_a_double_click_answers_as_the_first_and_does_nothing(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.REFER)
    first = harness.does(Action.CLOSE, seen=2)
    harness.sent()
    second = harness.does(Action.CLOSE, seen=2)
    assert (second.before, second.after, second.event) == (first.before, first.after, first.event)
    assert harness.actions() == ["flag", "refer", "close"]
    assert harness.said() == []


@pytest.mark.parametrize(
    ("actions", "twice"),
    [
        ((Action.REFER, Action.CLOSE), Action.REAPPEAR),
        ((Action.REFER, Action.REJECT), Action.REFER_AGAIN),
    ],
)
def test_a_double_click_that_opened_a_referral_shows_that_one(
    harness: ActionHarness, actions: tuple[Action, ...], twice: Action
) -> None:
    harness.flags()
    harness.to(1, *actions)
    first = harness.does(twice, seen=3)
    second = harness.does(twice, seen=3)
    assert first.new is not None
    assert second.new == first.new == harness.referral(2)
    assert not harness.exists(3)


def test_the_same_button_of_another_person_is_no_double_click(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.REFER, 1, SECOND, seen=1)
    with pytest.raises(Stale, match="Second marked it as referred"):
        harness.does(Action.REFER, 1, ANALYST, seen=1)


def test_another_note_from_the_same_card_is_not_lost_as_a_double(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.NOTE, seen=1, note="first")
    with pytest.raises(Stale, match="Second added a note"):
        harness.does(Action.NOTE, seen=1, note="second")
    assert harness.does(Action.NOTE, seen=1, note="first").event.seq == 2
    assert harness.actions() == ["flag", "note"]


def test_another_reason_from_the_same_card_is_not_a_double(harness: ActionHarness) -> None:
    rejected(harness)
    harness.does(Action.UNDO, 1, LEAD, seen=3)
    harness.does(Action.REJECT, seen=4, reason="legal")
    with pytest.raises(Stale):
        harness.does(Action.REJECT, seen=4, reason="terms")


def test_an_undo_clicked_twice_takes_one_step_back(harness: ActionHarness) -> None:
    rejected(harness)
    harness.does(Action.UNDO, 1, LEAD, seen=3)
    assert harness.does(Action.UNDO, 1, LEAD, seen=3).after.state is State.REFERRED


# --- referred again, reappeared -------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [Action.REJECT, Action.RESTRICT])
def test_referring_again_opens_a_referred_attempt(harness: ActionHarness, outcome: Action) -> None:
    harness.flags(f"{page()} two boats")
    before = harness.to(1, Action.REFER, outcome)
    harness.later(days=3)
    acted = harness.does(Action.REFER_AGAIN, 1, ANALYST, reason="another basis", basis="law")
    new = harness.referral(2)
    assert acted.new == new
    assert (new.state, new.attempt, new.previous) == (State.REFERRED, 2, 1)
    assert (new.referred_at, new.flagged_at) == (harness.now, harness.now)
    assert (new.category, new.confidence, new.basis) == ("crossing", "certain", "law")
    assert new.confidence_when_referred == "certain"
    assert (new.url, new.page_key, new.note) == (before.url, before.page_key, "two boats")
    assert (new.flagger, new.owner) == (ANALYST.id, ANALYST.id)
    assert harness.referral(1).state is before.state
    assert harness.history(1)[-1].facts == {"reason": "another basis", "basis": "law", "next": 2}


@pytest.mark.parametrize("ending", [Action.CLOSE, Action.VANISH])
def test_what_reappears_opens_a_flagged_attempt(harness: ActionHarness, ending: Action) -> None:
    harness.flags()
    before = harness.to(1, Action.REFER, ending)
    acted = harness.does(Action.REAPPEAR)
    new = harness.referral(2)
    assert acted.new == new
    assert (new.state, new.attempt, new.previous) == (State.FLAGGED, 2, 1)
    assert (new.category, new.referred_at) == ("crossing", None)
    assert (acted.after.state, acted.after.outcome) == (before.state, before.outcome)
    assert acted.after.reappeared_at == harness.now


def test_both_cards_are_brought_up_to_date(harness: ActionHarness) -> None:
    rejected(harness)
    harness.does(Action.REFER_AGAIN)
    assert harness.said() == [
        (DESK.id, Message.CARD, "R-2"),
        (DESK.id, Message.CARD, "R-1"),
        (DESK.id, Message.LINE, "R-1"),
    ]


@pytest.mark.parametrize("action", [Action.APPEAL, Action.HOLD, Action.REFER_AGAIN])
def test_while_the_page_is_live_again_the_old_one_does_not_become_live(
    harness: ActionHarness, action: Action
) -> None:
    rejected(harness)
    harness.does(Action.REFER_AGAIN)
    with pytest.raises(NotPossible, match="Another referral of R-1's page is already open"):
        harness.does(action, 1, LEAD)
    assert harness.does(Action.CLOSE, 1).after.state is State.CLOSED


def opens_form(harness: ActionHarness, action: Action, number: int, who: Person = SECOND) -> None:
    """What stands before a form: raises the refusal of the action itself."""
    referral, events = harness.referral(number), harness.history(number)
    harness.read(
        lambda uow: check_open(
            uow, referral, events, action, harness.actor(who, DESK), harness.config
        )
    )


@pytest.mark.parametrize("action", [Action.APPEAL, Action.REFER_AGAIN])
def test_no_form_opens_for_what_no_answer_makes_possible(
    harness: ActionHarness, action: Action
) -> None:
    rejected(harness)
    opens_form(harness, action, 1)
    harness.does(Action.REFER_AGAIN)
    with pytest.raises(NotPossible, match="Another referral of R-1's page is already open"):
        opens_form(harness, action, 1)
    with pytest.raises(NotPossible, match="can't be"):
        opens_form(harness, action, 2)


def test_undo_waits_until_the_other_one_is_withdrawn(harness: ActionHarness) -> None:
    rejected(harness)
    harness.does(Action.REFER_AGAIN)
    with pytest.raises(NotPossible, match="Another referral of R-1's page is open"):
        harness.does(Action.UNDO, 1, LEAD)
    harness.does(Action.WITHDRAW, 2)
    assert harness.does(Action.UNDO, 1, LEAD).after.state is State.REJECTED
    assert harness.does(Action.APPEAL, 1).after.state is State.APPEALED


def test_a_date_that_moves_is_stored(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.REFER)
    harness.later(days=5)
    harness.does(Action.CLOSE)
    day = harness.now - timedelta(days=2)
    acted = harness.does(Action.REDATE, at=day)
    assert harness.referral().outcome_at == day == acted.after.outcome_at
    assert harness.does(Action.UNDO, 1, LEAD).after == harness.referral()
    assert harness.referral().outcome_at is None


# --- duplicates -----------------------------------------------------------------------------------


def test_a_duplicate_is_of_one_that_the_person_can_see(harness: ActionHarness) -> None:
    harness.flags(page(1))
    harness.flags(page(2))
    harness.does(Action.HOLD, 2, LEAD)
    said = set()
    for other in ("R-2", "R-99"):
        with pytest.raises(NotFound) as refused:
            harness.does(Action.WITHDRAW, 1, reason="duplicate", duplicate_of=other)
        said.add(refused.value.sentence.replace(other, "R-n"))
    assert len(said) == 1
    with pytest.raises(BadAnswer, match="R-1 can't be a duplicate"):
        harness.does(Action.WITHDRAW, 1, reason="duplicate", duplicate_of="R-1")
    harness.does(Action.WITHDRAW, 1, LEAD, reason="duplicate", duplicate_of="R-2")
    assert harness.history(1)[-1].facts["duplicate_of"] == 2


# --- holds do not leak ----------------------------------------------------------------------------


def test_a_held_referral_answers_as_one_that_never_was(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.HOLD, 1, LEAD)
    harness.sent()
    for action in Action:
        with pytest.raises(NotFound, match="There is no R-1 here"):
            harness.does(action, 1, SECOND)
    assert harness.actions() == ["flag", "hold"]
    assert harness.said() == []


def test_a_stale_card_does_not_tell_of_a_hold(harness: ActionHarness) -> None:
    harness.flags()
    harness.does(Action.REFER)
    harness.to(1, Action.HOLD, Action.NOTE, Action.RELEASE)
    with pytest.raises(Stale) as refused:
        harness.does(Action.CLOSE, seen=2)
    assert refused.value.sentence == (
        "R-1 has changed since you looked. Nothing was recorded for you; it is referred now."
    )
    with pytest.raises(Stale, match="Lead released it"):
        harness.does(Action.CLOSE, 1, LEAD2, seen=2)


@pytest.fixture
def held_attempt(harness: ActionHarness) -> ActionHarness:
    """R-1 was rejected, R-2 is the page's next attempt, and a lead holds it."""
    rejected(harness)
    harness.does(Action.REFER_AGAIN)
    harness.does(Action.HOLD, 2, LEAD)
    harness.sent()
    return harness


@pytest.mark.parametrize("action", [Action.REFER_AGAIN, Action.APPEAL])
def test_what_a_hold_stands_against_is_answered_as_under_review(
    held_attempt: ActionHarness, action: Action
) -> None:
    harness = held_attempt
    before = harness.referral(1)
    acted = harness.does(action, 1, SECOND)
    assert acted.review
    assert acted.new is None
    opens_form(harness, action, 1)
    assert harness.referral(1) == before
    assert not harness.exists(3)
    assert {lane for lane, _, _ in harness.said()} == {f"@{LEAD.id}", f"@{LEAD2.id}"}
    assert harness.history(2)[-1].personal["note"] == f"Asked for “{action}” on R-1."
    assert HELD_ANSWER


def test_what_is_otherwise_wrong_is_said_first_whether_a_hold_stands_or_not(
    held_attempt: ActionHarness,
) -> None:
    with pytest.raises(BadAnswer, match="on what ground"):
        held_attempt.does(Action.APPEAL, 1, SECOND, ground="")
    with pytest.raises(Stale):
        held_attempt.does(Action.APPEAL, 1, SECOND, seen=2)
    assert held_attempt.actions(2) == ["refer again", "hold"]


def test_a_lead_is_told_that_the_page_is_open(held_attempt: ActionHarness) -> None:
    with pytest.raises(NotPossible, match="already open"):
        held_attempt.does(Action.APPEAL, 1, LEAD)


def test_a_step_that_needs_no_live_place_goes_on_beside_a_hold(held_attempt: ActionHarness) -> None:
    acted = held_attempt.does(Action.CLOSE, 1, SECOND)
    assert not acted.review
    assert acted.after.state is State.CLOSED


def test_what_reappears_goes_to_the_leads_where_config_says_so(harness: ActionHarness) -> None:
    harness.flags()
    harness.to(1, Action.REFER, Action.CLOSE)
    harness.config = config(lead_review=["facebook"])
    harness.sent()
    acted = harness.does(Action.REAPPEAR)
    assert acted.review
    assert acted.new is None
    assert "next" not in acted.event.facts
    assert harness.referral(2).state is State.HELD
    assert [kind for lane, kind, _ in harness.said() if lane.startswith("@")] == [Message.HELD] * 2
    harness.does(Action.WITHDRAW, 2, LEAD)
    assert harness.does(Action.REAPPEAR, 1, LEAD).new == harness.referral(3)


# --- private places -------------------------------------------------------------------------------


def test_what_was_flagged_in_private_is_acted_on_there_and_by_its_owner(
    harness: ActionHarness,
) -> None:
    harness.flags(place=SECRET)
    for who, place in ((ANALYST, DESK), (ANALYST, DIRECT), (SECOND, OTHER), (ANALYST, None)):
        with pytest.raises(NotFound):
            harness.does(Action.REFER, 1, who, place=place)
    assert harness.does(Action.REFER, 1, ANALYST, place=SECRET).after.state is State.REFERRED
    # From the reminder, in the owner's conversation with the bot, and from App Home.
    assert harness.does(Action.CLOSE, 1, SECOND, place=DIRECT).after.state is State.CLOSED
    assert harness.does(Action.NOTE, 1, SECOND, place=None).after.state is State.CLOSED


# --- random walks on the real store ---------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from([None, *(action for action in Action if action is not Action.FLAG)]),
        st.integers(1, 6),
        st.sampled_from([SECOND, ANALYST, LEAD]),
        st.sampled_from([0, 15, 60 * 24 * 40]),
    ),
    max_size=30,
)


@given(STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_people_do_a_page_has_one_live_referral_and_its_history_makes_it(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_sqlite: bytes,
    steps: list[tuple[Action | None, int, Person, int]],
) -> None:
    path = tmp_path_factory.mktemp("walk") / "walk.db"
    path.write_bytes(migrated_sqlite)
    with open_store(f"sqlite:///{path}") as store:
        harness = ActionHarness(store)
        harness.knows(*TEAM)
        harness.flags(page())
        harness.flags(page(2))
        for action, number, who, minutes in steps:
            harness.later(minutes=minutes)
            try:
                if action is None:
                    harness.flags(page(number % 2 + 1), who)
                else:
                    at = harness.now if action is Action.REDATE else None
                    harness.does(action, number, who, at=at, seen=None, place=DESK)
            except Refusal as refused:
                text = refused.sentence
                assert text.endswith((".", ")"))
        live: dict[str, list[int]] = {}
        number = 1
        while harness.exists(number):
            referral = harness.referral(number)
            assert replay(harness.history(number)) == referral
            if referral.live:
                live.setdefault(referral.page_key, []).append(number)
            if referral.previous:
                before = harness.referral(referral.previous)
                assert before.page_key == referral.page_key
                assert referral.attempt == before.attempt + 1
            number += 1
        assert all(len(numbers) == 1 for numbers in live.values()), live
