"""Which version of a referral a person saw: what a press carries, and what it is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.lifecycle.referral import Referral


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A version, and the short hash of the event that made it.

    Once a backup was restored another event can make a version of the same number. `event` is empty
    where the version was kept in the database itself: a restore takes it back with its event.
    """

    version: int
    event: str = ""

    @classmethod
    def of(cls, referral: Referral) -> SeenVersion:
        """As the referral stands."""
        return cls(referral.version, referral.last_event)

    def is_of(self, referral: Referral) -> bool:
        """Whether the referral still stands as it was seen."""
        return self.version == referral.version and self.event in ("", referral.last_event)

    def __str__(self) -> str:
        """For buttons and forms. Raises ValueError where no event is known."""
        if self == NOTHING_SEEN:
            return "0"
        if not self.event:
            raise ValueError(f"nothing tells which event made version {self.version}")
        return f"{self.version}.{self.event}"

    @classmethod
    def parse(cls, text: str) -> SeenVersion:
        """The reverse. Raises ValueError for anything that `str` did not make."""
        if text == "0":
            return NOTHING_SEEN
        if (made := _WRITTEN.fullmatch(text)) is None:
            raise ValueError("this is not what a button of ours carries")
        return cls(int(made[1]), made[2])


NOTHING_SEEN = SeenVersion(0)
"""Of what is of no one referral: a list, a period, a channel."""
_WRITTEN = re.compile(r"([1-9][0-9]{0,8})\.([0-9a-f]{8})")
