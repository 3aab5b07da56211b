"""A person's Home: what is theirs and open, what of it they may take back, the team's figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actions.people.own_hours import hours_of
from bot.actions.recording.narrowing import query_of
from bot.config import Config
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.shares import AnswersInTime, Recently
from bot.domain.figures.statistics import Team
from bot.domain.lifecycle.decisions import may_appeal
from bot.domain.lifecycle.permissions import UNDO_WINDOW, may_undo
from bot.domain.lifecycle.referral import Referral
from bot.domain.listing import Asked, Listing, QueueGroup, View
from bot.domain.people import NOWHERE, Actor, Person, Place
from bot.domain.reminders import OwnHours
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
class Week:
    """A person's own week: how much of theirs was flagged, referred and first decided since its start.

    `on_duty` are the names of the channels whose new referrals are theirs this week.
    """

    flagged: int
    referred: int
    decided: int
    on_duty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtHome:
    """What a person's Home says; `items` are the most urgent of what is theirs, by group.

    `found` has the open ones' total, `groups` how many of each there are (empty where they are too
    many to be read), `undoable` and `appealable` the numbers of what this person may take a step
    back in, or appeal. `by_owner` and `by_platform` are for leads.
    """

    found: Listing
    items: tuple[tuple[QueueGroup, Referral], ...]
    groups: Mapping[QueueGroup, int]
    undoable: frozenset[int]
    appealable: frozenset[int]
    unowned: tuple[Referral, ...]
    unowned_total: int
    week: Week
    hours: OwnHours
    team: Team
    by_owner: Mapping[str, int]
    by_platform: Mapping[str, int]


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
    actor = Actor(who, place, now)
    found = uow.referrals.find(query_of(Asked(View.MINE), actor, config, size=size))
    groups = (group for group, count in found.groups.items() for _ in range(count))
    shown = tuple(zip(groups, found.referrals, strict=False))
    histories = uow.referrals.histories([one.number for group, one in shown if group in _TO_APPEAL])
    unowned, unowned_total = uow.owned.unowned(who.id, who.lead, _UNOWNED)
    counted = uow.owned.open_by_owner_and_platform() if who.lead else {}
    by_owner, by_platform = Counter[str](), Counter[str]()
    for (owner, platform), count in counted.items():
        by_owner[owner] += count
        by_platform[platform] += count
    names = uow.people.names(by_owner)
    return AtHome(
        found,
        shown,
        {} if found.more else found.groups,
        _undoable(uow, [one for _, one in shown if one.live], who, now),
        frozenset(
            one.number
            for group, one in shown
            if group in _TO_APPEAL
            and may_appeal(one, histories[one.number], now, config.rules_for(one.channel))
        ),
        unowned,
        unowned_total,
        _week(uow, who, now, config),
        hours_of(uow, who.id),
        team.figures(uow, now, config),
        {names[owner] if owner else "": count for owner, count in by_owner.most_common()},
        dict(by_platform.most_common()),
    )


_TO_APPEAL = (QueueGroup.APPEAL, QueueGroup.CERTAIN)
_UNOWNED = 3


def _week(uow: UnitOfWork, who: Person, now: datetime, config: Config) -> Week:
    zone = config.zone("")
    today = now.astimezone(zone).date()
    monday = midnight(today - timedelta(days=today.weekday()), zone)
    places = {one.id: one.name for one in uow.places.all()} if config.channels else {}
    on_duty = [
        places.get(channel, channel)
        for channel in config.channels
        if config.owner_for(channel, now) == who.id
    ]
    return Week(*uow.owned.own_since(who.id, monday), tuple(on_duty))


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
