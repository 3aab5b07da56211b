"""What was published: the figures as they were said, and what makes them other today."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.figures.query import FigureQuery
from bot.domain.figures.statistics import Cohort, Flow
from bot.domain.lifecycle.referral import Action, Event


class PublicationKind(StrEnum):
    """What was published."""

    DIGEST = "digest"
    STATS = "stats"
    PACK = "pack"


class Cause(StrEnum):
    """Why a referral counts otherwise than when figures were published."""

    CORRECTION = "correction"
    LATE = "late entry"
    SINCE = "what happened since"


@dataclass(frozen=True, slots=True)
class Publication:
    """Figures as they were published. `number` is 0 until it is kept.

    A digest's are a flow, all others a cohort; `query` says of what, to the instant, and its
    `as_of` is what was known. `title` is its period and filters in words, `zone` the time zone in
    which it names days, `quote` its sentence to quote.
    """

    kind: PublicationKind
    channel: str
    published_at: datetime
    query: FigureQuery
    zone: str
    title: str
    quote: str
    figures: Mapping[str, int]
    demo: bool = False
    number: int = 0

    @property
    def known_at(self) -> datetime:
        """The instant whose knowledge it is."""
        return self.query.as_of or self.published_at

    def to_json(self) -> dict[str, Any]:
        """Plain data, but for what stands in columns of its own."""
        query = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(self.query).items()
        }
        figures = dict(self.figures)
        words = {"zone": self.zone, "title": self.title, "quote": self.quote}
        return {"query": query, "figures": figures, "demo": self.demo, **words}

    @classmethod
    def from_json(
        cls, number: int, kind: str, channel: str, at: datetime, data: Mapping[str, Any]
    ) -> Publication:
        """The other way."""
        query = {name: _read(name, value) for name, value in data["query"].items()}
        rest = {**data, "query": FigureQuery(**query)}
        return cls(PublicationKind(kind), channel, at, number=number, **rest)


def _read(name: str, value: Any) -> Any:
    if name in ("since", "until", "as_of"):
        return datetime.fromisoformat(value) if value else None
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Differing:
    """A referral that counts otherwise today, and why."""

    number: int
    cause: Cause


_CORRECTIONS = frozenset(
    {Action.UNDO, Action.REDATE, Action.DESCRIBE, Action.WITHDRAW, Action.REKEY}
)


def cause_of(later: Collection[Event], known_at: datetime) -> Cause:
    """Why a referral counts otherwise, by its events that were recorded after `known_at`.

    What puts right an event that was known then is a correction; what had happened by then, and
    was recorded later, is a late entry.
    """
    new = {one.seq for one in later}
    if any(one.action in _CORRECTIONS and one.target not in new for one in later):
        return Cause.CORRECTION
    if any(one.happened_at <= known_at for one in later if one.action not in _CORRECTIONS):
        return Cause.LATE
    return Cause.SINCE


def cohort_figures(cohort: Cohort) -> dict[str, int]:
    """The whole numbers that a cohort's publication says."""
    counts = cohort.counts
    return {
        "referred": counts.referred,
        **asdict(counts),
        "flagged": cohort.flagged,
        "gone before referring": cohort.gone_before,
        "withdrawn": cohort.withdrawn,
        "rejected although certain": cohort.certain,
        **_reversals(cohort),
    }


def flow_figures(flow: Flow) -> dict[str, int]:
    """The whole numbers that a digest says of what happened."""
    return {
        **asdict(flow.happened),
        "gone before referring": flow.gone_before,
        "rejected although certain": flow.certain,
        **_reversals(flow),
    }


def _reversals(of: Cohort | Flow) -> dict[str, int]:
    return {name.replace("_", " "): n for name, n in asdict(of.reversals).items()}
