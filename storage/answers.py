"""`bot.ports.store.Answers`: what was answered to a request that Slack may send again."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select

from bot.domain.errors import Conflict
from storage.sql.columns import SECOND, database_now
from storage.sql.tables import answers
from storage.sql.upserts import insert_for

_too_old: ColumnElement[bool] = answers.c.created_at < database_now() - 24 * 3600 * SECOND
_GET = select(answers.c.answer).where(answers.c.key == bindparam("key"), ~_too_old)


class SqlAnswers:
    """Answers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The answer given, within the last day of database time."""
        return self._connection.execute(_GET, {"key": key}).scalar_one_or_none()

    def put(self, key: str, answer: str) -> None:
        """Remember it. Raises Conflict if another transaction just did."""
        adding = insert_for(self._connection, answers)
        unless_recent = adding.on_conflict_do_update(
            index_elements=[answers.c.key],
            set_={"answer": adding.excluded.answer, "created_at": database_now()},
            where=_too_old,
        ).returning(answers.c.key)
        values = {"key": key, "answer": answer}
        if self._connection.execute(unless_recent, values).first() is None:
            raise Conflict("This request was answered meanwhile.")

    def purge(self) -> int:
        """Forget answers older than a day; how many went."""
        return self._connection.execute(delete(answers).where(_too_old)).rowcount
