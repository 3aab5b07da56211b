"""Distinct pages of a period: how often a page has several referrals in it.

Most pages are referred once, so only the pages of second and later attempts are looked up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    func,
    literal,
    select,
    type_coerce,
)

from bot.domain.figures_query import FigureQuery
from bot.domain.statistics import DECIDED, REFERRED, Happened
from bot.domain.tally import OUTCOME_PARTS, without_repeats
from storage.columns import to_micros
from storage.figure_sql import (
    Range,
    filters,
    is_counted,
    standing_sql,
    was_referred,
    within,
)
from storage.tables import is_repeat, referrals

r = referrals.c


def cohort_pages(
    connection: Connection, query: FigureQuery, counted: Mapping[str, int]
) -> dict[str, int]:
    """Distinct pages of all referred and of each standing; `counted` is its referrals."""
    repeated = _repeated(connection, r.referred_at, query, standing_sql, [was_referred])
    for page in repeated:
        page["referred"] = sum(page.values())
    labels = {**counted, "referred": sum(counted[one] for one in REFERRED if one in counted)}
    return without_repeats(labels, repeated)


def flow_pages(connection: Connection, query: FigureQuery, happened: Happened) -> dict[str, int]:
    """Distinct pages of each thing that happened, and of all that was decided."""
    counted = {name: getattr(happened, name) for name in ("flagged", "referred", *OUTCOME_PARTS)}
    counted["decided"] = happened.decided
    repeated: list[Counter[str]] = []
    for at, label in (
        (r.flagged_at, literal("flagged")),
        (r.referred_at, literal("referred")),
        (r.first_outcome_at, r.first_outcome),
    ):
        repeated += _repeated(connection, at, query, label, [is_counted])
    for page in repeated:
        if decided := sum(page[one.value] for one in DECIDED):
            page["decided"] = decided
    return without_repeats(counted, repeated)


def _repeated(
    connection: Connection,
    at: ColumnElement[Any],
    query: FigureQuery,
    label: ColumnElement[Any],
    narrowed: Sequence[ColumnElement[bool]],
) -> list[Counter[str]]:
    """For each page with a later attempt in the period, its referrals there by label."""
    period = within(at, Range(query.since, query.until))
    again = select(r.page_key).where(is_repeat, period).distinct().subquery()
    found = (
        select(r.page_key, label.label("label"), func.count())
        .join_from(again, referrals, r.page_key == again.c.page_key)
        .where(_unindexed(at, query), *narrowed, *filters(query))
        .group_by(r.page_key, "label")
    )
    pages: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows: Iterable[Any] = connection.execute(found)
    for page, name, n in rows:
        pages[page][name] += n
    return list(pages.values())


def _unindexed(at: ColumnElement[Any], query: FigureQuery) -> ColumnElement[bool]:
    """The period, said so that no index serves it: the pages are few, the period is not."""
    number = type_coerce(at, BigInteger) + literal(0)
    bounds: list[ColumnElement[bool]] = [at.is_not(None)]
    if query.since is not None:
        bounds.append(number >= to_micros(query.since))
    if query.until is not None:
        bounds.append(number < to_micros(query.until))
    return and_(*bounds)
