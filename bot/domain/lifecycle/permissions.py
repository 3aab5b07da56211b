"""Who may see and do what: `check_x` raises the refusal, `may_x` says yes or no."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.domain.errors import NotAllowed, NotFound, NotPossible, Refusal
from bot.domain.lifecycle.action_spec import Who
from bot.domain.lifecycle.actions import permitted, spec_of, transition
from bot.domain.lifecycle.history import last_undoable, replay
from bot.domain.lifecycle.referral import Action, Event, Referral, State
from bot.domain.people import Actor, Belonging, OwnWorkspace, Person
from bot.sentences import refusals

UNDO_WINDOW = timedelta(minutes=10)


def admit(
    one: Belonging,
    place: str,
    here: OwnWorkspace,
    *,
    guests: bool,
    others: bool,
    leads: Collection[str],
) -> Person:
    """Who acts, in a request that names the workspace `place`: the one decision on who may use the bot.

    `guests` and `others` say whether config lets guests, and people of other workspaces, in; `leads`
    are those it names. Raises NotAllowed.
    """
    known, is_here = one.known, one.is_here(place, here)
    if one.is_bot:
        raise NotAllowed(refusals.NO_BOTS)
    if not is_here and not others:
        raise NotAllowed(refusals.OWN_WORKSPACE)
    if known.deactivated:
        raise NotAllowed(refusals.DEACTIVATED)
    if known.guest and not guests:
        raise NotAllowed(refusals.GUEST)
    return Person(known.id, known.name, is_here and known.leads(leads))


def may_see(referral: Referral, actor: Actor) -> bool:
    """Whether this person, in this place, may know of the referral at all (safety rules 4, 9)."""
    person, place = actor.person, actor.place
    if person.lead:
        return True
    if referral.state is State.HELD:
        return False
    if not referral.private or place.id == referral.channel:
        return True
    # Whom the bot reminds of it in private must be able to act there.
    return person.id in (referral.owner, referral.flagger) and place.personal


def visible_events(events: Sequence[Event], who: Person) -> tuple[Event, ...]:
    """The history as this person may read it: holds, and what happened under them, for leads only.

    A withdrawal of a held referral is shown, because the state it leads to is shown.
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


def check_see(referral: Referral | None, actor: Actor, name: str) -> Referral:
    """The referral, or NotFound with the same sentence whether it is hidden or was never there."""
    if referral is None or not may_see(referral, actor):
        raise NotFound(refusals.no_such(name))
    return referral


def check_state(referral: Referral, action: Action) -> None:
    """Raise NotPossible if the referral's state does not permit the action."""
    name, state = referral.name, referral.state
    if referral.erased:
        raise NotPossible(refusals.was_erased(name))
    spec = spec_of(action)
    done = spec.words.done
    if not spec.moves and state in spec.in_states:
        return
    if action is Action.DESCRIBE:
        raise NotPossible(refusals.described_no_more(name, state))
    if transition(state, action) is None:
        raise NotPossible(refusals.state_forbids(name, state, done))
    if permitted(referral, action) is None:
        before = str(referral.state_before_hold)
        raise NotPossible(refusals.hold_forbids(name, before, done))


def check_role(referral: Referral, action: Action, person: Person) -> None:
    """Raise NotAllowed, which says who may, unless this person's role permits the action.

    Who may undo depends on the event that is taken back: `check_undo`.
    """
    spec = spec_of(action)
    if person.lead or spec.who in (Who.ANALYST, Who.RECORDER_OR_LEAD):
        return
    if spec.who is Who.FLAGGER_OR_LEAD:
        if person.id == referral.flagger:
            return
        raise NotAllowed(refusals.only_flagger_or_lead(referral.name, spec.words.imperative))
    raise NotAllowed(refusals.only_lead(spec.words.imperative))


def check_undo(referral: Referral, events: Sequence[Event], actor: Actor) -> Event:
    """The event that an undo takes back; the refusal if there is none or it is too late.

    Source: the lifecycle table, "its recorder within 10 minutes; a lead later".
    """
    event = last_undoable(events)
    if event is None:
        raise NotPossible(refusals.nothing_to_undo(referral.name))
    if actor.person.lead or in_time_to_undo(event, actor):
        return event
    if actor.person.id == event.actor:
        raise NotAllowed(refusals.TOO_LATE_TO_UNDO)
    raise NotAllowed(refusals.ONLY_RECORDER_UNDOES)


def may_undo(referral: Referral, events: Sequence[Event], actor: Actor) -> bool:
    """Whether `check_undo` allows it."""
    try:
        check_undo(referral, events, actor)
    except Refusal:
        return False
    return True


def in_time_to_undo(event: Event, actor: Actor) -> bool:
    """Whether the recorder undoes it within 10 minutes; then no reason is needed."""
    return actor.person.id == event.actor and actor.now - event.recorded_at <= UNDO_WINDOW
