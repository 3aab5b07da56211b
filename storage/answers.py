"""`bot.ports.Answers`: what was answered to a request that Slack may send again."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.domain.errors import Conflict
from storage.columns import SECOND, database_now
from storage.tables import answers
from storage.upserts import insert_for

_DAY = 24 * 3600 * SECOND


def _too_old() -> ColumnElement[bool]:
    return answers.c.created_at < database_now() - _DAY


class SqlAnswers:
    """Answers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The answer given, within the last day of database time."""
        found = select(answers.c.answer).where(answers.c.key == key, ~_too_old())
        return self._connection.execute(found).scalar_one_or_none()

    def put(self, key: str, answer: str) -> None:
        """Remember it. Raises Conflict if another transaction just did."""
        adding = insert_for(self._connection, answers).values(
            key=key, answer=answer, created_at=database_now()
        )
        adding = adding.on_conflict_do_update(
            index_elements=[answers.c.key],
            set_={"answer": adding.excluded.answer, "created_at": adding.excluded.created_at},
            where=_too_old(),
        )
        if self._connection.execute(adding.returning(answers.c.key)).first() is None:
            raise Conflict("This request was answered meanwhile.")

    def purge(self) -> int:
        """Forget answers older than a day; how many went."""
        return self._connection.execute(delete(answers).where(_too_old())).rowcount
