"""One request about one referral → decided → saved: what every button and form does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.actions.joining.keeping import as_kept, check_any
from bot.actions.recording.keeping_nothing import forget_texts, without_texts
from bot.actions.recording.same_page import settle_same
from bot.actions.recording.saving import Tell, by_rota, hold_for_leads, note_for_leads, save
from bot.config import Config
from bot.domain.errors import BadAnswer, Refusal, Stale
from bot.domain.lifecycle.actions import spec_of
from bot.domain.lifecycle.decisions import check_action, decide
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.permissions import check_see, may_see, visible_events
from bot.domain.lifecycle.referral import (
    NOTHING_KEPT,
    Action,
    Event,
    Fact,
    Referral,
    SeenVersion,
    changed,
)
from bot.domain.lifecycle.requests import ActionRequest, Rules
from bot.domain.people import Actor, Person
from bot.domain.times import say_instant
from bot.ports.store import UnitOfWork
from bot.sentences import cards, refusals

_OURS = ("next", NOTHING_KEPT)
"""Facts that are added to what was asked for."""


@dataclass(frozen=True, slots=True)
class Acted:
    """What an action changed; `new` is the new referral of refer again and reappear.

    With `review` a lead looks first: the person is told `cards.HELD_ANSWER` and nothing else.
    """

    before: Referral
    after: Referral
    event: Event
    new: Referral | None = None
    review: bool = False


def act(
    uow: UnitOfWork,
    referral: Referral,
    request: ActionRequest,
    actor: Actor,
    config: Config,
    *,
    tell: Tell | None = None,
) -> Acted:
    """Do what a person asked of a referral that was read for a change. Raises a Refusal; then nothing
    was changed.

    `tell` takes what is announced of it, in the outbox's place.
    """
    check_see(referral, actor, referral.name)
    events = uow.referrals.history(referral.number)
    rules = config.rules_for(referral.channel)
    other, held = _others(uow, referral, actor)
    besides: Mapping[str, Fact] = {}
    if not referral.erased:
        request, besides = as_kept(uow, request, referral, actor, config)
    try:
        event = decide(request, referral, events, actor, rules, other_live=other is not None)
    except Stale:
        return _again(uow, request, referral, events, actor, rules, config)
    event = replace(event, facts={**event.facts, **besides})
    event = without_texts(event, request, referral, config)
    _check_duplicate(uow, event, referral, actor)
    spec = spec_of(event.action)
    if held and (spec.takes_page or event.action is Action.UNDO):
        text = cards.asked_for(event.action, referral.name)
        note_for_leads(uow, held, text, actor, config)
        return Acted(referral, referral, event, review=True)
    if not spec.opens_new:
        after = save(uow, referral, event, config, tell=tell)
        forget_texts(uow, event)
        if referral.live and not after.live:
            settle_same(uow, config, actor.now)
        return Acted(referral, after, event)
    next_number = uow.referrals.reserve_number()
    noted = changed(referral, note="") if event.facts.get(NOTHING_KEPT) else referral
    opening = next_attempt(noted, event, next_number, config.zone(referral.channel).key)
    review = config.reviews_first(referral.platform) and not actor.person.lead
    if opening.action is Action.FLAG and review:
        after = save(uow, referral, event, config, tell=tell)
        hold_for_leads(uow, opening, config)
        return Acted(referral, after, event, review=True)
    event = replace(event, facts={**event.facts, "next": next_number})
    new = save(uow, None, opening, config, tell=tell)
    if opening.action is Action.FLAG:
        new = by_rota(uow, new, actor.now, config)
    after = save(uow, referral, event, config, tell=tell)
    forget_texts(uow, event)
    return Acted(referral, after, event, new)


def _others(
    uow: UnitOfWork, referral: Referral, actor: Actor
) -> tuple[Referral | None, Referral | None]:
    """The page's other live referral; or, second, one that this person must not notice.

    What is on hold, or of another place, does not exist for them."""
    if referral.live:  # a page has one live referral at most
        return None, None
    live = uow.referrals.live_for_page(referral.page_key)
    if live is None:
        return None, None
    return (live, None) if may_see(live, actor) else (None, live)


def check_open(
    uow: UnitOfWork,
    referral: Referral,
    events: Sequence[Event],
    action: Action,
    actor: Actor,
    config: Config,
) -> None:
    """Refuse to open a form that could not be recorded. Raises NotPossible or NotAllowed."""
    other, _ = _others(uow, referral, actor)
    rules = config.rules_for(referral.channel)
    check_action(action, referral, events, actor, rules, other_live=other is not None)
    if action is Action.STRIKE_INDICATOR:
        check_any(uow, referral, actor)


def _again(
    uow: UnitOfWork,
    request: ActionRequest,
    referral: Referral,
    events: Sequence[Event],
    actor: Actor,
    rules: Rules,
    config: Config,
) -> Acted:
    """The answer to a request on a changed referral; a repeated request gets the first answer.

    Raises Stale with who did what meanwhile.
    """
    seen = request.seen.version if request.seen else 0
    meanwhile = [event for event in events if event.seq > seen]
    if len(meanwhile) == 1 and seen > 0:
        before, first = replay(events[:seen]), meanwhile[0]
        if _same(request, before, events[:seen], actor, rules, first):
            number = first.facts.get("next")
            new = uow.referrals.get(number) if isinstance(number, int) else None
            if new is not None and not may_see(new, actor):
                return Acted(before, referral, first, review=True)
            return Acted(before, referral, first, new)
    raise _stale(uow, referral, meanwhile, actor.person, config)


def _same(
    request: ActionRequest,
    before: Referral,
    events: Sequence[Event],
    actor: Actor,
    rules: Rules,
    first: Event,
) -> bool:
    again = replace(request, seen=None)
    try:
        event = decide(again, before, events, replace(actor, now=first.recorded_at), rules)
    except Refusal:
        return False
    facts = {name: value for name, value in first.facts.items() if name not in _OURS}
    return event == replace(first, facts=facts)


def check_fresh(
    uow: UnitOfWork,
    referral: Referral,
    events: Sequence[Event],
    seen: SeenVersion,
    who: Person,
    config: Config,
) -> None:
    """Raise Stale, with who did what meanwhile, unless it still stands as `seen`.

    `events` is the whole history.
    """
    if not seen.is_of(referral):
        meanwhile = [event for event in events if event.seq > seen.version]
        raise _stale(uow, referral, meanwhile, who, config)


def _stale(
    uow: UnitOfWork, referral: Referral, meanwhile: Sequence[Event], who: Person, config: Config
) -> Stale:
    if not meanwhile:
        return Stale(refusals.seen_before_a_restore(referral.name, referral.state))
    shown = [
        event
        for event in visible_events(uow.referrals.history(referral.number), who)
        if event.seq >= meanwhile[0].seq
    ]
    by = past = at = ""
    if shown:
        last = shown[-1]
        if who.lead or "again" not in last.personal:  # who flagged it again is for leads
            by = uow.people.names({last.actor})[last.actor]
        past = spec_of(last.action).words.past
        at = say_instant(last.recorded_at, config.zone(referral.channel))
    return Stale(
        refusals.changed_meanwhile(referral.name, by, past, at, len(shown), referral.state)
    )


def _check_duplicate(uow: UnitOfWork, event: Event, referral: Referral, actor: Actor) -> None:
    other = event.facts.get("duplicate_of")
    if not isinstance(other, int):
        return
    if other == referral.number:
        raise BadAnswer(refusals.duplicates_itself(referral.name), field="duplicate_of")
    check_see(uow.referrals.get(other), actor, f"R-{other}")


def next_attempt(referral: Referral, event: Event, number: int, zone: str) -> Event:
    """The first event of the new referral that refer again and reappear open, attempt n+1."""
    again = event.action is Action.REFER_AGAIN
    described = {
        name: event.facts.get(name) or value
        for name, value in (
            ("category", referral.category),
            ("confidence", str(referral.confidence) if referral.confidence else None),
            ("basis", str(referral.basis) if referral.basis else None),
            ("clause", referral.clause),
        )
    }
    return Event(
        referral=number,
        seq=1,
        action=Action.REFER_AGAIN if again else Action.FLAG,
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        facts={
            "platform": referral.platform,
            "kind": referral.kind,
            "key_version": referral.key_version,
            "channel": referral.channel,
            "private": referral.private,
            "zone": zone,
            "attempt": referral.attempt + 1,
            "previous": referral.number,
            **{name: value for name, value in described.items() if value},
            **({"reference": event.facts["reference"]} if event.facts.get("reference") else {}),
        },
        personal={
            "actor": event.actor,
            "url": referral.url,
            "canonical": referral.canonical,
            "page_key": referral.page_key,
            **({"note": referral.note} if referral.note else {}),
            **({"warning": referral.warning} if referral.warning else {}),
        },
    )
