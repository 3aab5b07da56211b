"""Distinct pages of a period: its referrals less those whose page has another in it.

Most pages are referred once; the referrals of those with several are marked, and only they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    case,
    func,
    select,
    true,
)

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import DECIDED, REFERRED, Happened
from bot.domain.tally import OUTCOME_PARTS
from storage.figure_sql import is_counted, kept_statement, standing_sql
from storage.narrowing import ONE, ZERO, Shape, whole
from storage.tables import is_repeated, referrals, sql_literal

r = referrals.c
_COHORT = ("referred", *sorted(one.value for one in REFERRED))


def cohort_pages(
    connection: Connection, query: FigureQuery, counted: Mapping[str, int]
) -> dict[str, int]:
    """Distinct pages of all referred and of each standing; `counted` is its referrals."""
    counts = {name: counted.get(name, 0) for name in _COHORT}
    counts["referred"] = sum(counts[one] for one in REFERRED)
    return _less(connection, query, counts, _cohort)


def flow_pages(connection: Connection, query: FigureQuery, happened: Happened) -> dict[str, int]:
    """Distinct pages of each thing that happened, and of all that was decided."""
    counts = {name: getattr(happened, name) for name in ("flagged", "referred", *OUTCOME_PARTS)}
    counts["decided"] = happened.decided
    return _less(connection, query, counts, _flow)


def _less(
    connection: Connection,
    query: FigureQuery,
    counts: Mapping[str, int],
    statement: Callable[[Shape], Select[Any]],
) -> dict[str, int]:
    """The referrals under each label, less those that are not the first of their page."""
    shape, values = whole(query)
    asked = statement(shape)
    (row,) = connection.execute(asked, values).all()
    more = dict(zip(asked.selected_columns.keys(), row, strict=True))
    pages = {name: n - int(more[name] or 0) for name, n in counts.items()}
    return {name: n for name, n in pages.items() if n}


@kept_statement
def _cohort(shape: Shape) -> Select[Any]:
    labels = {name: standing_sql == sql_literal(name) for name in _COHORT if name != "referred"}
    labels["referred"] = r.referred_at.is_not(None)
    return select(_repeats(shape, r.referred_at, labels))


@kept_statement
def _flow(shape: Shape) -> Select[Any]:
    outcomes = {name: r.first_outcome == sql_literal(name) for name in OUTCOME_PARTS}
    outcomes["decided"] = r.first_outcome.in_([sql_literal(one.value) for one in sorted(DECIDED)])
    flagged = _repeats(shape, r.flagged_at, {"flagged": r.flagged_at.is_not(None)})
    referred = _repeats(shape, r.referred_at, {"referred": r.referred_at.is_not(None)})
    decided = _repeats(shape, r.first_outcome_at, outcomes)
    # Each is one row.
    row = flagged.join(referred, true()).join(decided, true())
    return select(flagged, referred, decided).select_from(row)


def _repeats(
    shape: Shape, at: ColumnElement[Any], labels: Mapping[str, ColumnElement[bool]]
) -> Subquery:
    """One row: by how many the referrals under each label are more than their pages."""
    sums = [func.sum(case((under, ONE), else_=ZERO)).label(name) for name, under in labels.items()]
    pages = (
        select(*sums)
        .where(is_repeated, is_counted, shape.within(at), *shape.narrowed)
        .group_by(r.page_key)
        .having(func.count() > ONE)
        .subquery()
    )
    more = [
        func.sum(case((pages.c[name] > ONE, pages.c[name] - ONE), else_=ZERO)).label(name)
        for name in labels
    ]
    return select(*more).subquery()
