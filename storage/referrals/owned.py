"""What is open and whose: the statements behind handing over, and Home."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from bot.domain.lifecycle.referral import Referral, State
from storage.sql.referral_rows import COLUMNS, to_referral
from storage.sql.tables import is_live, is_waiting, people, referrals, sql_literal, to_remind
from storage.sql.visibility import visible_to

_r = referrals.c
_open = or_(is_live, to_remind)
_OWNED = select(*COLUMNS).where(_open, _r.owner == bindparam("of")).order_by(_r.number)
_COUNTED = select(_r.owner, func.count()).where(_open, _r.owner != "").group_by(_r.owner)
_others = _r.state.in_([sql_literal(State.FLAGGED.value), sql_literal(State.APPEALED.value)])
_BY_PLATFORM = [
    select(_r.owner, _r.platform, func.count()).where(*which).group_by(_r.owner, _r.platform)
    for which in ((is_waiting,), (is_live, _others))
]
"""What waits, which an index holds whole, apart from the few others that are live and not on hold."""
_first_owner = select(func.min(_r.owner).label("owner")).where(is_live)
_owners = _first_owner.cte("owners", recursive=True)
_next = select(func.min(_r.owner)).where(is_live, _r.owner > _owners.c.owner).scalar_subquery()
_owners = _owners.union_all(select(_next).where(_owners.c.owner.is_not(None)))
_OWNERS = select(_owners.c.owner).where(_owners.c.owner.is_not(None))
"""Everybody who owns something live: one look into the index for each, not for each referral."""
_HAS_LEFT = select(people.c.id).where(people.c.deactivated.is_(True))

_RECENT = 500
_near = _r.number.between(bindparam("first"), bindparam("last"))
_said = and_(_r.flagger == bindparam("by"), _r.category.is_not(None), _near)
_DESCRIBED = select(*COLUMNS).where(_said).order_by(_r.number.desc()).limit(1)


def described_last(connection: Connection, user: str, before: int) -> Referral | None:
    """What this person flagged last before that number with a category; among a few hundred."""
    near = {"by": user, "first": before - _RECENT, "last": before - 1}
    row = connection.execute(_DESCRIBED, near).first()
    return to_referral(row) if row else None


def owned_by(connection: Connection, user: str, most: int | None = None) -> tuple[Referral, ...]:
    """What is open, or still to be appealed, and this person's; by number."""
    return tuple(map(to_referral, connection.execute(_OWNED.limit(most), {"of": user})))


def open_by_owner(connection: Connection) -> dict[str, int]:
    """How much of that each person has."""
    return {row[0]: row[1] for row in connection.execute(_COUNTED)}


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
    columns = (_r.flag_counted_at, _r.referred_at, _r.first_outcome_at)
    flagged, referred, decided = (
        connection.execute(
            select(func.count()).select_from(referrals).where(column >= since, _r.owner == user)
        ).scalar_one()
        for column in columns
    )
    return flagged, referred, decided
