"""`bot.ports.Figures`: from the kept counts where they serve, else from the referrals.

no filter, or a platform alone        ─► kept counts of whole days + the referrals at both ends
category, confidence, channel, ground ─► the referrals of the period
as of an instant                      ─► the events, replayed
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from bot.domain.comparisons import Submission
from bot.domain.figures_query import FigureQuery
from bot.domain.recount import outcome_in, recount_cohort, recount_cohorts, recount_flow
from bot.domain.referral import OUTCOMES, State
from bot.domain.statistics import REFERRED, Cohort, Counts, Decided, Flow, Ground, Overdue, Team
from bot.domain.tally import (
    COHORT,
    FLOW,
    Figure,
    Key,
    add,
    cohort_from,
    flow_from,
    totals_from,
)
from bot.domain.times import Period
from storage import counts as counting
from storage import kept_counts, waiting, weeks
from storage.count_spans import parts_of
from storage.distinct_pages import cohort_pages, flow_pages
from storage.figure_sql import (
    cohort_sums,
    flow_sums,
    kept_statement,
    standing_sql,
    was_referred,
)
from storage.narrowing import Range, Shape, range_of, whole
from storage.replaying import changed_since, replayed
from storage.submissions import submissions
from storage.tables import digests, referrals
from storage.upserts import upsert

r = referrals.c
_AT_ONCE = 500
Decisions = dict[tuple[str, str | None], tuple[int, int]]


class SqlFigures:
    """Figures within one transaction; they fit each other if that is one snapshot."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cohort(self, query: FigureQuery) -> Cohort:
        """What became of the pages referred in a period."""
        if query.as_of is not None:
            return recount_cohort(replayed(self._connection, query.as_of), query)
        sums = self._sums(COHORT, query)
        if query.since is None and query.until is None and _is_kept(query):
            found = kept_counts.read(
                self._connection, [Figure.DISTINCT], parts_of(None, None), query.platform
            )
            pages = Counter[str]()
            for key, n in found.items():
                pages[key.label] += n
        else:
            counted = Counter[str]()
            for key, n in sums.items():
                if key.figure == Figure.STANDS:
                    counted[key.label] += n
            pages = Counter(cohort_pages(self._connection, query, counted))
        return cohort_from(sums, _referred_only(pages), self._oldest_waiting(query))

    def by_ground(self, query: FigureQuery) -> dict[Ground, Cohort]:
        """The cohort of each ground; `query` asks for none of its own. Events are replayed once."""
        queries = [replace(query, ground=ground) for ground in Ground]
        if query.as_of is not None:
            found = recount_cohorts(replayed(self._connection, query.as_of), queries)
            return dict(zip(Ground, found, strict=True))
        return {ground: self.cohort(one) for ground, one in zip(Ground, queries, strict=True)}

    def flow(self, query: FigureQuery) -> Flow:
        """What happened in a period."""
        if query.as_of is not None:
            return recount_flow(replayed(self._connection, query.as_of), query)
        sums = self._sums(FLOW, query)
        flow = flow_from(sums, {})
        return replace(flow, pages=flow_pages(self._connection, query, flow.happened))

    def totals(self, channel: str | None = None) -> dict[str, Counts]:
        """What became of all that was ever referred, by platform."""
        query = FigureQuery(channel=channel)
        if _is_kept(query):
            return totals_from(
                kept_counts.read(self._connection, [Figure.STANDS], parts_of(None, None))
            )
        return self._by(r.platform, query)

    def weekly(
        self, weeks_wanted: Sequence[Period], channel: str | None = None
    ) -> tuple[dict[str, Decided], ...]:
        """First outcomes by platform in each of these periods, which follow one another."""
        return weeks.weekly(self._connection, weeks_wanted, channel)

    def submissions(
        self, period: Period, platform: str, channel: str | None = None
    ) -> tuple[Submission, ...]:
        """What each submission of one platform came to among the outcomes of a period."""
        return submissions(self._connection, period, platform, channel)

    def overdue(
        self,
        limits: Mapping[str, int],
        limit_days: int,
        now: datetime,
        *,
        totals: Mapping[str, Counts] | None = None,
        channel: str | None = None,
        shown_in: str | None = None,
        name: int = 3,
    ) -> Overdue:
        """What waits for longer than its platform's limit in days, with the `name` oldest."""
        all_of_them = self.totals(channel) if totals is None else totals
        return waiting.overdue(
            self._connection,
            {platform: one.waiting for platform, one in all_of_them.items()},
            waiting.Limits(limits, limit_days, now),
            FigureQuery(channel=channel),
            shown_in or "",
            name,
        )

    def since_when(self, channel: str | None = None) -> tuple[datetime | None, datetime | None]:
        """When the first page was flagged, and when what has waited longest was referred."""
        shape, values = whole(FigureQuery(channel=channel))
        ((first, oldest),) = self._connection.execute(_since_when(shape), values).all()
        return first, oldest

    def team(self) -> Team:
        """All that was ever referred, in short."""
        found: Counter[str] = Counter()
        certain, first = 0, None
        for figure, label, n, first in self._connection.execute(kept_counts.TEAM):  # noqa: B007
            if figure == Figure.STANDS:
                found[label] = int(n)
            elif label == "certain":
                certain = int(n)
        counts = Counts(**{part.value: found[part] for part in REFERRED})
        return Team(counts, certain, first)

    def by_place(self, query: FigureQuery) -> dict[str, Counts]:
        """The cohort by the channel that a page was flagged in."""
        return self._by(r.channel, query)

    def by_flagger(self, query: FigureQuery) -> dict[str, Counts]:
        """The cohort by who flagged; for leads."""
        return self._by(r.flagger, query)

    def corrected(self, period: Period, since: datetime, channel: str | None = None) -> int:
        """How many referrals' first outcomes in the period differ from what they were `since`."""
        changed = changed_since(self._connection, since)
        differ = 0
        for first in range(0, len(changed), _AT_ONCE):
            some = changed[first : first + _AT_ONCE]
            then = {
                one.number: outcome_in(one, period, channel)
                for one in replayed(self._connection, since, some)
            }
            for one in replayed(self._connection, None, some):
                differ += then.get(one.number) != outcome_in(one, period, channel)
        return differ

    def first_at(self, channel: str | None = None) -> datetime | None:
        """When the first page was flagged."""
        shape, values = whole(FigureQuery(channel=channel))
        found: datetime | None = _single(self._connection.execute(_first(shape), values).all())
        return found

    def said(self, channel: str) -> Mapping[str, Any] | None:
        """The last digest's figures for a channel, as they were said."""
        found: Mapping[str, Any] | None = _single(
            self._connection.execute(_LAST_SAID, {"channel": channel}).all()
        )
        return found

    def keep_said(self, channel: str, key: str, ended: datetime, data: Mapping[str, Any]) -> None:
        """Keep a digest's figures as they are said; `ended` is when its period did."""
        said = {"channel": channel, "period": key, "ended_at": ended, "data": dict(data)}
        upsert(self._connection, digests, said)

    def fold(self, limit: int = 1000) -> int:
        """Take changes into the kept counts, under one lock; how many."""
        return counting.fold(self._connection, limit)

    def decided(self, kinds: Iterable[tuple[str, str | None]]) -> Decisions:
        """(rejected, decided) of all referrals ever, for each of these (platform, category)."""
        wanted = set(kinds)
        platforms = {platform for platform, _ in wanted}
        only = platforms.pop() if len(platforms) == 1 else None
        found = kept_counts.read(self._connection, [Figure.CATEGORY], parts_of(None, None), only)
        parts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for key, n in found.items():
            parts[key.platform, key.label][key.sub] += n
        several = {kind: parts[kind[0], kind[1] or ""] for kind in wanted}
        return {
            kind: (of["rejected"], sum(of[one.value] for one in OUTCOMES))
            for kind, of in several.items()
        }

    def _sums(self, figures: Sequence[Figure], query: FigureQuery) -> Counter[Key]:
        count = cohort_sums if figures is COHORT else flow_sums
        if not _is_kept(query):
            return count(self._connection, [Range(query.since, query.until)], query)
        parts = parts_of(query.since, query.until, months=figures is COHORT)
        sums = kept_counts.read(self._connection, figures, parts, query.platform)
        if not parts.edges:
            return sums
        return add(sums, count(self._connection, [range_of(edge) for edge in parts.edges], query))

    def _oldest_waiting(self, query: FigureQuery) -> datetime | None:
        shape, values = whole(query)
        found: datetime | None = _single(
            self._connection.execute(waiting.oldest(shape), values).all()
        )
        return found

    def _by(self, column: Any, query: FigureQuery) -> dict[str, Counts]:
        """Standings of the referred by a column, from the referrals or their events."""
        sums: Counter[Key] = Counter()
        if query.as_of is not None:
            name = column.name
            for group, counts in _grouped(self._connection, name, query).items():
                sums.update({Key(Figure.STANDS, part, "", group): n for part, n in counts.items()})
            return totals_from(sums)
        shape, values = whole(query)
        found = grouped_by(shape, column.name)
        for group, label, n in self._connection.execute(found, values).all():
            sums[Key(Figure.STANDS, label, "", group)] += n
        return totals_from(sums)


_LAST_SAID = (
    select(digests.c.data)
    .where(digests.c.channel == bindparam("channel"))
    .order_by(digests.c.ended_at.desc())
    .limit(1)
)


@kept_statement
def _first(shape: Shape) -> Select[Any]:
    return select(r.flagged_at).where(*shape.narrowed).order_by(r.flagged_at).limit(1)


@kept_statement
def _since_when(shape: Shape) -> Select[Any]:
    return select(_first(shape).scalar_subquery(), waiting.oldest(shape).scalar_subquery())


@kept_statement
def grouped_by(shape: Shape, name: str) -> Select[tuple[Any, ...]]:
    """Standings of the referred by one of their columns."""
    stands = standing_sql.label("stands")
    return (
        select(r[name], stands, func.count())
        .where(shape.within(r.referred_at), was_referred, *shape.narrowed)
        .group_by(r[name], stands)
    )


def _grouped(connection: Connection, name: str, query: FigureQuery) -> dict[str, Counter[str]]:
    groups: dict[str, Counter[str]] = {}
    for one in replayed(connection, query.as_of):
        counts = recount_cohort([one], query).counts
        for part in ("closed", "restricted", "rejected", "gone", "waiting"):
            if getattr(counts, part):
                groups.setdefault(getattr(one, name), Counter())[part] += 1
    return groups


def _single(rows: Sequence[Row[Any]]) -> Any:
    return rows[0][0] if rows else None


def _is_kept(query: FigureQuery) -> bool:
    """Whether the kept counts can answer: they know of platforms, not of the other filters."""
    others = (query.category, query.confidence, query.channel, query.ground)
    return all(one is None for one in others)


def _referred_only(pages: Mapping[str, int]) -> dict[str, int]:
    beside = {State.FLAGGED.value, State.HELD.value, State.WITHDRAWN.value, "gone before referring"}
    return {name: n for name, n in pages.items() if name not in beside}
