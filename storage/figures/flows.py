"""What happened in a period: each statement reads the index of what it asks about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    case,
    func,
    literal_column,
    select,
    true,
    union_all,
)

from bot.domain.figures.comparisons import Submission
from bot.domain.figures.query import FigureQuery, within
from bot.domain.figures.statistics import Decided, Flow, Happened, Reversals, Standing
from bot.domain.lifecycle.referral import Confidence, State
from bot.domain.times import Period
from storage.figures.filters import in_period, is_counted, unindexed, where_clauses
from storage.sql.tables import appeals, referrals
from storage.sql.tables_beside import sql_literal

_r = referrals.c
_ONE = literal_column("1", Integer)
_OUTCOMES = (State.CLOSED, State.RESTRICTED, State.REJECTED, State.GONE)
_is_decision = _r.first_outcome != sql_literal(State.GONE.value)
_DECISIONS = (_r.first_outcome_at.is_not(None), _is_decision, is_counted)
"""First outcomes that are decisions: gone is none."""


def flow(connection: Connection, query: FigureQuery) -> Flow:
    """The flow as it stands."""
    platforms: dict[str, Counter[str]] = defaultdict(Counter)
    days: dict[str, Counter[int]] = defaultdict(Counter)
    sure, later = Counter[str](), Counter[str]()
    for platform, outcome, confidence, took, n in _outcomes(connection, query):
        platforms[platform][outcome] += n
        if outcome == State.REJECTED:
            sure[confidence or ""] += n
        if outcome != State.GONE and took is not None:
            days[platform][took] += n
    for what, platform, n in _happened(connection, query):
        if what in ("flagged", "referred"):
            platforms[platform][what] += n
        else:
            later[what] += n
    gone_before = later.pop("gone_before", 0)
    return Flow(
        by_platform={name: Happened(**parts) for name, parts in platforms.items()},
        pages=_pages(connection, query),
        certain=sure[Confidence.CERTAIN],
        high=sure[Confidence.HIGH],
        days={name: dict(found) for name, found in days.items()},
        gone_before=gone_before,
        reversals=Reversals(**later),
    )


def _outcomes(connection: Connection, query: FigureQuery) -> Sequence[Any]:
    """First outcomes, from ix_referrals_decided."""
    parts = (_r.platform, _r.first_outcome, _r.confidence_when_referred, _r.days_followed)
    at = _r.first_outcome_at
    inside = (at.is_not(None), in_period(at, query), is_counted, *where_clauses(query))
    return connection.execute(select(*parts, func.count()).where(*inside).group_by(*parts)).all()


def _lines() -> Iterator[tuple[str, ColumnElement[Any], ColumnElement[bool] | None]]:
    """What may have happened beside an outcome: when, and what else must be so."""
    yield "flagged", _r.flag_counted_at, None
    yield "referred", _r.referred_at, None
    yield (
        "gone_before",
        _r.vanished_at,
        unindexed(_r.standing) == sql_literal(Standing.GONE_BEFORE.value),
    )
    yield "closed_later", _r.closed_later_at, None
    yield "reappeared", _r.reappeared_at, None


def _happened(connection: Connection, query: FigureQuery) -> Sequence[Any]:
    """What else happened: each line from the index of its own instant, all in one statement."""
    several = []
    for name, at, too in _lines():
        inside = [at.is_not(None), in_period(at, query), is_counted, *where_clauses(query)]
        if too is not None:
            inside.append(too)
        several.append(
            select(sql_literal(name).label("what"), _r.platform, func.count().label("n"))
            .where(*inside)
            .group_by(_r.platform)
        )
    for what, at in (
        (sql_literal("appealed"), appeals.c.opened_at),
        (appeals.c.result, appeals.c.ended_at),
    ):
        inside = [at.is_not(None), in_period(at, query), is_counted, appeals.c.undone.is_(False)]
        several.append(
            select(what.label("what"), _r.platform, func.count().label("n"))
            .join_from(appeals, referrals, _r.number == appeals.c.referral)
            .where(*inside, *where_clauses(query))
            .group_by("what", _r.platform)
        )
    return connection.execute(union_all(*several)).all()


def _pages(connection: Connection, query: FigureQuery) -> dict[str, int]:
    """Distinct pages of each thing that happened, and of all that was decided.

    Each from the index of its instant, whose rows are grouped by page once.
    """
    outcomes = {one.value: _r.first_outcome == sql_literal(one.value) for one in _OUTCOMES}
    found: dict[str, int] = {}
    for at, wanted in (
        (_r.flag_counted_at, {"flagged": true()}),
        (_r.referred_at, {"referred": true()}),
        (_r.first_outcome_at, {**outcomes, "decided": _is_decision}),
    ):
        inside = (at.is_not(None), in_period(at, query), is_counted, *where_clauses(query))
        seen = (func.max(case((one, _ONE))) for one in wanted.values())
        by_page = select(*seen).where(*inside).group_by(_r.page_key).subquery()
        row = connection.execute(select(*map(func.count, by_page.c))).one()
        found |= zip(wanted, row, strict=True)
    return {what: n for what, n in found.items() if n}


def weekly(
    connection: Connection, weeks: Sequence[Period], channel: str | None
) -> tuple[dict[str, Decided], ...]:
    """First outcomes by platform in each of these periods, from ix_referrals_decided."""
    found: tuple[dict[str, Decided], ...] = tuple({} for _ in weeks)
    if not weeks:
        return found
    several = []
    for index, week in enumerate(weeks):
        query = within(week, channel)
        several.append(
            select(
                literal_column(str(index), Integer).label("week"),
                _r.platform,
                _r.first_outcome,
                func.count().label("n"),
            )
            .where(*_DECISIONS, in_period(_r.first_outcome_at, query), *where_clauses(query))
            .group_by(_r.platform, _r.first_outcome)
        )
    for index, platform, outcome, n in connection.execute(union_all(*several)):
        one = Decided(n if outcome == State.REJECTED else 0, n)
        found[index][platform] = found[index].get(platform, Decided()) + one
    return found


def submissions(
    connection: Connection, period: Period, platform: str, channel: str | None
) -> tuple[Submission, ...]:
    """What each submission to a platform came to among the outcomes of a period.

    Referrals with one reference are one; each that has none is its own. From ix_referrals_decided.
    """
    query = within(period, channel)
    inside = (
        *_DECISIONS,
        unindexed(_r.platform) == platform,
        in_period(_r.first_outcome_at, query),
    )
    rows = connection.execute(
        select(_r.reference, _r.first_outcome, func.count())
        .where(*inside, *where_clauses(query))
        .group_by(_r.reference, _r.first_outcome)
    )
    told: dict[str, Decided] = {}
    for reference, outcome, n in rows:
        one = Decided(n if outcome == State.REJECTED else 0, n)
        told[reference] = told.get(reference, Decided()) + one
    alone = told.pop("", Decided())
    return (
        *(Submission(one.rejected, one.decided) for one in told.values()),
        *[Submission(1, 1)] * alone.rejected,
        *[Submission(0, 1)] * (alone.decided - alone.rejected),
    )
