"""The words that SEARCH looks up, so that it need not read every referral.

    INSERT, UPDATE OF search ──trigger──► unsearched ──learn──► search_words ◄── find

A word stands in `search_words` from each place at which one may begin to type it: its first letter,
where letters follow digits or digits letters, and (as Arabic, Chinese or Thai put words together)
every letter of words outside ASCII. Whoever searches adds what is `unsearched` yet and compares the
referrals' text itself, so a search is exact at any moment. `unsearched` keeps the text as it was:
words that are not in it any more, or were erased, go from the index too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    union_all,
)

from storage.locks import Lock, take
from storage.tables import referrals, search_words, unsearched
from storage.upserts import insert_unless_there

MOST_LETTERS = 40
"""Of a word, from where it begins: more tells nothing more."""
FEW = 1_000
"""A word with more referrals than this is frequent: the newest are looked at instead."""
IN_EVERY_ADDRESS = frozenset({"http", "https", "www", "com", "r"})
"""Words that tell nothing (r is that of R-12); they are not kept."""

_WORD = re.compile(r"[^\W_]+")
_TURN = re.compile(r"(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])")
_LAST = chr(0x10FFFF)

_w = search_words.c
_u = unsearched.c
_WAITING = (
    select(_u.id, _u.number, _u.was, referrals.c.search)
    .outerjoin(referrals, referrals.c.number == _u.number)
    .order_by(_u.id)
    .limit(bindparam("most"))
)
_FORGET = delete(search_words).where(
    _w.word == bindparam("gone_word"), _w.number == bindparam("gone_number")
)
_DONE = delete(unsearched).where(_u.id == bindparam("done"))


def words_of(text: str) -> frozenset[str]:
    """What a folded text (`storage.referral_rows.searchable`) is found under."""
    return frozenset(
        run[start : start + MOST_LETTERS]
        for run in set(_WORD.findall(text)) - IN_EVERY_ADDRESS
        for start in _starts(run)
    )


def _starts(run: str) -> Iterator[int]:
    if not run.isascii():
        yield from range(len(run))
        return
    yield 0
    for turn in _TURN.finditer(run):
        yield turn.start()


def looked_up(word: str) -> list[str]:
    """What a folded word that somebody typed is looked up as: every one of these has to be there."""
    return [run[:MOST_LETTERS] for run in _WORD.findall(word) if run not in IN_EVERY_ADDRESS]


def learn(connection: Connection, limit: int) -> int:
    """Take up to `limit` new or changed referrals into the index; how many."""
    take(connection, Lock.WORDS)
    rows = connection.execute(_WAITING, {"most": limit}).all()
    was: defaultdict[int, set[str]] = defaultdict(set)
    stands: dict[int, frozenset[str]] = {}
    for row in rows:
        was[row.number] |= words_of(row.was)
        stands[row.number] = words_of(row.search or "")
    gone = [(word, n) for n, words in was.items() for word in sorted(words - stands[n])]
    there = sorted((word, n) for n, words in stands.items() for word in words)
    if gone:
        connection.execute(
            _FORGET, [{"gone_word": word, "gone_number": number} for word, number in gone]
        )
    if there:
        connection.execute(
            insert_unless_there(connection, search_words),
            [{"word": word, "number": number} for word, number in there],
        )
    if rows:
        connection.execute(_DONE, [{"done": row.id} for row in rows])
    return len(rows)


def forget(connection: Connection, numbers: Collection[int]) -> None:
    """Take all words of referrals whose `search` was just emptied out of the index, at once."""
    take(connection, Lock.WORDS)
    rows = connection.execute(select(_u.id, _u.number, _u.was).where(_u.number.in_(numbers))).all()
    gone = {(word, row.number) for row in rows for word in words_of(row.was)}
    if gone:
        connection.execute(
            _FORGET, [{"gone_word": word, "gone_number": number} for word, number in sorted(gone)]
        )
    if rows:
        connection.execute(_DONE, [{"done": row.id} for row in rows])


def rarest(connection: Connection, runs: list[str]) -> tuple[str | None, int]:
    """The run that the fewest referrals have, and the last referral's number.

    None instead of a run where each is frequent, or there are none; 0 where there is no referral.
    """
    values = {f"run{index}": run for index, run in enumerate(runs)}
    values |= {f"end{index}": run + _LAST for index, run in enumerate(runs)}
    ((last, *counts),) = connection.execute(_count(len(runs)), values)
    fewest, index = min(((n, index) for index, n in enumerate(counts)), default=(FEW + 1, 0))
    return runs[index] if fewest <= FEW else None, last or 0


@cache
def _count(runs: int) -> Select[Any]:
    several = [
        select(func.count())
        .select_from(
            select(literal_column("1").label("one"))
            .where(_begins(f"run{index}", f"end{index}"))
            .limit(literal_column(str(FEW + 1)))
            .subquery()
        )
        .scalar_subquery()
        for index in range(runs)
    ]
    return select(select(func.max(referrals.c.number)).scalar_subquery(), *several)


def _begins(run: str, end: str) -> ColumnElement[bool]:
    return and_(_w.word >= bindparam(run), _w.word < bindparam(end))


def has(run: str) -> dict[str, str]:
    """The values of `having`."""
    return {"run": run, "run_end": run + _LAST}


def having() -> Select[Any]:
    """The numbers of referrals with a run, and of all that are not in the index yet."""
    # The limit tells the database how few they are, so that it does not plan to read everything.
    found = select(_w.number).where(_begins("run", "run_end")).limit(FEW + 1).subquery()
    return select(union_all(select(found.c.number), select(_u.number)).subquery().c.number)
