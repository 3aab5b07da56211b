"""The people and places that Slack told of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.domain.people import KnownPerson, Place
from bot.domain.reminders import OwnHours


class People(Protocol):
    """The people Slack told of."""

    def get(self, user: str) -> KnownPerson | None:
        """What is known of a person."""

    def many(self, users: Iterable[str]) -> dict[str, KnownPerson]:
        """Several at once; unknown ones are left out."""

    def names(self, users: Iterable[str]) -> dict[str, str]:
        """User id to the name to show; the id itself where Slack never told. Empty ids are left out."""

    def put(self, person: KnownPerson) -> None:
        """Keep it, in place of what was known before."""

    def admins(self) -> tuple[str, ...]:
        """The user ids of the admins who are full members: no guests, none of other workspaces."""

    def all(self) -> tuple[KnownPerson, ...]:
        """Everybody Slack told of, by id."""

    def own_hours(self, users: Iterable[str]) -> dict[str, OwnHours]:
        """When these people work; without those who said nothing of it."""

    def keep_own_hours(self, user: str, hours: OwnHours) -> None:
        """Keep what a person said, in place of what they said before."""


class Places(Protocol):
    """The channels the bot is used in."""

    def get(self, channel: str) -> Place | None:
        """What is known of a channel."""

    def put(self, place: Place) -> None:
        """Keep it, in place of what was known before."""

    def met(self, place: Place) -> None:
        """Keep it as `put` does, but what was private stays so: somebody may have learnt it long ago."""

    def all(self) -> tuple[Place, ...]:
        """All of them, by name."""
