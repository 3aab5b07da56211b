"""How far a database's numbers have come, and where they go on so that none is given out twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from bot.sentences.operations.numbers import goes_on

ROOM = 100
"""Numbers go on so far above the highest that was seen: what was posted last may not be on a page."""
HIGHEST = 10**7
"""No team flags so many pages: a post that says more says nothing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a post of the bot says of its database: the id, and the highest number at that time."""

    database: str
    highest: int


@dataclass(frozen=True, slots=True)
class Skip:
    """Numbers that were left out. The next referral is `next`.

    `known` is the highest number that the database knew, `seen` the highest of any post in Slack
    (0: none was higher). `restored` is when the backup was made that was restored, in words; else
    `same` says whether the post was this database's own.
    """

    known: int
    seen: int
    next: int
    at: datetime
    same: bool = True
    restored: str = ""
    told: bool = False
    """Whether the leads were told."""

    @property
    def sentence(self) -> str:
        """What is said of it."""
        return goes_on(self.known, self.seen, self.next, self.same, self.restored)

    def to_json(self) -> dict[str, Any]:
        """For storage."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """The other way."""
        return cls(**{**said, "at": datetime.fromisoformat(said["at"])})


def skip_above(known: int, own: str, marks: Sequence[Mark], now: datetime) -> Skip | None:
    """What to leave out where posts in Slack say more than the database `own` knows; else None."""
    higher = [mark for mark in marks if known < mark.highest < HIGHEST]
    if not higher:
        return None
    top = max(higher, key=lambda mark: mark.highest)
    same = all(mark.database == own for mark in higher)
    return Skip(known, top.highest, top.highest + ROOM, now, same)
