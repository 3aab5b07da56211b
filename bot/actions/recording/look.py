"""Reading: lists, one referral, its history, its address. Sensitive reads are events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.joining.keeping import own_indicators
from bot.actions.joining.sharing import links_of
from bot.actions.notices.preparing import latest
from bot.actions.recording.evidence import pieces_in
from bot.config import Config
from bot.domain.advice import DECIDED_WITHIN, MOST_DECISIONS, Advice, advise
from bot.domain.errors import NotFound, NotPossible
from bot.domain.figures.worked import MOST_READ, what_worked
from bot.domain.indicators.joining import NO_LINKS, KeptIndicator, Links
from bot.domain.lifecycle.decisions import may_act
from bot.domain.lifecycle.history import mentioned
from bot.domain.lifecycle.permissions import (
    check_see,
    may_see,
    visible_events,
    without_others,
)
from bot.domain.lifecycle.referral import Action, Event, Referral
from bot.domain.pages.checks import Checked
from bot.domain.people import Actor
from bot.domain.platforms import platform_label
from bot.ports.notices import Notice
from bot.ports.store import UnitOfWork
from bot.sentences import cards, notices, refusals


@dataclass(frozen=True, slots=True)
class Seen:
    """A referral as one person may see it, with what its card and menus need."""

    referral: Referral
    events: tuple[Event, ...]
    allowed: frozenset[Action]
    advice: Advice
    names: dict[str, str]
    finding: Checked | None = None
    """The reading of its page that people are asked about."""
    links: Links = NO_LINKS
    """What joins it to others."""
    indicators: tuple[KeptIndicator, ...] = ()
    notice: Notice | None = None
    """The notice of which its card speaks."""
    pieces: int = 0
    """How many pieces of evidence they may know of."""
    may_read_answer: bool = False
    """Whether an outcome was read in a platform's answer that this person may open."""
    own: bool = False
    """Whether it is this person's."""

    @property
    def appeal_open(self) -> bool:
        """Whether it can be appealed."""
        return Action.APPEAL in self.allowed


def look(uow: UnitOfWork, number: int, actor: Actor, config: Config) -> Seen:
    """One referral with its history. Raises NotFound, whether it is hidden or was never there."""
    referral = check_see(uow.referrals.get(number), actor, f"R-{number}")
    return see(uow, referral, actor, config)


def see(uow: UnitOfWork, referral: Referral, actor: Actor, config: Config) -> Seen:
    """What this person is shown of a referral that they may see."""
    events = uow.referrals.history(referral.number)
    readable, shown = as_read(uow, referral, visible_events(events, actor.person), actor)
    indicators = own_indicators(uow, referral, actor)
    allowed = _allowed(uow, referral, events, actor, config)
    return Seen(
        readable,
        shown,
        allowed - _nothing_to_take(uow, referral, indicators, actor),
        advice_for(uow, referral, actor.now, config),
        uow.people.names({referral.flagger, referral.owner, *(event.actor for event in shown)}),
        open_finding(uow, referral, config),
        links_of(uow, referral, actor.place.id, config, lead=actor.person.lead),
        indicators,
        latest(uow, referral),
        len(pieces_in(uow, referral.number, shown, actor.person)),
        _may_read_answer(shown, actor),
        referral.owner == actor.person.id,
    )


def _nothing_to_take(
    uow: UnitOfWork, referral: Referral, indicators: Sequence[KeptIndicator], actor: Actor
) -> frozenset[Action]:
    """What would take away something that isn't there."""
    cases = uow.cases.of(referral.number, for_leads=actor.person.lead)
    return frozenset(
        action
        for action, there in (
            (Action.STRIKE_INDICATOR, indicators),
            (Action.TAKE_FROM_CASE, cases),
        )
        if not there
    )


def _may_read_answer(events: tuple[Event, ...], actor: Actor) -> bool:
    return any(
        "answer" in event.facts and (actor.person.lead or event.actor == actor.person.id)
        for event in events
    )


def as_read(
    uow: UnitOfWork, referral: Referral, events: Sequence[Event], actor: Actor
) -> tuple[Referral, tuple[Event, ...]]:
    """A referral and these of its events, without what they name that this person may not see."""
    numbers = mentioned(referral, events)
    others = uow.referrals.many(numbers) if numbers else {}
    return without_others(referral, events, others, actor)


def _allowed(
    uow: UnitOfWork,
    referral: Referral,
    events: tuple[Event, ...],
    actor: Actor,
    config: Config,
) -> frozenset[Action]:
    """What the person may do to a referral."""
    rules = config.rules_for(referral.channel)
    # A live referral is its page's only one.
    other = None if referral.live else uow.referrals.live_for_page(referral.page_key)
    taken = other is not None and may_see(other, actor)
    return frozenset(
        action
        for action in Action
        if may_act(action, referral, events, actor, rules, other_live=taken)
    )


def open_finding(uow: UnitOfWork, referral: Referral, config: Config) -> Checked | None:
    """The reading of its page that people are asked about and have not answered."""
    if config.checks_for(referral.platform) is None:
        return None
    look = uow.checks.get(referral.number)
    if look is None or look.question is None or look.state is not referral.state:
        return None
    return uow.checks.one(referral.number, look.question)


def advice_for(uow: UnitOfWork, referral: Referral, now: datetime, config: Config) -> Advice:
    """What to know before this page is referred, from config and the team's own history."""
    platform, category = referral.platform, referral.category
    if not category:
        return Advice()
    rejected, decided = uow.figures.decided(
        platform, category, now - DECIDED_WITHIN, MOST_DECISIONS
    )
    return advise(
        config.keeps_nothing(category) or config.policy(platform, category),
        platform_label(platform),
        config.category_label(category),
        rejected,
        decided,
    )


def advice_in_form(uow: UnitOfWork, referral: Referral, now: datetime, config: Config) -> Advice:
    """The same, and what accepted referrals had that rejected ones lacked."""
    told = advice_for(uow, referral, now, config)
    if not referral.category:
        return told
    since, channel = now - DECIDED_WITHIN, referral.channel
    decisions = uow.figures.decisions(
        referral.platform, referral.category, since, channel, MOST_READ
    )
    worked = [
        notices.worked(
            one.what,
            cards.BASES.get(one.value, one.value),
            one.with_it.fraction,
            one.without.fraction,
        )
        for one in what_worked(decisions)
    ]
    return Advice((*told.sentences, *worked[:2]))


def find_page(uow: UnitOfWork, page_key: str, actor: Actor) -> Referral:
    """The page's latest referral that this person may see; NotFound where there is none."""
    live = uow.referrals.live_for_page(page_key)
    if live is not None and may_see(live, actor):
        return live
    referral = uow.referrals.last_for_page(page_key)
    while referral is not None and not may_see(referral, actor):
        # An earlier attempt is found as if the hidden one were not there.
        referral = uow.referrals.get(referral.previous) if referral.previous else None
    if referral is not None:
        return referral
    raise NotFound(refusals.NO_REFERRAL_OF_PAGE)


def show_address(uow: UnitOfWork, number: int, actor: Actor) -> Referral:
    """The referral whose address is shown to this person; that it was shown is an event."""
    return _read(uow, number, "url", actor)


def _read(uow: UnitOfWork, number: int, what: str, actor: Actor) -> Referral:
    referral = check_see(uow.referrals.get(number), actor, f"R-{number}")
    if referral.erased:
        raise NotPossible(refusals.nothing_kept(referral.name))
    uow.access_log.record(actor.person.id, what, number, actor.now)
    return referral
