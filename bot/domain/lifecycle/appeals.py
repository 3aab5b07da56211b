"""A referral's appeals, one by one: a second erases nothing of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.lifecycle.referral import Action, Appeal, Event

_RESULTS = {Action.OVERTURN: "overturned", Action.UPHOLD: "upheld"}
CHANGE_APPEALS = frozenset({Action.APPEAL, *_RESULTS, Action.UNDO, Action.REDATE})
"""The actions after which a referral's appeals may be other ones."""


def appeals_of(events: Sequence[Event], counting: Sequence[Event]) -> tuple[Appeal, ...]:
    """All appeals in the order in which they were recorded, undone ones too.

    `events` is the whole history, `counting` what counts of it, with the dates that count.
    """
    found: dict[int, Appeal] = {}
    for event in events:
        if event.action is Action.APPEAL:
            ground = event.personal.get("ground", "")
            nth, at = len(found) + 1, event.happened_at
            found[event.seq] = Appeal(nth, at, event.recorded_at, ground, undone=True)
    last = 0
    for event in counting:
        if event.action is Action.APPEAL:
            last = event.seq
            found[last] = replace(found[last], opened_at=event.happened_at, undone=False)
        elif event.action in _RESULTS:
            result = _RESULTS[event.action]
            found[last] = replace(found[last], ended_at=event.happened_at, result=result)
    return tuple(found.values())
