"""SEARCH: referrals in whose text every word stands, newest first.

a number (R-12)   ─► that referral
a word few have   ─► those that have it (storage.words)
only frequent ones─► the newest referrals, some thousand at a time, until a page is full

Whatever is found by the index, the text itself is compared, and what the viewer may not see is left
out: the index decides nothing but where to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select

from bot.domain.listing import Listing, Query
from storage import words
from storage.asking import Question, Rows
from storage.lists import OWNED, OWNS, SHOWN, Shape, asked, wanted, with_owners
from storage.referral_rows import searchable
from storage.tables import people, referrals
from storage.transaction import Transaction

_r = referrals.c
_NUMBER = re.compile(r"r-([0-9]{1,18})")
_ESCAPED = str.maketrans({one: f"/{one}" for one in "/%_"})
_FIRST_LOOK, _WIDER = 2_000, 4


class Asked(NamedTuple):
    """What a statement of a search depends on."""

    shape: Shape
    numbers: int
    texts: int

    def wanted(self) -> Iterator[ColumnElement[bool]]:
        """Who may see it, and every word."""
        yield from wanted(self.shape)
        for index in range(self.numbers):
            yield _r.number == bindparam(f"number{index}")
        for index in range(self.texts):
            yield _r.search.like(bindparam(f"text{index}"), escape="/")


def search(transaction: Transaction, query: Query) -> Listing:
    """One page of what is found, and how many there are."""
    shape, values = asked(query)
    numbers, texts = [], []
    for word in searchable(query.words).split():
        number = _NUMBER.fullmatch(word)
        if number:
            numbers.append(int(number[1]))
        else:
            texts.append(word)
    values |= {f"number{index}": number for index, number in enumerate(numbers)}
    values |= {f"text{index}": f"%{text.translate(_ESCAPED)}%" for index, text in enumerate(texts)}
    found = Asked(shape, len(numbers), len(texts))
    page = {"offset": query.offset, "size": query.size}
    if numbers:
        return _whole(transaction, _counted(found, indexed=False), values | page)
    runs = [run for text in texts for run in words.looked_up(text)]
    run, last = words.rarest(transaction.connection, runs)
    if run is not None:
        return _whole(transaction, _counted(found, indexed=True), values | page | words.has(run))
    return _newest(transaction, found, values, query, last)


def _whole(transaction: Transaction, question: Question, values: dict[str, Any]) -> Listing:
    rows = question.rows(transaction.connection, values)
    if not rows and values["offset"]:
        first = question.rows(transaction.connection, values | {"offset": 0, "size": 1})
        return Listing((), first[0][-1] if first else 0)
    return Listing(with_owners(transaction, rows), rows[0][-1] if rows else 0)


@lru_cache(maxsize=256)
def _counted(found: Asked, *, indexed: bool) -> Question:
    # The whole rows of the page alone: a count over all that is found has to hold what it counts.
    number, total = _r.number.label("found"), func.count().over().label("total")
    statement = select(number, total).where(*found.wanted())
    if indexed:
        statement = statement.where(_r.number.in_(words.having()))
    statement = statement.order_by(_r.number.desc())
    page = statement.offset(bindparam("offset")).limit(bindparam("size")).subquery()
    rows = page.join(referrals, _r.number == page.c.found).outerjoin(people, OWNS)
    return Question(select(*SHOWN, page.c.total).select_from(rows).order_by(_r.number.desc()))


def _newest(
    transaction: Transaction, found: Asked, values: dict[str, Any], query: Query, last: int
) -> Listing:
    """Every word is frequent: the newest referrals with all of them are not far."""
    end = query.offset + query.size
    rows: Rows = []
    before, width = last + 1, _FIRST_LOOK
    while before > 1 and len(rows) <= end:
        first = max(1, before - width)
        look = {"first": first, "before": before, "most": end + 1 - len(rows)}
        rows += _between(found).rows(transaction.connection, values | look)
        before, width = first, width * _WIDER
    page = with_owners(transaction, rows[query.offset : end])
    return Listing(page, min(len(rows), end), more=len(rows) > end)


@lru_cache(maxsize=256)
def _between(found: Asked) -> Question:
    return Question(
        select(*SHOWN)
        .select_from(OWNED)
        .where(_r.number >= bindparam("first"), _r.number < bindparam("before"), *found.wanted())
        .order_by(_r.number.desc())
        .limit(bindparam("most"))
    )
