"""Who may. Rules come in pairs: `check_x` raises the refusal, `may_x` says yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.errors import NotAllowed, NotFound, NotPossible, Refusal
from bot.domain.history import last_undoable, replay
from bot.domain.people import Person, Place
from bot.domain.referral import (
    Action,
    Event,
    Referral,
    State,
    Transition,
    Who,
    permitted,
    transition,
)

UNDO_WINDOW = timedelta(minutes=10)

HELD_ANSWER = "Recorded. A lead looks at this one first."

_VERBS: dict[Action, str] = {
    Action.FLAG: "flagged",
    Action.REFER: "marked as referred",
    Action.HOLD: "held",
    Action.RELEASE: "released",
    Action.WITHDRAW: "withdrawn",
    Action.ACKNOWLEDGE: "acknowledged",
    Action.CLOSE: "recorded as closed",
    Action.RESTRICT: "recorded as restricted",
    Action.REJECT: "recorded as rejected",
    Action.VANISH: "recorded as gone",
    Action.APPEAL: "appealed",
    Action.OVERTURN: "recorded as overturned",
    Action.UPHOLD: "recorded as upheld",
    Action.REFER_AGAIN: "referred again",
    Action.REAPPEAR: "recorded as reappeared",
    Action.UNDO: "undone",
    Action.DESCRIBE: "described",
    Action.ASSIGN: "assigned",
    Action.NOTE: "noted",
    Action.REDATE: "given another date",
    Action.ERASE: "erased by hand",
}

DID: dict[Action, str] = {
    Action.FLAG: "flagged it",
    Action.REFER: "marked it as referred",
    Action.HOLD: "held it",
    Action.RELEASE: "released it",
    Action.WITHDRAW: "withdrew it",
    Action.ACKNOWLEDGE: "recorded that the platform acknowledged it",
    Action.CLOSE: "recorded it as closed",
    Action.RESTRICT: "recorded it as restricted",
    Action.REJECT: "recorded it as rejected",
    Action.VANISH: "recorded that the page is gone",
    Action.APPEAL: "appealed",
    Action.OVERTURN: "recorded that the rejection was overturned",
    Action.UPHOLD: "recorded that the decision was upheld",
    Action.REFER_AGAIN: "referred the page again",
    Action.REAPPEAR: "recorded that the page is back",
    Action.UNDO: "undid the last step",
    Action.DESCRIBE: "described it",
    Action.ASSIGN: "changed its owner",
    Action.NOTE: "added a note",
    Action.REDATE: "changed a date",
    Action.ERASE: "erased what was personal in it",
}
"""What a person did, after their name."""


def may_see(referral: Referral, who: Person, place: Place | None) -> bool:
    """Whether this person, in this place, may know of the referral at all (safety rules 4, 9)."""
    if who.lead:
        return True
    if referral.state is State.HELD:
        return False
    if not referral.private or (place is not None and place.id == referral.channel):
        return True
    # Whom the bot reminds of it in private must be able to act there.
    return who.id in (referral.owner, referral.flagger) and (place is None or place.direct)


def visible_events(events: Sequence[Event], who: Person) -> tuple[Event, ...]:
    """The history as this person may read it: holds, and what happened under them, for leads only.

    A withdrawal from under a hold is seen, as the state that it left is.
    """
    if who.lead or all(event.action is not Action.HOLD for event in events):
        return tuple(events)
    seen: list[Event] = []
    hidden: set[int] = set()
    state: State | None = None
    for position, event in enumerate(events, 1):
        before, state = state, replay(events[:position]).state
        secret = State.HELD in (before, state) and state is not State.WITHDRAWN
        if secret or event.target in hidden:
            hidden.add(event.seq)
        else:
            seen.append(event)
    return tuple(seen)


def check_see(referral: Referral | None, who: Person, place: Place | None, name: str) -> Referral:
    """The referral, or NotFound with the same sentence whether it is hidden or was never there."""
    if referral is None or not may_see(referral, who, place):
        raise NotFound(f"There is no {name} here. `/referrals` lists what this channel has open.")
    return referral


def check_state(referral: Referral, action: Action) -> Transition | None:
    """The table's line for this action; NotPossible if the state does not permit it."""
    if referral.erased:
        raise NotPossible(
            f"{referral.name} was erased, so nothing can be recorded on it. If its page is back, "
            "flag the address: it is recognised."
        )
    if action in _FREE:
        if action is Action.DESCRIBE and referral.state is not State.FLAGGED:
            raise NotPossible(
                f"{referral.name} is {referral.state}: what it was referred as stays as it was."
            )
        return None
    line = transition(referral.state, action)
    if line is None:
        raise NotPossible(f"{referral.name} is {referral.state}, so it cannot be {_VERBS[action]}.")
    if permitted(referral, action) is None:
        before = referral.state_before_hold
        raise NotPossible(
            f"{referral.name} was {before} before it was held, and what was {before} cannot be "
            f"{_VERBS[action]}: it would go from the figures. Release it first."
        )
    return line


_FREE = frozenset({Action.DESCRIBE, Action.ASSIGN, Action.NOTE, Action.REDATE})


def check_role(line: Transition | None, referral: Referral, who: Person) -> None:
    """NotAllowed, with who may, unless this person's role permits the line of the table."""
    if line is None or who.lead or line.who is Who.ANALYST or line.action is Action.UNDO:
        return
    if line.who is Who.FLAGGER_OR_LEAD:
        if who.id == referral.flagger:
            return
        raise NotAllowed(f"Only who flagged {referral.name}, or a lead, can withdraw it.")
    raise NotAllowed(f"Only a lead can {line.action} a page. Ask one of your leads.")


def check_undo(referral: Referral, events: Sequence[Event], who: Person, now: datetime) -> Event:
    """The event that an undo takes back; the refusal if there is none or it is too late.

    Source: the lifecycle table, "its recorder within 10 minutes; a lead later".
    """
    event = last_undoable(events)
    if event is None:
        raise NotPossible(
            f"{referral.name} has nothing to undo. To take it out of the figures, withdraw it."
        )
    if who.lead or (who.id == event.actor and now - event.recorded_at <= UNDO_WINDOW):
        return event
    if who.id == event.actor:
        raise NotAllowed("More than 10 minutes have passed. A lead can still undo this.")
    raise NotAllowed("Only who recorded this, within 10 minutes, or a lead can undo it.")


def may(
    action: Action, referral: Referral, events: Sequence[Event], who: Person, now: datetime
) -> bool:
    """Whether state and role permit the action: what menus offer, and nothing else."""
    try:
        check_role(check_state(referral, action), referral, who)
        if action is Action.UNDO:
            check_undo(referral, events, who, now)
    except Refusal:
        return False
    return True
