"""How the counts of distinct pages change with one referral, given the page's other referrals."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import bindparam, select

from bot.domain.referral import Referral
from bot.domain.statistics import Standing, standing
from bot.domain.tally import Figure, Key, distinct_labels
from storage.figure_sql import standing_sql
from storage.locks import taking_page
from storage.tables import referrals
from storage.transaction import Transaction

_SIBLINGS = (
    select(standing_sql)
    .where(referrals.c.page_key == bindparam("page_key"))
    .where(referrals.c.number != bindparam("number"))
)


def distinct_changes(
    transaction: Transaction, before: Referral | None, after: Referral
) -> Iterator[tuple[Key, int]]:
    """How the distinct pages change, given the page's other referrals."""
    had = distinct_labels(standing(before)) if before else frozenset[str]()
    has = distinct_labels(standing(after))
    if had == has:
        return
    taken = {label for other in _others(transaction, after) for label in distinct_labels(other)}
    for labels, n in ((has - had - taken, 1), (had - has - taken, -1)):
        for label in labels:
            yield Key(Figure.DISTINCT, label, "", after.platform), n


def _others(transaction: Transaction, after: Referral) -> list[Standing]:
    """Where the page's other referrals stand."""
    known = transaction.known.pages.get(after.page_key)
    # Where the page is known, nothing that waits to be written is of it.
    look = transaction.ask if known is None else transaction.peek

    def read() -> list[Standing]:
        found = look(_SIBLINGS, {"page_key": after.page_key, "number": after.number})
        return [Standing(one) for one in found.scalars()]

    if known is None:
        others = read()
    else:
        others = [standing(one) for one in known if one.number != after.number]
    if others and transaction.postgresql:
        # Two referrals of a page may change at once, and each must see the other's change.
        transaction.peek(*taking_page(after.page_key))
        return read()
    return others
