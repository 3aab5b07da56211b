"""`bot.ports.indicators.Cases`: a case is a name that referrals share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, case, delete, not_, select

from bot.domain.indicators.cases import case_key
from storage.sql.dialects import insert_for
from storage.sql.tables import case_pages

_c = case_pages.c


class SqlCases:
    """Cases within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, numbers: Iterable[int], name: str, at: datetime, *, for_leads: bool = False
    ) -> None:
        """Put referrals into a case; names that differ in case and spaces are one.

        What is in it already is in it since then, unless only leads knew.
        """
        key = case_key(name)
        rows = [
            {"referral": number, "key": key, "name": name, "for_leads": for_leads, "added_at": at}
            for number in sorted(set(numbers))
        ]
        adding = insert_for(self._connection, case_pages)
        new = adding.excluded
        since = case((_c.for_leads, new.added_at), else_=_c.added_at)
        adding = adding.on_conflict_do_update(
            index_elements=[_c.referral, _c.key],
            set_={
                "name": new.name,
                "for_leads": and_(_c.for_leads, new.for_leads),
                "added_at": since,
            },
        )
        if rows:
            self._connection.execute(adding, rows)

    def remove(self, number: int, name: str) -> None:
        """Take a referral out of it."""
        this = delete(case_pages).where(_c.referral == number, _c.key == case_key(name))
        self._connection.execute(this)

    def of(self, number: int, *, for_leads: bool = False) -> tuple[str, ...]:
        """The names of the cases that a referral is in."""
        found = select(_c.name).where(_c.referral == number)
        if not for_leads:
            found = found.where(not_(_c.for_leads))
        return tuple(self._connection.execute(found.order_by(_c.key)).scalars())
