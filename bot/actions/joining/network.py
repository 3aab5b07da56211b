"""What shares an indicator with a referral, for one person; and a case made of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from bot.actions.joining.sharing import links_of
from bot.actions.recording.bulk import Done, act_on_each, own_selection
from bot.config import Config
from bot.domain.batches import MOST, Picked
from bot.domain.indicators.cases import FIELD, case_name
from bot.domain.indicators.finding import MOST as MOST_INDICATORS
from bot.domain.indicators.indicator import Indicator
from bot.domain.indicators.joining import Links
from bot.domain.lifecycle.permissions import check_see
from bot.domain.lifecycle.referral import Action, Referral, State
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.listing import Asked
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork

WHAT = "indicators"
"""What the access log says that somebody was shown."""


@dataclass(frozen=True, slots=True)
class Network:
    """A referral and the others that share its indicators, by number, and where all of them stand.

    Nothing is walked: those of the others are not followed. Up to MOST are read; `more` says that
    there are more. `selection` is what a case is made of.
    """

    referral: Referral
    links: Links
    others: tuple[Referral, ...]
    states: Counter[State]
    more: bool
    selection: str


def network(uow: UnitOfWork, number: int, actor: Actor, config: Config) -> Network:
    """The network of a referral, over what every member of the channel may see. That it was shown is an event.

    Raises NotFound, as `look` does.
    """
    referral = check_see(uow.referrals.get(number), actor, f"R-{number}")
    uow.access_log.record(actor.person.id, WHAT, number, actor.now)
    links = links_of(
        *(uow, referral, actor.place.id, config), lead=actor.person.lead, most=MOST_INDICATORS
    )
    numbers = sorted({page.number for one in links.shared for page in one.pages})
    found = uow.referrals.many(numbers[:MOST])
    others = tuple(found[one] for one in numbers[:MOST] if one in found)
    whole = [one for one in (referral, *others) if one.state is not State.HELD]
    picked = [Picked.of(one) for one in whole][:MOST]
    uid = uow.batches.add(picked, actor.person.id, actor.now).uid if others else ""
    more = len(numbers) > MOST or any(one.more for one in links.shared)
    return Network(referral, links, others, Counter(one.state for one in whole), more, uid)


def sharing(uow: UnitOfWork, asked: Asked, indicator: Indicator, actor: Actor) -> Asked:
    """A search that finds what has the indicator, however it is written there. It is an event, without
    the value: that is erased with its referrals."""
    uow.access_log.record(actor.person.id, f"search by {indicator.label}", None, actor.now)
    numbers = uow.indicators.having(indicator, actor.place.id, MOST)
    return replace(asked, narrowed=replace(asked.narrowed, sharing=numbers))


def make_case(uow: UnitOfWork, uid: str, typed: str, actor: Actor, config: Config) -> Done:
    """Put all of a selection into a case, an event for each. Raises BadAnswer, or NotFound."""
    name = case_name(typed)
    batch = own_selection(uow, uid, actor)
    request = ActionRequest(Action.ADD_TO_CASE, None, {FIELD: name})
    done = act_on_each(uow, batch.picked, lambda referral, one: request, actor, config)
    uow.batches.recorded(uid, done.versions, actor.now)
    return done
