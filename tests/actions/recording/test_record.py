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
from tests.actions.desk import TEAM, Desk, config, page
from tests.domain.making import ANALYST, DESK, DIRECT, LEAD, LEAD2, OTHER, SECOND, SECRET


def rejected(desk: Desk) -> None:
    desk.flags()
    desk.to(1, Action.REFER, Action.REJECT)
    desk.sent()


# --- recorded -------------------------------------------------------------------------------------


def test_a_step_is_saved_with_its_event_and_told(desk: Desk) -> None:
    desk.flags()
    desk.sent()
    acted = desk.does(Action.REFER)
    assert acted.before.state is State.FLAGGED
    assert acted.after == desk.referral() == replay(desk.history())
    assert acted.event == desk.history()[-1]
    assert desk.said() == [(DESK.id, Message.CARD, "R-1"), (DESK.id, Message.LINE, "R-1")]


def test_a_refused_step_changes_nothing(desk: Desk) -> None:
    desk.flags()
    desk.sent()
    before = desk.referral()
    for action, who in ((Action.CLOSE, SECOND), (Action.HOLD, ANALYST), (Action.WITHDRAW, ANALYST)):
        with pytest.raises(Refusal):
            desk.does(action, 1, who)
    with pytest.raises(BadAnswer):
        desk.does(Action.REFER, category="cats")
    assert desk.referral() == before
    assert desk.actions() == ["flag"]
    assert desk.said() == []


def test_what_is_not_there_is_said(desk: Desk) -> None:
    with pytest.raises(NotFound, match="There is no R-7 here"):
        desk.does(Action.CLOSE, 7)


# --- stale cards and double clicks ----------------------------------------------------------------


def test_a_stale_card_says_who_did_what_meanwhile(desk: Desk) -> None:
    desk.flags()
    desk.does(Action.REFER)
    desk.does(Action.CLOSE, 1, ANALYST, seen=2)
    with pytest.raises(Stale) as refused:
        desk.does(Action.REJECT, seen=2)
    assert refused.value.sentence == (
        "R-1 has changed since you looked: Analyst recorded it as closed on 2 March 2026, 09:02. "
        "Nothing was recorded for you; it is closed now."
    )
    with pytest.raises(Stale, match=r"Analyst recorded it as closed on .* \(2 changes\)"):
        desk.does(Action.REFER, seen=1)
    assert desk.actions() == ["flag", "refer", "close"]


def test_a_card_of_a_version_that_never_was(desk: Desk) -> None:
    desk.flags()
    with pytest.raises(Stale, match="newer than what I know of R-1"):
        desk.does(Action.REFER, seen=9)


def test_a_double_click_answers_as_the_first_and_does_nothing(desk: Desk) -> None:
    desk.flags()
    desk.does(Action.REFER)
    first = desk.does(Action.CLOSE, seen=2)
    desk.sent()
    second = desk.does(Action.CLOSE, seen=2)
    assert (second.before, second.after, second.event) == (first.before, first.after, first.event)
    assert desk.actions() == ["flag", "refer", "close"]
    assert desk.said() == []


@pytest.mark.parametrize(
    ("actions", "twice"),
    [
        ((Action.REFER, Action.CLOSE), Action.REAPPEAR),
        ((Action.REFER, Action.REJECT), Action.REFER_AGAIN),
    ],
)
def test_a_double_click_that_opened_a_referral_shows_that_one(
    desk: Desk, actions: tuple[Action, ...], twice: Action
) -> None:
    desk.flags()
    desk.to(1, *actions)
    first = desk.does(twice, seen=3)
    second = desk.does(twice, seen=3)
    assert first.new is not None
    assert second.new == first.new == desk.referral(2)
    assert not desk.exists(3)


def test_the_same_button_of_another_person_is_no_double_click(desk: Desk) -> None:
    desk.flags()
    desk.does(Action.REFER, 1, SECOND, seen=1)
    with pytest.raises(Stale, match="Second marked it as referred"):
        desk.does(Action.REFER, 1, ANALYST, seen=1)


def test_another_note_from_the_same_card_is_not_lost_as_a_double(desk: Desk) -> None:
    desk.flags()
    desk.does(Action.NOTE, seen=1, note="first")
    with pytest.raises(Stale, match="Second added a note"):
        desk.does(Action.NOTE, seen=1, note="second")
    assert desk.does(Action.NOTE, seen=1, note="first").event.seq == 2
    assert desk.actions() == ["flag", "note"]


def test_another_reason_from_the_same_card_is_not_a_double(desk: Desk) -> None:
    rejected(desk)
    desk.does(Action.UNDO, 1, LEAD, seen=3)
    desk.does(Action.REJECT, seen=4, reason="legal")
    with pytest.raises(Stale):
        desk.does(Action.REJECT, seen=4, reason="terms")


def test_an_undo_clicked_twice_takes_one_step_back(desk: Desk) -> None:
    rejected(desk)
    desk.does(Action.UNDO, 1, LEAD, seen=3)
    assert desk.does(Action.UNDO, 1, LEAD, seen=3).after.state is State.REFERRED


# --- referred again, reappeared -------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [Action.REJECT, Action.RESTRICT])
def test_referring_again_opens_a_referred_attempt(desk: Desk, outcome: Action) -> None:
    desk.flags(f"{page()} two boats")
    before = desk.to(1, Action.REFER, outcome)
    desk.later(days=3)
    acted = desk.does(Action.REFER_AGAIN, 1, ANALYST, reason="another basis", basis="law")
    new = desk.referral(2)
    assert acted.new == new
    assert (new.state, new.attempt, new.previous) == (State.REFERRED, 2, 1)
    assert (new.referred_at, new.flagged_at) == (desk.now, desk.now)
    assert (new.category, new.confidence, new.basis) == ("crossing", "certain", "law")
    assert new.confidence_when_referred == "certain"
    assert (new.url, new.page_key, new.note) == (before.url, before.page_key, "two boats")
    assert (new.flagger, new.owner) == (ANALYST.id, ANALYST.id)
    assert desk.referral(1).state is before.state
    assert desk.history(1)[-1].facts == {"reason": "another basis", "basis": "law", "next": 2}


@pytest.mark.parametrize("ending", [Action.CLOSE, Action.VANISH])
def test_what_reappears_opens_a_flagged_attempt(desk: Desk, ending: Action) -> None:
    desk.flags()
    before = desk.to(1, Action.REFER, ending)
    acted = desk.does(Action.REAPPEAR)
    new = desk.referral(2)
    assert acted.new == new
    assert (new.state, new.attempt, new.previous) == (State.FLAGGED, 2, 1)
    assert (new.category, new.referred_at) == ("crossing", None)
    assert (acted.after.state, acted.after.outcome) == (before.state, before.outcome)
    assert acted.after.reappeared_at == desk.now


def test_both_cards_are_brought_up_to_date(desk: Desk) -> None:
    rejected(desk)
    desk.does(Action.REFER_AGAIN)
    assert desk.said() == [
        (DESK.id, Message.CARD, "R-2"),
        (DESK.id, Message.CARD, "R-1"),
        (DESK.id, Message.LINE, "R-1"),
    ]


@pytest.mark.parametrize("action", [Action.APPEAL, Action.HOLD, Action.REFER_AGAIN])
def test_while_the_page_is_live_again_the_old_one_does_not_become_live(
    desk: Desk, action: Action
) -> None:
    rejected(desk)
    desk.does(Action.REFER_AGAIN)
    with pytest.raises(NotPossible, match="Another referral of R-1's page is already open"):
        desk.does(action, 1, LEAD)
    assert desk.does(Action.CLOSE, 1).after.state is State.CLOSED


def opens_form(desk: Desk, action: Action, number: int, who: Person = SECOND) -> None:
    """What stands before a form: raises the refusal of the action itself."""
    referral, events = desk.referral(number), desk.history(number)
    desk.read(
        lambda uow: check_open(uow, referral, events, action, desk.actor(who, DESK), desk.config)
    )


@pytest.mark.parametrize("action", [Action.APPEAL, Action.REFER_AGAIN])
def test_no_form_opens_for_what_no_answer_makes_possible(desk: Desk, action: Action) -> None:
    rejected(desk)
    opens_form(desk, action, 1)
    desk.does(Action.REFER_AGAIN)
    with pytest.raises(NotPossible, match="Another referral of R-1's page is already open"):
        opens_form(desk, action, 1)
    with pytest.raises(NotPossible, match="can't be"):
        opens_form(desk, action, 2)


def test_undo_waits_until_the_other_one_is_withdrawn(desk: Desk) -> None:
    rejected(desk)
    desk.does(Action.REFER_AGAIN)
    with pytest.raises(NotPossible, match="Another referral of R-1's page is open"):
        desk.does(Action.UNDO, 1, LEAD)
    desk.does(Action.WITHDRAW, 2)
    assert desk.does(Action.UNDO, 1, LEAD).after.state is State.REJECTED
    assert desk.does(Action.APPEAL, 1).after.state is State.APPEALED


def test_a_date_that_moves_is_stored(desk: Desk) -> None:
    desk.flags()
    desk.does(Action.REFER)
    desk.later(days=5)
    desk.does(Action.CLOSE)
    day = desk.now - timedelta(days=2)
    acted = desk.does(Action.REDATE, at=day)
    assert desk.referral().outcome_at == day == acted.after.outcome_at
    assert desk.does(Action.UNDO, 1, LEAD).after == desk.referral()
    assert desk.referral().outcome_at is None


# --- duplicates -----------------------------------------------------------------------------------


def test_a_duplicate_is_of_one_that_the_person_can_see(desk: Desk) -> None:
    desk.flags(page(1))
    desk.flags(page(2))
    desk.does(Action.HOLD, 2, LEAD)
    said = set()
    for other in ("R-2", "R-99"):
        with pytest.raises(NotFound) as refused:
            desk.does(Action.WITHDRAW, 1, reason="duplicate", duplicate_of=other)
        said.add(refused.value.sentence.replace(other, "R-n"))
    assert len(said) == 1
    with pytest.raises(BadAnswer, match="R-1 can't be a duplicate"):
        desk.does(Action.WITHDRAW, 1, reason="duplicate", duplicate_of="R-1")
    desk.does(Action.WITHDRAW, 1, LEAD, reason="duplicate", duplicate_of="R-2")
    assert desk.history(1)[-1].facts["duplicate_of"] == 2


# --- holds do not leak ----------------------------------------------------------------------------


def test_a_held_referral_answers_as_one_that_never_was(desk: Desk) -> None:
    desk.flags()
    desk.does(Action.HOLD, 1, LEAD)
    desk.sent()
    for action in Action:
        with pytest.raises(NotFound, match="There is no R-1 here"):
            desk.does(action, 1, SECOND)
    assert desk.actions() == ["flag", "hold"]
    assert desk.said() == []


def test_a_stale_card_does_not_tell_of_a_hold(desk: Desk) -> None:
    desk.flags()
    desk.does(Action.REFER)
    desk.to(1, Action.HOLD, Action.NOTE, Action.RELEASE)
    with pytest.raises(Stale) as refused:
        desk.does(Action.CLOSE, seen=2)
    assert refused.value.sentence == (
        "R-1 has changed since you looked. Nothing was recorded for you; it is referred now."
    )
    with pytest.raises(Stale, match="Lead released it"):
        desk.does(Action.CLOSE, 1, LEAD2, seen=2)


@pytest.fixture
def held_attempt(desk: Desk) -> Desk:
    """R-1 was rejected, R-2 is the page's next attempt, and a lead holds it."""
    rejected(desk)
    desk.does(Action.REFER_AGAIN)
    desk.does(Action.HOLD, 2, LEAD)
    desk.sent()
    return desk


@pytest.mark.parametrize("action", [Action.REFER_AGAIN, Action.APPEAL])
def test_what_a_hold_stands_against_is_answered_as_under_review(
    held_attempt: Desk, action: Action
) -> None:
    desk = held_attempt
    before = desk.referral(1)
    acted = desk.does(action, 1, SECOND)
    assert acted.review
    assert acted.new is None
    opens_form(desk, action, 1)
    assert desk.referral(1) == before
    assert not desk.exists(3)
    assert {lane for lane, _, _ in desk.said()} == {f"@{LEAD.id}", f"@{LEAD2.id}"}
    assert desk.history(2)[-1].personal["note"] == f"Asked for “{action}” on R-1."
    assert HELD_ANSWER


def test_what_is_otherwise_wrong_is_said_first_whether_a_hold_stands_or_not(
    held_attempt: Desk,
) -> None:
    with pytest.raises(BadAnswer, match="on what ground"):
        held_attempt.does(Action.APPEAL, 1, SECOND, ground="")
    with pytest.raises(Stale):
        held_attempt.does(Action.APPEAL, 1, SECOND, seen=2)
    assert held_attempt.actions(2) == ["refer again", "hold"]


def test_a_lead_is_told_that_the_page_is_open(held_attempt: Desk) -> None:
    with pytest.raises(NotPossible, match="already open"):
        held_attempt.does(Action.APPEAL, 1, LEAD)


def test_a_step_that_needs_no_live_place_goes_on_beside_a_hold(held_attempt: Desk) -> None:
    acted = held_attempt.does(Action.CLOSE, 1, SECOND)
    assert not acted.review
    assert acted.after.state is State.CLOSED


def test_what_reappears_goes_to_the_leads_where_config_says_so(desk: Desk) -> None:
    desk.flags()
    desk.to(1, Action.REFER, Action.CLOSE)
    desk.config = config(lead_review=["facebook"])
    desk.sent()
    acted = desk.does(Action.REAPPEAR)
    assert acted.review
    assert acted.new is None
    assert "next" not in acted.event.facts
    assert desk.referral(2).state is State.HELD
    assert [kind for lane, kind, _ in desk.said() if lane.startswith("@")] == [Message.HELD] * 2
    desk.does(Action.WITHDRAW, 2, LEAD)
    assert desk.does(Action.REAPPEAR, 1, LEAD).new == desk.referral(3)


# --- private places -------------------------------------------------------------------------------


def test_what_was_flagged_in_private_is_acted_on_there_and_by_its_owner(desk: Desk) -> None:
    desk.flags(place=SECRET)
    for who, place in ((ANALYST, DESK), (ANALYST, DIRECT), (SECOND, OTHER), (ANALYST, None)):
        with pytest.raises(NotFound):
            desk.does(Action.REFER, 1, who, place=place)
    assert desk.does(Action.REFER, 1, ANALYST, place=SECRET).after.state is State.REFERRED
    # From the reminder, in the owner's conversation with the bot, and from App Home.
    assert desk.does(Action.CLOSE, 1, SECOND, place=DIRECT).after.state is State.CLOSED
    assert desk.does(Action.NOTE, 1, SECOND, place=None).after.state is State.CLOSED


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
        desk = Desk(store)
        desk.knows(*TEAM)
        desk.flags(page())
        desk.flags(page(2))
        for action, number, who, minutes in steps:
            desk.later(minutes=minutes)
            try:
                if action is None:
                    desk.flags(page(number % 2 + 1), who)
                else:
                    at = desk.now if action is Action.REDATE else None
                    desk.does(action, number, who, at=at, seen=None, place=DESK)
            except Refusal as refused:
                text = refused.sentence
                assert text.endswith((".", ")"))
        live: dict[str, list[int]] = {}
        number = 1
        while desk.exists(number):
            referral = desk.referral(number)
            assert replay(desk.history(number)) == referral
            if referral.live:
                live.setdefault(referral.page_key, []).append(number)
            if referral.previous:
                before = desk.referral(referral.previous)
                assert before.page_key == referral.page_key
                assert referral.attempt == before.attempt + 1
            number += 1
        assert all(len(numbers) == 1 for numbers in live.values()), live
