"""Distinct pages of a period: its referrals less those whose page has another in it.

Most pages are referred once, so only the pages of second and later attempts are looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select, union

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import DECIDED, REFERRED, Happened
from bot.domain.tally import OUTCOME_PARTS
from storage.figure_sql import is_counted, kept_statement, standing_sql, was_referred
from storage.narrowing import Shape, whole
from storage.tables import fixed, is_repeat, referrals

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
    row = connection.execute(statement(shape), values).mappings().one()
    return {name: n - int(row[name] or 0) for name, n in counts.items()}


@kept_statement
def _cohort(shape: Shape) -> Select[Any]:
    standings = {name: standing_sql == fixed(name) for name in _COHORT if name != "referred"}
    labels = {"referred": r.referred_at.is_not(None), **standings}
    counted = and_(was_referred, shape.unindexed(r.referred_at))
    return _repeats(shape, ["referred_at"], labels, counted)


@kept_statement
def _flow(shape: Shape) -> Select[Any]:
    decided_then = shape.unindexed(r.first_outcome_at)
    outcomes = {name: and_(r.first_outcome == fixed(name), decided_then) for name in OUTCOME_PARTS}
    decided = r.first_outcome.in_([fixed(one.value) for one in sorted(DECIDED)])
    labels = {
        "flagged": shape.unindexed(r.flagged_at),
        "referred": shape.unindexed(r.referred_at),
        **outcomes,
        "decided": and_(decided, decided_then),
    }
    return _repeats(shape, ["flagged_at", "referred_at", "first_outcome_at"], labels, is_counted)


def _repeats(
    shape: Shape,
    columns: Sequence[str],
    labels: Mapping[str, ColumnElement[bool]],
    counted: ColumnElement[bool],
) -> Select[Any]:
    """By how many the referrals under each label are more than their pages.

    The pages with a later attempt in the period are few, and all their referrals are looked up by
    page: the period, which is long, must not be what they are looked up by.
    """
    several = [select(r.page_key).where(is_repeat, shape.within(r[name])) for name in columns]
    again = (union(*several) if len(several) > 1 else several[0].distinct()).subquery("again")
    sums = [func.sum(case((under, 1), else_=0)).label(name) for name, under in labels.items()]
    pages = (
        select(*sums)
        .join_from(again, referrals, r.page_key == again.c.page_key)
        .where(counted, *shape.narrowed)
        .group_by(r.page_key)
        .having(func.count() > 1)
        .subquery("pages")
    )
    more = [
        func.sum(case((pages.c[name] > 1, pages.c[name] - 1), else_=0)).label(name)
        for name in labels
    ]
    return select(*more)
