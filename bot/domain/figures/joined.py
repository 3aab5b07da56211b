"""What is new in common in a period: cases, and numbers or accounts that several pages now give.

It names referrals, never a value or the name of a case: what a digest says stays in the channel, and
these are erased with their referrals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case that was made in the period: its first referral, how many it holds, and how many of them
    were referred, in how many submissions."""

    number: int
    referrals: int
    referred: int
    submissions: int


@dataclass(frozen=True, slots=True)
class NewShared:
    """An indicator that stood on one page at most before the period; `number` is the first that has it."""

    kind: str
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class NewlyJoined:
    """All of them, the largest first; counted over what every member of one channel may see."""

    cases: tuple[NewCase, ...] = ()
    shared: tuple[NewShared, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cases or self.shared)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NewlyJoined:
        """The other way."""
        cases = tuple(NewCase(**one) for one in data.get("cases", ()))
        return cls(cases, tuple(NewShared(**one) for one in data.get("shared", ())))


NOTHING_NEW = NewlyJoined()
