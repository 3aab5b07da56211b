"""What a person asks of the figures → the figures, with the sentence that can be quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.actions.figures.months import by_month
from bot.actions.recording.seeds import is_demo
from bot.config import Config
from bot.domain.figures.days import TimeToOutcome
from bot.domain.figures.digests import SOURCE
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.rates import Rate
from bot.domain.figures.shares import DAYS, AnswersInTime, Recently
from bot.domain.figures.sheet import MonthRow
from bot.domain.figures.statistics import Cohort, Counts, Standing
from bot.domain.figures.wording import Names, read_query
from bot.domain.people import BOT, Person
from bot.domain.platforms import PLATFORMS, platform_label
from bot.domain.platforms.companies import COMPANIES
from bot.domain.times import say_as_of, say_day, say_span
from bot.ports.store import UnitOfWork
from bot.sentences import figures as sentences
from bot.sentences.counting import all_of
from bot.sentences.labels import THE_BOT
from bot.sentences.recording import indicators

ALIASES = {"fb": "facebook", "yt": "youtube", "insta": "instagram", "ig": "instagram"}


@dataclass(frozen=True, slots=True)
class StatsReport:
    """A cohort's figures with everything needed to say them. `places` and `flaggers` are by name.

    `on_hold`, how many of each are on hold, and `flaggers` are for leads, and empty for others.
    """

    query: FigureQuery
    cohort: Cohort
    took: TimeToOutcome
    in_time: Rate
    """Answered within the team's limit."""
    first_at: datetime | None
    dates: str
    filters: tuple[str, ...]
    as_of: datetime
    as_of_said: str
    team: str
    demo: bool
    quote: str
    on_hold: Mapping[Standing, int] = field(default_factory=dict)
    months: tuple[MonthRow, ...] = ()
    """Where they were asked for, oldest first."""
    places: Mapping[str, Counts] = field(default_factory=dict)
    flaggers: Mapping[str, Counts] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    """What places and flaggers are known by, by the same names."""
    platform_labels: Mapping[str, str] = field(default_factory=dict)
    source: str = SOURCE

    @property
    def counts(self) -> Counts:
        """The identity's parts."""
        return self.cohort.counts

    @property
    def answered(self) -> AnswersInTime:
        """Answers in time, as of the report's instant."""
        return self.cohort.answered(self.as_of)


def longest_limit(config: Config) -> int:
    """What was referred fewer days ago than this may not count yet for what was answered in time."""
    limits = (config.response_days_for(name) for name in config.platforms)
    return max([*DAYS, config.response_days, *limits])


def platform_name(platform: str, config: Config) -> str:
    """The platform as people read it."""
    own = config.platforms.get(platform)
    return (own and own.label) or platform_label(platform)


def stats_query(
    uow: UnitOfWork, words: str, channel: str, now: datetime, config: Config
) -> FigureQuery:
    """`since 1 March platform facebook` as a query. Raises BadAnswer."""
    query = read_query(words, names_of(uow, config), config.zone(channel), now)
    return replace(query, seen_in=channel) if query.case else query


def names_of(uow: UnitOfWork, config: Config) -> Names:
    """What this team's platforms, companies and categories may be called."""
    known = {*uow.referrals.platforms(), *config.platforms}
    platforms = {name: target for name, target in ALIASES.items() if target in known}
    for platform in known:
        platforms[platform.casefold()] = platform
        platforms[platform_name(platform, config).casefold()] = platform
    categories = {one.label.casefold(): one.id for one in config.categories}
    categories |= {one.id: one.id for one in config.categories}
    companies = companies_of(config)
    providers = {name.casefold(): name for name in companies}
    others = {
        name.casefold(): one.id
        for one in PLATFORMS
        if one.id not in known
        for name in (one.id, one.label)
    }
    return Names(platforms, categories, others, providers, companies)


def companies_of(config: Config) -> dict[str, frozenset[str]]:
    """Companies by every name, with their platforms: those that are known, and those in config."""
    found = dict(COMPANIES)
    for platform, own in config.platforms.items():
        if company := own.provider.strip():
            found[company] = found.get(company, frozenset()) | {platform}
    return found


def stats(
    uow: UnitOfWork,
    query: FigureQuery,
    who: Person,
    now: datetime,
    config: Config,
    *,
    channel: str = "",
    detailed: bool = False,
    monthly: bool = False,
) -> StatsReport:
    """The figures of a cohort. Dates are said in the channel's zone.

    `detailed` adds the breakdown by channel and, for leads, by who flagged; `monthly` the one by
    month. Raises BadAnswer for too many months.
    """
    as_of = min(query.as_of or now, now)
    cohort = uow.figures.cohort(replace(query, recently=Recently(as_of, longest_limit(config))))
    zone = config.zone(channel)
    first_at = uow.figures.first_at()
    said = _period_said(query, first_at, as_of, zone)
    filters = filters_said(query, config)
    places = _by_place(uow, query) if detailed else {}
    flaggers = _by_flagger(uow, query) if detailed and who.lead else {}
    return StatsReport(
        query=query,
        cohort=cohort,
        took=cohort.took(as_of),
        in_time=cohort.answered(as_of).in_time(config.response_days_for),
        first_at=first_at,
        dates=sentences.with_begin(said.days, said.begin),
        filters=filters,
        as_of=as_of,
        as_of_said=sentences.instant(say_as_of(as_of, zone), zone.key),
        team=config.team,
        demo=is_demo(uow),
        on_hold=uow.figures.on_hold(query) if who.lead else {},
        quote=_quote(cohort, said, filters, config, query),
        months=by_month(uow, query, first_at, as_of, zone) if monthly else (),
        places={name: parts for name, (_, parts) in places.items()},
        flaggers={name: parts for name, (_, parts) in flaggers.items()},
        ids={name: key for name, (key, _) in ({**places, **flaggers}).items()},
        platform_labels={name: platform_name(name, config) for name in cohort.by_platform},
    )


def filters_said(query: FigureQuery, config: Config) -> tuple[str, ...]:
    """What narrows it beside the period: `platform Facebook`, …"""
    found = []
    if query.providers:
        found.append(sentences.providers(query.providers))
    elif query.platforms:
        found.append(sentences.platforms([platform_name(one, config) for one in query.platforms]))
    if query.categories:
        labels = [config.category_label(one) or sentences.NO_CATEGORY for one in query.categories]
        found.append(sentences.categories(labels))
    if query.confidence is not None:
        found.append(f"confidence {query.confidence}")
    if query.case:
        found.append(indicators.of_case(query.case))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _PeriodSaid:
    """The days that a sentence names; `begin` where records begin later than that."""

    first_day: str
    last_day: str
    days: str
    begin: str
    none_yet: bool


def _period_said(
    query: FigureQuery, first_at: datetime | None, as_of: datetime, zone: ZoneInfo
) -> _PeriodSaid:
    """What was asked for, or all since records begin. Later than `as_of` nothing is known."""
    end = min(query.until or as_of, as_of) - timedelta(microseconds=1)
    last = end.astimezone(zone).date()
    first = query.since.astimezone(zone).date() if query.since else None
    begin = first_at.astimezone(zone).date() if first_at else None
    if first is None and begin is not None and begin <= last:
        first = begin
    late = begin is not None and (first is None or begin > first)
    return _PeriodSaid(
        say_day(first) if first else "",
        say_day(last),
        say_span(first, last) if first else sentences.up_to(say_day(last)),
        say_day(begin) if begin and late else "",
        begin is None,
    )


def _quote(
    cohort: Cohort,
    said: _PeriodSaid,
    filters: tuple[str, ...],
    config: Config,
    query: FigureQuery,
) -> str:
    """One sentence that holds without anything around it."""
    counts, rate = cohort.counts, cohort.counts.rejection_rate
    when = sentences.between(said.first_day, said.last_day)
    whom = sentences.to_whom(_whom(query, config), filters[1:] if query.platforms else filters)
    source = sentences.records(SOURCE, said.begin)
    if counts.referred == 0:
        none_yet = sentences.no_records(SOURCE)
        return sentences.quote_of_nothing(when, whom, none_yet if said.none_yet else source)
    percent = rate.percent if rate.denominator >= config.percent_from else ""
    decided = sentences.of_those_decided(percent, rate.numerator, rate.denominator)
    return sentences.quote(
        when,
        whom,
        counts.referred,
        cohort.pages.get("referred", 0),
        counts.closed,
        counts.restricted,
        counts.rejected,
        counts.gone,
        counts.waiting,
        decided if rate.known else "",
        source,
    )


def _whom(query: FigureQuery, config: Config) -> str:
    if query.providers:
        return sentences.platforms_of(query.providers)
    if not query.platforms:
        return sentences.PLATFORMS
    return all_of([platform_name(one, config) for one in query.platforms])


Named = Mapping[str, tuple[str, Counts]]
"""Name → what it is known by, and what became of its referrals."""


def _by_place(uow: UnitOfWork, query: FigureQuery) -> Named:
    counts = uow.figures.by_place(query)
    return _under({place.id: f"#{place.name}" for place in uow.places.all()}, counts)


def _by_flagger(uow: UnitOfWork, query: FigureQuery) -> Named:
    counts = uow.figures.by_flagger(query)
    return _under({BOT: THE_BOT, **uow.people.names(set(counts))}, counts)


def _under(names: Mapping[str, str], counts: Mapping[str, Counts]) -> Named:
    """By name; those who share one are told apart by their ids."""
    shared = Counter(names.get(one, one) for one in counts)
    return {
        f"{name} ({one})" if shared[name := names.get(one, one)] > 1 else name: (one, parts)
        for one, parts in counts.items()
    }
