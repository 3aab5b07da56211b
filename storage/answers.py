"""`bot.ports.Answers`: what was answered to a request that Slack may send again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from bot.domain.errors import Conflict
from storage.columns import SECOND, database_now
from storage.tables import answers
from storage.transaction import Bulk, Order, Transaction
from storage.upserts import add_unless_there

_too_old: ColumnElement[bool] = answers.c.created_at < database_now() - 24 * 3600 * SECOND
_GET = select(answers.c.answer).where(answers.c.key == bindparam("key"), ~_too_old)
_RENEW = (
    update(answers)
    .where(answers.c.key == bindparam("old_key"), _too_old)
    .values(answer=bindparam("answer"), created_at=database_now())
)
_ADD = Bulk(Order.ANSWER, insert(answers))
_OF = select(answers.c.key, answers.c.answer, _too_old.label("too_old")).where(
    answers.c.key.in_(bindparam("keys", expanding=True))
)


def foresee(transaction: Transaction, keys: Sequence[str]) -> None:
    """Read several answers at once, to be known in this transaction."""
    known: dict[str, str | None] = dict.fromkeys(keys)
    for row in transaction.peek(_OF, {"keys": keys}):
        if row.too_old:
            del known[row.key]  # to be renewed, which is not done in bulk
        else:
            known[row.key] = row.answer
    transaction.known.answers.update(known)


class SqlAnswers:
    """Answers within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, key: str) -> str | None:
        """The answer given, within the last day of database time."""
        known = self._transaction.known.answers
        if key in known:
            return known[key]
        return self._transaction.ask(_GET, {"key": key}).scalar_one_or_none()

    def put(self, key: str, answer: str) -> None:
        """Remember it. Raises Conflict if another transaction just did."""
        values = {"key": key, "answer": answer}
        known = self._transaction.known.answers
        if key in known and known[key] is None:
            known[key] = answer
            self._transaction.write(_ADD, [values])
            return
        if add_unless_there(self._transaction.connection, answers, values):
            return
        renewed = self._transaction.execute(_RENEW, {"old_key": key, "answer": answer})
        if renewed.rowcount != 1:
            raise Conflict("This request was answered meanwhile.")

    def purge(self) -> int:
        """Forget answers older than a day; how many went."""
        return self._transaction.execute(delete(answers).where(_too_old)).rowcount
