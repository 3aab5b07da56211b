"""Who may see and do what: `check_x` raises the refusal, `may_x` says yes or no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.errors import NotAllowed, NotFound, NotPossible, Refusal
from bot.domain.lifecycle.action_spec import Who
from bot.domain.lifecycle.actions import permitted, spec_of, transition
from bot.domain.lifecycle.history import MENTIONS, last_undoable, replay
from bot.domain.lifecycle.referral import (
    WITH_FLAG,
    Action,
    Event,
    Referral,
    State,
    changed,
)
from bot.domain.people import Actor, Person
from bot.sentences import refusals

UNDO_WINDOW = timedelta(minutes=10)


def may_see(referral: Referral, actor: Actor) -> bool:
    """Whether this person, in this place, may know of the referral at all (safety rules 4, 9)."""
    if actor.person.lead:
        return True
    return referral.state is not State.HELD and in_sight(referral, actor)


def in_sight(referral: Referral, actor: Actor) -> bool:
    """Whether its place lets this person see it here, whatever its state (safety rule 9)."""
    person, place = actor.person, actor.place
    if person.lead or not referral.private or place.id == referral.channel:
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
        # A flag's files are no secret of the hold that a lead's first look is.
        secret = secret and not event.facts.get(WITH_FLAG)
        if secret or event.target in hidden:
            hidden.add(event.seq)
        else:
            seen.append(event)
    return tuple(seen)


def check_press(referral: Referral, actor: Actor) -> None:
    """What stands against any press on a referral's card, before anything is said of the referral.

    NotFound, as if it had never been there, where its place hides it from this person. NotAllowed
    where it is on hold: its card stayed in the channel as it was, and the sentence is that of every
    page which a lead looks at first (safety rule 4).
    """
    if referral.state is State.HELD and in_sight(referral, actor) and not actor.person.lead:
        raise NotAllowed(refusals.lead_first(referral.name))
    check_see(referral, actor, referral.name)


def without_others(
    referral: Referral,
    events: Sequence[Event],
    others: Mapping[int, Referral],
    actor: Actor,
) -> tuple[Referral, tuple[Event, ...]]:
    """A referral and its events as this person may read them in this place (safety rules 4, 9).

    `others` are the referrals that they mention. Those that are hidden from the person are not named;
    nor is who flagged the page again in another place.
    """

    def hidden(number: object) -> bool:
        other = others.get(number) if isinstance(number, int) else None
        return other is None or not may_see(other, actor)

    if referral.previous is not None and hidden(referral.previous):
        referral = changed(referral, previous=None, attempt=1)
    return referral, tuple(
        _without_others(event, hidden, actor.person)
        for event in events
        if actor.person.lead or event.action is not Action.EVIDENCE or "again" not in event.personal
    )


def _without_others(event: Event, hidden: Callable[[object], bool], who: Person) -> Event:
    names = [one for one in MENTIONS if one in event.facts and hidden(event.facts[one])]
    if names:
        facts = {name: value for name, value in event.facts.items() if name not in names}
        event = replace(event, facts=facts)
    if "again" in event.personal and not who.lead:
        event = replace(event, personal={"again": event.personal["again"]})
    return event


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
