"""Who leads: full members of the workspace, named in config, or else its admins."""

from __future__ import annotations

from bot.config import Config
from bot.domain.people import shown_names
from bot.ports.store import UnitOfWork


def leads_of(uow: UnitOfWork, config: Config) -> tuple[str, ...]:
    """The Slack user ids of the leads to write to.

    Those of config, unless Slack says that they are not full members; where none is left, the
    workspace's admins, so that somebody is told what only leads may know.
    """
    if not config.leads:
        return uow.people.admins()
    known = uow.people.many(config.leads)
    active = tuple(one for one in config.leads if one not in known or known[one].full_member)
    return active or uow.people.admins()


def names_of(uow: UnitOfWork, users: set[str]) -> dict[str, str]:
    """User id to the name to show; the id itself where Slack never told, "the bot" for the bot."""
    return shown_names(uow.people.many(user for user in users if user), users)
