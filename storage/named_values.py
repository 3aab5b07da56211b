"""`bot.ports.store.Answers`, `Claims` and `Settings`: single values, each under a name."""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, Executable, bindparam, delete, select

from bot.domain.errors import Conflict
from bot.ports.store import Answers, Claims, Settings
from storage.sql.dialects import (
    SECOND,
    OnConnection,
    add_unless_there,
    database_now,
    insert_for,
    upsert,
)
from storage.sql.tables import answers, claims, settings

_too_old: ColumnElement[bool] = answers.c.created_at < database_now() - 24 * 3600 * SECOND
_GET = select(answers.c.answer).where(answers.c.key == bindparam("key"), ~_too_old)
_VALUE = select(settings.c.value).where(settings.c.name == bindparam("name"))


@cache
def _unless_recent(dialect: str) -> Executable:
    adding = insert_for(dialect, answers)
    now = {"answer": adding.excluded.answer, "created_at": database_now()}
    over = adding.on_conflict_do_update(index_elements=[answers.c.key], set_=now, where=_too_old)
    return over.returning(answers.c.key)


class SqlAnswers(OnConnection, Answers):
    """Answers within one transaction."""

    def get(self, key: str) -> str | None:
        return self._connection.execute(_GET, {"key": key}).scalar_one_or_none()

    def put(self, key: str, answer: str) -> None:
        adding = _unless_recent(self._connection.dialect.name)
        if self._connection.execute(adding, {"key": key, "answer": answer}).first() is None:
            raise Conflict("This request was answered meanwhile.")

    def purge(self) -> int:
        return self._connection.execute(delete(answers).where(_too_old)).rowcount


class SqlClaims(OnConnection, Claims):
    """Claims within one transaction."""

    def take(self, name: str) -> bool:
        return add_unless_there(self._connection, claims, {"name": name})


class SqlSettings(OnConnection, Settings):
    """Settings within one transaction."""

    def get(self, name: str) -> str | None:
        return self._connection.execute(_VALUE, {"name": name}).scalar_one_or_none()

    def put(self, name: str, value: str) -> None:
        upsert(self._connection, settings, {"name": name, "value": value})
