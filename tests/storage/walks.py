"""Random but possible histories of many referrals, for figures to be counted of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.domain.lifecycle.actions import TRANSITIONS, permitted
from bot.domain.lifecycle.history import last_undoable, replay
from bot.domain.lifecycle.referral import LIVE, Action, Basis, Event, Fact, Referral, State
from bot.ports.store import UnitOfWork
from storage.database import SqlStore

PLATFORMS = ("facebook", "youtube", "متصفح")
CATEGORIES = ("crossing", "vessels")
CHANNELS = ("C1", "C2")
CONFIDENCES = ("low", "medium", "high", "certain")
REASONS = ("terms", "legal")
REFERENCES = ("S-1", "FB-77", "Größe-9", "ＡＢＣ-3")
ZONES = ("", "Europe/London", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati")
"""Of channels; none stands for those of before zones were recorded."""
_OFTEN = {Action.REFER: 6, Action.CLOSE: 4, Action.REJECT: 5, Action.RESTRICT: 2, Action.APPEAL: 3}
_ONCE = (Action.FLAG, Action.REFER_AGAIN)


def walk(rnd: Random, start: datetime, steps: int, pages: int = 6) -> list[Event]:
    """Events in the order in which they were recorded, of referrals on a few pages.

    Many are recorded late, some are undone or given another date, pages come back.
    """
    told: dict[int, list[Event]] = {}
    stands: dict[int, Referral] = {}
    events: list[Event] = []
    now = start
    for _ in range(steps):
        now += timedelta(microseconds=rnd.randrange(3 * 86_400_000_000))
        number = 0 if rnd.random() < 0.3 else rnd.choice([0, *stands])
        event = _flag(rnd, len(stands) + 1, stands, now, pages) if number == 0 else None
        if number:
            event = _act(rnd, told[number], stands[number], now)
        if event is None:
            continue
        history = [*told.get(event.referral, []), event]
        after = replay(history)
        if after.state in LIVE and _page_is_live(stands, after):
            continue
        told[event.referral], stands[event.referral] = history, after
        events.append(event)
        if event.seq == 1 and event.action is Action.FLAG and rnd.random() < 0.15:
            hold = _for_leads(event)
            events.append(hold)
            told[event.referral] = [event, hold]
            stands[event.referral] = replay([event, hold])
    return events


def _for_leads(flag: Event) -> Event:
    """The bot holds it in the instant of its flag: a lead looks first."""
    at = flag.recorded_at
    return Event(flag.referral, 2, Action.HOLD, at, at, {}, {"actor": ""})


def _page_is_live(stands: dict[int, Referral], one: Referral) -> bool:
    return any(
        other.page_key == one.page_key and other.live and other.number != one.number
        for other in stands.values()
    )


def _flag(
    rnd: Random, number: int, stands: dict[int, Referral], now: datetime, pages: int
) -> Event:
    platform = rnd.choice(PLATFORMS)
    page = f"{platform}:{rnd.randrange(pages)}"
    attempts = [one for one in stands.values() if one.page_key == page]
    action = rnd.choice(_ONCE) if attempts else Action.FLAG
    facts: dict[str, Fact] = {
        "platform": platform,
        "kind": "group",
        "key_version": 1,
        "channel": rnd.choice(CHANNELS),
        "private": rnd.random() < 0.3,
        **({"zone": zone} if (zone := rnd.choice(ZONES)) else {}),
        "attempt": len(attempts) + 1,
        "previous": attempts[-1].number if attempts else None,
        **_description(rnd),
    }
    personal = {"actor": rnd.choice(["U1", "U2"]), "url": "", "canonical": "", "page_key": page}
    return Event(number, 1, action, _earlier(rnd, now), now, facts, personal)


def _description(rnd: Random) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if rnd.random() < 0.7:
        facts["category"] = rnd.choice(CATEGORIES)
    if rnd.random() < 0.7:
        facts["confidence"] = rnd.choice(CONFIDENCES)
    if rnd.random() < 0.7:
        facts["basis"] = rnd.choice(tuple(Basis)).value
    return facts


def _earlier(rnd: Random, now: datetime) -> datetime:
    if rnd.random() < 0.5:
        return now
    return now - timedelta(microseconds=rnd.randrange(40 * 86_400_000_000))


def _act(rnd: Random, history: list[Event], stands: Referral, now: datetime) -> Event | None:
    lines = [line for line in TRANSITIONS if line is permitted(stands, line.action)]
    last = last_undoable(history)
    actions: list[Action] = [line.action for line in lines if line.action is not Action.UNDO]
    if last is not None:
        actions += [Action.UNDO, Action.REDATE]
    if not actions:
        return None
    action = rnd.choices(sorted(actions), [_OFTEN.get(one, 1) for one in sorted(actions)])[0]
    facts: dict[str, Fact] = {}
    if action in (Action.REFER, Action.DESCRIBE):
        facts = _description(rnd)
    elif action is Action.REJECT:
        facts = {"reason": rnd.choice(REASONS)}
    elif action is Action.OVERTURN:
        facts = {"now": rnd.choice([State.CLOSED.value, State.RESTRICTED.value])}
    if action in (Action.REFER, Action.REJECT, Action.CLOSE, Action.ACKNOWLEDGE):
        facts |= {"reference": rnd.choice(REFERENCES)} if rnd.random() < 0.3 else {}
    target = last.seq if last and action in (Action.UNDO, Action.REDATE) else None
    return Event(
        stands.number,
        len(history) + 1,
        action,
        _earlier(rnd, now),
        now,
        facts,
        {"actor": "U1"},
        target,
    )


def write_all(unit: UnitOfWork, events: list[Event], rnd: Random) -> None:
    """Record them."""
    told: dict[int, list[Event]] = {}
    for event in events:
        history = told.setdefault(event.referral, [])
        history.append(event)
        unit.referrals.record(replay(history), event, None)


def as_known(events: list[Event], as_of: datetime | None) -> list[Referral]:
    """The referrals as they stood with what was recorded by then."""
    told: dict[int, list[Event]] = {}
    for event in events:
        if as_of is None or event.recorded_at <= as_of:
            told.setdefault(event.referral, []).append(event)
    return [replay(history) for history in told.values()]


class Undone(Exception):
    """Takes back what was written, so that the next example finds an empty database."""


def telling(
    store: SqlStore, events: list[Event], rnd: Random, look: Callable[[UnitOfWork], None]
) -> None:
    """Record the events in a transaction, look at it, and take everything back."""

    def work(unit: UnitOfWork) -> None:
        assert unit.referrals.platforms() == ()
        write_all(unit, events, rnd)
        look(unit)
        raise Undone

    with pytest.raises(Undone):
        store.write(work)
