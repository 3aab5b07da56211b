"""`bot.ports.referrals.Owned`: what is open and whose, for handing over and for Home."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from bot.domain.lifecycle.referral import Referral, State
from bot.ports.referrals import Owned
from storage.sql.dialects import OnConnection
from storage.sql.referral_rows import COLUMNS, to_referral
from storage.sql.tables import is_appealable, is_live, is_waiting, people, referrals, to_remind
from storage.sql.tables_beside import sql_literal
from storage.sql.visibility import visible_to

_r = referrals.c
_open = or_(is_live, and_(is_appealable, to_remind))
_OWNED = select(*COLUMNS).where(_open, _r.owner == bindparam("of")).order_by(_r.number)
_COUNTED = select(_r.owner, func.count()).where(_open, _r.owner != "").group_by(_r.owner)
_others = _r.state.in_([sql_literal(State.FLAGGED.value), sql_literal(State.APPEALED.value)])
_BY_PLATFORM = [
    select(_r.owner, _r.platform, func.count()).where(*which).group_by(_r.owner, _r.platform)
    for which in ((is_waiting,), (is_live, _others))
]
"""What waits, which an index holds whole, apart from the few others that are live and not on hold."""


def each_value(column: Column[str], *which: ColumnElement[bool]) -> Select[str]:
    """Each value of a column once: a look into its index for each, not for each referral."""
    first = select(func.min(column).label("value")).where(*which).cte("each", recursive=True)
    following = select(func.min(column)).where(column > first.c.value, *which).scalar_subquery()
    each = first.union_all(select(following).where(first.c.value.is_not(None)))
    return select(each.c.value).where(each.c.value.is_not(None))


_OWNERS = each_value(_r.owner, is_live)
_HAS_LEFT = select(people.c.id).where(people.c.deactivated.is_(True))
_LEFT_BEHIND = _HAS_LEFT.where(exists().where(_open, _r.owner == people.c.id)).order_by(people.c.id)
_OWN_SINCE = select(
    *(
        select(func.count())
        .select_from(referrals)
        .where(column >= bindparam("since"), _r.owner == bindparam("of"))
        .scalar_subquery()
        for column in (_r.flag_counted_at, _r.referred_at, _r.first_outcome_at)
    )
)


class SqlOwned(OnConnection, Owned):
    """Owners within one transaction."""

    def by(self, user: str) -> tuple[Referral, ...]:
        return tuple(map(to_referral, self._connection.execute(_OWNED, {"of": user})))

    def open_by_owner(self) -> dict[str, int]:
        return {row[0]: row[1] for row in self._connection.execute(_COUNTED)}

    def left_behind_by(self) -> tuple[str, ...]:
        return tuple(self._connection.execute(_LEFT_BEHIND).scalars())

    def open_by_owner_and_platform(self) -> dict[tuple[str, str], int]:
        found = Counter[tuple[str, str]]()
        for statement in _BY_PLATFORM:
            for owner, platform, count in self._connection.execute(statement):
                found[owner, platform] += count
        return found

    def unowned(self, viewer: str, lead: bool, most: int) -> tuple[tuple[Referral, ...], int]:
        owners = set(self._connection.execute(_OWNERS).scalars())
        left = owners.intersection(self._connection.execute(_HAS_LEFT).scalars())
        nobody = [one for one in owners if one in left or one == "" or one.startswith("~")]
        if not nobody:
            return (), 0
        seen = and_(is_live, _r.owner.in_(nobody), visible_to(viewer, lead, "", alone=True))
        count = self._connection.execute(
            select(func.count()).select_from(referrals).where(seen)
        ).scalar_one()
        rows = self._connection.execute(
            select(*COLUMNS).where(seen).order_by(_r.number).limit(most)
        )
        return tuple(map(to_referral, rows)), count

    def own_since(self, user: str, since: datetime) -> tuple[int, int, int]:
        row = self._connection.execute(_OWN_SINCE, {"of": user, "since": since}).one()
        return row[0], row[1], row[2]
