"""`bot.ports.people.People` and `Places`: what Slack told of people and channels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, time

from sqlalchemy import and_, bindparam, select

from bot.domain.people import KnownPerson, Place, shown_names
from bot.domain.reminders import OwnHours
from bot.ports.people import People, Places
from storage.sql.dialects import OnConnection, columns_of, in_parts, upsert
from storage.sql.tables import is_admin, people, places
from storage.sql.tables_beside import own_hours

_p = people.c
_PERSON = select(*columns_of(people, KnownPerson))
_ONE_PERSON = _PERSON.where(_p.id == bindparam("user"))
_SOME_PEOPLE = _PERSON.where(_p.id.in_(bindparam("users", expanding=True)))
_FULL_MEMBER = and_(_p.guest.is_(False), _p.external.is_(False), _p.deactivated.is_(False))
_ADMINS = select(_p.id).where(is_admin, _FULL_MEMBER).order_by(_p.id)
_HOURS = select(own_hours).where(own_hours.c.person.in_(bindparam("users", expanding=True)))
_PLACE = select(*columns_of(places, Place))
_ONE_PLACE = _PLACE.where(places.c.id == bindparam("channel"))


class SqlPeople(OnConnection, People):
    """People within one transaction."""

    def get(self, user: str) -> KnownPerson | None:
        row = self._connection.execute(_ONE_PERSON, {"user": user}).first()
        return KnownPerson(*row) if row else None

    def many(self, users: Iterable[str]) -> dict[str, KnownPerson]:
        return {
            row.id: KnownPerson(*row)
            for some in in_parts(users)
            for row in self._connection.execute(_SOME_PEOPLE, {"users": some})
        }

    def names(self, users: Iterable[str]) -> dict[str, str]:
        wanted = {user for user in users if user}
        return shown_names(self.many(wanted), wanted)

    def put(self, person: KnownPerson) -> None:
        upsert(self._connection, people, asdict(person))

    def admins(self) -> tuple[str, ...]:
        return tuple(self._connection.execute(_ADMINS).scalars())

    def all(self) -> tuple[KnownPerson, ...]:
        rows = self._connection.execute(_PERSON.order_by(_p.id))
        return tuple(KnownPerson(*row) for row in rows)

    def own_hours(self, users: Iterable[str]) -> dict[str, OwnHours]:
        found: dict[str, OwnHours] = {}
        for some in in_parts(users):
            for row in self._connection.execute(_HOURS, {"users": some}):
                found[row.person] = OwnHours(
                    row.zone,
                    time.fromisoformat(row.starts) if row.starts else None,
                    time.fromisoformat(row.ends) if row.ends else None,
                    tuple(row.days.split()),
                    date.fromisoformat(row.off_until) if row.off_until else None,
                )
        return found

    def keep_own_hours(self, user: str, hours: OwnHours) -> None:
        row = {
            "person": user,
            "zone": hours.zone,
            "starts": f"{hours.start:%H:%M}" if hours.start else "",
            "ends": f"{hours.end:%H:%M}" if hours.end else "",
            "days": " ".join(hours.days),
            "off_until": hours.off_until.isoformat() if hours.off_until else "",
        }
        upsert(self._connection, own_hours, row)


class SqlPlaces(OnConnection, Places):
    """Channels within one transaction."""

    def get(self, channel: str) -> Place | None:
        row = self._connection.execute(_ONE_PLACE, {"channel": channel}).first()
        return Place(*row) if row else None

    def put(self, place: Place) -> None:
        if self.get(place.id) != place:
            upsert(self._connection, places, asdict(place))

    def met(self, place: Place) -> None:
        known = self.get(place.id)
        if known is not None and known.private:
            place = replace(place, private=True)
        if known != place:
            upsert(self._connection, places, asdict(place))

    def all(self) -> tuple[Place, ...]:
        rows = self._connection.execute(_PLACE)
        # Sorted here: the two databases sort text differently.
        return tuple(sorted((Place(*row) for row in rows), key=lambda one: (one.name, one.id)))
