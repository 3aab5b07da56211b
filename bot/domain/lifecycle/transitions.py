"""The lifecycle: what the rows of `bot.domain.lifecycle.actions` say of states, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.lifecycle.action_spec import Goal
from bot.domain.lifecycle.actions import SPECS
from bot.domain.lifecycle.referral import Action, Referral, State


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the lifecycle table."""

    action: Action
    sources: frozenset[State]
    target: State | Goal
    held_from: frozenset[State] = frozenset()


TRANSITIONS: tuple[Transition, ...] = tuple(
    Transition(spec.action, move.sources, move.target, move.held_from)
    for spec in SPECS
    for move in spec.moves
)

LIFECYCLE: frozenset[Action] = frozenset(line.action for line in TRANSITIONS)


def transition(state: State | None, action: Action) -> Transition | None:
    """The line of the table for `action` from `state` (None: nothing recorded yet), if any."""
    for line in TRANSITIONS:
        if line.action is action and (state in line.sources if state else not line.sources):
            return line
    return None


def permitted(referral: Referral, action: Action) -> Transition | None:
    """The line of the table by which `action` may follow now, if any.

    Where the referral is held, the state before the hold has its say. (Replaying asks only
    `transition`: what was once recorded stays readable when the table becomes narrower.)
    """
    line = transition(referral.state, action)
    if line and line.held_from and referral.state is State.HELD:
        return line if referral.state_before_hold in line.held_from else None
    return line
