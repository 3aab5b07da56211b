"""Any history that the lifecycle permits is read back as it was, and verifies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.lifecycle.actions import TRANSITIONS, permitted
from bot.domain.lifecycle.history import last_undoable, replay
from bot.domain.lifecycle.referral import Action, Event, Fact, State
from bot.ports.store import UnitOfWork
from storage.database import SqlStore
from tests.harness.without_slack.stored_events import MONDAY, flagged

FREE = (Action.NOTE, Action.ASSIGN)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)


def said(draw: st.DrawFn, action: Action) -> tuple[dict[str, Fact], dict[str, str]]:
    """Facts and personal values as such an event may have them."""
    facts: dict[str, Fact] = {}
    if action in (Action.REFER, Action.DESCRIBE):
        facts = {"category": draw(TEXT), "confidence": "certain", "basis": "law"}
    elif action in (Action.REJECT, Action.WITHDRAW):
        facts = {"reason": draw(TEXT)}
    elif action is Action.OVERTURN:
        facts = {"now": draw(st.sampled_from(["closed", "restricted"]))}
    names = ("words", "restriction", "ground", "reason", "note", "owner")
    personal = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, TEXT)))
    return facts, {"actor": "U1", **personal}


@st.composite
def histories(draw: st.DrawFn) -> tuple[Event, ...]:
    """A walk through the lifecycle's table, with undos and changed dates."""
    events: tuple[Event, ...] = (flagged(1, note=draw(TEXT), private=draw(st.booleans())),)
    for _ in range(draw(st.integers(0, 10))):
        stands = replay(events)
        last = last_undoable(events)
        free = (*FREE, Action.DESCRIBE) if stands.state is State.FLAGGED else FREE
        lines = [line for line in TRANSITIONS if line is permitted(stands, line.action)]
        actions = [line.action for line in lines] + list(free)
        if last is None:
            actions = [action for action in actions if action is not Action.UNDO]
        else:
            actions.append(Action.REDATE)
        action = draw(st.sampled_from(sorted(set(actions))))
        facts, personal = said(draw, action)
        at = MONDAY + timedelta(microseconds=draw(st.integers(0, 10**15)))
        target = last.seq if last and action in (Action.UNDO, Action.REDATE) else None
        events += (Event(1, len(events) + 1, action, at, at, facts, personal, target),)
    return events


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories())
def test_what_is_recorded_is_what_is_read(store: SqlStore, history: tuple[Event, ...]) -> None:
    def work(unit: UnitOfWork) -> int:
        number = unit.referrals.reserve_number()
        for seq in range(1, len(history) + 1):
            told = moved(history[:seq], number)
            unit.referrals.record(replay(told), told[-1], None)
        return number

    number = store.write(work)
    told = moved(history, number)

    def look(unit: UnitOfWork) -> None:
        assert unit.referrals.history(number) == told
        assert unit.referrals.get(number) == replay(told)

    store.read(look)
    store.write(lambda unit: unit.audit.seal(5))
    assert store.read(lambda unit: unit.audit.verify())[1] == ()


def moved(history: tuple[Event, ...], number: int) -> tuple[Event, ...]:
    """The history as that of another referral, of a page of its own."""
    return tuple(
        replace(
            event,
            referral=number,
            personal={**event.personal, "page_key": f"k{number}"}
            if event.seq == 1
            else event.personal,
        )
        for event in history
    )
