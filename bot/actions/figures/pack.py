"""A period → everything of its report: the figures that stats give, month by month, and since when
earlier publications say something else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.figures.published import Compared, check_published, keep_stats
from bot.actions.figures.report import StatsReport, stats, stats_query
from bot.actions.figures.report_data import report_data
from bot.config import Config
from bot.domain.figures.publications import Cause, Publication, PublicationKind
from bot.domain.figures.query import NOT_STATED
from bot.domain.figures.statistics import Counts
from bot.domain.lifecycle.referral import Confidence
from bot.domain.people import THE_BOT
from bot.ports.store import UnitOfWork

MOST_COMPARED = 60
"""So many of the newest publications are compared with today."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The report of a period. `by_confidence` is the cohort by how sure the team was.

    `compared` are the earlier publications whose period meets this one's, newest first, and
    `not_compared` how many older ones there are.
    """

    report: StatsReport
    by_confidence: Mapping[str, Counts]
    compared: tuple[Compared, ...]
    not_compared: int
    zone: str
    data: str
    """JSON, as it is written beside the page."""

    @property
    def sha256(self) -> str:
        """Hex, of `data` in UTF-8."""
        return hashlib.sha256(self.data.encode()).hexdigest()

    @property
    def otherwise(self) -> tuple[Compared, ...]:
        """The earlier publications that corrections or late entries have changed."""
        causes = (Cause.CORRECTION, Cause.LATE)
        return tuple(one for one in self.compared if any(one.causes[each] for each in causes))


def pack(uow: UnitOfWork, words: str, now: datetime, config: Config) -> Pack:
    """The report of the period that the words name, as behind `/referrals stats`. Raises BadAnswer.

    Days are days in config's zone. Leads alone are told of holds, on another line than this.
    """
    zone = config.zone("")
    query = stats_query(uow, words, "", now, config)
    report = replace(
        stats(uow, query, THE_BOT, now, config, detailed=False, monthly=True), on_hold={}
    )
    sure = _by_confidence(report)
    earlier = [one for one in uow.publications.all() if _meets(one, report)][::-1]
    compared = tuple(
        check_published(uow, one.number, now, config) for one in earlier[:MOST_COMPARED]
    )
    not_compared = len(earlier) - len(compared)
    data = report_data(report, zone) | {
        "view": "cohort, by month referred",
        "earlier_publications": [
            {
                "number": one.publication.number,
                "changed": {name: list(both) for name, both in one.changed.items()},
                "because_of": {cause.value: n for cause, n in one.causes.items()},
            }
            for one in compared
        ],
    }
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    return Pack(report, sure, compared, not_compared, zone.key, text)


def keep_pack(uow: UnitOfWork, made: Pack, now: datetime, config: Config) -> int:
    """Keep it as published; its number."""
    return keep_stats(uow, PublicationKind.PACK, "", made.report, config.zone(""), now)


def _by_confidence(report: StatsReport) -> dict[str, Counts]:
    """The surest first; nothing where the figures are narrowed to one."""
    if report.query.confidence is not None:
        return {}
    found = report.cohort.by_confidence
    return {name or NOT_STATED: found.get(name, Counts()) for name in (*reversed(Confidence), "")}


def _meets(one: Publication, report: StatsReport) -> bool:
    """Whether its period and the report's have an instant in common."""
    mine, theirs = report.query, one.query
    end = min(mine.until or report.as_of, report.as_of)
    return (theirs.since is None or theirs.since < end) and (
        mine.since is None or theirs.until is None or mine.since < theirs.until
    )
