"""One transaction: asked and written to at once, or, where several works share it, in bulk.

A shared one keeps what is to be written until something is read that it could change (or until the
end), and then writes it table by table, each with one statement for all rows. What a work wrote
and nobody has seen can still be taken back without touching the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Insert, Update

from bot.domain.errors import Conflict
from bot.domain.people import Place
from bot.domain.referral import Event, Referral
from bot.ports import KnownPerson
from storage.bulk_sql import insert_all, update_each
from storage.marks import Marker

Row = dict[str, Any]
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Order(IntEnum):
    """In which order tables are written to: what is referred to, first."""

    COUNTER = 1
    REFERRAL = 2
    CHANGE = 3
    EVENT = 6
    VALUE = 7
    LANE = 8
    MESSAGE = 9
    PENDING = 10
    ANSWER = 11


@dataclass(frozen=True, slots=True, eq=False)
class Bulk:
    """A statement that is run for many rows.

    `one_each` names the value by which rows are the same: one of them is written, in order of it.
    With `missed` every row has to change one, else Conflict with what it says. `distinct` names
    the value by which the rows that it changes differ, where their order does not matter.
    """

    order: Order
    statement: Insert | Update
    one_each: str = ""
    missed: str = ""
    distinct: str = ""


@dataclass(slots=True)
class Known:
    """What was read before, as it stands in this transaction.

    Posts and settings are so only in one that remembers.
    """

    answers: dict[str, str | None] = field(default_factory=dict)
    referrals: dict[int, Referral] = field(default_factory=dict)
    histories: dict[int, tuple[Event, ...]] = field(default_factory=dict)
    hashes: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    """The last event of each referral: seq and hash."""
    pages: dict[str, tuple[Referral, ...]] = field(default_factory=dict)
    """All referrals of a page, by number."""
    people: dict[str, KnownPerson | None] = field(default_factory=dict)
    admins: tuple[str, ...] | None = None
    places: dict[str, Place] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    """Reserved and not used yet."""
    last_number: int | None = None
    posts: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    settings: dict[str, str | None] = field(default_factory=dict)

    def forget(self, referral: Referral) -> None:
        """It changes: what is known of it and its page is so no more."""
        self.referrals.pop(referral.number, None)
        self.histories.pop(referral.number, None)
        self.pages.pop(referral.page_key, None)

    def clear(self) -> None:
        """Nothing is known but the numbers that nobody else can have."""
        numbers = self.numbers
        self.__init__()  # type: ignore[misc]
        self.numbers = numbers


class Transaction:
    """A connection in a transaction; `shared` between several works, one after the other."""

    def __init__(
        self, connection: Connection, *, shared: bool = False, marker: Marker | None = None
    ) -> None:
        self._connection = connection
        self.marker = marker
        """Recognises erased pages; None where the environment has no key for that."""
        self.shared = shared
        self.remembers = False
        """Whether what is read by its key is kept as known: only where nothing is written."""
        self.postgresql = connection.dialect.name == "postgresql"
        self.known = Known()
        self.touched = False
        """Whether the work at hand has written to the database itself."""
        self._waiting: dict[Bulk, list[Row]] = {}
        self._before: dict[Bulk, int] = {}

    @property
    def connection(self) -> Connection:
        """The connection itself, for what knows nothing of sharing; it may write."""
        self.flush()
        self.touched = True
        return self._connection

    def execute(
        self, statement: Executable, values: Values | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Write now, or read what must be locked."""
        self.flush()
        self.touched = True
        return self._connection.execute(statement, values)

    def ask(
        self, statement: Executable, values: Values | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Read, after all that was written."""
        self.flush()
        return self._connection.execute(statement, values)

    def peek(
        self, statement: Executable, values: Values | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Read what nothing that waits to be written can change."""
        return self._connection.execute(statement, values)

    def write(self, bulk: Bulk, rows: Sequence[Row]) -> None:
        """Write rows: now, or in a shared transaction when it has to be."""
        if not rows:
            return
        if self.shared:
            self._waiting.setdefault(bulk, []).extend(rows)
        else:
            self._write(bulk, rows)

    def flush(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        waiting, before = self._waiting, self._before
        self._waiting, self._before = {}, {}
        if any(len(rows) > before.get(bulk, 0) for bulk, rows in waiting.items()):
            self.touched = True
        for bulk in sorted(waiting, key=lambda one: one.order):
            self._write(bulk, waiting[bulk])

    def begin_work(self) -> None:
        """The next work begins."""
        self.touched = False
        self._before = {bulk: len(rows) for bulk, rows in self._waiting.items()}

    def take_back(self) -> bool:
        """Undo the work at hand; False where only undoing the whole transaction does."""
        if self.touched:
            return False
        for bulk, rows in list(self._waiting.items()):
            kept = self._before.get(bulk, 0)
            if len(rows) > kept:
                self.known.clear()
                del rows[kept:]
            if not rows:
                del self._waiting[bulk]
        return True

    def _write(self, bulk: Bulk, rows: Sequence[Row]) -> None:
        if bulk.one_each:
            last = {row[bulk.one_each]: row for row in rows}
            rows = [last[name] for name in sorted(last)]
        if isinstance(bulk.statement, Insert):
            insert_all(self._connection, bulk.statement, rows)
            return
        changed = update_each(self._connection, bulk.statement, rows, bulk.distinct)
        if bulk.missed and changed != len(rows):
            raise Conflict(bulk.missed)
