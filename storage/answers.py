"""`bot.ports.Answers`: what was answered to a request that Slack may send again."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select, update

from bot.domain.errors import Conflict
from storage.columns import SECOND, database_now
from storage.tables import answers
from storage.upserts import add_unless_there

_too_old: ColumnElement[bool] = answers.c.created_at < database_now() - 24 * 3600 * SECOND
_GET = select(answers.c.answer).where(answers.c.key == bindparam("key"), ~_too_old)
_RENEW = (
    update(answers)
    .where(answers.c.key == bindparam("old_key"), _too_old)
    .values(answer=bindparam("answer"), created_at=database_now())
)


class SqlAnswers:
    """Answers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The answer given, within the last day of database time."""
        return self._connection.execute(_GET, {"key": key}).scalar_one_or_none()

    def put(self, key: str, answer: str) -> None:
        """Remember it. Raises Conflict if another transaction just did."""
        values = {"key": key, "answer": answer}
        if add_unless_there(self._connection, answers, values):
            return
        renewed = self._connection.execute(_RENEW, {"old_key": key, "answer": answer})
        if renewed.rowcount != 1:
            raise Conflict("This request was answered meanwhile.")

    def purge(self) -> int:
        """Forget answers older than a day; how many went."""
        return self._connection.execute(delete(answers).where(_too_old)).rowcount
