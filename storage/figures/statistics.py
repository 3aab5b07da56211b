"""`bot.ports.figures.Figures`: counted from the referrals or, as of an instant, from the events, replayed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, literal, select

from bot.domain.figures.comparisons import Submission
from bot.domain.figures.days import Times
from bot.domain.figures.digest import Digest
from bot.domain.figures.joined import NewlyJoined
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.recount import (
    outcome_in,
    recount_cohort,
    recount_cohorts,
    recount_flow,
    recount_on_hold,
)
from bot.domain.figures.shares import Recent
from bot.domain.figures.statistics import (
    Cohort,
    Counts,
    Decided,
    Flow,
    Ground,
    Overdue,
    Standing,
    Team,
    Unanswered,
    standing,
)
from bot.domain.figures.worked import PastDecision
from bot.domain.lifecycle.referral import Action, Confidence, State
from bot.domain.times import Period
from bot.ports.figures import Figures
from bot.sentences.labels import ERASED
from storage.figures import cohorts, flows, joined
from storage.figures.filters import is_decided, unindexed, where_clauses
from storage.history.as_of import changed_since, replayed
from storage.sql.dialects import Instant, OnConnection, in_parts, upsert
from storage.sql.tables import events, is_live, is_waiting, referrals
from storage.sql.tables_beside import digests, sql_literal
from storage.sql.visibility import visible_in

_r = referrals.c


_newest = (
    select(_r.standing)
    .where(
        _r.platform == bindparam("on"),
        _r.category == bindparam("about"),
        _r.first_outcome_at >= bindparam("from"),
        is_decided,
    )
    .order_by(_r.first_outcome_at.desc())
    .limit(bindparam("most"))
    .subquery()
)
_NEWEST_DECISIONS = select(_newest.c.standing, func.count()).group_by(_newest.c.standing)


class SqlFigures(OnConnection, Figures):
    """Figures within one transaction; they fit each other if that is one snapshot."""

    def cohort(self, query: FigureQuery) -> Cohort:
        if query.as_of is not None:
            return recount_cohort(replayed(self._connection, query.as_of), query)
        return cohorts.cohort(self._connection, query)

    def cohorts(self, queries: Sequence[FigureQuery]) -> tuple[Cohort, ...]:
        if queries and queries[0].as_of is not None:
            return recount_cohorts(replayed(self._connection, queries[0].as_of), queries)
        return tuple(map(self.cohort, queries))

    def on_hold(self, query: FigureQuery) -> dict[Standing, int]:
        if query.as_of is not None:
            return recount_on_hold(replayed(self._connection, query.as_of), query)
        return cohorts.on_hold(self._connection, query)

    def by_ground(self, query: FigureQuery) -> dict[Ground, Cohort]:
        queries = [replace(query, ground=ground) for ground in Ground]
        return dict(zip(Ground, self.cohorts(queries), strict=True))

    def flow(self, query: FigureQuery) -> Flow:
        if query.as_of is not None:
            return recount_flow(replayed(self._connection, query.as_of), query)
        return flows.flow(self._connection, query)

    def newly_joined(
        self, period: Period, seen_in: str, only: str | None, common_above: int
    ) -> NewlyJoined:
        return joined.newly_joined(self._connection, period, seen_in, only, common_above)

    def totals(self, channel: str | None = None) -> tuple[dict[str, Counts], Times]:
        return cohorts.totals(self._connection, FigureQuery(channel=channel))

    def by_place(self, query: FigureQuery) -> dict[str, Counts]:
        return self._by("channel", query)

    def by_flagger(self, query: FigureQuery) -> dict[str, Counts]:
        return self._by("flagger", query)

    def _by(self, column: str, query: FigureQuery) -> dict[str, Counts]:
        found = (
            cohorts.standings_by(self._connection, column, query)
            if query.as_of is None
            else _replayed_by(self._connection, column, query)
        )
        return {value: Counts(**parts) for value, parts in found.items()}

    def weekly(
        self, weeks: Sequence[Period], channel: str | None = None
    ) -> tuple[dict[str, Decided], ...]:
        return flows.weekly(self._connection, weeks, channel)

    def submissions(
        self, period: Period, platform: str, channel: str | None = None
    ) -> tuple[Submission, ...]:
        return flows.submissions(self._connection, period, platform, channel)

    def overdue(
        self,
        limits: Mapping[str, int],
        limit_days: int,
        now: datetime,
        *,
        channel: str | None = None,
        shown_in: str = "",
        name: int = 3,
    ) -> Overdue:
        def before(days: int) -> ColumnElement[datetime]:
            return literal(now - timedelta(days=days), Instant())

        own = {one: days for one, days in limits.items() if days != limit_days}
        limit = before(limit_days)
        if own:
            limit = case(*((_r.platform == one, before(n)) for one, n in own.items()), else_=limit)
        earliest = before(min([limit_days, *limits.values()]))
        # The first comparison is what the index can answer.
        late = (is_waiting, _r.referred_at <= earliest, _r.referred_at <= limit)
        inside = (*late, *where_clauses(FigureQuery(channel=channel)))
        platform = unindexed(_r.platform)
        counted = select(platform, func.count()).where(*inside).group_by(platform)
        oldest = (
            select(_r.number, _r.platform, _r.referred_on, _r.zone)
            .where(*inside, visible_in(shown_in))
            .order_by(_r.referred_at, _r.number)
            .limit(name)
        )
        rows = self._connection.execute(oldest).all() if name else ()
        by_platform = dict(self._connection.execute(counted).all())
        return Overdue(by_platform, tuple(Unanswered(*row) for row in rows))

    def team(self, since: datetime, now: datetime) -> Team:
        query = FigureQuery(since=since)
        by_confidence = cohorts.standings_by(self._connection, "confidence_when_referred", query)
        parts: Counter[str] = Counter()
        for found in by_confidence.values():
            parts.update(found)
        certain = by_confidence.get(Confidence.CERTAIN, {}).get(Standing.REJECTED, 0)
        return Team(Counts(**parts), certain, since, now)

    def standings(self) -> Mapping[Standing, int]:
        found = select(_r.standing, func.count()).group_by(_r.standing)
        return {Standing(name): n for name, n in self._connection.execute(found)}

    def under_appeal(self) -> int:
        found = select(func.count()).where(is_live, _r.state == sql_literal(State.APPEALED.value))
        return self._connection.execute(found).scalar_one()

    def decided(self, platform: str, category: str, since: datetime, most: int) -> tuple[int, int]:
        asked = {"on": platform, "about": category, "from": since, "most": most}
        found = self._connection.execute(_NEWEST_DECISIONS, asked)
        parts: dict[str, int] = dict(found.all())
        return parts.get(Standing.REJECTED, 0), sum(parts.values())

    def decisions(
        self, platform: str, category: str, since: datetime, channel: str, most: int
    ) -> tuple[PastDecision, ...]:
        found = (
            select(_r.clause, _r.basis, _r.reference, _r.standing == Standing.REJECTED.value)
            .where(
                _r.platform == platform,
                _r.category == category,
                _r.first_outcome_at >= since,
                is_decided,
                visible_in(channel),
            )
            .order_by(_r.first_outcome_at.desc())
            .limit(most)
        )
        return tuple(
            PastDecision(clause, basis or "", reference, bool(rejected))
            for clause, basis, reference, rejected in self._connection.execute(found)
        )

    def recent(self, query: FigureQuery) -> Mapping[Recent, int]:
        return cohorts.recent(self._connection, query)

    def first_at(self, channel: str | None = None) -> datetime | None:
        inside = where_clauses(FigureQuery(channel=channel))
        several = (
            select(func.min(at)).where(*inside).scalar_subquery()
            for at in (_r.flag_counted_at, _r.referred_at)
        )
        found = self._connection.execute(select(*several)).one()
        return min((at for at in found if at is not None), default=None)

    def corrected(self, period: Period, since: datetime, channel: str | None = None) -> int:
        differ = 0
        for some in in_parts(changed_since(self._connection, since)):
            then = {
                one.number: outcome_in(one, period, channel)
                for one in replayed(self._connection, since, some)
            }
            for one in replayed(self._connection, None, some):
                differ += then.get(one.number) != outcome_in(one, period, channel)
        return differ

    def read_anew(self, since: datetime, channel: str | None = None) -> int:
        found = (
            select(func.count(_r.number.distinct()))
            .join(events, events.c.referral == _r.number)
            .where(events.c.recorded_at > since, events.c.action == Action.REKEY.value)
            .where(_r.state != State.HELD.value, *([_r.channel == channel] if channel else []))
        )
        return int(self._connection.execute(found).scalar_one())

    def said(self, channel: str) -> Digest | None:
        last = (
            select(digests.c.data)
            .where(digests.c.channel == channel)
            .order_by(digests.c.ended_at.desc())
            .limit(1)
        )
        found = self._connection.execute(last).scalar()
        return None if found is None else Digest.from_json(found)

    def keep_said(self, channel: str, digest: Digest) -> None:
        said = {"channel": channel, "period": digest.period, "ended_at": digest.end}
        upsert(self._connection, digests, {**said, "data": digest.to_json()})


def _replayed_by(
    connection: Connection, column: str, query: FigureQuery
) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    erased = frozenset[int]()
    if column == "flagger":
        numbers = connection.execute(select(_r.number).where(_r.erased_at.is_not(None)))
        erased = frozenset(numbers.scalars())
    for one in replayed(connection, query.as_of):
        stands = standing(one)
        if recount_cohort([one], query).counts.referred:
            value = ERASED if one.number in erased else getattr(one, column)
            found.setdefault(value, Counter())[stands] += 1
    return found
