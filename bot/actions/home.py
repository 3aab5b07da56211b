"""A person's Home: what is theirs and open, what of it they may take back, the team's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.actions.look import lists
from bot.config import Config
from bot.domain.listing import Listing, View
from bot.domain.people import NOWHERE, Actor, Person, Place
from bot.domain.permissions import UNDO_WINDOW, may_undo
from bot.domain.referral import Referral
from bot.domain.statistics import Team
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class AtHome:
    """`undoable` are the numbers of what in `found` this person may take a step back in."""

    found: Listing
    undoable: frozenset[int]
    team: Team


def at_home(
    uow: UnitOfWork, who: Person, place: Place, now: datetime, config: Config, size: int
) -> AtHome:
    """What a person's Home shows at `now`, with the first `size` of what is theirs."""
    found = lists(uow, View.MINE, Actor(who, place, now), config, size=size)
    return AtHome(found, _undoable(uow, found.referrals, who, now), uow.figures.team())


def _undoable(
    uow: UnitOfWork, referrals: Sequence[Referral], who: Person, now: datetime
) -> frozenset[int]:
    """All of them are live, so none is kept from it by another referral of its page."""
    changed = {one.number for one in referrals if one.version > 1}
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
