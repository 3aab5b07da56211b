"""One action on many: each wholly or not at all, told once a channel, taken back at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from bot.actions.recording.bulk import (
    AT_ONCE,
    Done,
    record_batch,
    snooze_batch,
    undo_batch,
)
from bot.domain.announcements import Message
from bot.domain.batches import EACH_AT_MOST, MOST, Picked
from bot.domain.errors import BadAnswer, NotFound
from bot.domain.lifecycle.referral import Action, State
from bot.domain.people import Person
from bot.sentences import refusals
from bot.sentences.recording import batches as sentences
from tests.harness.without_slack.action_harness import ActionHarness, page
from tests.harness.without_slack.examples import ANALYST, ANSWERS, DESK, LEAD, OTHER, SECOND


def referred(harness: ActionHarness, *numbers: int) -> None:
    for number in numbers:
        harness.flags(page(number))
        harness.to(number, Action.REFER)
    harness.sent()


def selects(harness: ActionHarness, numbers: Sequence[int], who: Person = SECOND) -> str:
    """Keep a selection as these stand now; what a form carries of it."""
    found = harness.read(lambda uow: uow.referrals.many(numbers))
    picked = [Picked.of(found[number]) for number in numbers]
    return harness.store.write(lambda uow: uow.batches.add(picked, who.id, harness.now)).uid


def records(
    harness: ActionHarness,
    uid: str,
    action: Action,
    numbers: Sequence[int],
    who: Person = SECOND,
    **answers: str,
) -> Done:
    given = {**ANSWERS.get(action, {}), **answers}
    actor = harness.actor(who, DESK)
    return harness.store.write(
        lambda uow: record_batch(uow, uid, numbers, action, given, actor, harness.config)
    )


def undoes(harness: ActionHarness, uid: str, who: Person = SECOND) -> Done:
    actor = harness.actor(who, DESK)
    return harness.store.write(lambda uow: undo_batch(uow, uid, actor, harness.config))


def states(harness: ActionHarness, *numbers: int) -> list[State]:
    return [harness.referral(number).state for number in numbers]


def test_a_few_are_told_as_each_alone_would_be(harness: ActionHarness) -> None:
    referred(harness, 1, 2)
    done = records(harness, selects(harness, [1, 2]), Action.CLOSE, [1, 2])
    assert (done.count, done.refused) == (2, {})
    assert harness.said() == [
        (DESK.id, kind, f"R-{number}") for number in (1, 2) for kind in (Message.CARD, Message.LINE)
    ]


def test_many_are_told_once_a_channel_and_their_cards_come_last(harness: ActionHarness) -> None:
    numbers = range(1, EACH_AT_MOST + 3)
    referred(harness, *numbers)
    harness.flags(page(90), place=OTHER)
    harness.to(numbers[-1] + 1, Action.REFER)
    harness.sent()
    every = [*numbers, numbers[-1] + 1]
    records(harness, selects(harness, every), Action.REJECT, every)
    said = harness.said()
    assert Counter((lane, kind) for lane, kind, _ in said) == {
        (DESK.id, Message.BATCH): 1,
        (DESK.id, Message.REDRAW): len(numbers),
        (OTHER.id, Message.CARD): 1,
        (OTHER.id, Message.LINE): 1,
    }
    desk = [kind for lane, kind, _ in said if lane == DESK.id]
    assert desk == [Message.BATCH] + [Message.REDRAW] * len(numbers)


def test_what_does_not_go_through_changes_nothing_and_is_named(harness: ActionHarness) -> None:
    referred(harness, 1, 2, 3, 4)
    uid = selects(harness, [1, 2, 3, 4])
    harness.does(Action.CLOSE, 2, ANALYST)
    harness.does(Action.HOLD, 3, LEAD)
    before = [harness.referral(number) for number in (2, 3)]
    done = records(harness, uid, Action.REJECT, [1, 2, 3])
    assert states(harness, 1, 4) == [State.REJECTED, State.REFERRED]
    assert [harness.referral(number) for number in (2, 3)] == before
    assert set(done.refused) == {"R-2", "R-3"}
    assert "closed" in done.refused["R-2"]
    assert done.refused["R-3"] == refusals.lead_first("R-3")


def test_a_selection_is_recorded_once_and_by_who_made_it(harness: ActionHarness) -> None:
    referred(harness, 1, 2)
    uid = selects(harness, [1, 2])
    with pytest.raises(NotFound, match="isn't kept"):
        records(harness, uid, Action.CLOSE, [1], ANALYST)
    records(harness, uid, Action.CLOSE, [1])
    with pytest.raises(NotFound, match="recorded already"):
        records(harness, uid, Action.CLOSE, [2])
    assert states(harness, 1, 2) == [State.CLOSED, State.REFERRED]


@pytest.mark.parametrize(
    ("action", "answers", "field"),
    [
        (Action.REJECT, {"reason": ""}, "reason"),
        (Action.REJECT, {"reason": "weather"}, "reason"),
        (Action.RESTRICT, {"restriction": " "}, "restriction"),
        (Action.WITHDRAW, {"reason": "duplicate"}, "duplicate_of"),
        (Action.NOTE, {"note": ""}, "note"),
        (Action.CLOSE, {"date": "yesterday"}, "date"),
    ],
)
def test_what_is_wrong_for_all_is_said_at_its_field(
    harness: ActionHarness, action: Action, answers: dict[str, str], field: str
) -> None:
    referred(harness, 1)
    uid = selects(harness, [1])
    with pytest.raises(BadAnswer) as refused:
        records(harness, uid, action, [1], SECOND, **answers)
    assert refused.value.field == field
    assert states(harness, 1) == [State.REFERRED]


def test_nothing_ticked_is_refused(harness: ActionHarness) -> None:
    referred(harness, 1)
    with pytest.raises(BadAnswer, match="Tick"):
        records(harness, selects(harness, [1]), Action.CLOSE, [])


def test_a_referrals_own_category_stays_and_the_answer_is_for_those_without(
    harness: ActionHarness,
) -> None:
    harness.flags(page(1), answers={"category": "vessels", "confidence": "certain"})
    harness.flags(page(2))
    uid = selects(harness, [1, 2])
    records(harness, uid, Action.REFER, [1, 2], category="documents", confidence="low")
    found = [harness.referral(number) for number in (1, 2)]
    assert [(one.category, str(one.confidence)) for one in found] == [
        ("vessels", "certain"),
        ("documents", "low"),
    ]


def test_undo_takes_back_what_nobody_changed_since_and_names_the_others(
    harness: ActionHarness,
) -> None:
    referred(harness, 1, 2, 3)
    uid = selects(harness, [1, 2, 3])
    records(harness, uid, Action.REJECT, [1, 2, 3])
    harness.does(Action.APPEAL, 2, ANALYST)
    done = undoes(harness, uid)
    assert states(harness, 1, 2, 3) == [State.REFERRED, State.APPEALED, State.REFERRED]
    assert done.refused == {"R-2": sentences.CHANGED_SINCE}
    assert set(undoes(harness, uid).refused) == {"R-1", "R-2", "R-3"}


def test_an_owner_is_given_back_and_a_note_stays(harness: ActionHarness) -> None:
    referred(harness, 1, 2)
    before = harness.referral(1).owner
    given = selects(harness, [1])
    records(harness, given, Action.ASSIGN, [1], owner=ANALYST.id)
    assert harness.referral(1).owner == ANALYST.id != before
    undoes(harness, given)
    assert harness.referral(1).owner == before
    noted = selects(harness, [2])
    records(harness, noted, Action.NOTE, [2], note="Seen again.")
    assert undoes(harness, noted).refused == {"R-2": sentences.STAYS}
    assert states(harness, 1, 2) == [State.REFERRED, State.REFERRED]


def test_reminders_of_several_are_snoozed(harness: ActionHarness) -> None:
    referred(harness, 1, 2)
    uid = selects(harness, [1, 2])
    actor = harness.actor(SECOND, DESK)
    done = harness.store.write(lambda uow: snooze_batch(uow, uid, [1, 2], "3", actor))
    assert done.snoozed == [1, 2]


def test_each_action_that_is_offered_has_words() -> None:
    for action in AT_ONCE:
        assert "a step of" not in sentences.recorded(action.value, 2)
    assert sentences.recorded("close", 1) == "You recorded 1 referral as closed."


def test_two_hundred_are_one_message_for_their_channel(harness: ActionHarness) -> None:
    """Line 4 of what was asked, in counts; `make bench NAME=bulk` has the time."""
    for start in range(1, 201, 20):
        harness.flags("\n".join(page(number) for number in range(start, start + 20)))
    harness.sent()
    numbers = list(range(1, 201))
    assert len(numbers) <= MOST
    harness.does(Action.HOLD, 200, LEAD)
    harness.sent()
    uid = selects(harness, numbers)
    done = records(harness, uid, Action.REFER, numbers)
    assert (done.count, done.refused) == (199, {"R-200": refusals.lead_first("R-200")})
    assert Counter(kind for _, kind, _ in harness.said()) == {
        Message.BATCH: 1,
        Message.REDRAW: 199 + 10,  # cards, and the lists that name them
    }
    back = undoes(harness, uid)
    assert (back.count, back.refused) == (199, {})
    assert set(states(harness, *numbers[:-1])) == {State.FLAGGED}
