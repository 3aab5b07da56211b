"""The people who use the bot, and the places they use it in, as the core sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
