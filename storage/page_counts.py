"""How the counts of distinct pages change with one referral, given the page's other referrals."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, select

from bot.domain.referral import Referral
from bot.domain.statistics import Standing, standing
from bot.domain.tally import Figure, Key, distinct_labels
from storage.figure_sql import standing_sql
from storage.locks import take_page
from storage.tables import referrals

_SIBLINGS = (
    select(standing_sql)
    .where(referrals.c.page_key == bindparam("page_key"))
    .where(referrals.c.number != bindparam("number"))
)


def distinct_changes(
    connection: Connection, before: Referral | None, after: Referral
) -> Iterator[tuple[Key, int]]:
    """How the distinct pages change, given the page's other referrals."""
    had = distinct_labels(standing(before)) if before else frozenset[str]()
    has = distinct_labels(standing(after))
    if had == has:
        return
    taken = {label for other in _others(connection, after) for label in distinct_labels(other)}
    for labels, n in ((has - had - taken, 1), (had - has - taken, -1)):
        for label in labels:
            yield Key(Figure.DISTINCT, label, "", after.platform), n


def _others(connection: Connection, after: Referral) -> list[Standing]:
    """Where the page's other referrals stand."""

    def read() -> list[Standing]:
        asked = {"page_key": after.page_key, "number": after.number}
        return [Standing(one) for one in connection.execute(_SIBLINGS, asked).scalars()]

    others = read()
    if others and connection.dialect.name == "postgresql":
        # Two referrals of a page may change at once, and each must see the other's change.
        take_page(connection, after.page_key)
        return read()
    return others
