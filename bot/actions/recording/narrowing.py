"""Words → the list that is asked for, by what this team's people, platforms and categories are called;
and what a list was narrowed to, said again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions.figures.report import filters_said, names_of
from bot.config import Config
from bot.domain.called import called
from bot.domain.errors import BadAnswer
from bot.domain.lifecycle.permissions import may_see
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.list_words import CalledPeople, read_list
from bot.domain.listing import Asked, Filter, Query, View
from bot.domain.people import Actor
from bot.domain.times import say_day
from bot.ports.store import UnitOfWork
from bot.sentences import lists as sentences


def asked_list(
    uow: UnitOfWork,
    text: str,
    actor: Actor,
    config: Config,
    not_as_of: str = sentences.NOT_AS_OF,
) -> Asked:
    """The list that the words ask for. Raises BadAnswer, with `not_as_of` where they say as of when."""
    zone = config.zone(actor.place.id)
    people = CalledPeople(actor.person.id, lambda: called(uow.people.all()))
    asked = read_list(text, people, names_of(uow, config), zone, actor.now)
    if asked.narrowed.figures.as_of is not None:
        raise BadAnswer(not_as_of)
    figures = asked.narrowed.figures
    if figures.case:
        figures = replace(figures, seen_in=actor.place.id)
        asked = replace(asked, narrowed=replace(asked.narrowed, figures=figures))
    return asked


def query_of(
    asked: Asked,
    actor: Actor,
    config: Config,
    *,
    offset: int = 0,
    size: int = 10,
    certain_from: datetime | None = None,
    certain_to: datetime | None = None,
    only_channel: str | None = None,
) -> Query:
    """The list as this person in this place may see it."""
    return Query(
        view=asked.view,
        viewer=actor.person.id,
        lead=actor.person.lead,
        channel=actor.place.id,
        now=actor.now,
        words=asked.words,
        limits={platform: config.response_days_for(platform) for platform in config.platforms},
        limit_days=config.response_days,
        appeals={platform: config.appeal_months_for(platform) for platform in config.platforms},
        appeal_months=config.appeal_months,
        closing_days=config.reminders.appeal_window_days,
        certain_from=certain_from,
        certain_to=certain_to,
        only_channel=only_channel,
        narrowed=asked.narrowed,
        offset=offset,
        size=size,
    )


def narrowed_to(
    uow: UnitOfWork, asked: Asked, actor: Actor, config: Config
) -> tuple[str, tuple[str, ...]]:
    """The heading of a list (or empty, for its usual one), and what narrows it."""
    one, zone = asked.narrowed, config.zone(actor.place.id)
    names = uow.people.names({user for user in (one.owner, one.by) if user})
    figures = one.figures
    said = list(filters_said(figures, config))
    if one.reference:
        said.append(sentences.of_submission(one.reference))
    if one.by:
        said.append(sentences.flagged_by(names[one.by]))
    if one.owner and one.owner != actor.person.id:
        said.append(sentences.owned_by(names[one.owner]))
    if one.unowned:
        said.append(sentences.NO_OWNER)
    if figures.since or figures.until:
        last = figures.until and figures.until - timedelta(microseconds=1)
        said.append(
            sentences.days(
                say_day(figures.since.astimezone(zone)) if figures.since else "",
                say_day(last.astimezone(zone)) if last else "",
            )
        )
    return _heading(one, asked.view, mine=one.owner == actor.person.id), tuple(said)


def _heading(one: Filter, view: View, *, mine: bool) -> str:
    states = sentences.of_states([state.value for state in one.states]) if one.states else ""
    if states or view is View.ALL:
        return sentences.yours(states or sentences.HEADINGS[View.ALL]) if mine else states
    return sentences.yours(sentences.HEADINGS[view]) if mine and view is not View.MINE else ""


def not_here(uow: UnitOfWork, asked: Asked, actor: Actor) -> tuple[str, ...]:
    """The numbers that were asked for and that this person is not shown, whyever that is."""
    found = uow.referrals.many(asked.narrowed.numbers)
    return tuple(
        f"R-{number}"
        for number in asked.narrowed.numbers
        if number not in found or not _listed(found[number], actor)
    )


def _listed(referral: Referral, actor: Actor) -> bool:
    return referral.state is not State.HELD and may_see(referral, actor)
