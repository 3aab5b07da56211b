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

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select

from bot.domain.listing import Listing, Query
from storage import words
from storage.lists import Shape, asked, wanted
from storage.referral_rows import COLUMNS, searchable, to_referral
from storage.tables import referrals

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


def search(connection: Connection, query: Query) -> Listing:
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
        return _whole(connection, _counted(found, indexed=False), values | page)
    runs = [run for text in texts for run in words.looked_up(text)]
    run, last = words.rarest(connection, runs)
    if run is not None:
        return _whole(connection, _counted(found, indexed=True), values | page | words.has(run))
    return _newest(connection, found, values, query, last)


def _whole(connection: Connection, statement: Select[Any], values: dict[str, Any]) -> Listing:
    rows = connection.execute(statement, values).all()
    if not rows and values["offset"]:
        first = connection.execute(statement, values | {"offset": 0, "size": 1}).all()
        return Listing((), first[0][-1] if first else 0)
    return Listing(tuple(to_referral(row) for row in rows), rows[0][-1] if rows else 0)


@lru_cache(maxsize=256)
def _counted(found: Asked, *, indexed: bool) -> Select[Any]:
    # The whole rows of the page alone: a count over all that is found has to hold what it counts.
    number, total = _r.number.label("found"), func.count().over().label("total")
    statement = select(number, total).where(*found.wanted())
    if indexed:
        statement = statement.where(_r.number.in_(words.having()))
    statement = statement.order_by(_r.number.desc())
    page = statement.offset(bindparam("offset")).limit(bindparam("size")).subquery()
    rows = page.join(referrals, _r.number == page.c.found)
    return select(*COLUMNS, page.c.total).select_from(rows).order_by(_r.number.desc())


def _newest(
    connection: Connection, found: Asked, values: dict[str, Any], query: Query, last: int
) -> Listing:
    """Every word is frequent: the newest referrals with all of them are not far."""
    end = query.offset + query.size
    rows: list[Row[Any]] = []
    before, width = last + 1, _FIRST_LOOK
    while before > 1 and len(rows) <= end:
        first = max(1, before - width)
        look = {"first": first, "before": before, "most": end + 1 - len(rows)}
        rows += connection.execute(_between(found), values | look)
        before, width = first, width * _WIDER
    page = tuple(to_referral(row) for row in rows[query.offset : end])
    return Listing(page, min(len(rows), end), more=len(rows) > end)


@lru_cache(maxsize=256)
def _between(found: Asked) -> Select[Any]:
    return (
        select(*COLUMNS)
        .where(_r.number >= bindparam("first"), _r.number < bindparam("before"), *found.wanted())
        .order_by(_r.number.desc())
        .limit(bindparam("most"))
    )
