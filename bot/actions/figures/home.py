"""A person's Home: what is theirs and open, what of it they may take back, the team's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actions.recording.look import lists
from bot.config import Config
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.shares import AnswersInTime, Recently
from bot.domain.figures.statistics import Team
from bot.domain.lifecycle.permissions import UNDO_WINDOW, may_undo
from bot.domain.lifecycle.referral import Referral
from bot.domain.listing import Listing, View
from bot.domain.people import NOWHERE, Actor, Person, Place
from bot.domain.times import midnight
from bot.ports.store import UnitOfWork

TEAM_WEEKS = 12
"""Home says what became of the pages that the team referred in so many weeks."""
_KEPT = timedelta(minutes=1)


class TeamAtHome:
    """The team's figures on Home: the same for everybody, so they are read once a minute at most."""

    def __init__(self) -> None:
        self._known: Team | None = None

    def figures(self, uow: UnitOfWork, now: datetime, config: Config) -> Team:
        """As of now, or of up to a minute ago."""
        known = self._known
        if known is None or not known.as_of <= now < known.as_of + _KEPT:
            zone = config.zone("")
            first = now.astimezone(zone).date() - timedelta(weeks=TEAM_WEEKS)
            since = midnight(first, zone)
            lately = FigureQuery(since=since, recently=Recently(now, (now - since).days + 1))
            answered = AnswersInTime.of_recent(uow.figures.recent(lately), now)
            self._known = known = replace(
                uow.figures.team(since, now),
                records_from=uow.figures.first_at(),
                in_time=answered.in_time(config.response_days_for),
            )
        return known


@dataclass(frozen=True, slots=True)
class AtHome:
    """`undoable` are the numbers of what in `found` this person may take a step back in."""

    found: Listing
    undoable: frozenset[int]
    team: Team


def at_home(
    uow: UnitOfWork,
    who: Person,
    place: Place,
    now: datetime,
    config: Config,
    team: TeamAtHome,
    size: int,
) -> AtHome:
    """What a person's Home shows at `now`, with the first `size` of what is theirs."""
    found = lists(uow, View.MINE, Actor(who, place, now), config, size=size)
    return AtHome(found, _undoable(uow, found.referrals, who, now), team.figures(uow, now, config))


def _undoable(
    uow: UnitOfWork, referrals: Sequence[Referral], who: Person, now: datetime
) -> frozenset[int]:
    """All of them are live, so none is kept from it by another referral of its page."""
    changed = {one.number for one in referrals if one.version > 1 and one.live}
    if not who.lead:
        # Of the others' histories nothing has to be read: only a lead may go back further.
        changed = set(uow.referrals.changed_since(changed, now - UNDO_WINDOW))
    actor = Actor(who, NOWHERE, now)
    histories = uow.referrals.histories(changed) if changed else {}
    return frozenset(
        one.number
        for one in referrals
        if one.number in histories and may_undo(one, histories[one.number], actor)
    )
