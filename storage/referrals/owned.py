"""What is open and whose: the statements behind handing over, and Home."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from bot.domain.lifecycle.referral import Referral, State
from storage.sql.referral_rows import COLUMNS, to_referral
from storage.sql.tables import (
    is_appealable,
    is_live,
    is_waiting,
    people,
    referrals,
    sql_literal,
    to_remind,
)
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


def owned_by(connection: Connection, user: str) -> tuple[Referral, ...]:
    """What is open, or still to be appealed, and this person's; by number."""
    return tuple(map(to_referral, connection.execute(_OWNED, {"of": user})))


def open_by_owner(connection: Connection) -> dict[str, int]:
    """How much of that each person has."""
    return {row[0]: row[1] for row in connection.execute(_COUNTED)}


def left_behind_by(connection: Connection) -> tuple[str, ...]:
    """Who is deactivated and owns some of that."""
    return tuple(connection.execute(_LEFT_BEHIND).scalars())


def open_by_owner_and_platform(connection: Connection) -> dict[tuple[str, str], int]:
    """How much that is live and not on hold each person has at each platform; "" for nobody."""
    found = Counter[tuple[str, str]]()
    for statement in _BY_PLATFORM:
        for owner, platform, count in connection.execute(statement):
            found[owner, platform] += count
    return found


def unowned(
    connection: Connection, viewer: str, lead: bool, most: int
) -> tuple[tuple[Referral, ...], int]:
    """What is live and nobody's who is here, as one person sees it on Home: the first, and how many."""
    owners = set(connection.execute(_OWNERS).scalars())
    left = owners.intersection(connection.execute(_HAS_LEFT).scalars())
    nobody = [one for one in owners if one in left or one == "" or one.startswith("~")]
    if not nobody:
        return (), 0
    seen = and_(is_live, _r.owner.in_(nobody), visible_to(viewer, lead, "", alone=True))
    count = connection.execute(select(func.count()).select_from(referrals).where(seen)).scalar_one()
    rows = connection.execute(select(*COLUMNS).where(seen).order_by(_r.number).limit(most))
    return tuple(map(to_referral, rows)), count


def own_since(connection: Connection, user: str, since: datetime) -> tuple[int, int, int]:
    """How much this person's was flagged, referred and first decided since then."""
    row = connection.execute(_OWN_SINCE, {"of": user, "since": since}).one()
    return row[0], row[1], row[2]
