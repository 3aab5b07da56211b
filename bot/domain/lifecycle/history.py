"""A referral is made from its events: `replay(events)` gives the `Referral` that storage keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.lifecycle.actions import LIFECYCLE, spec_of, transition
from bot.domain.lifecycle.appeals import appeals_of
from bot.domain.lifecycle.referral import (
    NOTHING_KEPT,
    PERSONAL,
    Action,
    Basis,
    Confidence,
    Event,
    Fact,
    Referral,
    State,
    changed,
)
from bot.domain.people import BOT
from bot.sentences.operations import audit


class ImpossibleHistory(ValueError):
    """The events do not make a referral: somebody changed the database without the bot."""


MENTIONS = ("next", "duplicate_of")
"""The facts of an event that hold another referral's number."""


def mentioned(referral: Referral, events: Sequence[Event]) -> frozenset[int]:
    """The numbers of the other referrals that a referral and its events name."""
    found = [referral.previous, *(event.facts.get(n) for event in events for n in MENTIONS)]
    return frozenset(number for number in found if isinstance(number, int))


def successor(events: Sequence[Event]) -> int | None:
    """The number of the newest referral with which the page goes on, as far as these events name it."""
    opened = (event.facts.get("next") for event in reversed(effective(events)))
    return next((number for number in opened if isinstance(number, int)), None)


def undone(events: Iterable[Event]) -> frozenset[int]:
    """The sequence numbers of the events that a later undo took back."""
    return frozenset(
        event.target for event in events if event.action is Action.UNDO and event.target
    )


def effective(events: Sequence[Event]) -> list[Event]:
    """The events that count, in order: undone ones left out, changed dates put in."""
    gone = undone(events)
    dates = {
        event.target: event.happened_at
        for event in events
        if event.action is Action.REDATE and event.target and event.seq not in gone
    }
    return [
        replace(event, happened_at=dates[event.seq]) if event.seq in dates else event
        for event in events
        if event.seq not in gone and event.action not in (Action.UNDO, Action.REDATE)
    ]


def last_undoable(events: Sequence[Event]) -> Event | None:
    """The action that an undo would take back: the last that counts, never the first of all."""
    for event in reversed(effective(events)):
        if event.seq == 1:
            return None
        if spec_of(event.action).undoable:
            return event
    return None


_NEWS = (Action.NOTE, Action.DESCRIBE, Action.EVIDENCE, Action.ADD_INDICATOR)
_DECIDED = (Action.REJECT, Action.RESTRICT, Action.UPHOLD)


def anything_new(events: Sequence[Event]) -> bool:
    """Whether anything was added to the referral since its platform decided last."""
    decided = max((event.seq for event in events if event.action in _DECIDED), default=0)
    return any(event.action in _NEWS and event.seq > decided for event in events)


def replay(events: Sequence[Event]) -> Referral:
    """Fold a whole history, oldest first. Raises ImpossibleHistory if it cannot have happened."""
    if not events:
        raise ImpossibleHistory(audit.NO_EVENTS)
    if [event.seq for event in events] != list(range(1, len(events) + 1)):
        raise ImpossibleHistory(audit.number_missing(f"R-{events[0].referral}"))
    referral: Referral | None = None
    counting = effective(events)
    for event in counting:
        referral = follow(referral, event)
    assert referral is not None
    at_flag = _held_at_flag(events)
    return changed(
        referral,
        version=events[-1].seq,
        held_at_flag=at_flag,
        came_in_sight_at=_came_in_sight_at(events) if at_flag else None,
        appeals=appeals_of(events, counting),
    )


def _held_at_flag(events: Sequence[Event]) -> bool:
    """Whether the bot held it in the instant of its flag: for a lead to look at it first."""
    if len(events) < 2:
        return False
    flag, hold = events[:2]
    by_bot = hold.action is Action.HOLD and hold.actor == BOT
    return by_bot and hold.recorded_at == flag.recorded_at


def _came_in_sight_at(events: Sequence[Event]) -> datetime | None:
    """When it first left the hold of its flag. What undoes that later hides nothing again."""
    for event in events:
        ended = event.action in (Action.RELEASE, Action.WITHDRAW)
        if ended or (event.action is Action.UNDO and event.target == 2):
            return event.happened_at
    return None


def follow(referral: Referral | None, event: Event) -> Referral:
    """The referral after one event that counts (not an undo, not a change of date)."""
    if referral is None:
        if event.action not in (Action.FLAG, Action.REFER_AGAIN):
            raise ImpossibleHistory(audit.begins_with(f"R-{event.referral}", event.action))
        return _begin(event)
    line = transition(referral.state, event.action)
    if line is None and event.action in LIFECYCLE:
        raise ImpossibleHistory(
            audit.cannot_follow(referral.name, event.action, referral.state, event.seq)
        )
    after = _CHANGES.get(event.action, _unchanged)(referral, event)
    if event.facts.get(NOTHING_KEPT):
        after = changed(after, note="", words="")
    return changed(after, version=event.seq)


def _text(event: Event, name: str) -> str:
    value = event.facts.get(name)
    return value if isinstance(value, str) else ""


def _begin(event: Event) -> Referral:
    facts, personal = event.facts, event.personal
    flagger = personal.get("flagger") or event.actor
    begun = Referral(
        number=event.referral,
        version=event.seq,
        state=State.FLAGGED,
        url=personal.get("url", ""),
        canonical=personal.get("canonical", ""),
        page_key=personal.get("page_key", ""),
        key_version=_number(facts, "key_version", 1),
        platform=_text(event, "platform"),
        kind=_text(event, "kind"),
        channel=_text(event, "channel"),
        private=bool(facts.get("private")),
        zone=_text(event, "zone") or "UTC",
        flagger=flagger,
        owner=personal.get("owner") or flagger,
        flagged_at=event.happened_at,
        attempt=_number(facts, "attempt", 1),
        previous=_number(facts, "previous", 0) or None,
        warning=personal.get("warning", ""),
        note=personal.get("note", ""),
    )
    begun = _described(begun, event)
    if event.action is not Action.REFER_AGAIN:
        return begun
    return changed(_refer(begun, event), referred_again=True)


def _number(facts: Mapping[str, Fact], name: str, default: int) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else default


_DESCRIPTION = frozenset({"category", "confidence", "basis", "clause", "reference"})


def _described(referral: Referral, event: Event) -> Referral:
    if event.facts.keys().isdisjoint(_DESCRIPTION):
        return referral
    confidence, basis = _text(event, "confidence"), _text(event, "basis")
    return changed(
        referral,
        category=_text(event, "category") or referral.category,
        confidence=Confidence(confidence) if confidence else referral.confidence,
        basis=Basis(basis) if basis else referral.basis,
        clause=_text(event, "clause") or referral.clause,
        reference=_text(event, "reference") or referral.reference,
    )


def _refer(referral: Referral, event: Event) -> Referral:
    described = _described(referral, event)
    return changed(
        described,
        state=State.REFERRED,
        referred_at=event.happened_at,
        confidence_when_referred=described.confidence,
        late_dates=int(event.late_in(described.zone)),
    )


def _decide(referral: Referral, event: Event, outcome: State) -> Referral:
    first = referral.first_outcome is None
    return changed(
        referral,
        state=outcome,
        outcome=outcome,
        outcome_at=event.happened_at,
        first_outcome=outcome if first else referral.first_outcome,
        first_outcome_at=event.happened_at if first else referral.first_outcome_at,
        late_dates=referral.late_dates + (first and event.late_in(referral.zone)),
        decision_reference=_text(event, "reference") or referral.decision_reference,
    )


def _close(referral: Referral, event: Event) -> Referral:
    closed = _decide(referral, event, State.CLOSED)
    later = referral.state is not State.REFERRED
    return changed(closed, closed_later_at=event.happened_at) if later else closed


def _restrict(referral: Referral, event: Event) -> Referral:
    restricted = _decide(referral, event, State.RESTRICTED)
    return changed(restricted, restriction=event.personal.get("restriction", ""))


def _reject(referral: Referral, event: Event) -> Referral:
    rejected = _decide(referral, event, State.REJECTED)
    return changed(
        rejected,
        reason=_text(event, "reason") or None,
        words=event.personal.get("words", ""),
    )


def _vanish(referral: Referral, event: Event) -> Referral:
    if referral.state not in (State.FLAGGED, State.REFERRED):
        return changed(referral, vanished_at=event.happened_at)
    gone = changed(referral, state=State.GONE, vanished_at=event.happened_at)
    if referral.state is State.FLAGGED:
        return gone
    return changed(
        gone,
        outcome=State.GONE,
        outcome_at=event.happened_at,
        first_outcome=State.GONE,
        first_outcome_at=event.happened_at,
    )


def _appeal(referral: Referral, event: Event) -> Referral:
    return changed(
        referral,
        state=State.APPEALED,
        appealed_at=event.happened_at,
        appealed_outcome=referral.state,
        appeal_ground=event.personal.get("ground", ""),
        appeal_result=None,
        appeal_ended_at=None,
    )


def _overturn(referral: Referral, event: Event) -> Referral:
    now = State.RESTRICTED if _text(event, "now") == State.RESTRICTED else State.CLOSED
    return changed(
        referral,
        state=now,
        outcome=now,
        outcome_at=event.happened_at,
        appeal_result="overturned",
        appeal_ended_at=event.happened_at,
    )


def _uphold(referral: Referral, event: Event) -> Referral:
    return changed(
        referral,
        state=referral.appealed_outcome or State.REJECTED,
        appeal_result="upheld",
        appeal_ended_at=event.happened_at,
    )


def _hold(referral: Referral, event: Event) -> Referral:
    return changed(
        referral,
        state=State.HELD,
        state_before_hold=referral.state,
        hold_reason=event.personal.get("reason", ""),
        held_at_flag=referral.held_at_flag or (referral.version == 1 and event.actor == BOT),
    )


def _release(referral: Referral, event: Event) -> Referral:
    return changed(
        referral,
        state=referral.state_before_hold or State.FLAGGED,
        state_before_hold=None,
        hold_reason="",
        came_in_sight_at=_in_sight(referral, event),
    )


def _in_sight(referral: Referral, event: Event) -> datetime | None:
    if not referral.held_at_flag:
        return None
    return referral.came_in_sight_at or event.happened_at


def _withdraw(referral: Referral, event: Event) -> Referral:
    return changed(
        referral,
        state=State.WITHDRAWN,
        withdrawn_reason=_text(event, "reason") or "other",
        state_before_hold=None,
        hold_reason="",
        came_in_sight_at=_in_sight(referral, event),
    )


def _acknowledge(referral: Referral, event: Event) -> Referral:
    told = _text(event, "reference") or ""
    named = {"reference": told} if not referral.reference else {"acknowledged_reference": told}
    return changed(
        referral,
        acknowledged_at=event.happened_at,
        first_acknowledged_at=referral.first_acknowledged_at or event.happened_at,
        **(named if told and told != referral.reference else {}),
    )


def _reappear(referral: Referral, event: Event) -> Referral:
    return changed(referral, reappeared_at=event.happened_at)


def _assign(referral: Referral, event: Event) -> Referral:
    return changed(referral, owner=event.personal.get("owner", ""))


def _credit(referral: Referral, event: Event) -> Referral:
    return changed(referral, flagger=event.personal.get("flagger", ""))


def _unchanged(referral: Referral, event: Event) -> Referral:
    return referral


def _erase(referral: Referral, event: Event) -> Referral:
    """The referral without personal values, but with its page key: by that pages are counted."""
    empty: dict[str, Any] = dict.fromkeys(PERSONAL - {"page_key"}, "")
    return changed(referral, **empty)


def _rekey(referral: Referral, event: Event) -> Referral:
    """What newer rules read in the address. What is not told, or erased, stays."""
    personal = event.personal
    return changed(
        referral,
        page_key=personal.get("page_key") or referral.page_key,
        canonical=personal.get("canonical") or referral.canonical,
        warning=personal.get("warning", ""),
        key_version=_number(event.facts, "key_version", referral.key_version),
        platform=_text(event, "platform") or referral.platform,
        kind=_text(event, "kind") or referral.kind,
    )


_CHANGES = {
    Action.REFER: _refer,
    Action.HOLD: _hold,
    Action.RELEASE: _release,
    Action.WITHDRAW: _withdraw,
    Action.ACKNOWLEDGE: _acknowledge,
    Action.CLOSE: _close,
    Action.RESTRICT: _restrict,
    Action.REJECT: _reject,
    Action.VANISH: _vanish,
    Action.APPEAL: _appeal,
    Action.OVERTURN: _overturn,
    Action.UPHOLD: _uphold,
    Action.REAPPEAR: _reappear,
    Action.DESCRIBE: _described,
    Action.ASSIGN: _assign,
    Action.CREDIT: _credit,
    Action.ERASE: _erase,
    Action.REKEY: _rekey,
}
"""What each action changes. Actions that are not here only add a line to the history."""
