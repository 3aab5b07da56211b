"""Event → the indicators and cases of its referral, kept in the transaction that records it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.config import Config
from bot.domain.errors import BadAnswer, NotPossible
from bot.domain.indicators.cases import FIELD as CASE
from bot.domain.indicators.cases import case_key, case_name
from bot.domain.indicators.finding import find_indicators
from bot.domain.indicators.indicator import Indicator, IndicatorKind
from bot.domain.indicators.joining import KeptIndicator
from bot.domain.indicators.typed import FIELD, read_typed
from bot.domain.lifecycle.referral import Action, Event, Fact, Referral, State
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor
from bot.ports.store import UnitOfWork
from bot.sentences.recording import indicators as sentences


def keep(
    uow: UnitOfWork, before: Referral | None, after: Referral, event: Event, config: Config
) -> None:
    """Keep what this event says of what joins its page to others.

    What happens under a hold stays for leads, as its event does.
    """
    held = after.state is State.HELD
    name = event.personal.get(CASE, "")
    match event.action:
        case Action.ADD_INDICATOR:
            one = KeptIndicator(_indicator(event), found=False, for_leads=held)
            uow.indicators.add({after.number: [one]}, event.recorded_at)
        case Action.STRIKE_INDICATOR:
            uow.indicators.strike(after.number, _indicator(event))
        case Action.ADD_TO_CASE:
            uow.cases.add([after.number], name, event.recorded_at, for_leads=held)
        case Action.TAKE_FROM_CASE:
            uow.cases.remove(after.number, name)
        case _:
            _keep_found(uow, before, after, event, config)


def keep_imported(
    uow: UnitOfWork,
    several: Iterable[tuple[Referral, Sequence[Event]]],
    now: datetime,
    config: Config,
) -> None:
    """The same for whole referrals that an import brings in."""
    found = {
        referral.number: kept
        for referral, events in several
        if config.finds_indicators(referral.category)
        and (kept := _found_in(events, referral, config))
    }
    if found:
        uow.indicators.add(found, now)


def _keep_found(
    uow: UnitOfWork, before: Referral | None, after: Referral, event: Event, config: Config
) -> None:
    if before is None and after.previous is not None:
        _take_over(uow, after, event.recorded_at)
    looked = before is None or config.finds_indicators(before.category)
    looks = config.finds_indicators(after.category)
    if not looks:
        if looked and before is not None:
            uow.indicators.forget_found(after.number)
        return
    events: Sequence[Event] = (event,)
    if not looked:  # it is no request for help after all: its notes are read now
        events = uow.referrals.history(after.number)
    if kept := _found_in(events, after, config):
        uow.indicators.add({after.number: kept}, event.recorded_at)


def _found_in(events: Sequence[Event], referral: Referral, config: Config) -> list[KeptIndicator]:
    """What stands in the notes of these events; what was noted under a hold is for leads."""
    kept: list[KeptIndicator] = []
    held = len(events) == 1 and referral.state is State.HELD
    for event in events:
        if event.action in (Action.HOLD, Action.RELEASE):
            held = event.action is Action.HOLD
        note = _note_of(event)
        if note:
            country = config.country_for(referral.channel)
            found = find_indicators(note, country, config.extra_hosts).indicators
            kept += [KeptIndicator(one, for_leads=held) for one in found]
    return kept


def _note_of(event: Event) -> str:
    """Its note. What somebody of another place wrote when they flagged the page is for leads."""
    if "again" in event.personal or not (event.seq == 1 or event.action is Action.NOTE):
        return ""
    return event.personal.get("note", "")


def _take_over(uow: UnitOfWork, after: Referral, now: datetime) -> None:
    """What people added to or struck out of the page's attempt before, in the same channel."""
    previous = uow.referrals.get(after.previous or 0)
    if previous is None or previous.channel != after.channel or previous.state is State.HELD:
        return
    kept = [
        one
        for one in uow.indicators.of(previous.number)
        if (one.struck or not one.found) and not one.for_leads
    ]
    uow.indicators.add({after.number: [replace(one, struck=False) for one in kept]}, now)
    for one in kept:
        if one.struck:
            uow.indicators.strike(after.number, one.indicator)


def _indicator(event: Event) -> Indicator:
    return Indicator(IndicatorKind(str(event.facts["kind"])), event.personal[FIELD])


def as_kept(
    uow: UnitOfWork, request: ActionRequest, referral: Referral, actor: Actor, config: Config
) -> tuple[ActionRequest, Mapping[str, Fact]]:
    """The request with what was typed as it is kept, and what its event says besides. Raises BadAnswer."""
    answers = dict(request.answers)
    facts: dict[str, Fact] = {}
    match request.action:
        case Action.ADD_INDICATOR if answers.get(FIELD):
            country = config.country_for(referral.channel)
            one = read_typed(answers[FIELD], country, config.extra_hosts)
        case Action.STRIKE_INDICATOR if answers.get(FIELD):
            one = _own(uow, referral, answers[FIELD], actor)
        case Action.ADD_TO_CASE | Action.TAKE_FROM_CASE if answers.get(CASE):
            answers[CASE] = case_name(answers[CASE])
            if request.action is Action.TAKE_FROM_CASE:
                _check_in_case(uow, referral, answers[CASE], actor)
            return replace(request, answers=answers), facts
        case _:
            return request, facts
    answers[FIELD] = one.value
    return replace(request, answers=answers), {"kind": one.kind.value}


def own_indicators(uow: UnitOfWork, referral: Referral, actor: Actor) -> tuple[KeptIndicator, ...]:
    """The indicators of a referral that this person may read, without those struck out."""
    return tuple(
        one
        for one in uow.indicators.of(referral.number)
        if not one.struck and (actor.person.lead or not one.for_leads)
    )


def check_any(uow: UnitOfWork, referral: Referral, actor: Actor) -> None:
    """Raise NotPossible where there is nothing to strike out."""
    if not own_indicators(uow, referral, actor):
        raise NotPossible(sentences.none_to_strike(referral.name))


def _own(uow: UnitOfWork, referral: Referral, chosen: str, actor: Actor) -> Indicator:
    for one in own_indicators(uow, referral, actor):
        if chosen in (one.indicator.id, one.indicator.value):
            return one.indicator
    raise BadAnswer(sentences.not_its_indicator(referral.name), field=FIELD)


def _check_in_case(uow: UnitOfWork, referral: Referral, name: str, actor: Actor) -> None:
    cases = uow.cases.of(referral.number, for_leads=actor.person.lead)
    if case_key(name) not in map(case_key, cases):
        raise BadAnswer(sentences.not_in_case(referral.name, name, cases), field=CASE)
