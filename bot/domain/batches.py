"""Several referrals that one person acts on at once: as they saw them, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.announcements import Announcement, Message
from bot.domain.lifecycle.referral import Action, Referral, SeenVersion

MOST = 300
"""As many fit into one form of Slack's: 30 groups of ten."""
EACH_AT_MOST = 5
"""A channel with more of them gets one message for all, as a list message is posted for many pages."""


@dataclass(frozen=True, slots=True)
class Picked:
    """One of them: the version that the person saw, and the uid of that very referral.

    `uid` may be empty where nobody can have brought it from another database.
    """

    number: int
    version: int
    uid: str = ""

    @property
    def seen(self) -> SeenVersion:
        """As it is kept here."""
        return SeenVersion(self.version)

    @classmethod
    def of(cls, referral: Referral) -> Picked:
        """As it stands now."""
        return cls(referral.number, referral.version, referral.uid)


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection; once it is recorded, `done` has number → the version that this made."""

    uid: str
    given_by: str
    picked: tuple[Picked, ...]
    done: Mapping[int, int]
    created_at: datetime
    recorded_at: datetime | None = None


def told_at_once(
    said: Sequence[tuple[Action, Sequence[Announcement]]], by: str
) -> tuple[Announcement, ...]:
    """What is announced of several actions, in few messages.

    A lane with more than five lines gets one message instead, and its cards are redrawn after
    everything else. All that is not a card or a line stays as it is.
    """
    lines: dict[str, dict[str, list[str]]] = {}
    for action, several in said:
        for one in several:
            if one.message is Message.LINE:
                lines.setdefault(one.lane, {}).setdefault(action.value, []).append(one.subject)
    many = {
        lane: did
        for lane, did in lines.items()
        if sum(len(names) for names in did.values()) > EACH_AT_MOST
    }
    kept, redrawn = [], dict[tuple[str, str], Announcement]()
    for one in (one for _, several in said for one in several):
        if one.message is Message.REDRAW:
            redrawn[one.lane, one.subject] = one
        elif one.lane not in many or one.message not in (Message.CARD, Message.LINE):
            kept.append(one)
        elif one.message is Message.CARD:
            redrawn[one.lane, one.subject] = Announcement(one.lane, Message.REDRAW, one.subject)
    summed = [_summed(lane, did, by) for lane, did in many.items()]
    return (*kept, *summed, *redrawn.values())


def _summed(lane: str, did: Mapping[str, Iterable[str]], by: str) -> Announcement:
    numbers = {what: sorted(_number(name) for name in names) for what, names in did.items()}
    every = sorted(number for several in numbers.values() for number in several)
    data: dict[str, Any] = {"by": by, "numbers": every, "did": numbers}
    return Announcement(lane, Message.BATCH, f"batch {every[0]}-{every[-1]}", data)


def _number(name: str) -> int:
    return int(name.removeprefix("R-"))
