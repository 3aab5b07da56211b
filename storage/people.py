"""`bot.ports.People` and `Places`: what Slack told of people and channels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import and_, bindparam, select

from bot.domain.people import Place
from bot.ports import KnownPerson
from storage.padding import padded
from storage.tables import is_admin, people, places
from storage.transaction import Transaction
from storage.upserts import upsert

_AT_ONCE = 500
_p = people.c
PERSON = (_p.id, _p.name, _p.email, _p.admin, _p.guest, _p.external, _p.deactivated)
"""The columns that make a KnownPerson."""
_PERSON = select(*PERSON)
_ONE_PERSON = _PERSON.where(_p.id == bindparam("user"))
_SOME_PEOPLE = _PERSON.where(_p.id.in_(bindparam("users", expanding=True)))
_FULL_MEMBER = and_(_p.guest.is_(False), _p.external.is_(False), _p.deactivated.is_(False))
_ADMINS = select(_p.id).where(is_admin, _FULL_MEMBER).order_by(_p.id)
_PLACE = select(places.c.id, places.c.name, places.c.private)
_ONE_PLACE = _PLACE.where(places.c.id == bindparam("channel"))


class SqlPeople:
    """People within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, user: str) -> KnownPerson | None:
        """What is known of a person."""
        row = self._transaction.ask(_ONE_PERSON, {"user": user}).first()
        return KnownPerson(*row) if row else None

    def many(self, users: Iterable[str]) -> dict[str, KnownPerson]:
        """Several at once; unknown ones are left out."""
        asked, known = set(users), self._transaction.known.people
        wanted = sorted(asked - known.keys())
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            known.update(dict.fromkeys(some))
            for row in self._transaction.peek(_SOME_PEOPLE, {"users": padded(some)}):
                known[row.id] = KnownPerson(*row)
        return {user: person for user in asked if (person := known[user]) is not None}

    def put(self, person: KnownPerson) -> None:
        """Remember, or replace."""
        upsert(self._transaction.connection, people, asdict(person))
        self._transaction.known.people.clear()
        self._transaction.known.admins = None

    def admins(self) -> tuple[str, ...]:
        """The user ids of the admins who are full members: no guests, none of other workspaces."""
        known = self._transaction.known
        if known.admins is None:
            known.admins = tuple(self._transaction.peek(_ADMINS).scalars())
        return known.admins

    def all(self) -> tuple[KnownPerson, ...]:
        """Everybody Slack told of, by id."""
        rows = self._transaction.ask(_PERSON.order_by(_p.id))
        return tuple(KnownPerson(*row) for row in rows)


class SqlPlaces:
    """Channels within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, channel: str) -> Place | None:
        """What is known of a channel."""
        known = self._transaction.known.places
        if channel not in known:
            row = self._transaction.peek(_ONE_PLACE, {"channel": channel}).first()
            if row is None:
                return None
            known[channel] = Place(*row)
        return known[channel]

    def put(self, place: Place) -> None:
        """Remember, or replace."""
        if self.get(place.id) != place:
            upsert(self._transaction.connection, places, asdict(place))
            self._transaction.known.places[place.id] = place

    def all(self) -> tuple[Place, ...]:
        """All of them, by name."""
        rows = self._transaction.ask(_PLACE)
        # Sorted here: the two databases sort text differently.
        return tuple(sorted((Place(*row) for row in rows), key=lambda one: (one.name, one.id)))
