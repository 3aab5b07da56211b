"""One wish about one referral → decided → saved: what every button and form does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.saving import save
from bot.actions.team import names_of
from bot.config import Config
from bot.domain.decisions import Wish, decide
from bot.domain.errors import BadAnswer, Stale
from bot.domain.people import Person, Place
from bot.domain.permissions import check_see
from bot.domain.referral import Action, Event, Referral
from bot.domain.times import say_instant
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Acted:
    """What an action changed; `new` is the new referral of refer again and reappear."""

    before: Referral
    after: Referral
    event: Event
    new: Referral | None = None


def act(
    uow: UnitOfWork,
    number: int,
    wish: Wish,
    who: Person,
    place: Place | None,
    now: datetime,
    config: Config,
) -> Acted:
    """Do what a person asked of a referral. Raises a Refusal; then nothing was changed."""
    referral = check_see(uow.referrals.get(number, for_change=True), who, place, f"R-{number}")
    events = uow.referrals.history(number)
    live = uow.referrals.live_for_page(referral.page_key)
    other_live = live is not None and live.number != number
    try:
        event = decide(wish, referral, events, who, now, config.rules, other_live=other_live)
    except Stale:
        meanwhile = [event for event in events if event.seq > (wish.seen or 0)]
        if [(event.action, event.actor) for event in meanwhile] == [(wish.action, who.id)]:
            # A double click: the second answers as the first did, and does nothing.
            return Acted(referral, referral, meanwhile[0])
        raise _stale(uow, referral, meanwhile, config) from None
    _check_duplicate(uow, event, referral, who, place)
    new = None
    if event.action in (Action.REFER_AGAIN, Action.REAPPEAR):
        next_number = uow.referrals.reserve_number()
        event = replace(event, facts={**event.facts, "next": next_number})
        new = save(uow, None, next_attempt(referral, event, next_number), config)
    return Acted(referral, save(uow, referral, event, config), event, new)


def _stale(
    uow: UnitOfWork, referral: Referral, meanwhile: Sequence[Event], config: Config
) -> Stale:
    if not meanwhile:
        return Stale(f"This card is newer than what I know of {referral.name}; open it again.")
    names = names_of(uow, {event.actor for event in meanwhile})
    zone = config.zone(referral.channel)
    last = meanwhile[-1]
    more = f" ({len(meanwhile)} changes)" if len(meanwhile) > 1 else ""
    return Stale(
        f"{referral.name} has changed since you looked: {names[last.actor]} recorded "
        f"“{last.action}” on {say_instant(last.recorded_at, zone)}{more}. Nothing was recorded "
        f"for you; it is {referral.state} now."
    )


def _check_duplicate(
    uow: UnitOfWork, event: Event, referral: Referral, who: Person, place: Place | None
) -> None:
    other = event.facts.get("duplicate_of")
    if not isinstance(other, int):
        return
    if other == referral.number:
        raise BadAnswer(f"{referral.name} cannot duplicate itself.", field="duplicate_of")
    check_see(uow.referrals.get(other), who, place, f"R-{other}")


def next_attempt(referral: Referral, event: Event, number: int) -> Event:
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
