"""What a person asks of the figures → the figures, with the sentence that can be quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.actions.recording.seeds import is_demo
from bot.actions.recording.team import names_of
from bot.config import Config
from bot.domain.figures.digests import SOURCE
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.statistics import (
    Cohort,
    Counts,
    Standing,
    TimeToOutcome,
    time_to_outcome,
    together,
)
from bot.domain.figures.wording import Names, read_query
from bot.domain.people import Person
from bot.domain.platforms import platform_label
from bot.domain.times import say_as_of, say_day
from bot.ports.store import UnitOfWork
from bot.sentences import figures as sentences

ALIASES = {"fb": "facebook", "yt": "youtube", "insta": "instagram", "ig": "instagram"}


@dataclass(frozen=True, slots=True)
class StatsReport:
    """A cohort's figures with everything needed to say them. `places` and `flaggers` are by name.

    `on_hold`, how many of each are on hold, and `flaggers` are for leads, and empty for others.
    """

    query: FigureQuery
    cohort: Cohort
    took: TimeToOutcome
    first_at: datetime | None
    dates: str
    filters: tuple[str, ...]
    as_of: datetime
    as_of_said: str
    team: str
    demo: bool
    quote: str
    on_hold: Mapping[Standing, int] = field(default_factory=dict)
    places: Mapping[str, Counts] = field(default_factory=dict)
    flaggers: Mapping[str, Counts] = field(default_factory=dict)
    platform_labels: Mapping[str, str] = field(default_factory=dict)
    source: str = SOURCE

    @property
    def counts(self) -> Counts:
        """The identity's parts."""
        return self.cohort.counts


def platform_name(platform: str, config: Config) -> str:
    """The platform as people read it."""
    own = config.platforms.get(platform)
    return (own and own.label) or platform_label(platform)


def stats_query(
    uow: UnitOfWork, words: str, channel: str, now: datetime, config: Config
) -> FigureQuery:
    """`since 1 March platform facebook` as a query. Raises BadAnswer."""
    known = {*uow.referrals.platforms(), *config.platforms}
    platforms = {name: target for name, target in ALIASES.items() if target in known}
    for platform in known:
        platforms[platform.casefold()] = platform
        platforms[platform_name(platform, config).casefold()] = platform
    categories = {one.label.casefold(): one.id for one in config.categories}
    categories |= {one.id: one.id for one in config.categories}
    return read_query(words, Names(platforms, categories), config.zone(channel), now)


def stats(
    uow: UnitOfWork,
    query: FigureQuery,
    who: Person,
    now: datetime,
    config: Config,
    *,
    channel: str = "",
    detailed: bool = False,
) -> StatsReport:
    """The figures of a cohort. Dates are said in the channel's zone.

    `detailed` adds the breakdown by channel and, for leads, by who flagged.
    """
    as_of = min(query.as_of or now, now)
    cohort = uow.figures.cohort(query)
    took = time_to_outcome(
        together(cohort.days.values()), cohort.counts.waiting, cohort.oldest_waiting_at, as_of
    )
    zone = config.zone(channel)
    first_at = uow.figures.first_at()
    start = query.since or first_at
    end = min(query.until or as_of, as_of) - timedelta(microseconds=1)
    first_day = say_day(start.astimezone(zone)) if start else ""
    last_day = say_day(end.astimezone(zone))
    dates = f"{first_day} to {last_day}" if first_day else f"up to {last_day}"
    filters = filters_said(query, config)
    return StatsReport(
        query=query,
        cohort=cohort,
        took=took,
        first_at=first_at,
        dates=dates,
        filters=filters,
        as_of=as_of,
        as_of_said=say_as_of(as_of, zone),
        team=config.team,
        demo=is_demo(uow),
        on_hold=uow.figures.on_hold(query) if who.lead else {},
        quote=_quote(cohort, first_day, last_day, filters, config, query),
        places=_named(uow, uow.figures.by_place(query)) if detailed else {},
        flaggers=_by_flagger(uow, query) if detailed and who.lead else {},
        platform_labels={name: platform_name(name, config) for name in cohort.by_platform},
    )


def filters_said(query: FigureQuery, config: Config) -> tuple[str, ...]:
    """What narrows it beside the period: `platform Facebook`, …"""
    found = []
    if query.platform is not None:
        found.append(f"platform {platform_name(query.platform, config)}")
    if query.category is not None:
        found.append(f"category {config.category_label(query.category) or 'none'}")
    if query.confidence is not None:
        found.append(f"confidence {query.confidence}")
    return tuple(found)


def _quote(
    cohort: Cohort,
    first_day: str,
    last_day: str,
    filters: tuple[str, ...],
    config: Config,
    query: FigureQuery,
) -> str:
    """One sentence that holds without anything around it."""
    counts = cohort.counts
    if counts.referred == 0:
        return sentences.quote_of_nothing(last_day)
    rate = counts.rejection_rate
    return sentences.quote(
        first_day,
        last_day,
        counts.referred,
        cohort.pages.get("referred", 0),
        platform_name(query.platform, config) if query.platform else sentences.PLATFORMS,
        [one for one in filters if not one.startswith("platform ")],
        counts.closed,
        counts.restricted,
        counts.rejected,
        counts.gone,
        counts.waiting,
        rate.said if rate.known else "",
        SOURCE,
    )


def _named(uow: UnitOfWork, counts: Mapping[str, Counts]) -> dict[str, Counts]:
    return _under({place.id: f"#{place.name}" for place in uow.places.all()}, counts)


def _by_flagger(uow: UnitOfWork, query: FigureQuery) -> dict[str, Counts]:
    counts = uow.figures.by_flagger(query)
    return _under(names_of(uow, set(counts)), counts)


def _under(names: Mapping[str, str], counts: Mapping[str, Counts]) -> dict[str, Counts]:
    """By name; those who share one are told apart by their ids."""
    shared = Counter(names.get(one, one) for one in counts)
    return {
        f"{name} ({one})" if shared[name := names.get(one, one)] > 1 else name: parts
        for one, parts in counts.items()
    }
