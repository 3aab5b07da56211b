"""Who leads: full members of the workspace, named in config, or else its admins."""

from __future__ import annotations

from bot.config import Config
from bot.domain.announcements import NOBODY_YET, direct
from bot.ports.store import UnitOfWork


def leads_of(uow: UnitOfWork, config: Config) -> tuple[str, ...]:
    """The Slack user ids of the leads to write to; empty while no lead is known.

    Those of config whom Slack calls full members. Where it says of all of them that they aren't, the
    workspace's admins, so that somebody is told what only leads may know.
    """
    if not config.leads:
        return uow.people.admins()
    known = uow.people.many(config.leads)
    active = tuple(one for one in config.leads if one in known and known[one].full_member)
    if active or len(known) < len(set(config.leads)):
        return active
    return uow.people.admins()


def leads_to_tell(uow: UnitOfWork, config: Config) -> tuple[str, ...]:
    """The same; while no lead is known, whom to write to is left open: what is said waits for one."""
    return leads_of(uow, config) or (NOBODY_YET,)


def tell_new_leads(uow: UnitOfWork, config: Config) -> int:
    """Send what has waited for a lead, once there is one; how many messages waited."""
    leads = leads_of(uow, config)
    return uow.outbox.move(direct(NOBODY_YET), [direct(lead) for lead in leads]) if leads else 0


def leads_said(uow: UnitOfWork, config: Config) -> str:
    """Who leads, by id, for the log; empty while no lead is known."""
    return ", ".join(leads_of(uow, config))


def in_private(uow: UnitOfWork) -> bool:
    """Whether the bot is used in a private channel (a direct message is none)."""
    return any(place.private and not place.direct for place in uow.places.all())
