"""The people who use the bot, and the places they use it in, as the core sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import NotAllowed
from bot.sentences import labels, refusals

BOT = ""  # the actor of what the bot does by itself


@dataclass(frozen=True, slots=True)
class Person:
    """A person who acts: Slack user id, the name to show, and what they may see."""

    id: str
    name: str
    lead: bool = False

    @property
    def is_bot(self) -> bool:
        """Whether it is the bot itself that acts."""
        return self.id == BOT


THE_BOT = Person(BOT, "The bot", lead=True)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or conversation: Slack id, name without `#`, and whether only members see it."""

    id: str
    name: str
    private: bool = False

    @property
    def direct(self) -> bool:
        """Whether it is a conversation of the bot with one person."""
        return self.id.startswith("D")

    @property
    def personal(self) -> bool:
        """Whether one person alone sees what is said there: a direct message, or Home."""
        return self.direct or not self.id


NOWHERE = Place("", "Home", private=True)
"""The place of somebody on their Home tab: no channel's private pages are shown there."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, where, and when: what decisions and actions are told of a person."""

    person: Person
    place: Place
    now: datetime


def everybody_in(place: Place, now: datetime) -> Actor:
    """Whoever reads what is posted in a place: nobody who may see more than the others there."""
    return Actor(Person("everybody", "Everybody"), place, now)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What Slack said of a person when it was last asked."""

    id: str
    name: str
    email: str = ""
    admin: bool = False
    guest: bool = False
    external: bool = False
    deactivated: bool = False
    real_name: str = ""
    """Where `name` is what they set to be called."""

    @property
    def full_member(self) -> bool:
        """Whether they are an active member of this workspace, and no guest: only they may lead."""
        return not (self.guest or self.external or self.deactivated)

    def leads(self, named: Collection[str]) -> bool:
        """Whether they lead: a full member whom config names, or, where it names nobody, an admin."""
        return self.full_member and (self.id in named if named else self.admin)


@dataclass(frozen=True, slots=True)
class OwnWorkspace:
    """The workspace that the bot is installed in, and its Enterprise Grid's id, if it is in one."""

    team: str
    enterprise: str = ""

    def is_named(self, place: str) -> bool:
        """Whether a request or an answer that names `place` speaks of this workspace, or of none."""
        return not (place and self.team) or place in (self.team, self.enterprise)


@dataclass(frozen=True, slots=True)
class Belonging:
    """A person, and what Slack said of their workspaces.

    `listed`: this workspace is among those of the organisation (Enterprise Grid) that they are in.
    """

    known: KnownPerson
    listed: bool = False
    is_bot: bool = False

    def is_here(self, place: str, here: OwnWorkspace) -> bool:
        """Whether they are of this workspace, where a request names `place`.

        Whom the organisation lists here may act through any workspace of it.
        """
        return not self.known.external and (self.listed or here.is_named(place))


def admit(
    one: Belonging,
    place: str,
    here: OwnWorkspace,
    *,
    guests: bool,
    others: bool,
    leads: Collection[str],
) -> Person:
    """Who acts, in a request that names the workspace `place`: the one decision on who may use the bot.

    `guests` and `others` say whether config lets guests, and people of other workspaces, in; `leads`
    are those it names. Raises NotAllowed.
    """
    known, is_here = one.known, one.is_here(place, here)
    if one.is_bot:
        raise NotAllowed(refusals.NO_BOTS)
    if not is_here and not others:
        raise NotAllowed(refusals.OWN_WORKSPACE)
    if known.deactivated:
        raise NotAllowed(refusals.DEACTIVATED)
    if known.guest and not guests:
        raise NotAllowed(refusals.GUEST)
    return Person(known.id, known.name, is_here and known.leads(leads))


_TYPED = "~"
"""No Slack id begins with it."""


def as_typed(name: str) -> str:
    """What stands for somebody whom a file names and nobody here is known by: no user id."""
    return _TYPED + name


def is_typed(user: str) -> bool:
    """Whether this is such a name: of nobody who could be written to."""
    return user.startswith(_TYPED)


def shown_names(known: Mapping[str, KnownPerson], users: Iterable[str]) -> dict[str, str]:
    """User id to the name to show; the id itself where Slack never told, "The bot" for the bot."""
    names = {
        user: labels.not_known_here(user[len(_TYPED) :])
        if is_typed(user)
        else known[user].name
        if user in known
        else user
        for user in users
        if user
    }
    return names | {THE_BOT.id: labels.THE_BOT}
