"""Whose referrals are: this week's owner, all of somebody's handed over, those of who has left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.actions.recording.bulk import Done, act_on_each
from bot.actions.recording.team import leads_to_tell
from bot.config import Config
from bot.domain.announcements import Announcement, Message, direct
from bot.domain.batches import Picked
from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.lifecycle.referral import Action, Referral
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor, is_typed
from bot.ports.store import UnitOfWork
from bot.sentences.recording import owners as sentences

FROM, TO = "from", "to"
"""The fields of handing over."""


def check_hand_over(actor: Actor) -> None:
    """Raise NotAllowed unless this person may hand over other people's referrals."""
    if not actor.person.lead:
        raise NotAllowed(sentences.ONLY_LEADS)


def hand_over(
    uow: UnitOfWork, leaver: str, to: str, actor: Actor, config: Config
) -> tuple[Done, str]:
    """Assign all that is open and `leaver`'s to `to`; what was done, and the new owner's name.

    Raises NotAllowed for anybody but leads, BadAnswer at the field that is wrong.
    """
    check_hand_over(actor)
    if not leaver:
        raise BadAnswer(sentences.NO_FROM, field=FROM)
    if not to:
        raise BadAnswer(sentences.NO_TO, field=TO)
    if leaver == to:
        raise BadAnswer(sentences.THE_SAME, field=TO)
    names = uow.people.names({leaver, to})
    owned = uow.owned.by(leaver)
    if not owned:
        raise BadAnswer(sentences.owns_nothing(names[leaver]), field=FROM)

    def make(_: Referral, __: Picked) -> ActionRequest:
        return ActionRequest(Action.ASSIGN, None, {"owner": to})

    return act_on_each(uow, map(Picked.of, owned), make, actor, config), names[to]


def owners(uow: UnitOfWork) -> Mapping[str, tuple[str, int, bool]]:
    """Who owns what is open: user id → name, how much, and whether they have left; most first."""
    counted = uow.owned.open_by_owner()
    names, known = uow.people.names(counted), uow.people.many(counted)
    return {
        user: (names[user], count, is_typed(user) or (user in known and known[user].deactivated))
        for user, count in sorted(counted.items(), key=lambda one: (-one[1], names[one[0]]))
    }


def offer_leavers(uow: UnitOfWork, now: datetime, config: Config) -> int:
    """Tell the leads, once, of each who is deactivated and owns what is open; how many people."""
    told = [one for one in uow.owned.left_behind_by() if uow.claims.take(f"left {one}")]
    uow.outbox.add(
        [
            Announcement(direct(lead), Message.LEFT, f"left {user}", {"who": user})
            for user in told
            for lead in leads_to_tell(uow, config)
        ],
        now,
    )
    return len(told)
