"""Several works in one transaction: all read for at once, decided in order, written in bulk.

A work that is refused leaves nothing behind and the others as they are. Where that cannot be, or
where two writers met, the whole transaction is taken back, and each work runs by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Sequence as Numbers
from sqlalchemy import bindparam, func, select

from bot.domain.errors import Conflict, PageAlreadyLive, StorageUnavailable
from bot.domain.foreseen import Foreseen
from bot.domain.referral import Referral
from bot.ports import UnitOfWork
from storage import answers, marks
from storage import events as event_rows
from storage.padding import padded
from storage.people import SqlPeople
from storage.referral_rows import COLUMNS, to_referral
from storage.tables import NUMBERS, referrals
from storage.transaction import Transaction
from storage.unit_of_work import SqlUnitOfWork

_BY_NUMBER = (
    select(*COLUMNS)
    .where(referrals.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(referrals.c.number)
    .with_for_update()
)
_BY_PAGE = select(*COLUMNS).where(referrals.c.page_key.in_(bindparam("pages", expanding=True)))
_OTHERS = _BY_PAGE.where(referrals.c.number.not_in(bindparam("numbers", expanding=True)))
_NUMBER = attrgetter("number")
_NUMBERS = select(Numbers(NUMBERS).next_value()).select_from(
    func.generate_series(1, bindparam("n")).alias("some")
)

Work = tuple[Callable[[UnitOfWork], Any], Foreseen]


class NotShared(Exception):
    """The works cannot share a transaction: it has to be taken back, and each to run by itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a work gave, or raised."""

    result: Any = None
    error: BaseException | None = None


def work_through(transaction: Transaction, works: Sequence[Work]) -> list[Outcome]:
    """Do them all, up to the commit. Raises NotShared."""
    try:
        _foresee(transaction, [foreseen for _, foreseen in works])
        outcomes = [_one(transaction, work) for work, _ in works]
        transaction.flush()
    except (Conflict, PageAlreadyLive, StorageUnavailable) as error:
        raise NotShared from error
    return outcomes


def _one(transaction: Transaction, work: Callable[[UnitOfWork], Any]) -> Outcome:
    transaction.begin_work()
    try:
        return Outcome(work(SqlUnitOfWork(transaction)))
    except (Conflict, PageAlreadyLive, StorageUnavailable):
        raise
    except Exception as error:
        if not transaction.take_back():
            raise NotShared from error
        return Outcome(error=error)


def _foresee(transaction: Transaction, several: Sequence[Foreseen]) -> None:
    """Read what the works are going to read: a statement each for all of them."""
    keys = _distinct([one.answer for one in several if one.answer])
    if keys:
        answers.foresee(transaction, keys)
    numbers = _distinct(sorted(n for one in several for n in one.numbers))
    pages = [key for one in several for key in one.pages]
    if numbers:
        # Locked in order, so that two who foresee the same do not wait for each other.
        for row in transaction.peek(_BY_NUMBER, {"numbers": numbers}):
            referral = to_referral(row)
            transaction.known.referrals[referral.number] = referral
            pages.append(referral.page_key)
        found = transaction.known.referrals.values()
        people = {user for one in found for user in (one.owner, one.flagger) if user}
        SqlPeople(transaction).many(people)
        transaction.known.histories.update(event_rows.histories(transaction, numbers))
    if pages:
        _foresee_pages(transaction, list(dict.fromkeys(pages)))
    new = {key for one in several for key in one.pages if not transaction.known.pages[key]}
    if marks.find(transaction, _distinct(sorted(new))):
        raise NotShared  # rare: a page that was erased came back
    if new and transaction.postgresql:
        transaction.known.numbers = list(transaction.peek(_NUMBERS, {"n": len(new)}).scalars())


def _foresee_pages(transaction: Transaction, keys: list[str]) -> None:
    found: dict[str, list[Referral]] = {key: [] for key in keys}
    known = transaction.known.referrals
    for referral in known.values():
        found[referral.page_key].append(referral)
    asked = {"pages": padded(keys), "numbers": padded(list(known))}
    rows = transaction.peek(_OTHERS, asked) if known else transaction.peek(_BY_PAGE, asked)
    for row in rows:
        referral = to_referral(row)
        found[referral.page_key].append(referral)
    for key, some in found.items():
        transaction.known.pages[key] = tuple(sorted(some, key=_NUMBER))


def _distinct(values: list[Any]) -> list[Any]:
    return padded(list(dict.fromkeys(values)))
