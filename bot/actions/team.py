"""Who leads: named in config, or else the workspace's admins."""

from __future__ import annotations

from bot.config import Config
from bot.domain.people import THE_BOT
from bot.ports import KnownPerson, UnitOfWork


def leads_of(uow: UnitOfWork, config: Config) -> tuple[str, ...]:
    """The Slack user ids of the leads."""
    return config.leads or uow.people.admins()


def is_lead(person: KnownPerson, config: Config) -> bool:
    """Whether this person leads."""
    return person.id in config.leads if config.leads else person.admin


def names_of(uow: UnitOfWork, users: set[str]) -> dict[str, str]:
    """User id to the name to show; the id itself where Slack never told, "the bot" for the bot."""
    known = uow.people.many(user for user in users if user)
    return {user: known[user].name if user in known else user for user in users if user} | {
        THE_BOT.id: "the bot"
    }
