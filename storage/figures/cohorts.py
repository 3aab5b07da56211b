"""What became of the pages referred in a period, each statement from an index of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    case,
    func,
    literal_column,
    select,
)

from bot.domain.figures.days import Times, together
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.shares import HOURS, RETURNED_DAYS, LaterAttempts, Recent
from bot.domain.figures.statistics import (
    DECIDED,
    REFERRED,
    RETURNABLE,
    Cohort,
    Counts,
    Reversals,
    Standing,
)
from bot.domain.lifecycle.referral import Confidence
from bot.sentences.labels import ERASED
from storage.figures.filters import in_period, unindexed, was_referred, where_clauses
from storage.sql.tables import appeals, is_again, is_held, is_waiting, referrals
from storage.sql.tables_beside import sql_literal

_r = referrals.c
BY_FLAGGER = case((_r.erased_at.is_not(None), ERASED), else_=_r.flagger)
"""Who flagged; what is erased says so, and is not taken for what the bot did."""

# In the order of ix_referrals_cohort, so that SQLite need not sort them.
_GROUPS = (
    _r.platform,
    _r.standing,
    _r.days_followed,
    _r.category,
    _r.confidence_when_referred,
    _r.reason,
    _r.first_outcome,
    _r.decided_within,
    _r.days_to_sign,
)


def cohort(connection: Connection, query: FigureQuery) -> Cohort:
    """The cohort as it stands."""
    platforms: dict[str, Counter[str]] = defaultdict(Counter)
    categories: dict[str, Counter[str]] = defaultdict(Counter)
    days: dict[str, Counter[int]] = defaultdict(Counter)
    reasons, sure, later = Counter[str](), Counter[str](), Counter[str]()
    beside = Counter[str]()
    gone_days, signs, fast = Counter[int](), Counter[int](), Counter[int]()
    by_first: dict[str, Counter[int]] = defaultdict(Counter)
    sure_counts: dict[str, Counter[str]] = defaultdict(Counter)
    late_dates = 0
    for row in connection.execute(_grouped(query)):
        platform, standing, followed, category, confidence, reason, first, within, sign = row[:9]
        n, closed_later, reappeared, late = row[9:]
        if standing not in REFERRED:
            beside[standing] += n
            continue
        platforms[platform][standing] += n
        categories[category or ""][standing] += n
        if standing == Standing.REJECTED:
            reasons[reason or ""] += n
            sure[confidence or ""] += n
        if standing == Standing.GONE:
            gone_days[followed] += n
        elif followed is not None:
            days[platform][followed] += n
            by_first[first][followed] += n
        sure_counts[confidence or ""][standing] += n
        if within is not None:
            fast[within] += n
        if sign is not None:
            signs[sign] += n
        late_dates += late
        later.update(closed_later=closed_later, reappeared=reappeared)
    for result, n in _appeals(connection, query):
        later.update({"appealed": n, **({result: n} if result else {})})
    return Cohort(
        by_platform={name: Counts(**parts) for name, parts in platforms.items()},
        by_category={name: Counts(**parts) for name, parts in categories.items()},
        by_reason=dict(reasons),
        pages=_pages(connection, query),
        flagged=beside[Standing.FLAGGED],
        gone_before=beside[Standing.GONE_BEFORE],
        withdrawn=beside[Standing.WITHDRAWN],
        certain=sure[Confidence.CERTAIN],
        high=sure[Confidence.HIGH],
        days={name: dict(found) for name, found in days.items()},
        gone_days=dict(gone_days),
        waits=waits(connection, query),
        reversals=Reversals(**later),
        by_confidence={name: Counts(**parts) for name, parts in sure_counts.items()},
        by_first={name: dict(found) for name, found in by_first.items()},
        signs=dict(signs),
        fast=dict(fast),
        late_dates=late_dates,
        again=_again(connection, query),
        recent=recent(connection, query),
    )


def _grouped(query: FigureQuery) -> Select[Any]:
    """All of a cohort but its pages: SQLite from ix_referrals_cohort, PostgreSQL from the table."""
    happened = (_r.closed_later_at, _r.reappeared_at)
    return (
        select(
            *_GROUPS,
            func.count(),
            *(func.count(at) for at in happened),
            func.sum(_r.late_dates, type_=Integer),
        )
        .where(in_period(_r.counted_at, query), *where_clauses(query))
        .group_by(*_GROUPS)
    )


def waits(connection: Connection, query: FigureQuery) -> dict[tuple[str, date], int]:
    """Since which days how many wait, in the time zones of their channels: from ix_referrals_waiting."""
    since = (_r.zone, _r.referred_on)
    # That it was referred says nothing new, but leads SQLite to the index.
    referred = (_r.referred_at.is_not(None), in_period(_r.referred_at, query))
    inside = (is_waiting, *referred, *where_clauses(query))
    rows = connection.execute(select(*since, func.count()).where(*inside).group_by(*since))
    return {(zone, day): n for zone, day, n in rows}


def recent(connection: Connection, query: FigureQuery) -> dict[Recent, int]:
    """What was referred last, if the query asks for it: from ix_referrals_referred_at."""
    asked = query.recently
    if asked is None:
        return {}
    ages: list[tuple[ColumnElement[bool], ColumnElement[int]]] = [
        (_r.referred_at > asked.as_of - timedelta(hours=hours), literal_column(str(hours), Integer))
        for hours in HOURS
    ]
    took = case((_r.standing != sql_literal(Standing.GONE.value), _r.days_followed))
    parts = (
        *(_r.platform, _r.zone, _r.referred_on, case(*ages, else_=literal_column("0", Integer))),
        *(_r.decided_within, took),
    )
    named = [part.label(f"part_{n}") for n, part in enumerate(parts)]
    inside = (was_referred, _r.referred_at >= asked.since, in_period(_r.referred_at, query))
    rows = connection.execute(
        select(*named, func.count())
        .where(*inside, *where_clauses(query))
        .group_by(*(one.name for one in named))
    )
    return {Recent(*row[:6]): row[6] for row in rows}


def _again(connection: Connection, query: FigureQuery) -> LaterAttempts:
    """Attempts after the first, from ix_referrals_again, and pages that came back soon."""
    inside = (was_referred, in_period(_r.referred_at, query), *where_clauses(query))
    standing = unindexed(_r.standing)
    several = (
        select(standing, func.count())
        .where(is_again, *inside)
        .group_by(standing)
        .union_all(
            select(sql_literal("returned"), func.count()).where(
                _r.reappeared_at.is_not(None),
                _r.days_to_return <= RETURNED_DAYS,
                standing.in_([sql_literal(one.value) for one in sorted(RETURNABLE)]),
                *inside,
            )
        )
    )
    found: dict[str, int] = dict(connection.execute(several).all())
    returned = found.pop("returned", 0)
    decided = sum(found.get(one, 0) for one in DECIDED)
    return LaterAttempts(sum(found.values()), found.get(Standing.CLOSED, 0), decided, returned)


def _appeals(connection: Connection, query: FigureQuery) -> Sequence[Any]:
    """The appeals of the cohort's referrals, one by one: their result, and how many."""
    inside = (was_referred, in_period(_r.counted_at, query), *where_clauses(query))
    return connection.execute(
        select(appeals.c.result, func.count())
        .join(referrals, _r.number == appeals.c.referral)
        .where(appeals.c.undone.is_(False), *inside)
        .group_by(appeals.c.result)
    ).all()


def _pages(connection: Connection, query: FigureQuery) -> dict[str, int]:
    """Distinct pages of all that was referred, and of each standing.

    From ix_referrals_page_key_number and ix_referrals_standing_pages; of a period from
    ix_referrals_referred_at.
    """
    pages = func.count(_r.page_key.distinct()).label("n")
    inside = (was_referred, in_period(_r.referred_at, query), *where_clauses(query))
    all_of_them = select(sql_literal("referred").label("what"), pages).where(*inside)
    parts = select(_r.standing, pages).where(*inside).group_by(_r.standing)
    return {what: n for what, n in connection.execute(all_of_them.union_all(parts)) if n}


def on_hold(connection: Connection, query: FigureQuery) -> dict[Standing, int]:
    """How many of each are on hold, from ix_referrals_held."""
    at, standing = func.coalesce(_r.counted_at, _r.flagged_at), unindexed(_r.standing)
    held = select(standing, func.count()).where(
        is_held, in_period(at, query), *where_clauses(query)
    )
    rows = connection.execute(held.group_by(standing))
    return {Standing(name): n for name, n in rows}


def totals(connection: Connection, query: FigureQuery) -> tuple[dict[str, Counts], Times]:
    """The cohort by platform, and its times to outcome, in one statement and that of `waits`."""
    parts = _GROUPS[:3]
    inside = (was_referred, in_period(_r.referred_at, query), *where_clauses(query))
    platforms: dict[str, Counter[str]] = defaultdict(Counter)
    days: dict[str, dict[int, int]] = defaultdict(dict)
    gone = Counter[int]()
    rows = connection.execute(select(*parts, func.count()).where(*inside).group_by(*parts))
    for platform, standing, followed, n in rows:
        platforms[platform][standing] += n
        if standing == Standing.GONE:
            gone[followed] += n
        elif followed is not None:
            days[platform][followed] = days[platform].get(followed, 0) + n
    counts = {name: Counts(**several) for name, several in platforms.items()}
    return counts, Times(together(days.values()), gone, waits(connection, query), days)


def standings_by(
    connection: Connection, name: str, query: FigureQuery
) -> dict[str, Mapping[str, int]]:
    """What became of the referred, by one of their columns: its value → standing → how many."""
    found: dict[str, Mapping[str, int]] = {}
    column = BY_FLAGGER if name == "flagger" else _r[name]
    rows = connection.execute(
        select(column, _r.standing, func.count())
        .where(was_referred, in_period(_r.referred_at, query), *where_clauses(query))
        .group_by(column, _r.standing)
    )
    for value, standing, n in rows:
        found.setdefault(value or "", {})[standing] = n  # type: ignore[index]
    return found
