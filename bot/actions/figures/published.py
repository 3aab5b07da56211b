"""What was published is kept → what was said, what would be said today, and why that differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions.figures.report import StatsReport, stats
from bot.config import Config
from bot.domain.errors import BadAnswer
from bot.domain.figures.digest import Digest
from bot.domain.figures.publications import (
    Cause,
    Differing,
    Publication,
    PublicationKind,
    cohort_figures,
    flow_figures,
)
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.rates import Rate
from bot.domain.figures.statistics import Flow
from bot.domain.people import THE_BOT
from bot.ports.store import UnitOfWork
from bot.sentences.reporting import published as sentences


@dataclass(frozen=True, slots=True)
class Compared:
    """A publication, the same figures today, and the referrals that make the difference."""

    publication: Publication
    quote: str
    figures: Mapping[str, int]
    differing: tuple[Differing, ...]

    @property
    def changed(self) -> dict[str, tuple[int, int]]:
        """Name → what was said and what it is now, where these differ."""
        then = self.publication.figures
        return {
            name: (then.get(name, 0), now)
            for name, now in self.figures.items()
            if then.get(name, 0) != now
        }

    @property
    def causes(self) -> dict[Cause, int]:
        """How many referrals count otherwise, by why."""
        found = Counter(one.cause for one in self.differing)
        return {cause: found[cause] for cause in Cause}

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        told = publication_data(self.publication)
        return told | {
            "now": {"figures": dict(self.figures), "quote": self.quote},
            "changed": {name: list(both) for name, both in self.changed.items()},
            "because_of": {cause.value: n for cause, n in self.causes.items()},
            "referrals": {f"R-{one.number}": one.cause.value for one in self.differing},
        }


def publication_data(one: Publication) -> dict[str, Any]:
    """A publication for programs."""
    about = {"number": one.number, "kind": one.kind.value, "channel": one.channel}
    times = {"published_at": one.published_at.isoformat(), "as_of": one.known_at.isoformat()}
    return about | times | one.to_json()


def rate_of(figures: Mapping[str, int]) -> Rate:
    """The rejection rate of a publication's figures."""
    rejected = figures.get("rejected", 0)
    return Rate(rejected, rejected + figures.get("closed", 0) + figures.get("restricted", 0))


def keep_stats(
    uow: UnitOfWork,
    kind: PublicationKind,
    channel: str,
    report: StatsReport,
    zone: ZoneInfo,
    now: datetime,
) -> int:
    """Keep a cohort's figures as they are published now; the number that this has.

    A period without an end ended with what was known, what happened in that instant included.
    """
    known = report.as_of + timedelta(microseconds=1)
    until = min(report.query.until or known, known)
    query = replace(report.query, until=until, as_of=report.as_of)
    title = ", ".join([report.dates, *report.filters])
    figures = cohort_figures(report.cohort)
    return uow.publications.keep(
        Publication(
            kind, channel, now, query, zone.key, title, report.quote, figures, demo=report.demo
        )
    )


def keep_digest(uow: UnitOfWork, digest: Digest, now: datetime) -> int:
    """Keep a digest's figures as they are posted; the number that this has."""
    only = digest.channel if digest.scope == "channel" else None
    query = FigureQuery(since=digest.start, until=digest.end, channel=only, as_of=digest.as_of)
    flow = Flow(
        by_platform={"": digest.happened},
        gone_before=digest.gone_before,
        certain=digest.certain,
        reversals=digest.reversals,
    )
    title = sentences.of_digest(digest.name, digest.dates)
    return uow.publications.keep(
        Publication(
            *(PublicationKind.DIGEST, digest.channel, now, query, digest.time_zone, title, ""),
            flow_figures(flow),
            demo=digest.demo_data,
        )
    )


def check_published(uow: UnitOfWork, number: int, now: datetime, config: Config) -> Compared:
    """What a publication would say today, of the same period. Raises BadAnswer for none such."""
    one = uow.publications.get(number)
    if one is None:
        raise BadAnswer(sentences.no_publication(number))
    query, quote = replace(one.query, as_of=None), ""
    if one.kind is PublicationKind.DIGEST:
        figures = flow_figures(uow.figures.flow(query))
    else:
        report = stats(uow, query, THE_BOT, now, config, channel=one.channel)
        figures, quote = cohort_figures(report.cohort), report.quote
    return Compared(one, quote, figures, uow.publications.differing(one))
